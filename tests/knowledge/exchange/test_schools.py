"""What an extract would change: only open schools, only sure areas, and nothing that was written by hand."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from knowledge.exchange.places_text import with_plan, with_source
from knowledge.exchange.register import COLUMNS, School
from knowledge.exchange.schools import NoSuchAuthority, Plan, find_area, plan, roll_of, setting_type
from knowledge.schema.common import Source
from knowledge.schema.place import PlaceFile
from knowledge.strict_yaml import parse, read_text
from tests.knowledge.exchange.extract import row

PLACES = """# Kept by hand.
area_word: district
how_to_find_yours: Ask the council.
areas:
  - {id: north, name: North Exshire, towns: [Exford, Mossend], status: as_published, source: {ref: guide}}
  - {id: south, name: South Exshire, towns: [Wyeton], status: as_published, source: {ref: guide}}
settings:
  # The one with the orchard.
  - id: hill-primary
    name: Hill Primary School
    also_called: [Hillside]   # people still say it
    urn: "100009"
    type: school
    area: south
    contact: exshire.duty
    source:
      ref: guide
  - {id: mill-primary, name: Mill Primary School, type: school, source: {ref: guide}}
  # Nothing after this.
not_served: [Farland]
"""


def school(**changes: str) -> School:
    data = row(**changes)
    return School(**{field.name: data.get(COLUMNS[field.name], "") for field in fields(School)})


def places(text: str = PLACES) -> PlaceFile:
    return parse(read_text(text, Path("places.yaml")), PlaceFile)


def planned(*schools: School, text: str = PLACES) -> Plan:
    return plan(roll_of(schools, "Exshire"), places(text), source="register")


def written(*schools: School, text: str = PLACES, remove_closed: bool = False) -> str:
    return with_plan(text, planned(*schools, text=text), remove_closed=remove_closed)


def test_an_open_school_of_the_authority_is_new() -> None:
    (new,) = planned(school()).added
    assert (new.id, new.name, new.urn, new.type, new.area) == (
        "brook-primary-school", "Brook Primary School", "100001", "school", "north",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({"authority": "Elsewhere"}, 1),
        ({"status": "Closed"}, 1),
        ({"status": "Proposed to open"}, 1),
        ({"status": "Open, but proposed to close"}, 2),
        ({"authority": "EXSHIRE"}, 2),
    ],
    ids=["elsewhere", "closed", "not yet open", "open for now", "capitals"],
)
def test_only_open_schools_of_the_authority_are_taken(changes: dict[str, str], counts: int) -> None:
    assert len(planned(school(), school(urn="100002", **changes)).added) == counts


def test_an_authority_that_is_not_in_the_file_is_told_with_the_nearest() -> None:
    with pytest.raises(NoSuchAuthority, match=r"no open school of 'Exshir'\. Did you mean 'Exshire'\?"):
        roll_of([school()], "Exshir")


@pytest.mark.parametrize(
    ("kind", "phase", "ours"),
    [
        ("Community school", "Primary", "school"),
        ("Academy converter", "Secondary", "school"),
        ("Pupil referral unit", "Not applicable", "school"),
        ("Free schools special", "Not applicable", "school"),
        ("Other independent school", "Not applicable", "school"),
        ("Local authority nursery school", "Nursery", "nursery"),
        ("Children's centre", "Not applicable", "childrens-centre"),
        ("Children's centre linked site", "Not applicable", "childrens-centre"),
        ("Further education", "16 plus", "college"),
        ("Free schools 16 to 19", "16 plus", "college"),
        ("Special post 16 institution", "Not applicable", "college"),
        ("University technical college", "Secondary", "school"),
        ("Higher education institutions", "Not applicable", None),
        ("British schools overseas", "Not applicable", None),
        ("Secure units", "Not applicable", None),
        ("Online provider", "Not applicable", None),
    ],
)
def test_types_of_establishment_are_our_settings(kind: str, phase: str, ours: str | None) -> None:
    assert setting_type(school(kind=kind, phase=phase)) == ours


def test_types_that_are_no_setting_are_counted_and_left_out() -> None:
    found = planned(school(), school(urn="100002", kind="Higher education institutions"))
    assert found.left_out == {"Higher education institutions": 1}


@pytest.mark.parametrize(
    ("where", "area", "says"),
    [
        ({"town": "Exford", "ward": "Exford East"}, "north", ""),
        ({"town": "Exford", "ward": ""}, "north", ""),
        ({"town": "Bigcity", "ward": "Wyeton and Marsh"}, "south", ""),
        ({"town": "Bigcity", "ward": "St Peter's", "locality": "Wyeton"}, "south", ""),
        ({"town": "Bigcity", "ward": "St Peter's", "district": "Wyeton"}, "south", ""),
        ({"town": "Exford", "ward": "St Peter's"}, None, "post town Exford would say north"),
        ({"town": "Exford", "ward": "Wyeton"}, None, "points to north and south"),
        ({"town": "Bigcity", "ward": "St Peter's"}, None, ""),
        ({"town": "Bigcity", "ward": "Wyetonside"}, None, ""),
        ({"town": "Bigcity", "ward": "North Exshire"}, None, ""),
    ],
    ids=["ward and town", "no ward", "ward", "locality", "district", "post town only", "two areas", "nothing",
         "part of a word", "the name of an area is no town"],
)  # fmt: skip
def test_an_area_is_found_or_told_and_never_guessed(where: dict[str, str], area: str | None, says: str) -> None:
    found = find_area(school(**where), places().areas)
    assert found.area == area
    assert says in found.why
    assert bool(found.why) == bool(says)


def test_a_known_school_is_updated_by_its_number_and_what_was_written_by_hand_stays() -> None:
    text = written(school(urn="100009", name="Hill Church of England Primary School"))
    assert text == PLACES.replace("name: Hill Primary School", "name: Hill Church of England Primary School")


def test_an_area_written_by_hand_stays_and_a_disagreement_is_told() -> None:
    found = planned(school(urn="100009", name="Hill Primary School"))
    assert found.changes == ()
    assert [each.why for each in found.unsure] == ["Its area is south here, and its address says north. Kept."]


def test_an_entry_without_a_number_is_known_by_its_name_and_gets_one() -> None:
    text = written(school(urn="100007", name="Mill Primary School"))
    assert "{id: mill-primary" in text
    assert {each.id: (each.urn, each.area) for each in places(text).settings}["mill-primary"] == ("100007", "north")


def test_two_schools_of_the_same_name_are_asked_about() -> None:
    found = planned(school(urn="100007", name="Mill Primary School"), school(urn="100008", name="MILL Primary School"))
    assert [each.urn for each in found.unsure if "Is it mill-primary?" in each.why] == ["100007", "100008"]
    assert not [change for change in found.changes if change.key == "urn"]
    assert found.added == ()


def test_a_school_that_became_an_academy_keeps_its_entry_under_the_new_number() -> None:
    old = school(urn="100009", name="Hill Primary School", status="Closed")
    new = school(urn="140001", name="Hill Primary School", kind="Academy converter", town="Wyeton", ward="Wyeton")
    text = written(old, new, remove_closed=True)
    assert text == PLACES.replace("100009", "140001")


def test_another_name_that_people_use_is_not_overwritten() -> None:
    assert planned(school(urn="100009", name="Hillside", ward="Wyeton", town="")).changes == ()


def test_a_closed_school_is_told_and_taken_out_only_when_asked() -> None:
    rows = (school(), school(urn="100009", status="Closed"))
    assert [each.id for each in planned(*rows).closed] == ["hill-primary"]
    assert "hill-primary" in written(*rows)
    text = written(*rows, remove_closed=True)
    assert [each.id for each in places(text).settings] == ["mill-primary", "brook-primary-school"]
    assert "# Nothing after this." in text


def test_a_school_that_is_not_in_the_file_is_told_and_never_taken_out() -> None:
    found = planned(school())
    assert [(each.urn, each.why) for each in found.unsure] == [
        ("100009", "The file has no school with this number here. Nothing was done.")
    ]
    assert "hill-primary" in written(school(), remove_closed=True)


def test_a_second_import_changes_nothing() -> None:
    rows = (school(), school(urn="100009", name="Hill School"), school(urn="100002", name="Mill Primary School"))
    once = written(*rows)
    assert written(*rows, text=once) == once
    assert planned(*rows, text=once).unchanged == 3


def test_schools_of_one_name_get_ids_of_their_own() -> None:
    same = [school(urn=str(100001 + number), town=town) for number, town in enumerate(("Exford", "Wyeton", "Wyeton"))]
    assert [each.id for each in planned(*same).added] == [
        "brook-primary-school", "brook-primary-school-wyeton", "brook-primary-school-100003",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["St Brigid’s: Café & Co", '=HYPERLINK("x")', "yes", "- id: evil", "#1 School", "学校", "A\u2028B School"],
    ids=["marks", "formula", "word", "list", "comment", "no latin letter", "line separator"],
)
def test_whatever_a_school_is_called_the_file_reads_back_the_same(name: str) -> None:
    text = written(school(name=name))
    assert places(text).settings[-1].name == name


@pytest.mark.parametrize(
    "end",
    ["", "settings: []\n"],
    ids=["no settings", "an empty list"],
)
def test_the_first_schools_of_a_pack_are_written(end: str) -> None:
    text = PLACES.split("settings:", maxsplit=1)[0] + end
    assert [each.name for each in places(written(school(), text=text)).settings] == ["Brook Primary School"]


def test_windows_line_ends_stay() -> None:
    text = written(school(), text=PLACES.replace("\n", "\r\n"))
    assert text.count("\n") == text.count("\r\n") > PLACES.count("\n")


def test_the_register_is_added_to_the_sources_once_and_then_dated_anew() -> None:
    def source(dated: str) -> Source:
        return Source(id="register", title="The register", publisher="DfE", dated=dated, standing="current")

    first = 'sources:\n  - {id: guide, title: Guide, publisher: Exshire, dated: "2026", standing: current}\n'
    once = with_source(first, source("20 November 2026"))
    assert once.startswith(first)
    assert with_source(once, source("1 May 2027")) == once.replace("20 November 2026", "1 May 2027")
