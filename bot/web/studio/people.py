"""Who an officer is, and what their role lets them do: a viewer reads, an editor edits, a publisher publishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.settings import Officer
from knowledge.releases.journal import By

Role = Literal["viewer", "editor", "publisher"]
ROLES: tuple[Role, ...] = ("viewer", "editor", "publisher")
LOCAL_PREFIX = "local-"
LOCALLY = " (local link)"
LOCAL_TITLES = ("Local officer", "Second local officer")


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in officer. `local`: by a one-time link on this machine, so nobody has proved who they are."""

    id: str
    title: str
    role: Role
    local: bool = False

    @property
    def can_edit(self) -> bool:
        return self.may("editor")

    @property
    def can_publish(self) -> bool:
        return self.may("publisher")

    @property
    def shown(self) -> str:
        """The title as the journal and colleagues see it, honest about local links."""
        return f"{self.title}{LOCALLY}" if self.local else self.title

    @property
    def by(self) -> By:
        """The officer as the journals name them."""
        return By(id=self.id, title=self.shown)

    def may(self, role: Role) -> bool:
        """Each role includes the ones before it."""
        return ROLES.index(self.role) >= ROLES.index(role)


def by_oidc(officers: Sequence[Officer], ids: Sequence[str]) -> Person | None:
    """The officer whom app.yaml names by one of these ids."""
    wanted = {each.casefold() for each in ids}
    found = next((each for each in officers if each.id.casefold() in wanted), None)
    return Person(found.id, found.title, found.role) if found else None


def by_link(officers: Sequence[Officer], person_id: str) -> Person | None:
    """The officer that a local link signs in: one of app.yaml's, or a local one where app.yaml names nobody."""
    if officers:
        found = by_oidc(officers, [person_id])
        return Person(found.id, found.title, found.role, local=True) if found else None
    number = person_id.removeprefix(LOCAL_PREFIX)
    if not (person_id.startswith(LOCAL_PREFIX) and number.isdecimal()):
        return None
    return Person(person_id, local_title(int(number)), "publisher", local=True)


def local_title(number: int) -> str:
    return LOCAL_TITLES[number - 1] if 1 <= number <= len(LOCAL_TITLES) else f"Local officer {number}"


def first_local(officers: Sequence[Officer]) -> str:
    """Whom the link printed at the start signs in: a publisher if there is one."""
    publishers = [each for each in officers if each.role == "publisher"]
    return (publishers or officers)[0].id if officers else f"{LOCAL_PREFIX}1"


def is_local(title: str) -> bool:
    """Whether a title in a journal says that a local link was used."""
    return title.endswith(LOCALLY)
