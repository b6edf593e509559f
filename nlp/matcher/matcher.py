"""The matcher: two readers that answer for each other, over one text.

The words reader sees every word, however long the text. The meaning reader costs time for each clause, so of a long
text it reads the clauses that share the most telling words with the indicators' phrases, and the rest is named as
unread. Where both readers find the same indicator in the same place, the words' exact evidence stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from knowledge.schema.indicator import Indicator
from nlp.clauses import Clause, clauses_of
from nlp.matcher.cutoffs import Cutoffs
from nlp.matcher.hits import Hit, Reading
from nlp.matcher.meaning import MeaningReader
from nlp.matcher.phrases import TextEncoder, load_phrases
from nlp.matcher.telling import Telling
from nlp.matcher.words import WordsReader

MOST_CLAUSES: Final = 12
MOST_QUESTIONS: Final = 5
FEWEST_WORDS: Final = 4
"""A shorter clause ("she is 12") is a little like everything; it is compared only where there is nothing longer."""


@dataclass(frozen=True)
class Matcher:
    """Built once from the indicators, then read-only; every conversation may share it."""

    indicators: Mapping[str, Indicator]
    words: WordsReader
    meaning: MeaningReader
    encoder: TextEncoder
    telling: Telling

    @classmethod
    def build(
        cls,
        indicators: Sequence[Indicator],
        folder: Path,
        *,
        encoder: TextEncoder,
        english: Language,
        cutoffs: Cutoffs | None = None,
    ) -> Matcher:
        """`folder` keeps the phrase vectors between starts; see `nlp.build` for making them ahead of time."""
        phrases = load_phrases(indicators, folder, encoder=encoder, english=english)
        return cls(
            indicators={sign.id: sign for sign in indicators},
            words=WordsReader.of(indicators, phrases, english=english),
            meaning=MeaningReader.of(indicators, phrases, cutoffs=cutoffs or Cutoffs.load()),
            encoder=encoder,
            telling=Telling.of(indicators),
        )

    def read(self, doc: Doc, clauses: Sequence[Clause] | None = None, voiced: Sequence[float] | None = None) -> Reading:
        """Everything the indicators' phrases find in this text.

        `clauses`: as cut already, or cut here. `voiced`: the voice's probabilities for the whole message, which the
        cut-offs lean on.
        """
        every = tuple(clauses) if clauses is not None else clauses_of(doc)
        read = self.telling.first(every, most=MOST_CLAUSES)
        by_words = self.words.read(doc)
        telling = [clause for clause in read if len(clause.text.split()) >= FEWEST_WORDS] or list(read)
        vectors = self.encoder.encode([clause.text for clause in telling])
        by_meaning, near = self.meaning.read(telling, vectors, voiced)
        hits = (*by_words, *(hit for hit in by_meaning if not _already_in(hit, by_words)))
        said = {hit.indicator_id for hit in hits}
        questions = [candidate for candidate in near if candidate.indicator_id not in said]
        unread = tuple(clause for clause in every if clause not in set(read))
        return Reading(hits=_in_text_order(hits), candidates=tuple(questions[:MOST_QUESTIONS]), unread=unread)


def _already_in(hit: Hit, exact: Iterable[Hit]) -> bool:
    """Whether the words reader found this indicator within the same clause."""
    return any(one.indicator_id == hit.indicator_id and one.start < hit.end and hit.start < one.end for one in exact)


def _in_text_order(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    return tuple(sorted(hits, key=lambda hit: (hit.start, -hit.score, hit.indicator_id)))
