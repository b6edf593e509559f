"""What makes a sign weigh more (again and again, for weeks, a baby, a disabled child), what helps, what plays it down.

A circumstance belongs to the sentence the sign stands in, or to a following sentence that points back to it ("This is
the third time"). Protective factors and a minimising voice are found so that they can be shown; they never lower.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.schema.common import Strict, Words
from knowledge.schema.indicator import Circumstance
from knowledge.strict_yaml import parse, read
from nlp.findings import Span, Stage

DAY = (
    r"(?:(?:other |single )?(?:mon|tues|wednes|thurs|fri|satur|sun)?days?|mon|tue|tues|wed|weds|thu|thurs|"
    r"fri|sat|sun|mornings?|evenings?|nights?|weeks?|weekends?|months?|terms?|lessons?|times?|pickup|"
    r"lunch(?:times?)?|breaks?)"
)
NUMBER = r"(?:\d{1,3}|a|an|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|few)"
PLACEHOLDERS = {"<number>": NUMBER, "<day>": DAY}
BACKWARDS = (
    r"(?:this|it|that|its|it's|these|has\s+been|been|happens|happened|second|third|fourth|fifth|"
    r"not\s+the\s+first|again|every|most|same)"
)
POINTS_BACK = re.compile(rf"\s*{BACKWARDS}\b")
SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n\s*")
YOUNG = 5


class CircumstanceWords(Strict):
    """nlp/circumstances.yaml."""

    circumstances: dict[Circumstance, tuple[Words, ...]]
    parents_own: tuple[Words, ...]
    protective: tuple[Words, ...]
    minimising: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """What helps the child, and where the writer plays the worry down. Shown, never weighed."""

    protective: tuple[Span, ...]
    minimising: tuple[Span, ...]


@cache
def circumstance_words() -> CircumstanceWords:
    """The words, read once."""
    return parse(read(Path(__file__).with_name("circumstances.yaml")), CircumstanceWords)


@dataclass(frozen=True, slots=True)
class Told:
    """A message as far as it tells circumstances; looked through once, however many signs stand in it."""

    said: str
    breaks: tuple[int, ...]
    disabled_child: bool

    @classmethod
    def of(cls, text: str) -> Told:
        said = _plain(text)
        breaks = (0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text))
        return cls(said, breaks, _disabled_child(said))

    def circumstances_of(self, start: int, end: int, *, stage: Stage) -> frozenset[Circumstance]:
        """The circumstances of a sign that stands at the characters start to end."""
        first, last = self._neighbourhood(start, end)
        told = {name for name in ("repeated", "several_weeks") if _pattern(name).search(self.said, first, last)}
        if self.disabled_child:
            told.add("disabled_child")
        return frozenset(told | circumstances_of_stage(stage))  # type: ignore[arg-type]

    def _neighbourhood(self, start: int, end: int) -> tuple[int, int]:
        """The sentence around the sign, with the next one when it points back."""
        first = self.breaks[bisect_right(self.breaks, start) - 1]
        at = bisect_left(self.breaks, end)
        if POINTS_BACK.match(self.said, self.breaks[at]):
            at = min(bisect_right(self.breaks, self.breaks[at]), len(self.breaks) - 1)
        return first, self.breaks[at]


def circumstances_of_stage(stage: Stage) -> frozenset[Circumstance]:
    """What the child's age alone brings."""
    found: set[Circumstance] = set()
    if stage.youngest_years is not None and stage.youngest_years < 1:
        found.add("under_one")
    if stage.youngest_years is not None and stage.youngest_years < YOUNG:
        found.add("young_child")
    if stage.not_mobile:
        found.add("not_mobile")
    if stage.unborn:
        found.add("pregnant")
    return frozenset(found)


def voice_of(text: str) -> Voice:
    """The protective factors and the minimising words of a message."""
    said = _plain(text)
    return Voice(_spans(_voice_pattern("protective"), said), _spans(_voice_pattern("minimising"), said))


def _disabled_child(said: str) -> bool:
    """A cue of disability that no parent of the same sentence owns."""
    for match in _pattern("disabled_child").finditer(said):
        before = said[: match.start()][-25:]
        if not re.search(rf"\b(?:{_any_of(circumstance_words().parents_own)})\b[^,.;]*$", before):
            return True
    return False


def _spans(pattern: re.Pattern[str], said: str) -> tuple[Span, ...]:
    return tuple(Span(*match.span()) for match in pattern.finditer(said))


@cache
def _pattern(name: Circumstance) -> re.Pattern[str]:
    return _compiled(circumstance_words().circumstances[name])


@cache
def _voice_pattern(name: str) -> re.Pattern[str]:
    words = circumstance_words()
    return _compiled(words.protective if name == "protective" else words.minimising)


def _compiled(cues: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_any_of(cues)})(?![\w-])")


def _any_of(cues: Iterable[str]) -> str:
    return "|".join(_as_pattern(cue) for cue in sorted(cues, key=len, reverse=True))


def _as_pattern(cue: str) -> str:
    escaped = re.escape(cue).replace(r"\ ", r"\s+").replace(r"\<", "<").replace(r"\>", ">")
    for placeholder, pattern in PLACEHOLDERS.items():
        escaped = escaped.replace(placeholder, pattern)
    return escaped


def _plain(text: str) -> str:
    """Lower case with straight apostrophes, every character in its place."""
    lowered = text.lower().replace("’", "'")
    return lowered if len(lowered) == len(text) else text
