"""Releases: snapshots that never change, a second person, a way back, and a pointer that always names a whole one."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.errors import UnknownName
from knowledge.releases.folder import NotPublished, Releases, release_text
from knowledge.releases.journal import By
from knowledge.releases.proposal import Proposal
from knowledge.releases.trees import RELEASE_FILE, changed_files, files_of, fingerprint
from knowledge.schema.release import Release
from knowledge.strict_yaml import parse, read, read_text
from tests.knowledge.releases.conftest import ANNE, BOB, CONTACTS, NOON, SHIPPED

REVIEW = dt.date(2027, 2, 24)


def proposed(releases: Releases, draft: Path, by: By = ANNE) -> Proposal:
    return releases.propose(draft, by=by, note="The duty number changed", review_by=REVIEW, now=NOON)


def renumber(draft: Path, number: str) -> None:
    (draft / CONTACTS).write_text(f'number: "{number}"\n', encoding="utf-8")


def number_in(root: Path | None) -> str:
    assert root
    return (root / CONTACTS).read_text(encoding="utf-8")


def test_nothing_is_live_before_the_first_release(releases: Releases) -> None:
    assert (releases.live(), releases.live_version, releases.versions(), releases.journal()) == (None, "", (), ())


def test_what_came_with_the_program_is_the_first_release_and_only_once(releases: Releases, draft: Path) -> None:
    assert releases.ship(draft, now=NOON) == SHIPPED.version
    renumber(draft, "0161 496 0001")
    assert releases.ship(draft, now=NOON) == SHIPPED.version
    assert "0000" in number_in(releases.live())
    assert [each.did for each in releases.journal()] == ["shipped"]


def test_only_yaml_is_taken_and_no_link_is_followed(draft: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yaml").write_text("secret: 1\n", encoding="utf-8")
    (draft / "knowledge" / "linked.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    (draft / "flows" / "linked").symlink_to(tmp_path)
    assert [name for name, _ in files_of(draft)] == ["flows/shared/lado.yaml", CONTACTS, RELEASE_FILE]


def test_the_release_file_alone_is_no_change(draft: Path, releases: Releases) -> None:
    before = fingerprint(draft)
    (draft / RELEASE_FILE).write_text("version: 2027.01.01-1\n", encoding="utf-8")
    assert fingerprint(draft) == before
    renumber(draft, "0161 496 0001")
    assert fingerprint(draft) != before


def test_a_second_person_publishes_what_was_proposed(releases: Releases, draft: Path) -> None:
    releases.ship(draft, now=NOON)
    renumber(draft, "0161 496 0001")
    proposal = proposed(releases, draft)
    renumber(draft, "0161 496 9999")

    version = releases.approve(proposal.id, by=BOB, now=NOON)

    assert version == releases.live_version == "2026.11.24-1"
    assert "0001" in number_in(releases.live())
    release = parse(read(releases.root_of(version) / RELEASE_FILE), Release)
    assert release == Release(version=version, note=proposal.note, reviewed_by=BOB.title, review_by=REVIEW)
    assert releases.proposals() == ()
    last = releases.journal()[-1]
    assert (last.did, last.by, last.reviewed_by, last.before) == ("published", ANNE, BOB, SHIPPED.version)


def test_whoever_proposed_cannot_also_approve(releases: Releases, draft: Path) -> None:
    proposal = proposed(releases, draft)
    with pytest.raises(NotPublished, match="second person"):
        releases.approve(proposal.id, by=By(id=ANNE.id.upper(), title="Somebody else"), now=NOON)
    assert releases.live_version == ""


def test_an_older_proposal_does_not_undo_what_was_published_since(releases: Releases, draft: Path) -> None:
    first = proposed(releases, draft)
    renumber(draft, "0161 496 0001")
    second = proposed(releases, draft, BOB)
    releases.approve(second.id, by=ANNE, now=NOON)
    with pytest.raises(NotPublished, match="propose anew"):
        releases.approve(first.id, by=BOB, now=NOON)


def test_a_draft_without_a_change_is_not_proposed(releases: Releases, draft: Path) -> None:
    releases.ship(draft, now=NOON)
    with pytest.raises(NotPublished, match="Nothing differs"):
        proposed(releases, draft)


def test_a_second_press_makes_no_second_proposal(releases: Releases, draft: Path) -> None:
    proposal = proposed(releases, draft)
    with pytest.raises(NotPublished, match="already waits"):
        proposed(releases, draft)
    assert releases.proposals() == (proposal,)


def test_a_proposal_can_be_taken_back(releases: Releases, draft: Path) -> None:
    proposal = proposed(releases, draft)
    releases.withdraw(proposal.id, by=BOB, now=NOON)
    assert releases.proposals() == ()
    with pytest.raises(UnknownName):
        releases.approve(proposal.id, by=BOB, now=NOON)


def test_releases_of_one_day_are_counted(releases: Releases, draft: Path) -> None:
    for number in range(1, 12):
        renumber(draft, f"0161 496 00{number:02}")
        assert releases.approve(proposed(releases, draft).id, by=BOB, now=NOON) == f"2026.11.24-{number}"
    assert releases.versions()[:3] == ("2026.11.24-11", "2026.11.24-10", "2026.11.24-9")


def test_one_person_can_go_back_to_an_earlier_release(releases: Releases, draft: Path) -> None:
    releases.ship(draft, now=NOON)
    renumber(draft, "0161 496 0001")
    releases.approve(proposed(releases, draft).id, by=BOB, now=NOON)

    releases.roll_back(SHIPPED.version, by=ANNE, now=NOON)

    assert "0000" in number_in(releases.live())
    assert (releases.journal()[-1].did, releases.journal()[-1].version) == ("rolled_back", SHIPPED.version)
    with pytest.raises(NotPublished, match="live already"):
        releases.roll_back(SHIPPED.version, by=ANNE, now=NOON)


@pytest.mark.parametrize("version", ["2020.01.01-1", "../draft", "", ".lock", "proposals"])
def test_a_version_that_is_none_is_refused(releases: Releases, draft: Path, version: str) -> None:
    releases.ship(draft, now=NOON)
    with pytest.raises(UnknownName):
        releases.roll_back(version, by=ANNE, now=NOON)


@pytest.mark.parametrize("written", ["", "../../etc", "2026.11.24", "\x00"])
def test_a_pointer_that_was_tampered_with_leads_nowhere_but_to_what_went_live_last(
    releases: Releases, draft: Path, written: str
) -> None:
    releases.ship(draft, now=NOON)
    releases.pointer.write_text(written, encoding="utf-8")
    assert releases.live() == releases.folder / "2026.11.01-1"


def test_a_line_that_a_crash_cut_short_is_left_out_and_the_next_is_whole(releases: Releases, draft: Path) -> None:
    releases.ship(draft, now=NOON)
    with (releases.folder / "journal.jsonl").open("a", encoding="utf-8") as out:
        out.write('{"at": "2026-11-')
    renumber(draft, "0161 496 0001")
    proposed(releases, draft)
    assert [each.did for each in releases.journal()] == ["shipped", "proposed"]


@pytest.mark.parametrize(
    "note", ['He said: "ring #2" - don\'t', "tab\tand\nline", "emoji 🚨 & émigré", "yes", "- x: {y}"]
)
def test_any_note_survives_the_release_file(note: str, tmp_path: Path) -> None:
    release = Release(version="2026.11.24-1", note=note, reviewed_by="Head", review_by=REVIEW)
    assert parse(read_text(release_text(release), tmp_path / "release.yaml"), Release) == release


PUBLISH_FOREVER = """
import datetime as dt, itertools, sys
from pathlib import Path
from knowledge.releases.folder import Releases
from knowledge.releases.journal import By
draft, releases = Path(sys.argv[1]), Releases(Path(sys.argv[2]))
now = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
for number in itertools.count():
    (draft / "knowledge/exshire/contacts.yaml").write_text(f'number: "{number}"\\n')
    one = releases.propose(draft, by=By(id="a", title="A"), note=str(number), review_by=now.date(), now=now)
    releases.approve(one.id, by=By(id="b", title="B"), now=now)
    print(number, flush=True)
"""


@pytest.mark.parametrize("published", [1, 3, 4])
def test_a_process_that_is_killed_leaves_a_whole_release_live(releases: Releases, draft: Path, published: int) -> None:
    releases.ship(draft, now=NOON)
    command = [sys.executable, "-c", PUBLISH_FOREVER, str(draft), str(releases.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for _ in range(published):
            process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)

    live = releases.live()
    assert live
    assert {name for name, _ in files_of(live)} == {name for name, _ in files_of(draft)}
    renumber(draft, "after the crash")
    again = proposed(releases, draft)
    version = releases.approve(again.id, by=BOB, now=NOON)
    assert changed_files(releases.root_of(version), draft) == ()
