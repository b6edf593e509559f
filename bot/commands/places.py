"""Where a command finds things: app.yaml, the draft, what is published. Light: no language model is imported here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.folders import ROOT, Folders
from bot.settings import APP_YAML, Settings, load_settings
from knowledge.releases.folder import Releases

if TYPE_CHECKING:
    from bot.store.postgres import Pool


def settings_file() -> Path | None:
    """app.yaml of this folder, or of the checkout; None where there is neither."""
    return next((file for file in (APP_YAML, ROOT / APP_YAML) if file.exists()), None)


def settings() -> Settings:
    """What the operator set. Raises KnowledgeErrors."""
    return load_settings(settings_file() or APP_YAML)


def draft_of(settings: Settings) -> Folders:
    """Where the draft lies that officers edit: the program's own files, unless app.yaml names others."""
    return Folders.under(settings.releases.draft or ROOT)


def releases_of(settings: Settings, pool: Pool | None = None) -> Releases:
    """What was published. Where machines share it, whoever writes brings the pool; without, it is only to be read."""
    if pool is None:
        return Releases(settings.releases.folder)
    from bot.store.shelf import PostgresShelf

    return Releases(settings.releases.folder, PostgresShelf(pool))


def tree(*, draft: bool = False) -> Folders:
    """The tree that people are answered from; the draft where that is asked for, or nothing was published yet."""
    chosen = settings()
    live = releases_of(chosen).live()
    return draft_of(chosen) if draft or live is None else Folders.under(live)
