"""Everything that the studio's pages need, in one frozen value: the draft, what is live, and who may do what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import anyio

from bot.folders import Folders
from bot.officers.change import Changes
from bot.officers.publishing import Publishing
from bot.settings import Studio as StudioSettings
from bot.settings import Trends
from bot.web.studio.checks import Check, Checks
from bot.web.studio.comparing import Comparing, Tell
from bot.web.studio.drafts import Drafts
from bot.web.studio.edits import Edits
from bot.web.studio.houses import Assemble, Houses, LiveHouse
from bot.web.studio.limits import Limits
from bot.web.studio.links import Links
from bot.web.studio.oidc import OpenId
from bot.web.studio.presence import Presence
from bot.web.studio.sessions import Sessions
from bot.web.studio.shelf import Shelf
from bot.web.studio.unsaved import UnsavedTexts

Compare = Callable[[Houses, Path, Path, Tell], Changes]
"""What changes for whom from one tree to another. Raises KnowledgeErrors where one of them cannot be used."""


@dataclass(frozen=True)
class Studio:
    """The studio of one server. `settings` is asked at each request, so that app.yaml says who may come in now.

    What it keeps stands beside the releases: the journal of edits and texts that are not saved yet. The rest of what
    it knows (who is where, which links count) is in memory, of this one process.
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
    """Where the published figures lie, and what practitioners said was missing."""
    clock: Callable[[], dt.datetime]
    address: str
    """How the browser of this machine reaches the server, for links."""
    key: bytes
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
        vectors = self.draft.vectors
        return Houses(self.live, self.publishing.releases, self.assemble, vectors=vectors / "draft", seeds=vectors)

    @cached_property
    def comparing(self) -> Comparing:
        return Comparing(lambda old, new, tell: self.compare(self.houses, old, new, tell))

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self.key, clock=self.clock)

    @cached_property
    def links(self) -> Links:
        return Links(self.clock)

    @cached_property
    def unsaved(self) -> UnsavedTexts:
        return UnsavedTexts(self.publishing.releases.folder / "unsaved")

    @cached_property
    def edits(self) -> Edits:
        return Edits(self.publishing.releases.folder / "edits.jsonl")

    @cached_property
    def limits(self) -> Limits:
        return Limits(self.clock)

    @cached_property
    def presence(self) -> Presence:
        return Presence(self.clock)
