"""What belongs in a backup: known names only, each with a bound on its size. The manifest says what is there.

    manifest.json                    what this is, and the checksum of everything else
    app.yaml                         what the operator set; secrets never stand in it
    stores/earlyhelp.sqlite          ids of conversations and of places chosen, fingerprints of events
    stores/counters.sqlite           the weekly counters
    stores/missing.sqlite            what practitioners told the officers, in their words: only if asked for
    releases/...                     what was published, what waits, the journals, and which release is live
    draft/knowledge/..., flows/...   the YAML that officers edit
    policy.yaml                      the council's own policy for small numbers, where app.yaml names one

Nothing that anybody typed is in it, but for `stores/missing.sqlite`. No secret is: those come from the environment.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Literal

from bot.settings import Settings
from knowledge.errors import EarlyHelpError
from knowledge.schema.common import Strict

FORM = 1
MANIFEST, APP = "manifest.json", "app.yaml"
Store = Literal["earlyhelp", "counters", "missing"]
STORES: tuple[Store, ...] = ("earlyhelp", "counters", "missing")

MEGABYTE = 1024 * 1024
LARGEST_YAML = 2 * MEGABYTE
LARGEST_JOURNAL = 256 * MEGABYTE
LARGEST_STORE = 4096 * MEGABYTE
LARGEST_MANIFEST = 64 * MEGABYTE
MOST_FILES = 200_000

PART = r"[^./\\\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]{0,99}"
VERSION = r"\d{4}\.\d{2}\.\d{2}-\d{1,4}"
TREE = rf"(?:knowledge|flows)/(?:{PART}/){{0,6}}{PART}\.yaml"
SIZES: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"app\.yaml|policy\.yaml"), LARGEST_YAML),
    (re.compile(r"stores/(?:earlyhelp|counters|missing)\.sqlite"), LARGEST_STORE),
    (re.compile(r"releases/current"), 100),
    (re.compile(r"releases/(?:journal|edits)\.jsonl"), LARGEST_JOURNAL),
    (re.compile(rf"releases/{VERSION}/{TREE}"), LARGEST_YAML),
    (re.compile(rf"releases/proposals/[0-9a-f]{{8}}/(?:proposal\.json|{TREE})"), LARGEST_YAML),
    (re.compile(rf"draft/{TREE}"), LARGEST_YAML),
)
"""Every name that may stand in a backup, and how many bytes there may be under it."""


class NotBackedUp(EarlyHelpError):
    """No backup could be made; the sentence says why."""


class NotRestored(EarlyHelpError):
    """Nothing was changed; the sentence says why, and what to do instead."""


class Kept(Strict):
    """One file."""

    name: str
    bytes: int
    sha256: str


class Manifest(Strict):
    """What stands in the archive beside this."""

    earlyhelp_backup: Literal[1] = 1
    program: str
    made: dt.datetime
    live: str
    """The release that was live, or ""."""
    database: bool
    """Whether the stores were in PostgreSQL, and so are not in the archive."""
    notes: bool
    """Whether what practitioners told the officers is in the archive."""
    files: tuple[Kept, ...]


def most_bytes(name: str) -> int:
    """How large a file of this name may be; 0 for a name that does not belong here."""
    return next((size for shape, size in SIZES if shape.fullmatch(name)), 0)


def store_files(settings: Settings) -> dict[Store, Path]:
    """Where the SQLite files lie that app.yaml names."""
    return {"earlyhelp": settings.store.file, "counters": settings.trends.file, "missing": settings.trends.missing}
