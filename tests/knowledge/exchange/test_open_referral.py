"""Contacts to Open Referral UK and back: the same contacts, and a sentence for whatever the format cannot hold.

The published JSON Schemas (Open Referral UK profile and HSDS 3.0, compiled `service.json`, CC BY-SA 4.0) are no part of
this project. Where copies lie in the folder that EARLYHELP_OPEN_REFERRAL names, or in ../shared/open-referral, every
exported service is held to them; the shape they ask for is also written out below, so that a slip is found anyhow.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from knowledge.errors import KnowledgeErrors
from knowledge.exchange.openreferral.read import CHOOSE, Draft, Given, draft_of, services_in
from knowledge.exchange.openreferral.write import NOT_HELD, page_of, service
from knowledge.load import load_knowledge
from knowledge.pack import Pack
from knowledge.schema.contact import Contact, ContactFile

GIVEN = Given("their-directory", "The partnership", dt.date(2027, 2, 22))
BESIDE = Path(__file__).parents[4] / "shared" / "open-referral"
FOLDER = Path(os.environ.get("EARLYHELP_OPEN_REFERRAL", BESIDE))
PUBLISHED = sorted(FOLDER.glob("*service.json"))
TEXT = {"type": "string", "minLength": 1}
ID = {"type": "string", "format": "uuid"}


def some(required: tuple[str, ...], **properties: Any) -> dict[str, Any]:
    known = {"id": ID, **properties}
    return {"type": "object", "required": ["id", *required], "properties": known, "additionalProperties": False}


def many(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


PHONE = some(("number",), contact_id=ID, number=TEXT, description=TEXT)
SHAPE = some(
    ("name", "status"),
    name=TEXT,
    description=TEXT,
    status={"enum": ["active", "inactive", "defunct", "temporarily closed"]},
    url={"type": "string", "pattern": "^https?://"},
    email={"type": "string", "format": "email"},
    alert=TEXT,
    assured_date={"type": "string", "format": "date"},
    organization=some(("name", "description"), name=TEXT, description=TEXT),
    contacts=many(some((), service_id=ID, title=TEXT, department=TEXT, email=TEXT, phones=many(PHONE))),
    schedules=many(
        some((), service_id=ID, freq={"enum": ["WEEKLY"]}, interval={"const": 1}, byday=TEXT, opens_at=TEXT,
             closes_at=TEXT, description=TEXT)
    ),
    service_areas=many(some((), service_id=ID, name=TEXT)),
    attributes=many(
        some((), link_id=ID, link_entity=TEXT, link_type=TEXT, value=TEXT,
             taxonomy_term=some(("name", "description"), name=TEXT, description=TEXT, taxonomy=TEXT))
    ),
)  # fmt: skip

PACKS = load_knowledge().packs


def own(pack: Pack) -> tuple[Contact, ...]:
    return tuple(each for each in pack.contacts if each.id.startswith(f"{pack.id}."))


def read_back(pack: Pack) -> Draft:
    return draft_of(page_of(pack, own(pack))["contents"], pack, GIVEN)


def parsed(draft: Draft) -> tuple[Contact, ...]:
    return ContactFile.model_validate({"contacts": draft.contacts}).contacts


def faults(schema: dict[str, Any], data: Any) -> list[str]:
    checker = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{list(error.path)}: {error.message}" for error in checker.iter_errors(data)]


@pytest.mark.parametrize("authority", PACKS)
def test_every_contact_is_a_service_of_the_shape_that_is_asked_for(authority: str) -> None:
    page = page_of(PACKS[authority], own(PACKS[authority]))
    assert page["total_items"] == len(page["contents"]) == len(own(PACKS[authority]))
    assert [fault for each in page["contents"] for fault in faults(SHAPE, each)] == []


@pytest.mark.skipif(not PUBLISHED, reason="the published schemas are not here; see the docstring")
@pytest.mark.parametrize("schema", PUBLISHED, ids=lambda file: file.name)
@pytest.mark.parametrize("authority", PACKS)
def test_every_contact_passes_the_published_schema(authority: str, schema: Path) -> None:
    asked = json.loads(schema.read_text())
    page = page_of(PACKS[authority], own(PACKS[authority]))
    assert [fault for each in page["contents"] for fault in faults(asked, each)] == []
    assert faults(asked, {**page["contents"][0], "status": "busy", "id": "x"}) != []


@pytest.mark.parametrize("authority", PACKS)
def test_export_and_import_give_the_same_contacts_for_what_the_format_holds(authority: str) -> None:
    pack = PACKS[authority]
    not_held = {*NOT_HELD, "checked_on"}
    before = [each.model_dump(exclude=not_held) for each in own(pack)]
    assert [each.model_dump(exclude=not_held) for each in parsed(read_back(pack))] == before


def test_everything_the_format_cannot_hold_is_named() -> None:
    here = {"phones", "hours", "serves", "checked_on", *NOT_HELD}
    held = set(Contact.model_fields) - here
    assert held == {
        "id", "name", "also_called", "role", "department", "email", "url", "how", "purpose", "asks_for_name",
        "respond_within", "escalation_order",
    }  # fmt: skip
    assert here <= set(Contact.model_fields)


@pytest.mark.parametrize("authority", PACKS)
def test_what_comes_back_is_confirmed_by_nobody(authority: str) -> None:
    for contact in parsed(read_back(PACKS[authority])):
        assert (contact.status, contact.checked_on) == ("unconfirmed", None)
        assert (contact.source.ref, contact.owner) == ("their-directory", "The partnership")


def test_ids_are_the_same_on_every_export() -> None:
    pack = PACKS["national"]
    assert page_of(pack, own(pack)) == page_of(pack, own(pack))


def test_no_two_parts_share_an_id() -> None:
    def ids(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            yield from (value for key, value in part.items() if key == "id")
            yield from (
                each
                for key, value in part.items()
                if key not in {"organization", "taxonomy_term"}
                for each in ids(value)
            )
        elif isinstance(part, list):
            yield from (each for item in part for each in ids(item))

    found = [each for pack in PACKS.values() for each in ids(page_of(pack, own(pack))["contents"])]
    assert len(found) == len(set(found))


def test_a_contact_that_was_checked_tells_its_day() -> None:
    pack = PACKS["national"]
    checked = own(pack)[0].model_copy(update={"checked_on": dt.date(2026, 11, 20), "status": "confirmed"})
    written = service(checked, pack)
    assert written["assured_date"] == "2026-11-20"
    assert "alert" not in written


THEIRS = {
    "id": str(uuid.uuid4()),
    "name": "Cafe Counselling",
    "status": "active",
    "description": "Talking   help.",
    "fees": "free",
    "contacts": [{
        "id": str(uuid.uuid4()), "name": "Zebedee Quillfeather", "title": "Manager",
        "phones": [{"id": "1", "number": "(0161) 496-0999", "extension": 7}, {"id": "2", "number": "see website"}],
    }],
    "schedules": [
        {"id": "3", "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00:00Z", "closes_at": "17:00"},
        {"id": "4", "freq": "MONTHLY", "bymonthday": "1", "description": "First of the month"},
    ],
    "service_areas": [{"id": "5", "name": "Atlantis"}],
    "attributes": [{"id": "6", "taxonomy_term": {"id": "7", "name": "n", "description": "d", "taxonomy": "theirs"}}],
}  # fmt: skip


def their_draft(**changes: Any) -> Draft:
    return draft_of([{**THEIRS, **changes}], PACKS["national"], GIVEN)


def test_a_foreign_service_becomes_a_draft_that_asks_for_what_it_does_not_say() -> None:
    (contact,) = their_draft().contacts
    assert contact["role"] == CHOOSE
    assert contact["id"] == "national.cafe-counselling"
    assert contact["for"] == "Talking help."
    assert contact["phones"] == [{"number": "0161 496 0999"}]
    assert contact["hours"] == {
        "kind": "weekly", "weekly": [{"days": ["mon", "tue"], "opens": "09:00", "closes": "17:00"}]
    }  # fmt: skip


def test_a_persons_name_is_left_behind_and_that_is_told() -> None:
    draft = their_draft()
    assert "Quillfeather" not in repr(draft)
    assert "Cafe Counselling: a person's name was left behind on purpose." in draft.left_out


@pytest.mark.parametrize(
    "says",
    ["its role is not known", "'see website' is not a number", "'phone.extension' has no place", "First of the month",
     "'Atlantis' is not an area", "'service.fees' has no place", "1 attributes of other taxonomies"],
)  # fmt: skip
def test_nothing_is_lost_in_silence(says: str) -> None:
    assert any(says in each for each in their_draft().left_out)


def test_the_same_loss_of_many_services_is_one_sentence() -> None:
    many_of_them = [{**THEIRS, "name": f"Service {number}"} for number in range(9)]
    lost = draft_of(many_of_them, PACKS["national"], GIVEN).left_out
    assert "Service 0, Service 1 and 7 more: 'service.fees' has no place in a contact." in lost


def test_a_service_that_is_not_active_is_not_taken() -> None:
    draft = their_draft(status="defunct")
    assert draft.contacts == ()
    assert draft.left_out == ("Cafe Counselling: it is defunct, so it was not taken.",)


@pytest.mark.parametrize("wrap", [lambda each: {"contents": [each]}, lambda each: [each], lambda each: each])
def test_a_page_a_list_and_one_service_are_read(tmp_path: Path, wrap: Any) -> None:
    file = tmp_path / "services.json"
    file.write_text(json.dumps(wrap(THEIRS)), encoding="utf-8-sig")
    assert [each["name"] for each in services_in(file)] == ["Cafe Counselling"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not JSON"),
        (b"{", ":1:2: From here on this is not JSON"),
        (b"URN,Name\n", "not JSON"),
        (b"\xff\xfe\x00", "not a text file"),
        (b"42", "not a list of Open Referral UK services"),
        (b'{"contents": 3}', "not a list of Open Referral UK services"),
        (b'[{"title": "x"}]', "not a list of Open Referral UK services"),
        (b"[" * 100_000, "not JSON"),
    ],
    ids=["empty", "cut short", "csv", "binary", "number", "no list", "no service", "deep"],
)
def test_what_is_no_list_of_services_gets_a_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    with pytest.raises(KnowledgeErrors) as error:
        services_in(file)
    assert says in str(error.value)


@pytest.mark.parametrize("odd", [None, 3, "x", [3], {"a": 1}, [None]], ids=repr)
@pytest.mark.parametrize(
    "key", ["contacts", "phones", "schedules", "service_areas", "attributes", "url", "description"]
)
def test_odd_shapes_are_survived(key: str, odd: Any) -> None:
    assert len(their_draft(**{key: odd}).contacts) == 1
