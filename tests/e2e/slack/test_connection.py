"""The connection of Socket Mode: lost, killed, stopped, and made again, with the made-up reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

pytest.importorskip("playwright.sync_api", reason="Install playwright to drive a browser.")

from playwright.sync_api import Page, expect

from ..network import Network
from .driving import answer, answers, ask, labels, press
from .workspace import MADE_UP, START_SECONDS, Workspace, workspace

pytestmark = pytest.mark.e2e

Open = Callable[[Workspace], Page]
EARLY = "Year 4 boy, always hungry"


@pytest.fixture(scope="module")
def empty(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace to which no bot is connected yet."""
    with workspace("socket", tmp_path_factory.mktemp("connection"), network) as found:
        yield found
        assert found.seen()["wrong"] == []


def test_killed_stopped_and_started_again_the_conversation_goes_on(empty: Workspace, window: Open) -> None:
    first = empty.start(*MADE_UP, "slack")
    page = window(empty)
    thread = ask(page, EARLY)
    press(answer(thread, 1), "Oldham")
    press(answer(thread, 1), "Walk me through it")
    step = answer(thread, 2)
    expect(step).to_contain_text("Step 1 of")

    empty.breaks("chat.postMessage", "hold")
    empty.says("another one, always hungry")
    assert empty.wait("held")
    first.kill()
    empty.tell(release=True)

    second = empty.start("--later", "60", *MADE_UP, "slack")
    press(step, labels(step)[0])
    expect(step).not_to_contain_text("Step 1 of")
    assert empty.again() == 1
    empty.wait_for("chat.postMessage", times=3)
    assert empty.wait("waiting-none")
    assert answers(thread).count() == 2
    assert len([each for each in empty.shown() if each.get("bot_id")]) == 3

    empty.breaks("chat.postMessage", "slow")
    empty.says("a third one, always hungry")
    assert empty.wait("begun", "chat.postMessage", times=4)
    assert second.stop(), second.log
    assert empty.wait("waiting-none"), "it was answered and acknowledged before it went"
    assert len([each for each in empty.shown() if each.get("bot_id")]) == 4


def test_a_lost_connection_is_made_again(empty: Workspace) -> None:
    empty.fresh()
    empty.start(*MADE_UP, "slack")
    empty.tell(disconnect=True)
    assert empty.wait("connected", times=1)
    empty.says("always hungry")
    empty.wait_for("chat.postMessage")
    assert len([each for each in empty.shown() if each.get("bot_id")]) == 1


@pytest.mark.parametrize("token", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_a_wrong_token_is_a_sentence(empty: Workspace, token: str) -> None:
    refused = empty.start(*MADE_UP, "slack", wait=False, **{token: "xoxb-of-somebody-else"})
    assert refused.running.wait(START_SECONDS) == 2
    assert "Slack refused a token: invalid_auth. See docs/install-slack.md." in refused.log
    assert "xoxb-of-somebody-else" not in refused.log
