"""Publish with a second person, withdraw, roll back; and the journal says who did what."""

from __future__ import annotations

import json

import pytest

from bot.web.studio.journal_rows import entry_row
from knowledge.releases.journal import By, Entry

from .conftest import CONTACTS, EDITOR, FIRST, SECOND, Browser, Place

PROPOSED = {"note": "The night team has a new number.", "review_by": "2027-02-22"}


@pytest.fixture
def changed(place: Place) -> Place:
    """A draft in which a number differs from what is live."""
    file = place.draft / CONTACTS
    file.write_text(file.read_text().replace("0161 496 0200", "0161 496 0299"))
    return place


def proposal_of(place: Place) -> str:
    (proposal,) = place.releases.proposals()
    return proposal.id


def live_number(place: Place) -> str:
    contacts = place.studio.live.current().knowledge.packs["exshire"].contacts_by_id
    return contacts["exshire.edt"].phones[0].number


def test_one_proposes_another_publishes(changed: Place) -> None:
    first, second = changed.officer(FIRST), changed.officer(SECOND)
    assert first.form("/studio/publish/propose", PROPOSED).headers["location"] == "/studio/publish?said=proposed"
    assert live_number(changed) == "0161 496 0200"
    assert PROPOSED["note"] in second.page("/studio/publish")
    assert "A proposal waits for you" in second.page("/studio")

    answer = second.form("/studio/publish/approve", {"proposal": proposal_of(changed)})
    assert answer.headers["location"] == "/studio/publish?said=published"
    assert live_number(changed) == "0161 496 0299"
    assert changed.releases.live_version == "2026.11.24-1"


def test_whoever_proposed_it_cannot_publish_it(changed: Place) -> None:
    first = changed.officer(FIRST)
    first.form("/studio/publish/propose", PROPOSED)
    html = first.page("/studio/publish")
    assert 'action="/studio/publish/approve"' not in html
    assert "another publisher" in html

    answer = first.form("/studio/publish/approve", {"proposal": proposal_of(changed)})
    assert answer.status_code == 422
    assert "second person" in answer.text
    assert live_number(changed) == "0161 496 0200"


def test_what_is_published_is_what_was_proposed(changed: Place) -> None:
    first, second = changed.officer(FIRST), changed.officer(SECOND)
    first.form("/studio/publish/propose", PROPOSED)
    (changed.draft / CONTACTS).write_text("contacts: []\n")
    second.form("/studio/publish/approve", {"proposal": proposal_of(changed)})

    assert live_number(changed) == "0161 496 0299"


def test_a_draft_that_is_not_sound_is_refused_with_its_line(changed: Place) -> None:
    file = changed.draft / CONTACTS
    file.write_text(file.read_text().replace("role: duty", "role: dutty", 1))
    answer = changed.officer(FIRST).form("/studio/publish/propose", PROPOSED)

    assert answer.status_code == 422
    assert f"path={CONTACTS}&amp;line=4" in answer.text
    assert "proposals" not in answer.text
    assert PROPOSED["note"] in answer.text, "the note was lost"
    assert changed.releases.proposals() == ()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"note": "", "review_by": "2027-02-22"}, "what changed and why"),
        ({"note": "  ", "review_by": "2027-02-22"}, "what changed and why"),
        ({"note": "x", "review_by": "soon"}, "a day to come"),
        ({"note": "x", "review_by": "2026-11-24"}, "a day to come"),
    ],
    ids=["no note", "blanks", "no date", "today"],
)
def test_a_proposal_needs_a_note_and_a_day(changed: Place, sent: dict[str, str], said: str) -> None:
    answer = changed.officer(FIRST).form("/studio/publish/propose", sent)

    assert answer.status_code == 422
    assert said in answer.text


def test_nothing_to_publish_is_said_so(place: Place) -> None:
    first = place.officer(FIRST)

    assert "nothing to propose" in first.page("/studio/publish")
    assert first.form("/studio/publish/propose", PROPOSED).status_code == 422


def test_a_proposal_can_be_taken_back(changed: Place) -> None:
    first, second = changed.officer(FIRST), changed.officer(SECOND)
    first.form("/studio/publish/propose", PROPOSED)
    proposal = proposal_of(changed)
    assert second.form("/studio/publish/withdraw", {"proposal": proposal}).status_code == 303

    assert second.form("/studio/publish/approve", {"proposal": proposal}).status_code == 422
    assert "0161 496 0299" in changed.text(), "the draft stays"


def test_one_press_rolls_back_and_the_draft_stays(changed: Place) -> None:
    first, second = changed.officer(FIRST), changed.officer(SECOND)
    shipped = changed.releases.live_version
    first.form("/studio/publish/propose", PROPOSED)
    second.form("/studio/publish/approve", {"proposal": proposal_of(changed)})
    assert second.page("/studio/releases").count('action="/studio/releases/rollback"') == 1

    assert second.form("/studio/releases/rollback", {"version": shipped}).status_code == 303
    assert live_number(changed) == "0161 496 0200"
    assert "0161 496 0299" in changed.text()


@pytest.mark.parametrize("version", ["", "2020.01.01-1", "../draft", "\x00"], ids=repr)
def test_a_release_that_never_was_cannot_come_back(place: Place, version: str) -> None:
    before = place.releases.live_version

    assert place.officer(FIRST).form("/studio/releases/rollback", {"version": version}).status_code == 422
    assert place.releases.live_version == before


def test_the_journal_says_who_did_what_and_that_links_were_local(changed: Place, editor: Browser) -> None:
    first, second = changed.officer(FIRST), changed.officer(SECOND)
    editor.post("/studio/api/file", path=CONTACTS, text=f"{changed.text()}# checked\n", digest=editor.digest())
    first.form("/studio/publish/propose", PROPOSED)
    second.form("/studio/publish/approve", {"proposal": proposal_of(changed)})
    html = second.page("/studio/releases")

    assert f"{EDITOR.title} (local link)" in html
    assert f"approved by {SECOND.title} (local link)" in html
    assert CONTACTS in html
    for line in (changed.releases.folder / "edits.jsonl").read_text().splitlines():
        assert json.loads(line)["by"]["id"]


def test_a_half_written_line_of_the_journal_hides_no_other(place: Place, editor: Browser) -> None:
    with (place.releases.folder / "edits.jsonl").open("a") as journal:
        journal.write('{"at": "2026-11-')

    assert EDITOR.title in editor.page("/studio/releases")


def test_a_disk_that_refuses_is_said_and_nothing_is_half_done(changed: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(changed.studio.publishing, "propose", full)
    answer = changed.officer(FIRST).form("/studio/publish/propose", PROPOSED)

    assert answer.status_code == 422
    assert "No space left on device" in answer.text


def test_the_journal_reads_as_a_sentence_also_without_a_note(changed: Place) -> None:
    by, reviewer = By(id="a", title="EHPO"), By(id="b", title="Head of Early Help")
    entry = Entry(at=changed.clock(), did="published", by=by, reviewed_by=reviewer, version="2026.11.24-1")
    assert entry_row(entry).detail == "2026.11.24-1, approved by Head of Early Help"
    with_note = entry.model_copy(update={"note": "A number changed."})
    assert entry_row(with_note).detail == "2026.11.24-1 A number changed, approved by Head of Early Help"
