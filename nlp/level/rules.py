"""The level rules as written in rules.yaml: a strict model, so that a wrong key is refused with its line."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field, field_validator

from knowledge.schema.common import Band, Identifier, Strict, Words
from knowledge.schema.indicator import Circumstance
from knowledge.strict_yaml import parse, read
from nlp.findings import Status, Whose


def _yes(value: object) -> object:
    """Our loader leaves yes and no as words."""
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


class Voiced(Strict):
    """The learned voice gives this level or a higher one at least so many per cent."""

    level: int = Field(ge=0, le=4)
    percent: int = Field(ge=0, le=100)


class When(Strict):
    """What must hold for one and the same group of findings."""

    status: tuple[Status, ...] = ()
    band: Band | None = None
    at_least_band: Band | None = None
    report_now: bool = False
    count: int = 1
    domains: int = 1
    circumstances: frozenset[Circumstance] = frozenset()
    voice: Voiced | None = None

    _flags = field_validator("report_now", mode="before")(_yes)


class LevelRule(Strict):
    """One rule. Without a band it only asks."""

    id: Identifier
    says: Words
    when: When
    band: Band | None = None
    urgent: bool = False
    runner_up: Band | None = None
    uncertain: bool = False

    _flags = field_validator("urgent", "uncertain", mode="before")(_yes)


class LevelRules(Strict):
    """nlp/level/rules.yaml."""

    never_counts: frozenset[Whose]
    doubted_below: int
    rules: tuple[LevelRule, ...]
    age_question: Words
    questions: dict[Band, tuple[Words, ...]]


@cache
def level_rules() -> LevelRules:
    """The rules, read once."""
    return parse(read(Path(__file__).with_name("rules.yaml")), LevelRules)
