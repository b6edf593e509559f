"""The words reader: an indicator's phrase stands in the text, word for word or in another form of its words.

"hit her" finds "hits him" and "was hitting her": dictionary forms are compared, pronouns are one word, and articles and
helping verbs do not count (see `loosely`). What it finds is exact evidence.
A phrase of one word that several indicators use ("drugs" of a parent, "drugs" of a child) says too little and is left
to the meaning reader. A look-alike (`unless`) in the same sentence takes the hit away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from knowledge.schema.indicator import Indicator
from nlp.matcher.hits import Hit
from nlp.matcher.loosely import loosely, loosely_of
from nlp.matcher.phrases import BETWEEN_WORDS, Phrases
from nlp.matcher.sequences import Sequences


@dataclass(frozen=True)
class WordsReader:
    """Three matchers over the same phrases: as written, in dictionary forms, and by the words that carry meaning."""

    as_written: Sequences
    by_lemma: Sequences
    by_meaning_words: Sequences
    phrases: tuple[str, ...]
    asserts: Mapping[str, tuple[str, ...]]
    """Phrase to the indicators that it speaks for."""
    takes_away: Mapping[str, tuple[str, ...]]
    """Look-alike to the indicators that it rules out in its sentence."""

    @classmethod
    def of(cls, indicators: Sequence[Indicator], phrases: Phrases, *, english: Language) -> WordsReader:
        """Build both matchers; thousands of phrases take well under a second."""
        asserts = _telling(_users((sign.id, sign.phrases) for sign in indicators))
        takes_away = _users((sign.id, sign.unless) for sign in indicators)
        reader = cls(
            as_written=Sequences("LOWER"),
            by_lemma=Sequences("LEMMA"),
            by_meaning_words=Sequences("ORTH"),
            phrases=phrases.texts,
            asserts=asserts,
            takes_away=takes_away,
        )
        for row, text in enumerate(phrases.texts):
            if text in asserts or text in takes_away:
                reader.as_written.add(row, english.make_doc(text))
                reader._add(row, english.make_doc(text), phrases.lemmas[row])
        return reader

    def _add(self, row: int, written: Doc, lemmas: str) -> None:
        forms = lemmas.split(BETWEEN_WORDS)
        self.by_lemma.add(row, Doc(written.vocab, words=forms, lemmas=forms))
        words = [token.lower_ for token in written]
        loose = loosely_of(words, forms) if len(words) == len(forms) else None
        if loose and loose.says_enough:
            self.by_meaning_words.add(row, Doc(written.vocab, words=list(loose.words)))

    def read(self, doc: Doc) -> tuple[Hit, ...]:
        """One hit for each indicator and place, in the order of the text."""
        found = sorted(set(self._found(doc)), key=lambda item: (item[0].start, -item[0].end, item[1]))
        ruled_out = {(sign, span.sent.start) for span, text in found for sign in self.takes_away.get(text, ())}
        hits = [
            Hit(sign, span.start_char, span.end_char, "words", 1.0, text)
            for span, text in found
            for sign in self.asserts.get(text, ())
            if (sign, span.sent.start) not in ruled_out
        ]
        return _longest(hits)

    def _found(self, doc: Doc) -> Iterator[tuple[Span, str]]:
        for matcher in (self.as_written, self.by_lemma):
            for row, start, end in matcher.found(doc):
                yield doc[start:end], self.phrases[row]
        loose = loosely(doc)
        for row, start, end in self.by_meaning_words.found(Doc(doc.vocab, words=list(loose.words))):
            span = doc[loose.tokens[start] : loose.tokens[end - 1] + 1]
            if span.sent.end >= span.end:
                yield span, self.phrases[row]


def _users(pairs: Iterable[tuple[str, Sequence[str]]]) -> dict[str, tuple[str, ...]]:
    users: dict[str, tuple[str, ...]] = {}
    for sign, texts in pairs:
        for text in texts:
            users[text] = (*users.get(text, ()), sign)
    return users


def _telling(users: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Without the phrases of one word that stand in the phrases of more than one indicator."""
    used = {(word, sign) for text, signs in users.items() for word in text.lower().split() for sign in signs}
    spread = Counter(word for word, _ in used)
    return {text: signs for text, signs in users.items() if " " in text or spread[text.lower()] == 1}


def _longest(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Of two hits of one indicator that overlap, only the longer; in the order of the text."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: hit.start - hit.end):
        if not any(_overlap(hit, one) for one in kept):
            kept.append(hit)
    return tuple(sorted(kept, key=lambda hit: (hit.start, hit.end, hit.indicator_id)))


def _overlap(hit: Hit, other: Hit) -> bool:
    return hit.indicator_id == other.indicator_id and hit.start < other.end and other.start < hit.end
