"""What is published, spoilt on the disk: nobody is ever answered from the draft, and the last good release goes on.

Half-written knowledge and a damaged release under a running house are in `tests/whole/test_live.py`.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.releases.folder import Releases
from knowledge.releases.journal import By

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
ANNA, BEN = By(id="anna", title="Officer"), By(id="ben", title="Officer")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A small tree, as officers edit it."""
    root = tmp_path / "draft"
    (root / "knowledge").mkdir(parents=True)
    (root / "flows").mkdir()
    (root / "knowledge" / "release.yaml").write_text(
        'version: 2026.11.20-1\nnote: first\nreviewed_by: Officer\nreview_by: "2027-11-20"\n', encoding="utf-8"
    )
    return root


@pytest.fixture
def releases(tmp_path: Path, draft: Path) -> Releases:
    """Two releases, the second live."""
    found = Releases(tmp_path / "releases")
    found.ship(draft, now=NOON)
    (draft / "flows" / "new.yaml").write_text("id: new\n", encoding="utf-8")
    proposal = found.propose(draft, by=ANNA, note="n", review_by=NOON.date(), now=NOON)
    assert found.approve(proposal.id, by=BEN, now=NOON) == "2026.11.24-1"
    return found


def rubbish(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00rubbish")


def empty(file: Path) -> None:
    file.write_bytes(b"")


def of_another_place(file: Path) -> None:
    file.write_text("../../draft\n", encoding="utf-8")


def gone(file: Path) -> None:
    file.unlink()


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("spoil", [rubbish, empty, of_another_place, gone, a_folder], ids=lambda each: each.__name__)
def test_a_pointer_that_is_spoilt_leaves_the_last_release_live_and_never_the_draft(
    releases: Releases, draft: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(releases.pointer)
    (draft / "flows" / "unreviewed.yaml").write_text("id: unreviewed\n", encoding="utf-8")
    assert releases.live_version == "2026.11.24-1"
    assert releases.ship(draft, now=NOON) == "2026.11.24-1", "a restart publishes nothing by itself"
    live = releases.live()
    assert live
    assert not (live / "flows" / "unreviewed.yaml").exists()


def test_a_release_half_written_when_its_writer_was_killed_is_nobodys(releases: Releases, draft: Path) -> None:
    """Killed while it copied: the copy lies under a name of its own, and is swept away at the next start."""
    half = releases.folder / ".2026.11.25-1.part"
    (half / "knowledge").mkdir(parents=True)
    releases.tidy()
    assert releases.live_version == "2026.11.24-1"
    assert "2026.11.25-1" not in releases.versions()
    assert not half.exists()


def test_a_journal_cut_off_in_the_middle_of_a_line_is_read_as_far_as_it_goes(releases: Releases) -> None:
    journal = releases.folder / "journal.jsonl"
    with journal.open("ab") as file:
        file.write(b'{"at": "2026-11-24T12:')
    gone(releases.pointer)
    assert releases.live_version == "2026.11.24-1"


def test_where_the_newest_release_was_lost_the_one_before_it_is_live(releases: Releases) -> None:
    gone(releases.pointer)
    shutil.rmtree(releases.folder / "2026.11.24-1")
    assert releases.live_version == "2026.11.20-1"
