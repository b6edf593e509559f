"""Nothing typed is found anywhere afterwards: not in a log, not in the store, not in the metrics (promise P2)."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.slack.quiet import TALKERS, hush

from ..web.fake_house import NAME
from .conftest import TEAM, USER, Slack, direct, mention, press

CANARY = "xylophone-canary"
TEXT = f"always hungry {CANARY}"


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Every logger at its most talkative, as an operator may set them."""
    caplog.set_level(logging.DEBUG)
    for name in TALKERS:
        logging.getLogger(name).setLevel(logging.DEBUG)
    hush()
    return caplog


def found_in(slack: Slack, heard: pytest.LogCaptureFixture, word: str) -> list[str]:
    """Where a word can be found."""
    places = {
        "logs": heard.text,
        "metrics": slack.desk.metrics.page().decode(),
        "files": b"".join(_bytes(file) for file in slack.folder.rglob("*")).decode("latin-1"),
    }
    return [place for place, held in places.items() if word in held]


def _bytes(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def test_no_word_of_a_conversation_is_kept(slack: Slack, heard: pytest.LogCaptureFixture) -> None:
    slack.says(TEXT, ts="11.1")
    stopped = slack.says(f"{NAME} {CANARY}")
    slack.presses(stopped, "resend", fields={"resend-text-0": f"the child {CANARY}"})
    slack.says(f"kaboom {CANARY}")
    slack.send(mention(TEXT))
    slack.command(TEXT)
    slack.interact(press({"type": "button", "action_id": "choice-1", "value": f"{CANARY} {CANARY}"}))
    slack.interact(press({"type": "feedback_buttons", "action_id": "feedback", "value": f"helpful {CANARY}"}))

    for word in (CANARY, NAME):
        assert found_in(slack, heard, word) == []


@pytest.mark.parametrize("failure", ["500", "html", "no json", "invalid_auth", CANARY, f"{CANARY.replace('-', '_')}"])
def test_a_slack_that_fails_makes_nobody_tell(slack: Slack, heard: pytest.LogCaptureFixture, failure: str) -> None:
    slack.api.fail["chat.postMessage"] = [failure] * 3
    assert slack.send(direct(TEXT)).status_code == 503
    assert found_in(slack, heard, CANARY) == []
    assert "An answer was not delivered" in heard.text


def test_what_cannot_be_read_is_not_quoted(slack: Slack, heard: pytest.LogCaptureFixture) -> None:
    slack.post(f"{{nope {CANARY}".encode(), kind="application/json")
    slack.post(CANARY.encode(), kind="application/json", secret="another")
    slack.interact({"type": "block_actions", "actions": [{"action_id": CANARY}], "user": [CANARY], "team": CANARY})
    slack.interact({"type": "workflow_step_edit", "callback_id": CANARY, "team": {"id": TEAM}})
    slack.send({"type": CANARY, "team_id": TEAM, "event": {"type": CANARY}})
    assert found_in(slack, heard, CANARY) == []


def test_no_id_of_a_person_is_logged_or_kept_readable(slack: Slack, heard: pytest.LogCaptureFixture) -> None:
    slack.says("always hungry")
    slack.api.fail["chat.postMessage"] = ["500"] * 3
    slack.send(direct("always hungry"))
    assert found_in(slack, heard, USER) == []


def test_the_token_and_the_secret_are_never_shown(slack: Slack, heard: pytest.LogCaptureFixture) -> None:
    from .conftest import SECRET
    from .fake_slack import BOT_TOKEN

    slack.says("always hungry")
    slack.api.fail["chat.postMessage"] = ["invalid_auth"]
    slack.send(direct("always hungry"))
    for word in (BOT_TOKEN, SECRET):
        assert found_in(slack, heard, word) == []


def test_a_logger_of_the_sdk_that_is_woken_stays_silent(heard: pytest.LogCaptureFixture) -> None:
    for name in TALKERS:
        logging.getLogger(f"{name}.of_a_part").error(CANARY)
        logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger(name).error("It said %s", CANARY)
    assert CANARY not in heard.text
