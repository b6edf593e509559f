"""Is the sign happening, and to whom? Reads a hit of the matcher in its sentence.

First what is no sign at all (a manner of speaking, a play, a lesson), then the cues that govern it in order:
negated, past, asked in general, doubted. An even number of negations cancels out. What nobody's words lift stays
present (promise P3); reassurance ("she says she's fine", "probably nothing") is no cue and never lowers anything.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from nlp.assertion.clauses import Clauses, split
from nlp.assertion.cues import Cue, CueFinder
from nlp.assertion.people import reported_by_another, whose
from nlp.assertion.rules import Category
from nlp.assertion.scope import Range, reaches
from nlp.findings import Span, Status, Whose

KEPT_WITH_THE_DOC = "earlyhelp.assertion"


@dataclass(frozen=True, slots=True)
class Assessment:
    """Whether it is happening, whom it is about, and the words that say so."""

    status: Status
    whose: Whose
    cue: Span | None


@dataclass(frozen=True, slots=True)
class _Reading:
    """What of a text serves every hit in it."""

    clauses: Clauses
    cues: tuple[tuple[Cue, tuple[Range, ...]], ...]
    idioms: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class _Target:
    """The hit in tokens. `content` are the tokens that carry it."""

    start: int
    end: int
    content: tuple[int, ...]
    root: int
    negative: bool


class Asserter:
    """Holds the cue matchers of one pipeline; stateless otherwise."""

    def __init__(self, nlp: Language) -> None:
        self._finder = CueFinder(nlp)

    def assess(self, doc: Doc, start: int, end: int, *, negative_in_itself: bool = False) -> Assessment:
        """Assess the characters start to end. `negative_in_itself`: the sign is an absence ("not fed")."""
        target = _target(doc, start, end, negative_in_itself)
        if target is None:
            return Assessment("present", "child", None)
        reading = self._reading(doc)
        for idiom in reading.idioms:
            if _overlap(idiom, target):
                return Assessment("other_person", "fiction", _span(doc, *idiom))
        return self._by_cues(doc, target, reading)

    def is_negative(self, doc: Doc) -> bool:
        """Whether a phrase of the knowledge is negative in itself; `doc` is the phrase read by the pipeline."""
        return any(cue.rule.category == "negated" for cue in self._finder.cues(doc)) or any(
            token.norm_ in {"not", "no", "never", "nobody", "without", "none", "nothing", "lack"} for token in doc
        )

    def _by_cues(self, doc: Doc, target: _Target, reading: _Reading) -> Assessment:
        over = [cue for cue, ranges in reading.cues if _governs(cue, ranges, target)]
        who = whose(doc, target.start, target.end, reading.clauses)
        fiction = _of("fiction", over)
        if fiction:
            return Assessment("other_person", "fiction", _cue_span(doc, fiction[0]))
        status, cue = _status(doc, target, over)
        if status == "present" and who in ("sibling", "other_child", "other_adult"):
            status = "other_person"
        return Assessment(status, who, _cue_span(doc, cue) if cue else None)

    def _reading(self, doc: Doc) -> _Reading:
        known = doc.user_data.get(KEPT_WITH_THE_DOC)
        if isinstance(known, _Reading):
            return known
        clauses = split(doc)
        cues = tuple((cue, reaches(cue, doc, clauses)) for cue in self._finder.cues(doc))
        reading = _Reading(clauses, cues, self._finder.idioms(doc))
        doc.user_data[KEPT_WITH_THE_DOC] = reading
        return reading


def _status(doc: Doc, target: _Target, over: list[Cue]) -> tuple[Status, Cue | None]:
    negations = _apart(_of("negated", over))
    if len(negations) % 2 and not _of("denial", over) and not _of("turning", over):
        return _negated(doc, target, negations[0])
    past = [*_of("resolved", over), *_of("historical", over)]
    if past and not _goes_on(doc, over):
        return "historical", past[0]
    asked = _of("hypothetical", over)
    if asked and not _of("real", over):
        return "hypothetical", asked[0]
    doubts = _of("uncertain", over)
    return ("uncertain", doubts[0]) if doubts else ("present", None)


def _negated(doc: Doc, target: _Target, cue: Cue) -> tuple[Status, Cue]:
    """A "not" that a parent or partner is said to have said is a denial: uncertain, not absent."""
    head = doc[target.start : target.end].root
    plain = cue.rule.careful
    return ("uncertain" if plain and reported_by_another(head) else "negated"), cue


def _goes_on(doc: Doc, over: list[Cue]) -> bool:
    """Whether a cue of going on stands there, and is not itself negated ("not again")."""
    return any(not _negated_before(doc, cue) for cue in _of("pattern", over))


def _negated_before(doc: Doc, cue: Cue) -> bool:
    return any(token.norm_ in {"not", "never", "no"} for token in doc[max(0, cue.start - 3) : cue.start])


def _apart(cues: list[Cue]) -> list[Cue]:
    """Cues that share no word: two readings of the same "not" are one negation. The first read of a place stands."""
    kept: list[Cue] = []
    for cue in cues:
        if not kept or cue.start >= kept[-1].end:
            kept.append(cue)
    return kept


def _of(category: Category, cues: list[Cue]) -> list[Cue]:
    return [cue for cue in cues if cue.rule.category == category]


def _governs(cue: Cue, ranges: tuple[Range, ...], target: _Target) -> bool:
    """Whether most of what carries the sign lies in the cue's reach. A sign's own "not" never negates it."""
    if target.negative and cue.rule.category in ("negated", "resolved"):
        outside = cue.end <= target.start or cue.start >= target.end
        if not (outside and cue.rule.strong):
            return False
    reached = [index for index in target.content if _within(index, ranges)]
    if 2 * len(reached) == len(target.content):
        return _within(target.root, ranges)
    return 2 * len(reached) > len(target.content)


def _within(index: int, ranges: tuple[Range, ...]) -> bool:
    return any(start <= index < end for start, end in ranges)


def _target(doc: Doc, start: int, end: int, negative: bool) -> _Target | None:
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    words = [token.i for token in span if token.is_alpha and not token.is_stop]
    content = words or [token.i for token in span]
    return _Target(span.start, span.end, tuple(content), span.root.i, negative)


def _overlap(idiom: Range, target: _Target) -> bool:
    return idiom[0] < target.end and target.start < idiom[1]


def _span(doc: Doc, start: int, end: int) -> Span:
    last = doc[end - 1]
    return Span(doc[start].idx, last.idx + len(last))


def _cue_span(doc: Doc, cue: Cue) -> Span:
    return _span(doc, cue.start, cue.end)


__all__ = ["Asserter", "Assessment"]
