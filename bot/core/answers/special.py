"""Concerns that have a process of their own beside the level: whom they go to, what to know first, which flow."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.schema.contact import Role

ROLES: dict[str, tuple[Role, ...]] = {
    "lado": ("lado",),
    "fgm_duty": ("fgm_duty",),
    "prevent": ("prevent",),
    "honour_based": (),
    "private_fostering": (),
}
PARAGRAPHS: dict[str, str] = {
    "lado": (
        "This is about an adult who works with children: tell your head or manager and the designated officer (LADO) "
        "the same working day. Don't speak to the adult about it first."
    ),
    "fgm_duty": (
        "If a girl under 18 has told you, or you have seen it yourself, teachers and regulated health and social care "
        "staff must ring the police on 101 themselves. Never examine the child."
    ),
    "prevent": "Share it with your safeguarding lead today. If somebody is about to be hurt: 999.",
    "honour_based": "Do not contact the family or anybody close to them: that can put the child in more danger.",
    "private_fostering": (
        "A child who lives 28 days or more with somebody who is not close family must be made known to the council."
    ),
}
FLOWS: dict[str, str] = {
    "lado": "shared.lado",
    "fgm_duty": "shared.known-fgm",
    "honour_based": "shared.honour-based",
    "private_fostering": "shared.private-fostering",
}


def special_roles(routes: Iterable[str | None]) -> tuple[Role, ...]:
    """The contact roles to offer before the duty team."""
    return tuple(role for route in ROLES if route in set(routes) for role in ROLES[route])


def special_paragraphs(routes: Iterable[str | None]) -> tuple[str, ...]:
    given = set(routes)
    return tuple(text for route, text in PARAGRAPHS.items() if route in given)


def special_flow(routes: Iterable[str | None]) -> str | None:
    """The flow of the first such concern that has one."""
    given = set(routes)
    return next((flow for route, flow in FLOWS.items() if route in given), None)
