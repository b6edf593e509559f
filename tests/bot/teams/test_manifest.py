"""The package for a Teams administrator: what Microsoft's schema 1.30 asks of it, and what Teams asks of its icons."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.commands import cli
from bot.core.typed import COMMANDS as UNDERSTOOD
from bot.settings import GUID, NotConfigured, Teams
from bot.teams.handlers import ASKS_FOR_PLACE
from bot.teams.icons import colour_icon, outline_icon
from bot.teams.manifest import manifest, package
from bot.teams.words import PROMPTS
from flows.typed import plain

APP_ID = "11111111-2222-3333-4444-555555555555"
TEAMS = Teams(app_id=APP_ID, publisher="Exshire Council", address="https://earlyhelp.exshire.example/")
REQUIRED = {"manifestVersion", "version", "id", "developer", "name", "description", "icons", "accentColor"}
KNOWN = REQUIRED | {"$schema", "localizationInfo", "bots", "validDomains", "defaultInstallScope"}
LONGEST = {
    "developer.name": 32,
    "name.short": 30,
    "name.full": 100,
    "description.short": 80,
    "description.full": 4000,
    "version": 256,
}
COMMAND_TITLE, COMMAND_SAYS, MOST_COMMANDS = 32, 128, 12
"""Shorter than the schema of today allows: what every client shows whole."""


@pytest.fixture
def made() -> dict[str, Any]:
    return manifest(TEAMS)


def test_it_has_every_field_that_is_required_and_none_that_is_not_known(made: dict[str, Any]) -> None:
    assert set(made) >= REQUIRED
    assert set(made) <= KNOWN
    assert set(made["developer"]) == {"name", "websiteUrl", "privacyUrl", "termsOfUseUrl"}
    assert set(made["icons"]) == {"color", "outline"}


def test_the_schema_and_its_version_are_the_same(made: dict[str, Any]) -> None:
    assert f"/v{made['manifestVersion']}/MicrosoftTeams.schema.json" in made["$schema"]


@pytest.mark.parametrize(("path", "longest"), LONGEST.items())
def test_no_text_is_longer_than_teams_takes(made: dict[str, Any], path: str, longest: int) -> None:
    found: Any = made
    for name in path.split("."):
        found = found[name]
    assert 0 < len(found) <= longest


def test_ids_versions_colours_and_addresses_have_the_shape_asked_for(made: dict[str, Any]) -> None:
    assert re.fullmatch(GUID, made["id"])
    assert re.fullmatch(GUID, made["bots"][0]["botId"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", made["version"])
    assert re.fullmatch("#[0-9A-F]{6}", made["accentColor"])
    assert re.fullmatch("[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8}){0,2}", made["localizationInfo"]["defaultLanguageTag"])
    for name in ("websiteUrl", "privacyUrl", "termsOfUseUrl"):
        assert made["developer"][name].startswith("https://earlyhelp.exshire.example")
        assert "//about" not in made["developer"][name]


def test_the_bot_can_be_met_where_we_answer(made: dict[str, Any]) -> None:
    (bot,) = made["bots"]
    assert set(bot["scopes"]) == {"personal", "team", "groupChat"}
    assert made["defaultInstallScope"] == "personal"
    assert not bot["supportsFiles"]


def test_it_asks_for_no_permission(made: dict[str, Any]) -> None:
    assert {"permissions", "authorization", "webApplicationInfo", "devicePermissions"} & set(made) == set()


def test_commands_are_few_and_short(made: dict[str, Any]) -> None:
    (listed,) = made["bots"][0]["commandLists"]
    assert len(listed["commands"]) <= MOST_COMMANDS
    for command in listed["commands"]:
        assert len(command["title"]) <= COMMAND_TITLE
        assert len(command["description"]) <= COMMAND_SAYS
    assert [each["title"] for each in listed["commands"] if each.get("type") == "prompt"] == ["A worry about a child"]


def test_every_command_and_every_prompt_is_understood_when_typed(made: dict[str, Any]) -> None:
    listed = [each["title"] for each in made["bots"][0]["commandLists"][0]["commands"] if "prompt" not in each]
    for words in (*listed, *PROMPTS):
        assert plain(words) in {*UNDERSTOOD, *ASKS_FOR_PLACE}, words


def test_the_zip_holds_the_manifest_and_the_icons_at_its_top() -> None:
    archive = zipfile.ZipFile(io.BytesIO(package(TEAMS)))
    made = json.loads(archive.read("manifest.json"))
    assert set(archive.namelist()) == {"manifest.json", made["icons"]["color"], made["icons"]["outline"]}
    assert archive.read("color.png") == colour_icon()


def test_the_same_settings_make_the_same_file() -> None:
    assert package(TEAMS) == package(TEAMS)


def pixels(png: bytes) -> tuple[int, list[tuple[int, ...]]]:
    """Width, and red, green, blue and opacity of each pixel. Checks every chunk on the way."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        data = png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(name + data)
        chunks[name], at = data, at + 12 + length
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    assert width == height
    rows, wide = zlib.decompress(chunks[b"IDAT"]), width * 4 + 1
    flat = b"".join(rows[y * wide + 1 : (y + 1) * wide] for y in range(height))
    return width, [tuple(flat[i : i + 4]) for i in range(0, len(flat), 4)]


def test_the_colour_icon_is_192_wide_and_nowhere_transparent() -> None:
    width, found = pixels(colour_icon())
    assert width == 192
    assert {opacity for *_, opacity in found} == {255}


def test_the_sign_on_the_colour_icon_keeps_to_the_middle() -> None:
    width, found = pixels(colour_icon())
    edge = found[0]
    marked = [(i % width, i // width) for i, pixel in enumerate(found) if pixel != edge]
    assert all(36 <= x < 156 and 36 <= y < 156 for x, y in marked)


def test_the_outline_icon_is_32_wide_and_white_on_nothing() -> None:
    width, found = pixels(outline_icon())
    assert width == 32
    assert {pixel[:3] for pixel in found} == {(255, 255, 255)}
    assert {0, 255} <= {opacity for *_, opacity in found}
    assert found[0][3] == found[-1][3] == 0


@pytest.mark.parametrize("missing", ["app_id", "publisher", "address"])
def test_a_missing_setting_is_a_sentence(missing: str) -> None:
    with pytest.raises(NotConfigured, match=r"teams\.publisher"):
        package(TEAMS.model_copy(update={missing: None}))


def test_the_command_writes_the_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = type("Settings", (), {"teams": TEAMS})()
    monkeypatch.setattr("bot.commands.manifest.settings", lambda: settings)
    target = tmp_path / "app.zip"
    result = CliRunner().invoke(cli, ["manifest", "teams", "--output", str(target)])
    assert result.exit_code == 0
    assert target.read_bytes() == package(TEAMS)
    assert result.stdout == ""
