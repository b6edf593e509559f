"""Reading flow files: faults with file, line and column, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.library import Where
from flows.load import load_flows
from knowledge.errors import KnowledgeErrors

GOOD = """\
id: test.weather
title: Weather
authority: test
owner: Tester
source: {ref: sky}
review_by: 2027-01-01
start: sky
danger: home
steps:
  - id: sky
    kind: question
    asks: What is the sky like?
    choices:
      - {id: yes, says: "Yes", next: home}
      - {id: unsure, says: I don't know, next: home, unsure: true}
  - id: home
    kind: outcome
    title: Go home
    action: Go home.
    contacts: [emergency]
    when: now
    review_days: null
    chase: Ring again today.
    record: The sky.
    tell_family: That you are coming.
"""


def folder_with(tmp_path: Path, text: str, name: str = "test/weather.yaml") -> Path:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return tmp_path


def test_a_good_file_is_read_with_the_position_of_each_step(tmp_path: Path) -> None:
    library = load_flows(folder_with(tmp_path, GOOD))
    assert library.position(Where("test.weather", "home")).line == 16
    assert library.links(Where("test.weather", "sky"))[0].choice == "yes"


@pytest.mark.parametrize(
    ("change", "line", "what"),
    [
        pytest.param(("    record: The sky.\n", ""), 16, "'record' is missing", id="p1 an outcome without a record"),
        pytest.param(("    action: Go home.\n", ""), 16, "'action' is missing", id="p1 an outcome without an action"),
        pytest.param(("    when: now\n", ""), 16, "'when' is missing", id="p1 an outcome without a time"),
        pytest.param(("[emergency]", "[]"), 20, "'contacts' is empty", id="p1 an outcome without a contact"),
        pytest.param(("[emergency]", "[emergancy]"), 20, "not one of the words allowed", id="an unknown role"),
        pytest.param(("id: yes", "id: back"), 10, "kept for the product", id="a reserved choice"),
        pytest.param(("id: yes", "id: unsure"), 10, "used twice", id="a choice given twice"),
        pytest.param(("- id: home", "- id: sky"), 1, "used twice", id="a step given twice"),
        pytest.param(
            ("id: test.weather", "id: test.wether"), 1, "calls itself 'test.wether'", id="an id that is not the file's"
        ),
        pytest.param(
            ("authority: test", "authority: other"), 3, "stands in the folder of 'test'", id="another's folder"
        ),
        pytest.param(("kind: outcome", "kind: outcom"), 16, "", id="an unknown kind"),
    ],
)
def test_a_fault_is_shown_at_its_line(tmp_path: Path, change: tuple[str, str], line: int, what: str) -> None:
    with pytest.raises(KnowledgeErrors) as raised:
        load_flows(folder_with(tmp_path, GOOD.replace(*change, 1)))
    found = [(fault.position.file.name, fault.position.line) for fault in raised.value.faults if what in fault.what]
    assert ("weather.yaml", line) in found, str(raised.value)


def test_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    folder_with(tmp_path, GOOD.replace("now\n", "now\n    wen: now\n"))
    folder_with(tmp_path, "id: [", "test/rain.yaml")
    with pytest.raises(KnowledgeErrors) as raised:
        load_flows(tmp_path)
    assert {fault.position.file.name for fault in raised.value.faults} == {"weather.yaml", "rain.yaml"}


def test_an_empty_folder_is_an_empty_library(tmp_path: Path) -> None:
    assert load_flows(tmp_path).flows == {}
