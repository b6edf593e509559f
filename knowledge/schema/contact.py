"""Contacts: whom to reach, for what, and at which hours.

Field names follow Open Referral UK where it has one (name, department, email, phones, schedule, url).
No person's name stands here: role and team only.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from knowledge.schema.common import Band, Identifier, Provenance, Strict, Words

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]

Role = Literal[
    "emergency",
    "police",
    "duty",
    "out_of_hours",
    "ehpo",
    "link_worker",
    "team_around_the_school",
    "early_help_advice",
    "family_information",
    "family_hub",
    "lado",
    "education_safeguarding",
    "camhs",
    "mental_health_crisis",
    "domestic_abuse",
    "prevent",
    "fgm_duty",
    "missing",
    "exploitation",
    "open_case_team",
    "hospital_team",
    "substance_misuse",
    "health_team",
    "helpline",
    "childs_helpline",
    "own_safeguarding_lead",
    "modern_slavery",
    "online_abuse",
    "partnership",
    "targeted_early_help",
]


class Phone(Strict):
    """A telephone number as it is dialled, in quotes so that a leading 0 survives."""

    number: Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ]{1,15}$")]
    label: Words | None = None


class Opening(Strict):
    """Opening times on some days of the week, in the Europe/London clock."""

    days: tuple[Day, ...] = Field(min_length=1)
    opens: Clock
    closes: Clock


class Hours(Strict):
    """When somebody answers. Exactly one of the four ways of saying it.

    `weekly`: listed openings, closed on England's bank holidays unless `bank_holidays: open`.
    `always`: day and night. `outside`: whenever the named contact is closed. `unpublished`: nobody has said.
    """

    kind: Literal["weekly", "always", "outside", "unpublished"]
    weekly: tuple[Opening, ...] = ()
    outside: Identifier | None = None
    bank_holidays: Literal["closed", "open", "not_stated"] = "not_stated"


class Serves(Strict):
    """Whom a contact is for. An empty list means no restriction."""

    levels: tuple[Identifier, ...] = ()
    areas: tuple[Identifier, ...] = ()
    setting_types: tuple[Identifier, ...] = ()


class Contact(Provenance):
    """One team or line. With no published number, `phones` is empty and `how` says how to find it."""

    id: Identifier
    name: Words
    also_called: tuple[Words, ...] = ()
    role: Role
    department: Words | None = None
    phones: tuple[Phone, ...] = ()
    email: Words | None = None
    url: Words | None = None
    how: Words | None = Field(default=None, description="How to reach it where no number is published.")
    purpose: Words = Field(alias="for", description="What to ring it for, in one line.")
    hours: Hours
    serves: Serves = Serves()
    asks_for_name: Literal["yes", "no", "not_published"] = Field(
        default="not_published", description="Whether the child's name is asked for when you ring."
    )
    respond_within: Words | None = Field(default=None, description="A published time limit, as in 'same working day'.")
    escalation_order: int = Field(default=1, ge=1)


class ContactFile(Strict):
    """knowledge/<authority>/contacts.yaml."""

    contacts: tuple[Contact, ...]


class Route(Strict):
    """For one band: the contact roles to offer, best first. The directory takes those that can answer now."""

    band: Band
    roles: tuple[Role, ...] = Field(min_length=1)


class ContactOnDay(Strict):
    """A one-off change of hours, as on Christmas Eve."""

    contact: Identifier
    day: dt.date
    opens: Clock | None = None
    closes: Clock | None = None
