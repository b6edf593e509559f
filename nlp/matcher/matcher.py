"""The matcher: three readers that answer for each other, over one text.

The words reader sees every word, however long the text. The learned reader takes what the voice names. The meaning
reader compares clauses with the phrases of signs that nobody taught the voice: an authority's own. Comparing costs time
for each clause, so of a long text the clauses are compared that share the most telling words with the indicators'
phrases, and the rest is named as unread. Where two readers find the same indicator, the words' exact evidence stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from knowledge.schema.indicator import Indicator
from nlp.clauses import Clause
from nlp.matcher.cutoffs import Cutoffs
from nlp.matcher.hits import Hit, Reading
from nlp.matcher.learned import LearnedReader
from nlp.matcher.meaning import MeaningReader
from nlp.matcher.phrases import TextEncoder, load_phrases
from nlp.matcher.telling import Telling
from nlp.matcher.words import WordsReader
from nlp.voice import Voiced

MOST_CLAUSES: Final = 12
MOST_QUESTIONS: Final = 5
FEWEST_WORDS: Final = 4
"""A shorter clause ("she is 12") is a little like everything; it is compared only where there is nothing longer."""


@dataclass(frozen=True)
class Matcher:
    """Built once from the indicators, then read-only; every conversation may share it."""

    words: WordsReader
    learned: LearnedReader
    meaning: MeaningReader
    telling: Telling

    @classmethod
    def build(
        cls,
        indicators: Sequence[Indicator],
        folder: Path,
        *,
        encoder: TextEncoder,
        english: Language,
        taught: Sequence[str] = (),
        cutoffs: Cutoffs | None = None,
    ) -> Matcher:
        """`folder` keeps the phrase vectors between starts; see `nlp.build` for making them ahead of time.

        `taught` are the ids of the signs that the voice names, in the order of their columns.
        """
        phrases, needed = load_phrases(indicators, folder, encoder=encoder, english=english), cutoffs or Cutoffs.load()
        own = [sign for sign in indicators if sign.id not in set(taught)]
        return cls(
            words=WordsReader.of(indicators, phrases, english=english),
            learned=LearnedReader.of(indicators, phrases, taught, cutoffs=needed),
            meaning=MeaningReader.of(own, phrases.only(own), cutoffs=needed),
            telling=Telling.of(indicators),
        )

    def compared(self, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
        """The clauses worth comparing: the most telling ones, and none too short to mean something by itself."""
        read = self.telling.first(clauses, most=MOST_CLAUSES)
        return tuple(clause for clause in read if len(clause.text.split()) >= FEWEST_WORDS) or read

    def read(self, doc: Doc, clauses: Sequence[Clause], voiced: Voiced) -> Reading:
        """Everything that the phrases and the voice find in this text; `voiced` has heard the clauses to compare."""
        by_words = self.words.read(doc)
        by_voice, near_voice = self.learned.read(voiced)
        by_meaning, near_meaning = self.meaning.read(voiced.compared, voiced.clauses.directions, voiced.probabilities)
        inferred = (*by_voice, *by_meaning)
        hits = (*by_words, *(hit for hit in inferred if not _already_in(hit, by_words)))
        said = {hit.indicator_id for hit in hits}
        questions = [near for near in (*near_voice, *near_meaning) if near.indicator_id not in said]
        read = frozenset(self.telling.first(clauses, most=MOST_CLAUSES))
        unread = tuple(clause for clause in clauses if clause not in read)
        return Reading(hits=_in_text_order(hits), candidates=tuple(questions[:MOST_QUESTIONS]), unread=unread)


def _already_in(hit: Hit, exact: Iterable[Hit]) -> bool:
    """Whether the words reader found this indicator within the same clause."""
    return any(one.indicator_id == hit.indicator_id and one.start < hit.end and hit.start < one.end for one in exact)


def _in_text_order(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    return tuple(sorted(hits, key=lambda hit: (hit.start, -hit.score, hit.indicator_id)))
