"""Tables that no spreadsheet runs, hours in words, and a calendar that is moved and never doubled."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace

import pytest
from icalendar import Calendar

from knowledge.clock import LONDON
from knowledge.exchange.cells import as_csv, harmless
from knowledge.exchange.contacts_table import HEADER, contacts_csv
from knowledge.exchange.hours import days_in_words, hours_in_words
from knowledge.exchange.review_calendar import Due, calendar_of, due_in_pack
from knowledge.load import load_knowledge
from knowledge.schema.contact import Hours, Phone

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=LONDON)
PACKS = load_knowledge().packs


@pytest.mark.parametrize("start", ["=1+1", "+44 161", "-3", "@x", "\tx", "\rx", "  =x"], ids=repr)
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(start: str) -> None:
    assert harmless(start) == f"'{start}"


@pytest.mark.parametrize("cell", ["0161 496 0100", "", "a=b", "'quoted"], ids=repr)
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


def test_headings_and_cells_with_commas_and_breaks_read_back() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(("=a", "b"), [("x, y", "two\nlines")]))))
    assert rows == [["'=a", "b"], ["x, y", "two\nlines"]]


def test_the_table_of_contacts_has_a_row_each_and_no_formula() -> None:
    pack = PACKS["national"]
    odd = pack.contacts[0].model_copy(update={"name": "=cmd()", "phones": (Phone(number="+441614960100"),)})
    rows = list(csv.reader(io.StringIO(contacts_csv(pack, (odd, *pack.contacts)))))
    assert rows[0] == list(HEADER)
    assert len(rows) == len(pack.contacts) + 2
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (("mon", "tue", "wed", "thu", "fri"), "Mon to Fri"),
        (("sat", "sun"), "Sat and Sun"),
        (("fri",), "Fri"),
        (("mon", "wed", "thu", "fri"), "Mon, Wed to Fri"),
        (("wed", "tue", "mon"), "Mon to Wed"),
    ],
)
def test_days_are_said_in_runs(days: tuple[str, ...], says: str) -> None:
    assert days_in_words(days) == says  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        ({"kind": "always"}, "Day and night"),
        ({"kind": "unpublished"}, "Hours not published"),
        ({"kind": "outside", "outside": "nobody"}, "Out of hours"),
        (
            {"kind": "weekly", "weekly": [{"days": ["mon"], "opens": "08:30", "closes": "17:00"}],
             "bank_holidays": "closed"},
            "Mon 08:30 to 17:00; closed on bank holidays",
        ),
    ],
    ids=lambda each: each["kind"] if isinstance(each, dict) else "",
)  # fmt: skip
def test_hours_are_said_in_words(hours: dict[str, object], says: str) -> None:
    assert hours_in_words(Hours.model_validate(hours), {}) == says


def entries(data: bytes) -> dict[str, object]:
    return {str(each["uid"]): each for each in Calendar.from_ical(data).walk("VEVENT")}


@pytest.mark.parametrize("authority", PACKS)
def test_every_contact_and_level_has_an_all_day_entry_on_its_day(authority: str) -> None:
    pack = PACKS[authority]
    found = entries(calendar_of(due_in_pack(pack), now=NOW))
    for level in pack.levels:
        entry = found[f"level.{pack.id}.{level.id}@earlyhelp"]
        assert entry["dtstart"].dt == level.review_by  # type: ignore[index]
        assert entry["dtend"].dt == level.review_by + dt.timedelta(days=1)  # type: ignore[index]
    own = [each for each in pack.contacts if each.id.startswith(f"{pack.id}.")]
    assert len(found) == len(pack.levels) + len(own)
    assert all(f"contact.{each.id}@earlyhelp" in found for each in own)


def test_a_new_day_moves_the_same_entry_with_a_higher_sequence() -> None:
    due = Due("contact.x", "Check: X", dt.date(2027, 2, 22), ("Number: 1.",))
    before = entries(calendar_of([due], now=NOW))
    after = entries(calendar_of([replace(due, day=dt.date(2027, 5, 24))], now=NOW))
    assert before.keys() == after.keys() == {"contact.x@earlyhelp"}
    assert after["contact.x@earlyhelp"]["sequence"] > before["contact.x@earlyhelp"]["sequence"]  # type: ignore[index]


def test_ids_are_unique_over_all_packs_and_exports_are_the_same_twice() -> None:
    due = [each for pack in PACKS.values() for each in due_in_pack(pack)]
    assert len({each.uid for each in due}) == len(due)
    assert calendar_of(due, now=NOW) == calendar_of(due, now=NOW)


def test_long_titles_and_marks_read_back_the_same() -> None:
    due = Due("x", "Check: Hub, the; “long” \\ one " + "a" * 200, dt.date(2027, 2, 22), ("one", "two"))
    entry = entries(calendar_of([due], now=NOW))["x@earlyhelp"]
    assert (entry["summary"], entry["description"]) == (due.title, "one\ntwo")  # type: ignore[index]
