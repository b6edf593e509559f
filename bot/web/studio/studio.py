"""Everything that the studio's pages need, in one frozen value: the draft, what is live, and who may do what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import anyio

from bot.folders import Folders
from bot.officers.publishing import Publishing
from bot.settings import Studio as StudioSettings
from bot.settings import Trends
from bot.store.marks import Marks
from bot.web.studio.checks import Check, Checks
from bot.web.studio.comparing import Compare, Comparing
from bot.web.studio.drafts import Drafts
from bot.web.studio.edits import Edits
from bot.web.studio.houses import Assemble, Houses, LiveHouse
from bot.web.studio.limits import Limits
from bot.web.studio.links import Links
from bot.web.studio.oidc import OpenId
from bot.web.studio.presence import Presence
from bot.web.studio.sessions import Sessions
from bot.web.studio.shared_job import SharedJob
from bot.web.studio.shelf import Shelf
from bot.web.studio.unsaved import UnsavedTexts
from trends.missing import Notes


@dataclass(frozen=True)
class Studio:
    """The studio of one server. `settings` is asked at each request, so that app.yaml says who may come in now.

    What it keeps stands beside the releases: the journal of edits and texts that are not saved yet. Who is signed in,
    who is where and which links count stands in `marks`, so that any process serves any request.
    """

    settings: Callable[[], StudioSettings]
    authorities: Sequence[str]
    draft: Folders
    live: LiveHouse
    assemble: Assemble
    """Builds a house of a tree, with the models that the live one has loaded. Raises KnowledgeErrors."""
    publishing: Publishing
    check: Check
    compare: Compare
    trends: Trends
    """Where the published figures lie, and for how long it is kept what practitioners said was missing."""
    notes: Notes
    """What practitioners said was missing."""
    clock: Callable[[], dt.datetime]
    marks: Marks
    """What all processes share for a short time."""
    address: str
    """How the browser of this machine reaches the server, for links."""
    key: bytes = field(repr=False)
    """What signs the sessions."""
    openid: OpenId | None = None
    turns: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(1))
    """The desk's own: reading a worry here waits for practitioners' turns and delays them by one at most."""

    @property
    def live_version(self) -> str:
        """The version that practitioners are answered from."""
        return self.live.version

    @property
    def live_root(self) -> Path | None:
        """The tree that is live, or None while nothing was ever published."""
        return self.publishing.releases.live()

    @cached_property
    def drafts(self) -> Drafts:
        return Drafts(self.draft.root)

    @cached_property
    def shelf(self) -> Shelf:
        return Shelf()

    @cached_property
    def checks(self) -> Checks:
        return Checks(self.draft, self.check, self.clock)

    @cached_property
    def houses(self) -> Houses:
        return Houses(self.live, self.publishing.releases, self.assemble, vectors=self.draft.vectors)

    @cached_property
    def comparing(self) -> Comparing:
        shared = SharedJob(self.marks, self.key, self.draft.root, clock=self.clock)
        return Comparing(self.compare, shared, self.publishing.releases.folder, clock=self.clock)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self.key, self.marks, clock=self.clock)

    @cached_property
    def links(self) -> Links:
        return Links(self.marks, self.clock)

    @cached_property
    def unsaved(self) -> UnsavedTexts:
        return UnsavedTexts(self.publishing.releases.folder / "unsaved")

    @cached_property
    def edits(self) -> Edits:
        return Edits(self.publishing.releases.folder / "edits.jsonl")

    @cached_property
    def limits(self) -> Limits:
        return Limits(self.marks, self.clock)

    @cached_property
    def presence(self) -> Presence:
        return Presence(self.marks, self.clock)
