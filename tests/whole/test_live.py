"""Changed files are taken into use whole, or not at all: the last good house goes on answering."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.assemble import ROOT, Folders
from bot.live import Live


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """A copy of what ships, with the phrase vectors where they already are."""
    root = tmp_path_factory.mktemp("live")
    for room in ("knowledge", "flows"):
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return Folders(root / "knowledge", root / "flows", ROOT / "var")


@pytest.fixture(scope="module")
def live(folders: Folders) -> Live:
    return Live(folders=folders)


def changed(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_broken_file_never_reaches_anybody_and_a_sound_one_does(live: Live, folders: Folders) -> None:
    before, contacts = live.current(), folders.knowledge / "oldham" / "contacts.yaml"

    changed(contacts, '"0161 770 7777"', '\t"0161 770 7777')
    assert live.reload() is False
    assert live.current() is before
    assert "contacts.yaml" in str(live.faults[0])

    changed(contacts, '\t"0161 770 7777', '"0161 770 7788"')
    assert live.reload() is True
    numbers = [phone.number for c in live.current().knowledge.packs["oldham"].contacts for phone in c.phones]
    assert "0161 770 7788" in numbers
    assert live.faults == ()
    assert live.version != before.knowledge.version


def test_a_flow_that_leads_nowhere_is_refused(live: Live, folders: Folders) -> None:
    before, flow = live.current(), folders.flows / "bury" / "early-help.yaml"
    text = flow.read_text(encoding="utf-8")
    changed(flow, "danger: ", "danger: no-such-step-")
    assert live.reload() is False
    assert live.current() is before
    flow.write_text(text, encoding="utf-8")
    assert live.reload() is True
