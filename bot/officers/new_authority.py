"""A pack for an authority that has none: every file it needs, with a blank wherever only its officers know the fact.

The blanks are faults (see `knowledge.unfilled`), so `earlyhelp check` leads from the first to the last of them. Ids,
schemas, routes, review dates and cases are right from the start; the flow is the national one, to be made its own.
Nothing is overwritten.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from bot.folders import Folders
from knowledge.errors import EarlyHelpError
from knowledge.files import text_of
from knowledge.pack import NATIONAL

TEMPLATES = Path(__file__).parent / "new_pack"
PACK = ("authority", "sources", "levels", "contacts", "places", "indicators", "cases")
ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
TAKEN = {NATIONAL, "shared", "schema", "checks", "releases", "exchange"}
FLOW = "early-help.yaml"
CONTACTS_ARE_CONFIRMED = dt.timedelta(days=90)
THE_REST_IS_READ_AGAIN = dt.timedelta(days=180)
NUMBER_UNKNOWN = " The council's site has the number. Can't find it? Ring the police on 101."
"""What the national flow says where no council is chosen. An authority's own flow shows its numbers instead."""


class CannotBegin(EarlyHelpError):
    """The pack cannot be written; the sentence says why, and what to do."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class NewPack:
    """A pack that is not written yet: each file with its text. No file of these is there."""

    authority: str
    name: str
    files: dict[Path, str]

    def write(self) -> None:
        """Writes every file. Raises OSError; a file that has come meanwhile is not overwritten."""
        for file, text in self.files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("x", encoding="utf-8") as opened:
                opened.write(text)


def new_pack(authority: str, name: str, folders: Folders, *, today: dt.date) -> NewPack:
    """The pack of an authority that has none in these folders. Without a name it is called as its id says.

    Raises CannotBegin.
    """
    if not ID.fullmatch(authority) or authority in TAKEN:
        raise CannotBegin(
            f"'{authority}' cannot be an id. Write small letters, digits and hyphens, such as north-exshire."
        )
    called = " ".join(name.split()) or authority.replace("-", " ").title()
    if re.search(r"[\"'#:{}\[\]@\\]", called):
        raise CannotBegin(f"The name {called} has signs that YAML reads as its own. Write it without them.")
    for folder in (folders.knowledge / authority, folders.flows / authority):
        if folder.exists():
            raise CannotBegin(f"{folder} is there already, and is not overwritten. Choose another id, or go on there.")
    files = {folders.knowledge / authority / f"{each}.yaml": _filled(each, authority, called, today) for each in PACK}
    flow = folders.flows / authority / FLOW
    return NewPack(authority, called, {**files, flow: _flow(authority, called, folders, today)})


def _filled(template: str, authority: str, name: str, today: dt.date) -> str:
    known = {
        "@ID@": authority,
        "@NAME@": name,
        "@TODAY@": today.isoformat(),
        "@CONTACTS_BY@": (today + CONTACTS_ARE_CONFIRMED).isoformat(),
        "@REST_BY@": (today + THE_REST_IS_READ_AGAIN).isoformat(),
    }
    text = (TEMPLATES / f"{template}.yaml").read_text(encoding="utf-8")
    for mark, value in known.items():
        text = text.replace(mark, value)
    return text


def _flow(authority: str, name: str, folders: Folders, today: dt.date) -> str:
    """The national flow under the authority's name. Raises CannotBegin where there is none to begin from."""
    national = folders.flows / NATIONAL / FLOW
    if not national.exists():
        raise CannotBegin(f"{national} is not there, and every new flow begins as a copy of it. Put it back.")
    head = {
        "id": f"{authority}.early-help",
        "title": f"Early help in {name}, step by step",
        "authority": authority,
        "owner": f"{name} Early Help Partnership",
        "source": f"{{ref: {authority}-thresholds}}",
        "review_by": (today + THE_REST_IS_READ_AGAIN).isoformat(),
    }
    text = text_of(national).replace(NUMBER_UNKNOWN, "")
    for key, value in head.items():
        text = re.sub(rf"(?m)^{key}:.*$", f"{key}: {value}", text, count=1)
    first, _, rest = text.partition("\n")
    return f"{first}\n# Begun as a copy of the national flow. Put in the names of your own forms and meetings.\n{rest}"
