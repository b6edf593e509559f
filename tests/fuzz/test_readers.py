"""What reads files and tokens: whatever they hold, an error is a sentence, and nothing is written beyond."""

from __future__ import annotations

import base64
import json
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from bot.core.conversation import Conversation
from bot.core.house import House
from bot.core.safely import answer_safely
from bot.core.turn import Turn
from flows import engine
from knowledge.edit import NotEditable, edited_contact
from knowledge.errors import EarlyHelpError, KnowledgeErrors
from knowledge.exchange.openreferral.read import Given, draft_of, services_in
from knowledge.exchange.register import COLUMNS, schools_in
from knowledge.exchange.schools import plan, roll_of
from knowledge.releases import archive
from knowledge.schema.contact import ContactFile
from knowledge.schema.place import PlaceFile
from knowledge.strict_yaml import parse, read_text

from ..bot.slack.conftest import TUESDAY
from ..bot.web.fake_house import house as fake_house
from .conftest import Drive
from .strategies import JSON, LINE, TEXT, cut, nearly

HERE = Path("knowledge/exshire/contacts.yaml")
EXSHIRE = Path(__file__).parents[1] / "knowledge" / "exshire" / "exshire"
YAML_SIGNS = st.sampled_from(
    [
        "a: ",
        "- ",
        "  ",
        "\n",
        "{",
        "}",
        "[",
        "]",
        "&a ",
        "*a",
        "!!python/object:os.system ",
        "!t ",
        "<<: ",
        "? ",
        ": ",
        "| ",
        "> ",
        "'",
        '"',
        "#",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "\t",
        "yes",
        "0161",
        "~",
        "\\x00",
        "\u2028",
        "\x85",
        "\ufeff",
        "\x07",
        "\ud800",
        "contacts:\n",
        "id: x\n",
        "[" * 60,
        "{a: " * 50,
        "&a [*a, *a]\n",
    ]
)
YAML = st.lists(st.one_of(YAML_SIGNS, TEXT), max_size=25).map("".join)


def is_a_sentence(error: EarlyHelpError) -> None:
    """Lines that a terminal only shows."""
    assert str(error)
    assert str(error).replace("\n", "").isprintable()


def test_yaml(drive: Drive) -> None:
    def read(text: str) -> None:
        try:
            parse(read_text(text, HERE), ContactFile)
        except KnowledgeErrors as error:
            is_a_sentence(error)

    drive(read, YAML, fast=12)


def test_yaml_that_is_nearly_a_file_of_ours(drive: Drive) -> None:
    text = (EXSHIRE / "contacts.yaml").read_text(encoding="utf-8")

    def read(changed: str) -> None:
        try:
            parse(read_text(changed, HERE), ContactFile)
            edited_contact(changed, "exshire.duty", {"email": "a@b.example"})
        except (KnowledgeErrors, NotEditable, EarlyHelpError) as error:
            is_a_sentence(error)

    places = st.tuples(st.integers(0, len(text)), st.integers(0, 40), YAML)
    drive(read, places.map(lambda at: text[: at[0]] + at[2] + text[at[0] + at[1] :]), fast=6)


def encoded(value: Any) -> str:
    """As a state rides in a button."""
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(value).encode(), 9)).decode().rstrip("=")


STATE = {
    "authority": "oldham",
    "area": "east",
    "heard": [["neglect.recurring-hunger", "present", "child", ["repeated"], "words"]],
    "voiced": [1, 2, 3, 4, 5],
    "near": ["neglect.left-alone"],
    "told": [["neglect.left-alone", "no"]],
    "flow": "oldham.early-help|00000000|oldham|agree|",
    "offered": ["walk"],
    "not_names": ["abc"],
    "noting": ["other"],
}
PRESSED = st.sampled_from(
    ["help", "walk", "note", "calls", "wrong", "danger", "told:x:yes", "drop:x", "restore:x", "step:yes", "missing"]
)


def test_states_of_conversations(drive: Drive) -> None:
    """A button's state was ours when it left, and is anybody's on its way."""
    house: House = fake_house()

    def read(given: tuple[str, str]) -> None:
        state, choice = given
        assert isinstance(Conversation.decode(state), Conversation)
        for turn in (Turn(choice=choice, state=state), Turn(typed="2", state=state)):
            reply = answer_safely(turn, house, now=TUESDAY).reply
            assert reply.headline
            reply.headline.encode()
            assert len(Conversation.decode(reply.state).encode()) <= 4000

    made = st.one_of(nearly(STATE).map(encoded), cut(encoded(STATE)), JSON.map(encoded), TEXT)
    drive(read, st.tuples(made, PRESSED), fast=15)


def test_states_that_would_unpack_to_gigabytes() -> None:
    bomb = base64.urlsafe_b64encode(zlib.compress(b"[" + b" " * 4_000_000, 9)[:2900]).decode()
    assert Conversation.decode(bomb) == Conversation()


def test_states_of_flows(drive: Drive) -> None:
    library = fake_house().flows
    flow = next(iter(library.flows))
    sound = engine.encode(engine.start(library, flow))

    def read(given: tuple[str, str]) -> None:
        text, choice = given
        found = engine.decode(library, text)
        if not isinstance(found, engine.Unreadable):
            after = engine.step(library, found.state, choice)
            assert engine.view(library, after)
            assert not isinstance(engine.decode(library, engine.encode(after)), engine.Unreadable)

    drive(read, st.tuples(st.one_of(cut(sound), TEXT), st.one_of(TEXT, PRESSED)), fast=12)


SERVICE = {
    "id": "s1",
    "name": "Duty team",
    "status": "active",
    "description": "Advice",
    "url": "https://a.example",
    "email": "a@b.example",
    "contacts": [
        {
            "id": "c",
            "title": "t",
            "department": "d",
            "email": "x@y.example",
            "phones": [{"id": "p", "number": "0161 770 7777"}],
        }
    ],
    "phones": [{"id": "p", "number": "0161 770 7777", "description": "duty"}],
    "schedules": [{"id": "h", "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "17:00"}],
    "service_areas": [{"id": "a", "name": "North"}],
    "attributes": [
        {"id": "1", "link_type": "escalation_order", "value": "2", "taxonomy_term": {"taxonomy": "earlyhelp"}}
    ],
}


def test_open_referral(tmp_path: Path, drive: Drive) -> None:
    import datetime as dt

    from bot.commands.import_ import draft_text
    from knowledge.load import load_knowledge

    pack = load_knowledge(EXSHIRE.parent).pack("exshire")
    file, given = tmp_path / "services.json", Given("open-referral", "The partnership", dt.date(2027, 1, 1))

    def read(found: Any) -> None:
        file.write_text(json.dumps(found))
        try:
            text = draft_text(draft_of(services_in(file), pack, given), tmp_path / "draft.yaml")
            read_text(text, HERE)
        except EarlyHelpError as error:
            is_a_sentence(error)

    drive(read, st.one_of(nearly(SERVICE, [SERVICE], {"contents": [SERVICE]}), JSON), fast=12)


HEADER = ",".join(COLUMNS.values())
ROW = [
    "123456",
    "St Mary's",
    "Exshire",
    "Community school",
    "Open",
    "Primary",
    "North",
    "",
    "Exford",
    "Exshire",
    "North ward",
]


def test_the_register_of_schools(tmp_path: Path, drive: Drive) -> None:
    file = tmp_path / "edubase.csv"
    places = parse(read_text((EXSHIRE / "places.yaml").read_text(encoding="utf-8"), HERE), PlaceFile)

    def read(body: bytes) -> None:
        file.write_bytes(body)
        try:
            assert plan(roll_of(schools_in(file), "Exshire"), places, source="register")
        except EarlyHelpError as error:
            is_a_sentence(error)

    cells = st.lists(st.one_of(LINE, st.sampled_from(ROW)), min_size=len(ROW), max_size=len(ROW))
    quoted = cells.map(lambda row: ",".join('"' + each.replace('"', '""') + '"' for each in row))
    rows = st.lists(quoted, max_size=4).map(lambda found: "\r\n".join([HEADER, ",".join(ROW), *found]).encode())
    packed = st.binary(max_size=200).map(b"PK\x03\x04".__add__)
    drive(
        read,
        st.one_of(rows, st.binary(max_size=300), packed, LINE.map(lambda text: f"{HEADER}\n{text}".encode())),
        fast=25,
    )


def sound_archive(method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as opened:
        for name in ("knowledge/release.yaml", "knowledge/exshire/contacts.yaml", "flows/exshire/early-help.yaml"):
            opened.writestr(name, f"# {name}\n" * 50)
    return out.getvalue()


@st.composite
def flipped(draw: st.DrawFn) -> bytes:
    """A sound archive, packed in any way, with bytes changed, or cut off."""
    method = draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]))
    found = bytearray(sound_archive(method))
    for _ in range(draw(st.integers(0, 8))):
        found[draw(st.integers(0, len(found) - 1))] = draw(st.integers(0, 255))
    return bytes(found[: draw(st.integers(0, len(found)))] if draw(st.booleans()) else found)


@st.composite
def named(draw: st.DrawFn) -> bytes:
    """An archive with names of its own choice."""
    out = BytesIO()
    parts = st.one_of(
        LINE,
        st.sampled_from(["knowledge", "flows", "..", ".", "", "/", "x.yaml", "C:", "\\", "~", "CON", "x\x00.yaml"]),
    )
    with zipfile.ZipFile(out, "w") as opened:
        for name in draw(st.lists(st.lists(parts, max_size=4).map("/".join), max_size=3, unique=True)):
            if name.partition("\x00")[0] not in {"", *opened.NameToInfo}:
                opened.writestr(name, draw(LINE))
    return out.getvalue()


def test_release_archives(tmp_path: Path, drive: Drive) -> None:
    def read(body: bytes) -> None:
        target = tmp_path / "releases" / "new"
        try:
            files = archive.contents(body)
        except EarlyHelpError as error:
            is_a_sentence(error)
            return
        for name, _ in files:
            assert (target / name).resolve().is_relative_to(target.resolve())
            assert name.endswith(".yaml")

    drive(read, st.one_of(flipped(), named(), st.binary(max_size=200)), fast=15)
