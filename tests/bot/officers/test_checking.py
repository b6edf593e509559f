"""One way of checking for the command line, the studio and publishing: with unsaved text, and what blocks."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from bot.folders import Folders
from bot.officers.checking import all_faults, blocking_faults
from bot.officers.rules import WHOLE_TREE
from knowledge.checks import RULES, unsound_parts
from knowledge.load import read_packs

KNOWLEDGE = Path(__file__).parent.parent.parent / "knowledge"
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """A sound tree of the made-up Exshire."""
    shutil.copytree(KNOWLEDGE / "exshire", tmp_path / "knowledge")
    shutil.copytree(KNOWLEDGE / "checks" / "planted" / "flows", tmp_path / "flows")
    return Folders.under(tmp_path)


def rules(folders: Folders, **more: object) -> list[str]:
    return [fault.rule for fault in all_faults(folders, today=TODAY, **more)]  # type: ignore[arg-type]


def contacts(folders: Folders) -> Path:
    return folders.knowledge / "exshire" / "contacts.yaml"


def test_unsaved_text_is_checked_and_the_file_is_left_alone(folders: Folders) -> None:
    file = contacts(folders)
    text = file.read_text()
    assert rules(folders, unsaved={file: text.replace('"0161 496 0100"', '"0161 496 010"')}) == ["phone"]
    assert rules(folders) == []
    assert file.read_text() == text


def test_an_unsaved_flow_is_proved(folders: Folders) -> None:
    file = folders.flows / "exshire" / "early-help.yaml"
    unsaved = {file: file.read_text().replace("when: within two weeks", "when: soon")}
    assert rules(folders, unsaved=unsaved) == ["flow-whole-outcomes"]


def test_a_fault_in_one_file_does_not_hide_those_in_others(folders: Folders) -> None:
    flow = folders.flows / "exshire" / "early-help.yaml"
    unsaved = {contacts(folders): "contacts: [", flow: "id: ["}
    found = all_faults(folders, unsaved=unsaved, today=TODAY)
    assert [fault.position.file.name for fault in found] == ["early-help.yaml", "contacts.yaml"]


def test_what_is_overdue_is_told_and_does_not_block(folders: Folders) -> None:
    file = contacts(folders)
    file.write_text(file.read_text().replace("2027-11-22", "2020-01-01"))
    assert set(rules(folders)) == {"overdue"}
    assert blocking_faults(folders) == ()


def test_what_blocks_is_told_to_publishing(folders: Folders) -> None:
    file = contacts(folders)
    file.write_text(file.read_text().replace("owner: The partnership", "owner: Mrs Okafor", 1))
    assert [fault.rule for fault in blocking_faults(folders)] == ["name"]


def test_a_release_that_is_live_goes_on_when_only_its_style_is_wrong(folders: Folders) -> None:
    file = contacts(folders)
    file.write_text(file.read_text().replace("owner: The partnership", "owner: Mrs Okafor", 1))
    assert unsound_parts(read_packs(folders.knowledge)) == ()
    file.write_text(file.read_text().replace('"0161 496 0100"', '"0161 496 010"', 1))
    assert [fault.rule for fault in unsound_parts(read_packs(folders.knowledge))] == ["phone"]


def test_a_file_that_nothing_reads_is_told(folders: Folders) -> None:
    file = folders.knowledge / "exshire" / "contact.yaml"
    file.write_text("contacts: []\n")
    (fault,) = all_faults(folders, today=TODAY)
    assert (fault.rule, fault.severity, fault.position.file) == ("unread", "warning", file)
    assert "contacts.yaml" in fault.instead


def test_a_missing_settings_file_is_not_looked_for(folders: Folders) -> None:
    assert rules(folders, app=None) == []


@pytest.mark.parametrize("rule", [*RULES, *WHOLE_TREE], ids=lambda rule: rule.__name__.rsplit(".", 1)[-1])
def test_every_rule_is_documented_with_pass_and_fail(rule: object) -> None:
    assert "PASS  " in str(rule.__doc__)
    assert "FAIL  " in str(rule.__doc__)


def test_every_rule_that_stands_in_a_file_is_asked() -> None:
    root = Path(__file__).parent.parent.parent.parent
    for folder, asked in ((root / "knowledge" / "checks", RULES), (root / "bot" / "officers" / "rules", WHOLE_TREE)):
        files = {file.stem for file in folder.glob("*.py")} - {"__init__", "whole"}
        assert files == {rule.__name__.rsplit(".", 1)[-1] for rule in asked}


def test_the_trees_that_ship_are_sound() -> None:
    assert [str(fault) for fault in blocking_faults()] == []
