"""Cuts a message into clauses: stretches short enough to say one thing each.

The sentence encoder blurs what it reads: a long sentence with one worry in it lies close to no worry at all. So a
message is cut at its sentences; at "but", a semicolon, a dash or a new line; and at a comma or "and" where a new
subject begins or where enough words stand on both sides. Fragments too short to mean something join their
neighbour, and a stretch that is still long is read through overlapping windows. Nothing is left out: every word of
the message is in a clause. Offsets are characters of the Doc's text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from spacy.tokens import Doc, Span, Token

CONTRASTS: Final = frozenset({"but", "however", "although", "though", "whereas", "yet"})
JOINERS: Final = frozenset({"and", "n", "&", "so", "then", "because", "cos", "cause", "when", "while", "since"})
BREAKS: Final = frozenset({":", "–", "—", "-", "--", "...", "…", "/"})
SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
FEWEST_WORDS: Final = 3
MOST_WORDS: Final = 24
WINDOW: Final = 18
STEP: Final = 12


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the message, `end` excluded."""

    start: int
    end: int
    text: str


def clauses_of(doc: Doc) -> tuple[Clause, ...]:
    """The clauses in the order of the text. A stretch longer than 24 words gives windows that overlap."""
    pieces = [piece for sentence in doc.sents for piece in _cut(sentence)]
    return tuple(_clause(window) for piece in pieces for window in _windows(piece) if window.text.strip())


def _clause(span: Span) -> Clause:
    text = span.text.strip()
    start = span.start_char + span.text.index(text)
    return Clause(start=start, end=start + len(text), text=text)


def _cut(sentence: Span) -> Iterator[Span]:
    """Pieces of one sentence, each of at least three words where the sentence has as many."""
    doc = sentence.doc
    cuts = [sentence.start, *(token.i for token in sentence[1:] if _begins_clause(token)), sentence.end]
    words = [0, *accumulate(not (token.is_punct or token.is_space) for token in sentence)]
    begin, base = cuts[0], sentence.start
    for cut, after in pairwise(cuts[1:]):
        before_it, in_it = words[cut - base] - words[begin - base], words[after - base] - words[cut - base]
        if before_it < FEWEST_WORDS or in_it < FEWEST_WORDS:
            continue
        yield doc[begin:cut]
        begin = cut
    yield doc[begin : cuts[-1]]


def _begins_clause(token: Token) -> bool:
    before = token.nbor(-1)
    if before.text.isspace() or before.text in {",", ";"} or token.lower_ in CONTRASTS:
        return True
    if before.text in BREAKS and before.whitespace_:
        return True
    return token.lower_ in JOINERS and _subject_follows(token)


def _subject_follows(joiner: Token) -> bool:
    """Whether a new subject begins within the three words after the joining word."""
    return any(token.dep_ in SUBJECTS for token in joiner.doc[joiner.i + 1 : joiner.i + 4])


def _windows(piece: Span) -> Sequence[Span]:
    if len(piece) <= MOST_WORDS:
        return [piece]
    starts = range(0, len(piece) - WINDOW + STEP, STEP)
    return [piece[start : start + WINDOW] for start in starts]
