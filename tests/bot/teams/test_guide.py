"""The installation guide says every setting, and every reason for which somebody is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import Teams
from bot.teams.app import SECRET
from bot.teams.door import ENDPOINT

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "install-teams.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("setting", Teams.model_fields)
def test_every_setting_is_in_the_guide(setting: str) -> None:
    assert f"  {setting}: " in GUIDE


@pytest.mark.parametrize("said", [SECRET, ENDPOINT, "earlyhelp manifest teams", "EARLYHELP_SECRET"])
def test_what_must_be_done_is_in_the_guide(said: str) -> None:
    assert said in GUIDE


def test_every_reason_named_in_the_guide_is_one_that_is_counted() -> None:
    door = (ROOT / "bot" / "teams" / "door.py").read_text(encoding="utf-8")
    counted = set(re.findall(r'Refused\("(\w+)"', door))
    assert set(re.findall(r'why="(\w+)"', GUIDE)) <= counted
