"""The releases and the journals as lines to read: who did what, when, and whether by a local link."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.web.studio.edits import Edit
from bot.web.studio.people import is_local
from bot.web.studio.words import day_in_words, moment_in_words
from knowledge.errors import KnowledgeErrors
from knowledge.releases.folder import PROGRAM
from knowledge.releases.journal import Deed, Entry
from knowledge.releases.trees import RELEASE_FILE
from knowledge.schema.release import Release
from knowledge.strict_yaml import parse, read

DID: dict[Deed, str] = {
    "shipped": "put in use",
    "proposed": "proposed",
    "withdrawn": "took a proposal back",
    "published": "published",
    "rolled_back": "rolled back",
}


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release that was live once."""

    version: str
    note: str
    by: str
    approved_by: str
    at: str
    review_by: str
    live: bool
    can_roll_back: bool


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One thing that was done."""

    at: str
    who: str
    what: str
    detail: str
    local: bool


def release_row(version: str, root: Path, made: Entry | None, *, live: bool, may: bool) -> ReleaseRow:
    try:
        release = parse(read(root / RELEASE_FILE), Release)
    except KnowledgeErrors:
        release = None
    return ReleaseRow(
        version=version,
        note=release.note if release else "",
        by=made.by.title if made and made.by != PROGRAM else "",
        approved_by=made.reviewed_by.title if made and made.reviewed_by else "",
        at=moment_in_words(made.at) if made else "",
        review_by=day_in_words(release.review_by) if release else "",
        live=live,
        can_roll_back=may and not live,
    )


def entry_row(entry: Entry) -> JournalRow:
    said = " ".join(part for part in (entry.version or entry.proposal, entry.note) if part)
    detail = f"{said.removesuffix('.')}{reviewer(entry)}" if entry.reviewed_by else said
    return JournalRow(moment_in_words(entry.at), entry.by.title, DID[entry.did], detail, is_local(entry.by.title))


def edit_row(edit: Edit) -> JournalRow:
    digests = f" ({edit.before[:8] or 'nothing'} to {edit.after[:8] or 'nothing'})" if edit.path else ""
    return JournalRow(
        moment_in_words(edit.at), edit.by.title, edit.did, f"{edit.path}{digests}", is_local(edit.by.title)
    )


def reviewer(entry: Entry) -> str:
    return f", approved by {entry.reviewed_by.title}" if entry.reviewed_by else ""
