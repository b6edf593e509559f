"""What is said back, in parts that every channel can show.

A `Reply` holds finished sentences: builders lay them out and change none. `plain.plain_text` is its text form, used by
the terminal, by notifications and by screen readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

SHORT_CODE = 4
"""Numbers as short as 999 or 101 are everybody's."""


class Kind(StrEnum):
    """What sort of turn this answers; channels may choose a layout by it, never other words."""

    URGENT = "urgent"
    LEVEL = "level"
    NOTHING_MATCHED = "nothing_matched"
    NOT_A_WORRY = "not_a_worry"
    IDENTIFIERS = "identifiers"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    STEP = "step"
    OUTCOME = "outcome"
    CALLS = "calls"
    NOTE = "note"
    ASK = "ask"
    HELP = "help"
    MISSING = "missing"
    BUSY = "busy"
    TOO_OFTEN = "too_often"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One contact as it is at this moment. `tel` is the number as a telephone dials it ("+441617707777" or "999")."""

    id: str
    name: str
    number: str | None
    tel: str | None
    when: str
    purpose: str = ""
    how: str | None = None
    email: str | None = None
    url: str | None = None
    caution: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sign, in the person's own words and in the authority's, and where the authority says so."""

    indicator: str
    says: str
    quotes: tuple[str, ...]
    source: str
    heard_as: str = ""
    """For what was set aside: 'not happening', 'in the past', 'about somebody else'."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to press, or to type by its number; most can be typed in words too (see `bot.core.typed`)."""

    id: str
    label: str
    style: Literal["main", "plain", "danger"] = "plain"


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its choices, shown together."""

    asks: str
    choices: tuple[Choice, ...]
    help: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. Empty parts are not shown. The order of the fields is the order on the screen."""

    kind: Kind
    headline: str
    ring_now: tuple[ContactLine, ...] = ()
    paragraphs: tuple[str, ...] = ()
    contacts: tuple[ContactLine, ...] = ()
    reasons: tuple[Evidence, ...] = ()
    set_aside: tuple[Evidence, ...] = ()
    question: Question | None = None
    note: str | None = None
    resend: str | None = None
    """The message without the words that may identify somebody, to be sent with one press."""
    choices: tuple[Choice, ...] = ()
    more: tuple[str, ...] = ()
    """What is worth knowing and can wait: what the level means, whose agreement is needed."""
    small_print: tuple[str, ...] = ()
    state: str = ""
    """Ids only: what a button carries so that any process can answer it."""
    version: str = ""

    @property
    def all_choices(self) -> tuple[Choice, ...]:
        """Every choice on the reply in the order shown; a typed number counts along them."""
        asked = self.question.choices if self.question else ()
        return (*asked, *self.choices)

    @property
    def shared_caution(self) -> str | None:
        """The caution that holds for every number here, said once: ten times the same sentence is read as none.

        None where numbers differ: then each says its own. Numbers as short as 999 need no caution and have none.
        """
        lines = (*self.ring_now, *self.contacts)
        said = {line.caution for line in lines if line.caution or len(line.number or "") > SHORT_CODE}
        return said.pop() if len(said) == 1 else None
