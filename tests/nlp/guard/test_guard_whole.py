"""The guard as a whole: what it hands back, how it rewords, and how it is measured."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.guard import Identifier
from nlp.guard.identifier import without_overlaps
from nlp.guard.measure import measure


def test_p2_details_in_one_message_come_in_order_and_do_not_overlap(identifiers):
    found = identifiers("Kacper, dob 04/02/2014, 8 Weaver Terrace HX48 3NB, ring mum on 07700 900331")
    assert [one.type for one in found] == ["PERSON", "DATE_OF_BIRTH", "ADDRESS", "POSTCODE", "PHONE"]
    assert all(before.end <= after.start for before, after in pairwise(found))


def test_each_detail_says_why_in_plain_words(identifiers):
    assert [one.why for one in identifiers("kacper on 07700 900331")] == [
        "looks like a name",
        "looks like a telephone number",
    ]


def test_one_that_stops_is_kept_before_a_warning_and_a_shape_before_a_name():
    warning = Identifier(0, 9, "COMBINATION", "", stops=False)
    name, shape = Identifier(0, 5, "PERSON", ""), Identifier(2, 6, "HANDLE", "")
    assert without_overlaps([warning, name, shape]) == (shape,)


@pytest.mark.parametrize(
    ("text", "reworded"),
    [
        ("Kacper is hungry. Kacper cries.", "The child is hungry. the child cries."),
        ("zuzanna and kacper at Copperas Mill Primary", "The child and [person 2] at [school]"),
        ("his mum Shaz rang from 07700 900331", "his mum rang from [phone]"),
        ("no names here", "no names here"),
    ],
)
def test_p2_the_message_can_be_offered_again_without_those_words(guard, identifiers, text, reworded):
    assert guard.reword(text, identifiers(text)) == reworded


@pytest.mark.parametrize(
    "text",
    [
        "Zainab Hussain was hit by her uncle Tariq on Monday",
        "tyrell and his sister shanice, 14 Acacia Avenue, OL1 2AB",
        "Call Mrs O'Brien on 0113 496 0774 about Ellie-Mae (12/03/2015)",
    ],
)
def test_p2_a_reworded_message_is_not_stopped_again(guard, identifiers, text):
    again = guard.reword(text, identifiers(text))
    assert [found for found in identifiers(again) if found.stops] == []


def test_a_combination_that_points_at_one_child_is_a_warning(identifiers):
    (found,) = identifiers("She is the only Year 6 girl in a wheelchair at our place")
    assert (found.type, found.stops) == ("COMBINATION", False)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80))
def test_p2_any_text_at_all_gives_offsets_inside_it(identifiers, text):
    for found in identifiers(text):
        assert 0 <= found.start < found.end <= len(text)


def test_measuring_counts_by_type_origin_and_case(identifiers):
    rows = [
        {"text": "kacper is hungry", "spans": [{"start": 0, "end": 6, "type": "PERSON"}], "origin": "eastern_european"},
        {"text": "Ring 07700 900331", "spans": [{"start": 5, "end": 17, "type": "PHONE"}], "origin": None},
        {"text": "he is hungry", "spans": [], "origin": None},
    ]
    table = measure(identifiers, rows)
    assert (table.stopped.found, table.stopped.of) == (2, 2)
    assert (table.falsely_stopped.found, table.falsely_stopped.of) == (0, 1)
    assert {line.what for line in table.lines} == {
        "all shapes",
        "case small letters",
        "origin eastern_european",
        "type PERSON",
        "type PHONE",
    }
    assert "type PERSON" in str(table)
