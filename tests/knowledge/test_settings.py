"""A school or an area typed by hand: sure means sure, unsure means asking."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.directory import Place
from knowledge.load import load_knowledge
from knowledge.pack import Pack
from knowledge.settings import find_area, find_setting


@pytest.fixture
def exshire(packs: Path) -> Pack:
    return load_knowledge(packs).packs["exshire"]


@pytest.mark.parametrize("typed", ["Hill Primary School", "hill primary school", "hill-primary", "Hill Primary Shcool"])
def test_a_name_near_enough_is_that_school(exshire: Pack, typed: str) -> None:
    assert find_setting(exshire, typed).place == Place(area="north", setting="hill-primary", setting_type="school")


def test_a_name_between_two_schools_is_asked_about(exshire: Pack) -> None:
    found = find_setting(exshire, "primary school")
    assert found.place is None
    assert set(found.candidates) == {"Hill Primary School", "Mill Primary School"}


@pytest.mark.parametrize("typed", ["zzzz", ""])
def test_a_name_near_nothing_finds_nothing(exshire: Pack, typed: str) -> None:
    found = find_setting(exshire, typed)
    assert (found.place, found.candidates) == (None, ())


@pytest.mark.parametrize(("typed", "area"), [("North Exshire", "north"), ("exford", "north"), ("Wyeton", "south")])
def test_a_town_leads_to_its_area(exshire: Pack, typed: str, area: str) -> None:
    assert find_area(exshire, typed).place == Place(area=area)
