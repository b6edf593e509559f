"""The form for a contact: a number, hours or a date changes in the file, and every other character stays."""

from __future__ import annotations

import difflib
from typing import Any

import pytest

from .conftest import CONTACTS, EDITOR, FIRST, VIEWER, Browser, Place

DUTY = "exshire.duty"


def filled(browser: Browser, **changed: Any) -> dict[str, Any]:
    """The form as it is shown, with some fields filled in otherwise."""
    shown = {
        "digest": browser.digest(),
        "number-0": "0161 496 0100",
        "label-0": "",
        "number-1": "",
        "hours_kind": "weekly",
        "days-0": ["mon", "tue", "wed", "thu"],
        "opens-0": "08:30",
        "closes-0": "17:00",
        "days-1": ["fri"],
        "opens-1": "08:30",
        "closes-1": "16:00",
        "opens-2": "",
        "closes-2": "",
        "bank_holidays": "not_stated",
        "status": "as_published",
        "review_by": "2027-11-22",
    }
    return {name.replace("_at_", "-"): value for name, value in {**shown, **changed}.items()}


def save(browser: Browser, **changed: Any) -> Any:
    return browser.form(f"/studio/contact/{DUTY}", filled(browser, **changed))


def changed_lines(before: str, after: str) -> list[str]:
    found = list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))
    return [line for line in found[2:] if not line.startswith("@@")]


def test_the_form_shows_what_stands_in_the_file(editor: Browser) -> None:
    html = editor.page(f"/studio/contact/{DUTY}")

    assert 'value="0161 496 0100"' in html
    assert 'value="08:30"' in html
    assert "Nobody has confirmed this contact yet." in html


@pytest.mark.parametrize(
    ("changed", "lines"),
    [
        (
            {"number-0": "(0161) 496-0199"},
            [
                '-    phones: [{number: "0161 496 0100"}]',
                '+    phones: [{number: "0161 496 0199"}]',
            ],
        ),
        (
            {"checked_today": "yes"},
            ["-    status: as_published", "+    status: confirmed", "+    checked_on: 2026-11-24"],
        ),
        ({"review_by": "2027-12-01"}, ["-    review_by: 2027-11-22", "+    review_by: 2027-12-01"]),
        ({"email": "duty@exshire.example"}, ["+    email: duty@exshire.example"]),
    ],
    ids=["number", "checked today", "review", "email"],
)
def test_only_what_was_filled_in_changes(
    place: Place, editor: Browser, changed: dict[str, str], lines: list[str]
) -> None:
    before = place.text()
    answer = save(editor, **changed)

    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == f"/studio/contacts?said=saved#{DUTY}"
    assert changed_lines(before, place.text()) == lines


def test_comments_and_windows_line_ends_outlive_the_form(place: Place, editor: Browser) -> None:
    text = place.text().replace("    role: duty\n", "    role: duty  # since 2024\n    # the switchboard\n", 1)
    (place.draft / CONTACTS).write_bytes(text.replace("\n", "\r\n").encode())
    save(editor, **{"number-0": "0161 496 0199"})

    after = place.text()
    assert after == text.replace("\n", "\r\n").replace("0161 496 0100", "0161 496 0199")


def test_nothing_filled_in_otherwise_saves_nothing(place: Place, editor: Browser) -> None:
    before = place.text()
    answer = save(editor)

    assert answer.headers["location"].startswith("/studio/contacts?said=same")
    assert place.text() == before
    assert [each.did for each in place.studio.edits.newest()] == ["signed in"]


def test_hours_change_in_place_and_a_new_opening_is_added(place: Place, editor: Browser) -> None:
    answer = save(editor, **{"closes-0": "17:30", "days-2": ["sat"], "opens-2": "10:00", "closes-2": "12:00"})

    assert answer.status_code == 303, answer.text
    contact = _contact(place)
    assert [(each.days, each.opens, each.closes) for each in contact.hours.weekly] == [
        (("mon", "tue", "wed", "thu"), "08:30", "17:30"),
        (("fri",), "08:30", "16:00"),
        (("sat",), "10:00", "12:00"),
    ]


def test_a_second_number_is_added_and_the_first_taken_away(place: Place, editor: Browser) -> None:
    save(editor, **{"number-1": "0800 1111", "label-1": "free"})
    assert [(each.number, each.label) for each in _contact(place).phones] == [
        ("0161 496 0100", None),
        ("0800 1111", "free"),
    ]

    save(editor, **{"number-0": "", "number-1": "0800 1111", "label-1": "free"})
    assert [each.number for each in _contact(place).phones] == ["0800 1111"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"opens-0": "8.30"}, "Write both times like 09:00 and 17:00"),
        ({"opens-0": "18:00"}, "closes before it opens"),
        ({"days-0": []}, "Choose the days"),
        ({"opens-0": "", "closes-0": "", "days-0": [], "opens-1": "", "closes-1": "", "days-1": []}, "which times"),
        ({"hours_kind": "outside"}, "closing hours this one covers"),
        ({"hours_kind": "sometimes"}, "one of the answers offered"),
        ({"review_by": "soon"}, "not a date"),
        ({"number-0": "ring reception"}, ""),
        ({"number-0": "O161 496 0123"}, ""),
    ],
    ids=["time", "backwards", "no days", "no times", "outside whom", "hours", "date", "no number", "the letter O"],
)
def test_what_cannot_be_right_is_shown_again_as_filled_in(
    place: Place, editor: Browser, changed: dict[str, Any], said: str
) -> None:
    before = place.text()
    answer = save(editor, **changed)

    assert answer.status_code == 422
    assert said in answer.text
    assert place.text() == before
    for value in changed.values():
        assert not isinstance(value, str) or value in {"outside", "sometimes"} or f'value="{value}"' in answer.text


def test_when_the_file_changed_meanwhile_nothing_is_lost(place: Place, editor: Browser) -> None:
    form = filled(editor, **{"number-0": "0161 496 0199"})
    publisher = place.officer(FIRST)
    save(publisher, **{"review_by": "2027-12-01"})
    answer = editor.form(f"/studio/contact/{DUTY}", form)

    assert answer.status_code == 409
    assert 'value="0161 496 0199"' in answer.text
    assert "2027-12-01" in answer.text, "what the file says now stands beside it"
    assert "0161 496 0100" in place.text()
    assert editor.form(f"/studio/contact/{DUTY}", {**form, "digest": editor.digest()}).status_code == 303


def test_the_form_is_checked_as_it_is_filled_in_and_nothing_is_written(place: Place, editor: Browser) -> None:
    before = place.text()
    said = editor.post("/studio/api/contact", id=DUTY, **filled(editor, **{"number-0": "0161 496 0199"})).json()
    assert said["problems"] == []
    assert said["changed"] is True
    assert said["preview"].startswith("Duty Team: 0161 496 0199. Monday to Thursday 08:30 to 17:00; Friday")
    assert ["+", '    phones: [{number: "0161 496 0199"}]'] in said["lines"]

    said = editor.post("/studio/api/contact", id=DUTY, **filled(editor, **{"number-0": "0161 496"})).json()
    assert {each["field"] for each in said["problems"]} == {"number-0"}
    said = editor.post("/studio/api/contact", id=DUTY, **filled(editor, **{"closes-1": "08:00"})).json()
    assert [each["field"] for each in said["problems"]] == ["opens-1"]
    assert place.text() == before


def test_a_contact_that_is_not_there_is_said_so(editor: Browser) -> None:
    for name in ("exshire.nobody", "%00", "x" * 500):
        assert editor.get(f"/studio/contact/{name}").status_code in {303, 404}


def test_a_viewer_sees_the_form_and_cannot_send_it(place: Place) -> None:
    viewer = place.officer(VIEWER)

    assert "0161 496 0100" in viewer.page(f"/studio/contact/{DUTY}")
    assert viewer.form(f"/studio/contact/{DUTY}", {}).status_code == 403


def test_a_form_is_noted_with_who_and_what(place: Place, editor: Browser) -> None:
    save(editor, **{"number-0": "0161 496 0199"})

    (edit, *_) = place.studio.edits.newest()
    assert (edit.by.id, edit.path) == (EDITOR.id, CONTACTS)


def _contact(place: Place) -> Any:
    from knowledge.load import load_knowledge

    return load_knowledge(place.draft / "knowledge").packs["exshire"].contacts_by_id[DUTY]
