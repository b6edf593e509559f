"""The editor's calls: reading, saving, a conflict, unsaved text, who else is there, faults as one types, completion."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from bot.folders import Folders
from bot.web.studio.checks import Checks
from knowledge.errors import Fault

from .conftest import CONTACTS, EDITOR, FIRST, FLOW_FILE, TUESDAY, VIEWER, Browser, Place


def read(browser: Browser, path: str = CONTACTS) -> dict[str, object]:
    answer = browser.get("/studio/api/file", params={"path": path})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_file_is_read_changed_and_saved(place: Place, editor: Browser) -> None:
    file = read(editor)
    text = str(file["text"]).replace("Duty Team", "Day Team")
    answer = editor.post("/studio/api/file", path=CONTACTS, text=text, digest=file["digest"])

    assert answer.status_code == 200
    assert answer.json()["changed"] is True
    assert answer.json()["digest"] == editor.digest()
    assert "Day Team" in place.text()
    assert place.studio.live.current().knowledge.packs["exshire"].contacts[0].name == "Duty Team", (
        "only the draft changed"
    )


def test_a_save_stands_in_the_journal_with_both_digests(place: Place, editor: Browser) -> None:
    file = read(editor)
    editor.post("/studio/api/file", path=CONTACTS, text=f"{file['text']}# more\n", digest=file["digest"])

    (edit, *_) = place.studio.edits.newest()
    assert (edit.by.id, edit.did, edit.path) == (EDITOR.id, "saved", CONTACTS)
    assert (edit.before, edit.after) == (file["digest"], editor.digest())
    assert "local link" in edit.by.title


def test_a_draft_with_faults_is_saved_and_its_faults_are_told(place: Place, editor: Browser) -> None:
    answer = editor.post("/studio/api/file", path=CONTACTS, text="contacts:\n\t- id: x\n", digest=editor.digest())

    assert answer.status_code == 200
    (fault,) = answer.json()["faults"]
    assert (fault["path"], fault["line"]) == (CONTACTS, 2)
    assert "tab" in fault["what"].lower()
    assert place.text() == "contacts:\n\t- id: x\n"


def test_the_second_of_two_officers_gets_both_texts(place: Place, editor: Browser) -> None:
    publisher = place.officer(FIRST)
    file = read(editor)
    publisher.post("/studio/api/file", path=CONTACTS, text="contacts: []\n", digest=file["digest"])
    answer = editor.post("/studio/api/file", path=CONTACTS, text="# mine\n", digest=file["digest"])

    assert answer.status_code == 409
    said = answer.json()
    assert (said["yours"], said["theirs"]) == ("# mine\n", "contacts: []\n")
    assert said["by"] == "Head of early help (local link)"
    assert place.text() == "contacts: []\n"
    assert editor.post("/studio/api/file", path=CONTACTS, text="# mine\n", digest=said["digest"]).status_code == 200


def test_without_a_script_a_form_saves_and_a_conflict_shows_both_texts(place: Place, editor: Browser) -> None:
    first = {"path": CONTACTS, "text": "contacts: []\r\n", "digest": editor.digest()}
    answer = editor.form("/studio/file", first)
    assert answer.status_code == 303
    assert "Saved in the draft" in editor.page(answer.headers["location"])
    assert place.text() == "contacts: []\n"

    answer = editor.form("/studio/file", {**first, "text": "# mine"})
    assert answer.status_code == 409
    assert "# mine" in answer.text
    assert "contacts: []" in answer.text
    assert f'value="{editor.digest()}"' in answer.text


def test_an_edit_outside_the_studio_is_a_conflict_too(place: Place, editor: Browser) -> None:
    digest = editor.digest()
    (place.draft / CONTACTS).write_text("# by hand\n")
    answer = editor.post("/studio/api/file", path=CONTACTS, text="# mine\n", digest=digest)

    assert answer.status_code == 409
    assert answer.json()["by"] == "somebody outside the studio"


@pytest.mark.parametrize(
    "path",
    ["../app.yaml", "knowledge/../../x.yaml", "knowledge/exshire", "/etc/passwd", "app.yaml", "", "\x00"],
    ids=repr,
)
def test_a_path_that_climbs_leads_nowhere(place: Place, editor: Browser, path: str) -> None:
    assert editor.get("/studio/file", params={"path": path}).status_code == 404
    assert editor.get("/studio/api/file", params={"path": path}).status_code == 404
    assert editor.get("/studio/api/completion", params={"path": path}).status_code == 404
    for address in ("file", "unsaved", "check", "presence"):
        answer = editor.post(f"/studio/api/{address}", path=path, text="x: y\n", digest="")
        assert answer.status_code == 404, address
        assert answer.json()["error"]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{", 400),
        (b"[1]", 400),
        (b'{"path": "x", "text": 7}', 400),
        (b'{"text": "\\ud800", "path": "x"}', 400),
        (b"[" * 100_000, 400),
        (b'{"text": "' + b"x" * 1_100_000 + b'"}', 413),
        (b"\xff", 400),
    ],
    ids=["half", "a list", "no text", "half a character", "deep", "large", "no utf-8"],
)
def test_what_cannot_be_read_is_said_so(editor: Browser, content: bytes, status: int) -> None:
    headers = {"Content-Type": "application/json", "X-CSRF-Token": editor.csrf}
    answer = editor.client.post("/studio/api/check", content=content, headers=headers)

    assert answer.status_code == status
    assert answer.json()["advice"]


def test_a_body_of_another_kind_is_not_read(editor: Browser) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x", "X-CSRF-Token": editor.csrf}

    assert editor.client.post("/studio/api/check", content=b"--x", headers=headers).status_code == 400


def test_unsaved_text_is_there_when_its_officer_comes_back(place: Place, editor: Browser) -> None:
    digest = editor.digest()
    assert editor.post("/studio/api/unsaved", path=CONTACTS, text="# half a tho", digest=digest).status_code == 200
    again = place.officer(EDITOR)

    unsaved = read(again)["unsaved"]
    assert isinstance(unsaved, dict)
    assert (unsaved["text"], unsaved["digest"]) == ("# half a tho", digest)
    assert "Unsaved text: Exshire: contacts" in again.page("/studio")
    assert read(place.officer(FIRST))["unsaved"] is None


def test_a_save_and_a_change_of_mind_forget_the_unsaved_text(editor: Browser) -> None:
    for address, members in (
        ("unsaved/forget", {}),
        ("file", {"text": "contacts: []\n", "digest": editor.digest()}),
    ):
        editor.post("/studio/api/unsaved", path=CONTACTS, text="# half", digest=editor.digest())
        assert editor.post(f"/studio/api/{address}", path=CONTACTS, **members).status_code == 200
        assert read(editor)["unsaved"] is None


def test_a_full_disk_is_said_while_typing(editor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.web.studio.unsaved.write_whole", full)
    answer = editor.post("/studio/api/unsaved", path=CONTACTS, text="# half", digest="")

    assert answer.status_code == 422
    assert "disk" in answer.json()["error"]


def test_two_officers_at_one_file_see_one_another(place: Place, editor: Browser) -> None:
    publisher = place.officer(FIRST)
    assert publisher.post("/studio/api/presence", path=CONTACTS, unsaved=True).json()["others"] == []

    (other,) = editor.post("/studio/api/presence", path=CONTACTS, unsaved=False).json()["others"]
    assert other == {"title": "Head of early help", "unsaved": True, "since": "10:00", "local": True}
    assert read(editor)["others"] == [other]
    assert editor.post("/studio/api/presence", path=FLOW_FILE, unsaved=False).json()["others"] == []


def test_whoever_leaves_or_falls_silent_is_there_no_more(place: Place, editor: Browser) -> None:
    publisher = place.officer(FIRST)
    publisher.post("/studio/api/presence", path=CONTACTS, unsaved=False)
    publisher.post("/studio/api/presence", path=CONTACTS, gone=True)
    assert read(editor)["others"] == []

    publisher.post("/studio/api/presence", path=CONTACTS, unsaved=False)
    place.clock.forward(seconds=36)
    assert read(editor)["others"] == []


def test_a_heartbeat_tells_that_somebody_saved(place: Place, editor: Browser) -> None:
    publisher = place.officer(FIRST)
    publisher.post("/studio/api/file", path=CONTACTS, text="contacts: []\n", digest=publisher.digest())

    beat = editor.post("/studio/api/presence", path=CONTACTS, unsaved=True).json()
    assert (beat["digest"], beat["by"], beat["at"]) == (publisher.digest(), "Head of early help (local link)", "10:00")


def test_faults_are_told_as_one_types_and_nothing_is_saved(place: Place, editor: Browser) -> None:
    before = place.text()
    typed = before.replace("role: duty", "role: dutty", 1)
    said = editor.post("/studio/api/check", path=CONTACTS, text=typed).json()

    (fault,) = said["faults"]
    assert fault["line"] == 4
    assert "duty" in fault["instead"]
    assert fault["edit"] == f"/studio/file?path={CONTACTS}&line={fault['line']}&column={fault['column']}"
    assert said["superseded"] is False
    assert place.text() == before


def test_faults_that_a_change_makes_in_other_files_are_told_apart(place: Place, editor: Browser) -> None:
    sources = "knowledge/exshire/sources.yaml"
    typed = place.text(sources).replace("exshire-guide", "exshire-book")
    said = editor.post("/studio/api/check", path=sources, text=typed).json()

    assert said["faults"] == []
    assert CONTACTS in {fault["path"] for fault in said["elsewhere"]}


def test_a_viewer_may_look_at_faults_and_not_keep_text(place: Place) -> None:
    viewer = place.officer(VIEWER)

    assert viewer.post("/studio/api/check", path=CONTACTS, text="x").status_code == 200
    assert viewer.post("/studio/api/unsaved", path=CONTACTS, text="x", digest="").status_code == 403


def test_whoever_types_on_gets_the_answer_for_the_newest_text(tmp_path: Path) -> None:
    asked: list[str] = []

    def check(_: Folders, *, unsaved: dict[Path, str]) -> tuple[Fault, ...]:
        asked.extend(unsaved.values())
        return ()

    async def typing() -> list[object]:
        checks = Checks(Folders.under(tmp_path), check, lambda: TUESDAY)  # type: ignore[arg-type]
        return list(await asyncio.gather(*(checks.typed("a", "x.yaml", text) for text in ("1", "2", "3"))))

    first, second, third = asyncio.run(typing())
    assert (second, third) == (None, ())
    assert asked[-1] == "3"
    assert "2" not in asked
    assert first in (None, ())


def test_completion_knows_the_schema_and_the_ids_of_the_draft(place: Place, editor: Browser) -> None:
    found = editor.get("/studio/api/completion", params={"path": FLOW_FILE}).json()

    assert found["kind"] == "flow"
    assert "steps" in found["schema"]["properties"]
    assert {"id": "agree", "says": "Does the family agree?"} in found["ids"]["step"]
    assert "exshire-guide" in {each["id"] for each in found["ids"]["source"]}
    assert found["complete"]["contacts"] == "role"
    contacts = editor.get("/studio/api/completion", params={"path": CONTACTS}).json()
    assert "exshire.duty" in {each["id"] for each in contacts["ids"]["contact"]}


def test_the_editors_page_allows_its_own_styles_and_nothing_else(editor: Browser) -> None:
    answer = editor.get("/studio/file", params={"path": CONTACTS, "line": "4", "column": "7"})
    nonce = answer.text.partition('data-nonce="')[2].partition('"')[0]

    assert len(nonce) > 16
    assert f"style-src 'self' 'nonce-{nonce}'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"], "scripts are left to default-src 'self'"
    assert "nonce" not in editor.get("/studio").headers["content-security-policy"]
    assert 'data-line="4"' in answer.text


def test_html_in_a_file_is_shown_as_text(place: Place, editor: Browser) -> None:
    (place.draft / CONTACTS).write_text("# </textarea><script>alert(1)</script>\n")

    assert "<script>alert" not in editor.page(f"/studio/file?path={CONTACTS}")
    assert "<script>alert" in json.loads(editor.get("/studio/api/file", params={"path": CONTACTS}).text)["text"]
