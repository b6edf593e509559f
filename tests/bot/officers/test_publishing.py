"""Publishing: nothing unsound goes live, what was looked at is what goes live, and the way back is one press."""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

import pytest

from bot.assemble import Folders
from bot.officers.publishing import Publishing
from knowledge.errors import Fault, KnowledgeErrors, Position
from knowledge.releases.folder import Releases, release_text
from knowledge.releases.journal import By
from knowledge.schema.release import Release

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
REVIEW = dt.date(2027, 2, 24)
ANNE = By(id="anne@council.example", title="Early Help Partnership Officer")
BOB = By(id="bob@council.example", title="Head of Early Help")
CONTACTS = Path("knowledge", "exshire", "contacts.yaml")
FIRST = Release(version="2026.11.01-1", note="First", review_by=REVIEW)


def faulty_when_it_says_so(folders: Folders) -> tuple[Fault, ...]:
    file = folders.root / CONTACTS
    return (Fault(Position(file, 1), "broken", "This is broken."),) if "broken" in file.read_text() else ()


@pytest.fixture
def work(tmp_path: Path) -> Publishing:
    draft = tmp_path / "draft"
    (draft / CONTACTS).parent.mkdir(parents=True)
    (draft / CONTACTS).write_text("number: old\n")
    (draft / "knowledge" / "release.yaml").write_text(release_text(FIRST))
    work = Publishing(
        Releases(tmp_path / "releases"),
        draft,
        check=faulty_when_it_says_so,
        clock=lambda: NOON,
        vectors=tmp_path,
    )
    work.releases.ship(draft, now=NOON)
    return work


def write(work: Publishing, text: str) -> None:
    (work.draft / CONTACTS).write_text(text)


def test_an_unsound_draft_is_refused_with_its_faults_and_nothing_waits(work: Publishing) -> None:
    write(work, "number: broken\n")
    with pytest.raises(KnowledgeErrors, match="broken"):
        work.propose(by=ANNE, note="n", review_by=REVIEW)
    assert work.status().proposals == ()
    assert work.status().version == FIRST.version


def test_a_proposal_that_became_unsound_is_refused_when_it_is_approved(work: Publishing) -> None:
    write(work, "number: new\n")
    proposal = work.propose(by=ANNE, note="n", review_by=REVIEW)
    (work.releases.proposed(proposal.id)[1] / CONTACTS).write_text("number: broken\n")
    with pytest.raises(KnowledgeErrors):
        work.approve(proposal.id, by=BOB)
    assert work.status().version == FIRST.version


def test_what_is_edited_after_the_proposal_waits_for_the_next_one(work: Publishing) -> None:
    write(work, "number: new\n")
    proposal = work.propose(by=ANNE, note="The number changed", review_by=REVIEW)
    write(work, "number: newer\n")

    version = work.approve(proposal.id, by=BOB)

    status = work.status()
    assert (work.releases.root_of(version) / CONTACTS).read_text() == "number: new\n"
    assert status.version == version
    assert status.release
    assert (status.release.note, status.release.reviewed_by) == ("The number changed", BOB.title)
    assert status.changed == (CONTACTS.as_posix(),)
    assert f'version: "{version}"' in (work.draft / "knowledge" / "release.yaml").read_text()


def test_the_way_back_leads_to_the_release_before(work: Publishing) -> None:
    write(work, "number: new\n")
    version = work.approve(work.propose(by=ANNE, note="n", review_by=REVIEW).id, by=BOB)
    assert work.before() == FIRST.version

    work.roll_back(work.before(), by=ANNE)

    assert work.status().version == FIRST.version
    assert [each.did for each in work.journal()] == ["rolled_back", "published", "proposed", "shipped"]
    assert work.journal()[0].before == version


def test_there_is_no_way_back_from_the_first_release(work: Publishing) -> None:
    assert work.before() == ""


def test_a_release_that_was_damaged_is_not_gone_back_to(work: Publishing) -> None:
    write(work, "number: new\n")
    work.approve(work.propose(by=ANNE, note="n", review_by=REVIEW).id, by=BOB)
    (work.releases.root_of(FIRST.version) / CONTACTS).write_text("broken")
    with pytest.raises(KnowledgeErrors):
        work.roll_back(FIRST.version, by=ANNE)


def test_what_a_killed_publish_left_is_deleted_and_what_somebody_writes_now_is_not(work: Publishing) -> None:
    left = [
        work.releases.folder / ".current.123.part",
        work.releases.folder / ".2026.11.24-1.part" / "knowledge" / "x.yaml",
        work.releases.folder / "proposals" / ".ab12.part" / "x.yaml",
        work.draft / "knowledge" / ".release.yaml.123.part",
    ]
    written_now = work.draft / "knowledge" / "exshire" / ".contacts.yaml.124.part"
    for each in (*left, written_now):
        each.parent.mkdir(parents=True, exist_ok=True)
        each.write_text("half")
    an_hour_ago = time.time() - 3600
    os.utime(left[-1], (an_hour_ago, an_hour_ago))

    work.tidy()

    assert [each for each in left if each.exists()] == []
    assert [each.name for each in work.releases.folder.rglob(".*.part")] == []
    assert written_now.exists()
    assert work.status().version == FIRST.version
