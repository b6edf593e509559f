"""How old the child is, read from what people write: "y4", "8yo", "6/12", "3wk old", "in reception", "bump".

Every reading is a pair of months, youngest and oldest. Of several children the youngest counts, since the same sign
weighs more on a younger child. A length of time ("for 6 months", "six years ago") is no age.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import Field, field_validator

from knowledge.schema.common import Strict, Words
from knowledge.strict_yaml import parse, read
from nlp.findings import Span, Stage
from nlp.stage_patterns import GESTATION, NUMBER, THEN, THEN_REACHES, age_shapes, number, school_year

ADULT = 18 * 12 + 11
UNDER_SIX_MONTHS = 6
BABY = 12
MONTHS = {"day": 1 / 30, "week": 12 / 52, "month": 1.0, "year": 12.0}


@dataclass(frozen=True, slots=True)
class _Reading:
    """One age as read, in months."""

    youngest: float
    oldest: float
    start: int
    end: int
    weak: bool = False
    not_mobile: bool = False


class StageWord(Strict):
    """Words for a stage, with its ages in months."""

    says: tuple[Words, ...]
    youngest: int = Field(alias="from")
    oldest: int = Field(alias="to")
    weak: bool = False
    not_mobile: bool = False
    unless_before: tuple[Words, ...] = ()
    unless_after: tuple[Words, ...] = ()

    @field_validator("weak", "not_mobile", mode="before")
    @classmethod
    def _yes(cls, value: object) -> object:
        return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


class StageWords(Strict):
    """nlp/stage.yaml."""

    words: tuple[StageWord, ...]
    unborn: tuple[Words, ...]
    not_unborn: tuple[Words, ...]
    not_mobile: tuple[Words, ...]
    mobile: tuple[Words, ...]


@cache
def stage_words() -> StageWords:
    """The words, read once."""
    return parse(read(Path(__file__).with_name("stage.yaml")), StageWords)


def read_stage(text: str) -> Stage:
    """The stage of the child, or of the youngest of several. All None and False where nothing tells."""
    said = text.lower().replace("’", "'")
    readings = _the_stronger([*_said_ages(said), *_school_years(said), *_stage_words(said)])
    unborn = _mentions_unborn(said)
    if unborn:
        readings = [reading for reading in readings if not (reading.weak and reading.oldest <= BABY)]
    youngest = min(readings, key=lambda reading: (reading.youngest, reading.start), default=None)
    if youngest is None:
        return Stage(None, None, None, None, _says_not_mobile(said), unborn)
    oldest = max(reading.oldest for reading in readings)
    span = Span(youngest.start, youngest.end)
    years = round(youngest.youngest / 12, 2)
    not_mobile = _says_not_mobile(said) or _too_young_to_move(said, youngest)
    return Stage(years, round(oldest / 12, 2), span, text[span.start : span.end], not_mobile, unborn)


def _the_stronger(readings: list[_Reading]) -> list[_Reading]:
    """A weak word gives way to an age that is said, unless it speaks of a younger child ("16, with a baby")."""
    strong = [reading for reading in readings if not reading.weak]
    kept = [weak for weak in readings if weak.weak and not any(_explains(age, weak) for age in strong)]
    return strong + kept


def _explains(age: _Reading, weak: _Reading) -> bool:
    """A baby said to be eleven months is one child; so is a teenager of fourteen. A baby beside a Year 4 is another."""
    if weak.oldest <= 35:
        return age.youngest <= 24
    return True


def _said_ages(said: str) -> Iterator[_Reading]:
    for pattern, unit in age_shapes():
        for match in pattern.finditer(said):
            if THEN.search(said[max(0, match.start() - THEN_REACHES) : match.start()]):
                continue
            ages = [number(word) * MONTHS[unit] for word in re.findall(NUMBER, match["n"])]
            children = [age for age in ages if age <= ADULT]
            if children:
                yield _Reading(min(children), max(children), match.start("n"), match.end())


def _school_years(said: str) -> Iterator[_Reading]:
    """Year n are n+4 and n+5 years old. "Year 2 of the plan" and "since Year 3" are no child's class."""
    for match in school_year().finditer(said):
        years = [number(word) for word in (match["n"], match["m"]) if word and number(word) <= 13]
        yield _Reading((min(years) + 4) * 12, (max(years) + 5) * 12, match.start(), match.end())


def _stage_words(said: str) -> Iterator[_Reading]:
    for entry in stage_words().words:
        for match in re.finditer(rf"\b(?:{_any_of(entry.says)})\b", said):
            before, after = said[: match.start()].rstrip(), said[match.end() :].lstrip()
            if re.search(rf"\b(?:{_any_of(entry.unless_before)})$", before):
                continue
            if re.match(rf"(?:{_any_of(entry.unless_after)})\b", after):
                continue
            yield _Reading(entry.youngest, entry.oldest, match.start(), match.end(), entry.weak, entry.not_mobile)


def _mentions_unborn(said: str) -> bool:
    rest = re.sub(rf"\b(?:{_any_of(stage_words().not_unborn)})\b", " ", said)
    return bool(GESTATION.search(rest) or re.search(rf"\b(?:{_any_of(stage_words().unborn)})\b", rest))


def _says_not_mobile(said: str) -> bool:
    return bool(re.search(rf"\b(?:{_any_of(stage_words().not_mobile)})\b", said))


def _too_young_to_move(said: str, youngest: _Reading) -> bool:
    """Under six months nobody moves about, unless the message says so."""
    if youngest.not_mobile:
        return True
    if youngest.weak or youngest.youngest >= UNDER_SIX_MONTHS:
        return False
    return not re.search(rf"\b(?:{_any_of(stage_words().mobile)})\b", said)


def _any_of(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first) or r"(?!)"
