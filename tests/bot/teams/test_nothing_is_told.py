"""Nothing typed is found anywhere afterwards: not in a log, not in the store, not in the metrics (promise P2)."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.teams.quiet import TALKERS, hush

from ..web.fake_house import NAME
from .conftest import Answer, Teams
from .reading import button, buttons

CANARY = "xylophone-canary"


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Every logger at its most talkative, as an operator may set them."""
    caplog.set_level(logging.DEBUG)
    hush()
    return caplog


def written_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_no_word_of_a_conversation_is_kept(teams: Teams, heard: pytest.LogCaptureFixture) -> None:
    teams.says(f"always hungry {CANARY}")
    teams.says(f"{NAME} {CANARY}")
    teams.presses(button(teams.card, "Send it without those words"), resend=f"the child {CANARY}")
    teams.presses(button(teams.card, "Send it without those words"), resend=f"kaboom {CANARY}")
    teams.says("", value={"verb": "resend", "resend": f"hungry {CANARY}"})

    for place in (heard.text, teams.desk.metrics.page().decode(), written_in(teams.folder).decode("latin-1")):
        assert CANARY not in place
        assert NAME not in place


@pytest.mark.parametrize("status", [400, 429, 500])
def test_a_connector_that_fails_makes_nobody_tell(teams: Teams, heard: pytest.LogCaptureFixture, status: int) -> None:
    teams.platform.script = [Answer(status, {"Retry-After": "60"}, CANARY.encode())]
    assert teams.says(f"kaboom hungry {CANARY}") == 503
    assert CANARY not in heard.text
    assert teams.person not in heard.text
    assert "status" in heard.text


def test_an_activity_that_cannot_be_read_is_not_quoted(teams: Teams, heard: pytest.LogCaptureFixture) -> None:
    teams.delivers(teams.activity("message", text={"not": CANARY}))
    teams.delivers(teams.activity(CANARY, text=CANARY))
    teams.post(teams.activity("message", text=CANARY), authorization=f"Bearer {CANARY}")
    assert CANARY not in heard.text
    assert "could not be read" in heard.text


def test_no_id_of_a_person_or_a_conversation_is_logged_or_kept_readable(
    teams: Teams, heard: pytest.LogCaptureFixture
) -> None:
    teams.says("always hungry")
    for place in (heard.text, written_in(teams.folder).decode("latin-1")):
        assert teams.person not in place
        assert "conversation-personal" not in place


@pytest.mark.parametrize("name", TALKERS)
def test_the_sdks_loggers_stay_silent_whatever_sets_them_louder(name: str, caplog: pytest.LogCaptureFixture) -> None:
    hush()
    caplog.set_level(logging.DEBUG)
    logger = logging.getLogger(name)
    logger.setLevel(logging.DEBUG)
    logger.error(CANARY)
    hush()
    assert caplog.text == ""


def test_a_button_carries_ids_and_never_a_word(teams: Teams) -> None:
    teams.says(f"always hungry {CANARY}")
    assert CANARY not in str([(each.get("data"), each.get("fallback")) for each in buttons(teams.card)])
