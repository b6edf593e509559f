"""Whom to call, before, at and after closing time, at weekends, on bank holidays, and when nobody says the hours."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from knowledge.clock import LONDON
from knowledge.directory import Place, offer, offers, ring_first, whom_to_call
from knowledge.load import load_knowledge
from knowledge.pack import Pack
from knowledge.schema.common import Band


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.fixture
def exshire(packs: Path) -> Pack:
    return load_knowledge(packs).packs["exshire"]


@pytest.mark.parametrize(
    ("at", "rings"),
    [
        ("2026-11-24T08:29", "exshire.edt"),
        ("2026-11-24T08:30", "exshire.duty"),
        ("2026-11-24T16:59", "exshire.duty"),
        ("2026-11-24T17:00", "exshire.edt"),
        ("2026-11-27T15:59", "exshire.duty"),
        ("2026-11-27T16:00", "exshire.edt"),
        ("2026-11-28T11:00", "exshire.edt"),
        ("2026-12-25T11:00", "exshire.edt"),
        ("2027-03-26T11:00", "exshire.edt"),
    ],
    ids=[
        "a minute before opening", "at opening", "a minute before closing", "at closing", "Friday before it closes",
        "Friday when it closes", "Saturday", "Christmas Day on a Friday", "Good Friday",
    ],
)  # fmt: skip
def test_the_number_to_ring_follows_the_hour(exshire: Pack, at: str, rings: str) -> None:
    first = ring_first(whom_to_call(exshire, Band.CHILD_PROTECTION, now=moment(at)))
    assert first is not None
    assert first.contact.id == rings


def test_the_clock_is_londons_whatever_zone_the_machine_is_in(exshire: Pack) -> None:
    in_summer = dt.datetime(2026, 7, 7, 16, 30, tzinfo=dt.UTC)
    first = ring_first(whom_to_call(exshire, Band.CHILD_PROTECTION, now=in_summer))
    assert first is not None
    assert first.contact.id == "exshire.edt"


@pytest.mark.parametrize("night", ["2026-10-25T01:30", "2027-03-28T01:30"])
def test_the_nights_when_clocks_change_reach_the_night_team(exshire: Pack, night: str) -> None:
    for fold in (0, 1):
        first = ring_first(whom_to_call(exshire, Band.CHILD_PROTECTION, now=moment(night).replace(fold=fold)))
        assert first is not None
        assert first.contact.id == "exshire.edt"


def test_an_open_team_says_when_it_closes_and_a_closed_one_when_it_opens(exshire: Pack) -> None:
    duty = exshire.contacts_by_id["exshire.duty"]
    assert offer(duty, exshire, now=moment("2026-11-24T10:00")).closes == moment("2026-11-24T17:00")
    assert offer(duty, exshire, now=moment("2026-11-27T18:00")).opens == moment("2026-11-30T08:30")
    assert offer(duty, exshire, now=moment("2026-12-24T18:00")).opens == moment("2026-12-29T08:30")


def test_hours_nobody_publishes_are_unknown_and_never_closed(exshire: Pack) -> None:
    officer = exshire.contacts_by_id["exshire.ehpo-north"]
    at_night = offer(officer, exshire, now=moment("2026-11-24T23:00"))
    assert (at_night.answering, at_night.likely, at_night.rings_now) == ("unknown", False, True)


def test_a_contact_for_another_area_is_left_out(exshire: Pack) -> None:
    found = offers(exshire, ["ehpo"], now=moment("2026-11-24T10:00"), place=Place(area="south"))
    assert [each.contact.id for each in found] == ["exshire.ehpo-south"]


def test_without_an_area_every_officer_is_offered_rather_than_one_guessed(exshire: Pack) -> None:
    found = offers(exshire, ["ehpo"], now=moment("2026-11-24T10:00"))
    assert {each.contact.id for each in found} == {"exshire.ehpo-north", "exshire.ehpo-south"}


def test_a_contact_without_a_number_is_never_the_one_to_ring(exshire: Pack) -> None:
    found = offers(exshire, ["ehpo"], now=moment("2026-11-24T10:00"), place=Place(area="south"))
    assert ring_first(found) is None


def test_a_special_day_goes_before_the_weekly_hours(packs: Path) -> None:
    file = packs / "exshire" / "authority.yaml"
    file.write_text(
        file.read_text()
        + 'special_days:\n  - {contact: exshire.duty, day: 2026-12-24, opens: "08:30", closes: "12:00"}\n'
        + "  - {contact: exshire.duty, day: 2026-12-31}\n"
    )
    pack = load_knowledge(packs).packs["exshire"]
    duty = pack.contacts_by_id["exshire.duty"]
    assert offer(duty, pack, now=moment("2026-12-24T12:00")).answering == "closed"
    assert offer(duty, pack, now=moment("2026-12-31T10:00")).answering == "closed"
