"""A small draft, a folder of releases beside it, and two officers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from knowledge.releases.folder import Releases, release_text
from knowledge.releases.journal import By
from knowledge.schema.release import Release

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
SHIPPED = Release(version="2026.11.01-1", note="First", review_by=dt.date(2027, 2, 1))
ANNE = By(id="anne@council.example", title="Early Help Partnership Officer")
BOB = By(id="bob@council.example", title="Head of Early Help")
CONTACTS = "knowledge/exshire/contacts.yaml"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    root = tmp_path / "draft"
    for name, text in {
        "knowledge/release.yaml": release_text(SHIPPED),
        CONTACTS: 'number: "0161 496 0000"\n',
        "flows/shared/lado.yaml": "id: lado\n",
        "knowledge/notes.txt": "not knowledge",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def releases(tmp_path: Path) -> Releases:
    return Releases(tmp_path / "releases")
