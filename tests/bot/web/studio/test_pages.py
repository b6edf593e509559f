"""The pages to look at: what needs doing, the lists, a flow's picture, and what changes."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path

import pytest

from bot.officers.change import Change, Changes, Row
from bot.web.studio.comparing import Comparing, Tell
from bot.web.studio.shared_job import SharedJob
from knowledge.errors import Fault, KnowledgeErrors, Position
from knowledge.releases.trees import copy_tree

from .conftest import CONTACTS, EDITOR, FIRST, FLOW_FILE, VIEWER, Browser, Make, Place

DIFFERS = Changes(
    "old",
    "new",
    (Change("contacts", "exshire", "Duty <Team>", "The number changed.", "worse", (Row("number", "1", "2"),)),),
)


def edit(place: Place, path: str, old: str, new: str) -> None:
    file = place.draft / path
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_a_sound_draft_that_is_live_needs_nothing(place: Place, editor: Browser) -> None:
    html = editor.page("/studio")

    assert "to put right" not in html
    assert place.releases.live_version in html


def test_what_is_wrong_stands_first_and_leads_to_its_line(place: Place, editor: Browser) -> None:
    edit(place, CONTACTS, "role: duty", "role: dutty")
    html = editor.page("/studio")

    assert f"/studio/file?path={CONTACTS.replace('/', '%2F')}" in html
    assert "One thing to put right before this can be published" in html
    assert "One file changed and not published" in html


def test_reviews_that_are_due_are_listed_with_the_most_overdue_first(place: Place, editor: Browser) -> None:
    edit(place, CONTACTS, "review_by: 2027-11-22", "review_by: 2026-12-01")
    assert "review due by 1 December 2026" in editor.page("/studio")

    place.clock.forward(days=30)
    html = place.officer(EDITOR).page("/studio")
    assert "review overdue since 1 December 2026" in html


def test_a_release_that_the_server_refused_is_said_first(place: Place, editor: Browser) -> None:
    fault = Fault(Position(Path("x.yaml")), "x", "The level is missing.")
    place.studio.live.faults = (fault,)

    assert "refused by this server" in editor.page("/studio")


def test_with_one_publisher_the_first_page_says_that_nothing_can_be_published(make: Make) -> None:
    assert "fewer than two publishers" in make(officers=(EDITOR, FIRST)).officer(EDITOR).page("/studio")


@pytest.mark.parametrize(
    ("address", "found", "not_found"),
    [
        ("/studio/contacts?q=night", "Night Team", "Duty Team"),
        ("/studio/contacts?q=01614960200", "Night Team", "Duty Team"),
        ("/studio/contacts?authority=national", "999", "Night Team"),
        ("/studio/contacts?q=%3Cscript%3E", "&lt;script&gt;", "<script>alert"),
        ("/studio/flows?q=zebra", "0", "Early help in Exshire"),
        ("/studio/flows", "Early help in Exshire", "zebra"),
        ("/studio/files", "Exshire: contacts", "release.json"),
    ],
)
def test_lists_are_searched(editor: Browser, address: str, found: str, not_found: str) -> None:
    html = editor.page(address)
    main = html.partition("<main")[2]

    assert found in main
    assert not_found not in main


def test_signs_are_found_by_the_words_that_practitioners_say(editor: Browser) -> None:
    everything = editor.page("/studio/indicators")
    assert "neglect.left-alone" in everything

    some = editor.page("/studio/indicators?q=left+alone")
    assert "neglect.left-alone" in some
    assert editor.page("/studio/indicators?q=left+zebra").count("neglect.") < everything.count("neglect.")
    assert "neglect.left-alone" not in editor.page("/studio/indicators?band=universal")


def test_what_changed_in_the_draft_is_marked(place: Place, editor: Browser) -> None:
    assert "hanged in the draft" not in editor.page("/studio/contacts")
    edit(place, CONTACTS, "0161 496 0200", "0161 496 0299")

    html = editor.page("/studio/contacts")
    assert html.count("hanged in the draft") == 1


def test_a_broken_file_hides_no_other(place: Place, editor: Browser) -> None:
    (place.draft / CONTACTS).write_text("contacts:\n\t- id: x\n")

    assert "999" in editor.page("/studio/contacts")
    assert editor.get("/studio/contact/exshire.duty").status_code == 404
    assert "1 to put right" in editor.page("/studio/files")


def test_a_flow_is_drawn_without_what_the_pages_policy_forbids(editor: Browser) -> None:
    html = editor.page("/studio/flow/exshire.early-help")
    drawing = html.partition("<svg")[2].partition("</svg>")[0]

    assert 'id="box-agree"' in drawing
    assert 'href="/studio/file?path=flows%2Fexshire%2Fearly-help.yaml&amp;line=10"' in drawing
    assert "style" not in drawing
    assert "step bad" not in drawing


def test_the_step_in_error_is_marked_in_the_picture_and_in_the_list(place: Place, editor: Browser) -> None:
    text = place.text(FLOW_FILE).replace("    does: Write the plan with the family.\n", "")
    said = editor.post("/studio/api/flow", path=FLOW_FILE, text=text).json()

    assert said["drawn_from"] == "live", "without what is done the step cannot be read"
    assert re.search(r'class="step bad" id="box-plan"', said["svg"]) or re.search(
        r'id="box-plan" class="step bad"', said["svg"]
    )
    assert said["svg"].count("step bad") == 1
    assert said["faults"][0]["line"] == 17


def test_a_drawing_escapes_what_stands_in_a_flow(place: Place, editor: Browser) -> None:
    edit(place, FLOW_FILE, "Does the family agree?", '"<script>alert(1)</script>"')
    html = editor.page("/studio/flow/exshire.early-help")

    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("name", ["exshire.nothing", "nothing", "exshire/early-help", "x" * 300])
def test_a_flow_that_is_not_there_is_said_so(editor: Browser, name: str) -> None:
    assert editor.get(f"/studio/flow/{name}").status_code in {303, 404}


def test_only_flows_have_pictures(editor: Browser) -> None:
    assert editor.post("/studio/api/flow", path=CONTACTS, text="x").status_code == 422


def test_a_changed_file_is_shown_line_by_line_and_can_be_put_back(place: Place, editor: Browser) -> None:
    before = place.text()
    edit(place, CONTACTS, "0161 496 0200", "0161 496 0299")
    html = editor.page("/studio/changes")
    assert "0161 496 0299" in html
    assert "0161 496 0200" in html

    sent = {"path": CONTACTS, "digest": "another"}
    assert editor.form("/studio/changes/revert", sent).status_code == 409
    assert editor.form("/studio/changes/revert", {"path": CONTACTS, "digest": editor.digest()}).status_code == 303
    assert place.text() == before
    assert place.studio.edits.newest()[0].did == "put back"


def test_a_file_that_is_only_in_the_draft_goes_when_it_is_put_back(place: Place, editor: Browser) -> None:
    path = "knowledge/exshire/cases.yaml"
    editor.post("/studio/api/file", path=path, text="cases: []\n", digest="")
    assert editor.form("/studio/changes/revert", {"path": path, "digest": editor.digest(path)}).status_code == 303

    assert not (place.draft / path).exists()


def test_a_file_that_does_not_differ_cannot_be_put_back(editor: Browser) -> None:
    assert editor.form("/studio/changes/revert", {"path": "../app.yaml", "digest": ""}).status_code == 404


def finished(browser: Browser) -> dict[str, object]:
    """The comparison once it is over; the pages ask the same way."""
    for _ in range(500):
        found = dict(browser.get("/studio/api/changes").json())
        if found["state"] != "running":
            return found
        time.sleep(0.01)
    raise AssertionError("the comparison never ended")


def test_what_changes_for_whom_is_worked_out_once_for_two_versions(make: Make) -> None:
    asked: list[tuple[Path, Path]] = []

    def compare(old: Path, new: Path, tell: Tell) -> Changes:
        asked.append((old, new))
        tell(0.5, "Asking the cases of both.")
        return DIFFERS

    place = make(compare=compare)
    edit(place, CONTACTS, "0161 496 0200", "0161 496 0299")
    viewer = place.officer(VIEWER)
    assert viewer.get("/studio/api/changes").json()["state"] == "none"
    assert viewer.post("/studio/api/changes").status_code == 200
    found = finished(viewer)

    assert (found["state"], found["fresh"]) == ("done", True)
    assert "Duty &lt;Team&gt;" in str(found["html"])
    assert "<script" not in str(found["html"])
    viewer.post("/studio/api/changes")
    assert len(asked) == 1
    assert asked[0][1] != place.draft, "the draft was copied first"
    edit(place, CONTACTS, "0161 496 0299", "0161 496 0298")
    assert viewer.get("/studio/api/changes").json()["fresh"] is False


def test_a_draft_that_cannot_be_compared_says_what_to_put_right(make: Make) -> None:
    def compare(_: Path, new: Path, __: Tell) -> Changes:
        raise KnowledgeErrors([Fault(Position(new / CONTACTS, 7), "x", "There is no such role.")])

    viewer = (place := make(compare=compare)).officer(VIEWER)
    viewer.form("/studio/changes")
    found = finished(viewer)

    assert found["state"] == "failed"
    assert "There is no such role." in str(found["html"])
    assert "line=7" in str(found["html"])
    assert str(place.draft) not in str(found["html"])


def test_a_comparison_that_breaks_says_so_and_may_be_started_again(make: Make) -> None:
    def compare(*_: object) -> Changes:
        raise RuntimeError("broken")

    viewer = make(compare=compare).officer(VIEWER)
    for _ in range(2):
        viewer.form("/studio/changes")
        found = finished(viewer)
        assert found["state"] == "failed"
        assert "broken" not in str(found)


def test_while_one_comparison_runs_no_other_begins(place: Place, tmp_path: Path) -> None:
    go, begun = threading.Event(), []

    def compare(old: Path, _: Path, __: Tell) -> Changes:
        begun.append(old)
        assert go.wait(10)
        return Changes("a", "b")

    studio = place.studio
    shared = SharedJob(studio.marks, studio.key, place.draft, clock=place.clock)
    comparing = Comparing(compare, shared, tmp_path, clock=place.clock)
    other = tmp_path / "other"
    copy_tree(place.draft, other)
    (other / CONTACTS).write_text("# another\n")
    assert comparing.start(place.draft, place.draft).state == "running"
    assert comparing.start(place.draft, other).fresh is False
    go.set()
    while comparing.look(place.draft, place.draft).state == "running":
        time.sleep(0.01)
    assert len(begun) == 1


def test_trends_say_that_nothing_is_published_yet(editor: Browser) -> None:
    assert "No figures were published yet" in editor.page("/studio/trends")
