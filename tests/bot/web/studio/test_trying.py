"""A worry tried against the draft beside what is live: both answers, why they differ, no trace of what was typed."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.core.house import House
from bot.folders import Folders
from bot.web.studio.houses import Assemble, Houses
from knowledge.errors import KnowledgeErrors

from .conftest import CONTACTS, VIEWER, Browser, Place, house_of

CANARY = "Xylocanary"
WORRY = "he is left on his own all night"


def tried(browser: Browser, text: str = WORRY) -> dict[str, object]:
    answer = browser.post("/studio/api/try", text=text, authority="exshire")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_the_same_knowledge_gives_the_same_answer(editor: Browser) -> None:
    said = tried(editor)

    assert said["same"] is True
    assert said["draft"]["headline"] == said["live"]["headline"]  # type: ignore[index]


def test_a_changed_number_is_seen_in_the_draft_only(place: Place, editor: Browser) -> None:
    file = place.draft / CONTACTS
    file.write_text(file.read_text().replace("0161 496 0100", "0161 496 0199"))
    said = tried(editor)

    assert said["same"] is False
    assert "0161 496 0199" in str(said["draft"])
    assert "0161 496 0199" not in str(said["live"])


def test_the_explanation_names_the_sign_and_the_words(editor: Browser) -> None:
    explanation = str(tried(editor, "no left on his own all night")["draft"]["explanation"])  # type: ignore[index]

    assert "neglect.left-alone in 'left on his own all night': not happening" in explanation
    assert "Level" in explanation


def test_a_draft_that_cannot_answer_says_why_and_the_live_side_answers(place: Place, editor: Browser) -> None:
    (place.draft / CONTACTS).write_text("contacts:\n\t- id: x\n")
    said = tried(editor)
    draft = said["draft"]

    assert isinstance(draft, dict)
    assert draft["ok"] is False
    assert draft["faults"][0]["path"] == CONTACTS
    assert said["live"]["ok"] is True  # type: ignore[index]


def test_the_page_works_without_a_script(editor: Browser) -> None:
    answer = editor.form("/studio/try", {"text": WORRY, "authority": "exshire"})

    assert answer.status_code == 200
    assert "The draft" in answer.text
    assert "What is live" in answer.text


def test_a_name_is_stopped_and_said_so(editor: Browser) -> None:
    said = tried(editor, "Zelda is left on her own")

    assert said["draft"]["kind"] == "identifiers"  # type: ignore[index]


@pytest.mark.parametrize("text", ["", "x" * 50_000, "\U0001f62d", "\n\n"], ids=["empty", "long", "emoji", "blank"])
def test_whatever_is_typed_gets_an_answer(editor: Browser, text: str) -> None:
    assert tried(editor, text)["draft"]["ok"] is True  # type: ignore[index]


def test_p2_nothing_typed_is_on_disk_in_a_log_or_in_an_address(
    place: Place, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    viewer = place.officer(VIEWER)
    for text in (f"{CANARY} is {WORRY}", f"Zelda {CANARY}", CANARY, f"{CANARY} " * 5_000):
        tried(viewer, text)
        assert CANARY in viewer.form("/studio/try", {"text": text, "authority": CANARY}).text
        viewer.post("/studio/api/try", text=text, authority=CANARY, area=CANARY, school=CANARY)
    broken = _breaks(monkeypatch)
    for address in ("/studio/try", "/studio/api/try"):
        viewer.client.post(address, json={"text": f"{broken} {CANARY}"}, headers={"X-CSRF-Token": viewer.csrf})

    written = [file for file in place.root.rglob("*") if file.is_file()]
    assert written
    for file in written:
        assert CANARY.encode() not in file.read_bytes(), file
    assert CANARY not in caplog.text
    assert CANARY not in viewer.get("/metrics").text


def _breaks(monkeypatch: pytest.MonkeyPatch) -> str:
    """A library that quotes what it was given when it breaks."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"cannot read {CANARY}")

    monkeypatch.setattr("bot.core.safely.answer", broken)
    return "kaboom"


def houses_in(place: Place, assemble: Assemble, vectors: Path) -> Houses:
    return Houses(place.studio.live, place.releases, assemble, vectors=vectors)


def test_the_draft_is_assembled_once_for_each_state_of_its_files(place: Place, tmp_path: Path) -> None:
    made: list[Folders] = []

    def assemble(folders: Folders) -> House:
        made.append(folders)
        return house_of(folders)

    houses = houses_in(place, assemble, tmp_path / "vectors")
    houses.of(place.draft)
    assert made == [], "the draft is what is live"

    (place.draft / CONTACTS).write_text(f"{place.text()}# more\n")
    assert houses.of(place.draft) is houses.of(place.draft)
    (place.draft / CONTACTS).write_text("contacts:\n\t- id: x\n")
    assert isinstance(houses.prepared(place.draft), KnowledgeErrors)
    with pytest.raises(KnowledgeErrors):
        houses.of(place.draft)
    assert len(made) == 2
    assert {folders.vectors for folders in made} == {tmp_path / "vectors" / "draft"}


def test_the_drafts_vectors_begin_as_a_copy(place: Place, tmp_path: Path) -> None:
    (tmp_path / "vectors").mkdir()
    (tmp_path / "vectors" / "phrases-1.npz").write_bytes(b"numbers")
    (place.draft / CONTACTS).write_text(f"{place.text()}# more\n")
    houses_in(place, house_of, tmp_path / "vectors").of(place.draft)

    assert (tmp_path / "vectors" / "draft" / "phrases-1.npz").read_bytes() == b"numbers"
