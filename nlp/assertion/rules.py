"""The assertion rules and idioms as officers and testers write them: strict models of rules.yaml and idioms.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import field_validator

from knowledge.schema.common import Strict, Words
from knowledge.strict_yaml import parse, read

HERE = Path(__file__).parent

Category = Literal[
    "negated",
    "uncertain",
    "historical",
    "resolved",
    "hypothetical",
    "fiction",
    "denial",
    "turning",
    "pattern",
    "real",
    "neutral",
]
Direction = Literal["forward", "backward", "both"]
Reach = Literal["touching", "clause", "next_clause", "sentence", "back_a_sentence", "message"]


def _yes(value: object) -> object:
    """Our loader leaves yes and no as words."""
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


class Rule(Strict):
    """Cues that work alike; the head of rules.yaml says what each field means."""

    cues: tuple[Words, ...]
    category: Category
    direction: Direction = "forward"
    reach: Reach = "clause"
    ends_at: tuple[Words, ...] = ()
    careful: bool = False
    strong: bool = False
    alone: bool = False
    note: Words | None = None

    _flags = field_validator("careful", "strong", "alone", mode="before")(_yes)


class RuleFile(Strict):
    """nlp/assertion/rules.yaml."""

    rules: tuple[Rule, ...]
    plain_verbs: frozenset[str]
    telling_verbs: frozenset[str]
    reporting_verbs: frozenset[str]


class Idiom(Strict):
    """Manners of speaking. A threat may be meant, so it is dropped where the message has a word of fear."""

    says: tuple[Words, ...]
    threat: bool = False
    note: Words | None = None

    _flags = field_validator("threat", mode="before")(_yes)


class IdiomFile(Strict):
    """nlp/assertion/idioms.yaml."""

    idioms: tuple[Idiom, ...]
    fear: tuple[Words, ...]


class PeopleFile(Strict):
    """nlp/assertion/people.yaml: who is who, by the words used for them."""

    child: frozenset[str]
    parent: frozenset[str]
    sibling: frozenset[str]
    other_child: frozenset[str]
    other_adult: frozenset[str]
    own_children: frozenset[str]
    own_adults: frozenset[str]
    pronouns: frozenset[str]
    reported_by: frozenset[str]


@cache
def rules() -> RuleFile:
    """The rules, read once."""
    return parse(read(HERE / "rules.yaml"), RuleFile)


@cache
def idioms() -> IdiomFile:
    """The idioms, read once."""
    return parse(read(HERE / "idioms.yaml"), IdiomFile)


@cache
def people() -> PeopleFile:
    """The words for people, read once."""
    return parse(read(HERE / "people.yaml"), PeopleFile)
