"""The quality page: made by a command, marked with what it was made from, and seen to be stale when that changes."""

import datetime as dt
from pathlib import Path

import pytest

from nlp import quality
from nlp.guard.measure import measure
from nlp.measure import Case

PAGE = Path(__file__).parents[2] / "docs" / "quality.md"


def case(name: str, level: int, *, style: str) -> Case:
    return Case.of({"id": name, "text": "not shown", "level": level, "style": style})


PAIRS = [(case("a", 4, style="chat"), 4), (case("b", 4, style="plain"), 2), (case("c", 1, style="plain"), 1)]


def test_the_page_that_ships_was_made_from_what_ships() -> None:
    assert quality.is_current(PAGE.read_text(encoding="utf-8")), "Stale: run `earlyhelp quality FOLDER`."


def test_a_changed_rule_makes_the_page_stale(tmp_path: Path) -> None:
    (tmp_path / "nlp").mkdir()
    rule = tmp_path / "nlp" / "rules.yaml"
    rule.write_text("percent: 20")
    before = quality.digest(tmp_path)
    rule.write_text("percent: 21")

    assert quality.digest(tmp_path) != before


def test_what_only_measures_does_not_make_it_stale(tmp_path: Path) -> None:
    (tmp_path / "nlp").mkdir()
    before = quality.digest(tmp_path)
    (tmp_path / "nlp" / "measure.py").write_text("GROUPS = ()")

    assert quality.digest(tmp_path) == before


def test_a_section_has_each_group_and_names_unsafe_answers_without_their_words() -> None:
    text = quality.section("Messages", PAIRS, stopped=1)

    assert "| all | 3 | .333 | .667 | .667 | .500 | .500 | .000 |" in text
    assert "| chat | 1 | .000 | 1.000 |" in text
    assert "Unsafe: b (level 4, answered 2)." in text
    assert "not shown" not in text


def test_a_page_is_current_on_the_day_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    text = quality.page("2026.11.22-1", dt.date(2026, 11, 22), [quality.section("Messages", PAIRS, stopped=0)])
    assert "Measured on 22 November 2026 with knowledge 2026.11.22-1." in text
    assert quality.is_current(text)

    monkeypatch.setattr(quality, "digest", lambda: "another")
    assert not quality.is_current(text)


def test_identifiers_are_shown_by_type_and_the_gap_is_named() -> None:
    rows = [{"text": "zed is late", "spans": [{"start": 0, "end": 3, "type": "PERSON"}], "origin": "made up"}]
    text = quality.identifiers_section("Identifiers", measure(lambda _: [], rows))

    assert "| origin made up | 0 | 1 | .000 |" in text
    assert "| case small letters | 0 | 1 | .000 |" in text
    assert "Gap between the origins found best and worst: .000." in text
