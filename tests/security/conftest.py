"""Attacks on the app as a stranger, a practitioner, an officer and another tenant could bring them.

The doors are those of the other tests: Slack and Teams as they sign, a studio with four officers, the chat page.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.web.app import create_app

from ..bot.desks import desk_in
from ..bot.slack.conftest import api, slack
from ..bot.teams.conftest import house, pauses, platform, teams
from ..bot.web.conftest import TUESDAY, Page
from ..bot.web.fake_house import house as fake_house
from ..bot.web.studio.conftest import editor, make, place

__all__ = ["api", "editor", "house", "make", "page", "pauses", "place", "platform", "slack", "teams"]


@pytest.fixture
def page(tmp_path: Path) -> Page:
    """The chat page; a redirect is shown and not followed."""
    folder = tmp_path / "var"
    app = create_app(desk_in(folder, fake_house, lambda: TUESDAY))
    return Page(TestClient(app, follow_redirects=False), folder)
