"""Slack away, slow, full or talking nonsense: nothing is lost after a redelivery, nothing is said twice."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from bot.slack import words
from bot.slack.answering import DELIVER_WITHIN
from bot.slack.outbox import CALL_SECONDS
from bot.store.handled import LEASE, SqliteHandled

from .conftest import TUESDAY, Slack, direct, mention, press, running
from .fake_slack import FakeSlack

EVENT = direct("always hungry", event="EvFault", ts="11.1")
DOWN = ["500"] * 9


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK adds up to a second to what Slack asks it to wait, and pauses before it tries again."""
    monkeypatch.setattr("slack_sdk.http_retry.builtin_async_handlers.random.random", lambda: 0.0)
    monkeypatch.setattr("slack_sdk.http_retry.jitter.random.random", lambda: 0.0)


@pytest.mark.parametrize(
    "failure", ["500", "503", "html", "no json", "invalid_auth", "fatal_error", "channel_not_found"]
)
def test_what_was_not_accepted_is_not_acknowledged_and_answered_when_it_comes_again(slack: Slack, failure: str) -> None:
    slack.api.fail["chat.postMessage"] = [failure] * 2
    assert slack.send(EVENT).status_code == 503
    assert slack.api.answers == []

    slack.api.fail.clear()
    retry = {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_error"}
    assert slack.send(EVENT, **retry).status_code == 200
    assert len(slack.api.answers) == 1


def test_429_is_waited_for_and_answered_once(slack: Slack) -> None:
    slack.api.fail["chat.postMessage"] = ["429", "429"]
    assert slack.send(EVENT).status_code == 200
    assert len(slack.api.answers) == 1


def test_a_slack_that_is_full_for_longer_than_we_wait_gets_the_event_again(slack: Slack) -> None:
    slack.api.fail["chat.postMessage"] = ["429"] * 4
    assert slack.send(EVENT).status_code == 503
    assert slack.send(EVENT).status_code == 200
    assert len(slack.api.answers) == 1


def test_a_slow_slack_is_answered_once_however_often_it_asks_meanwhile(slack: Slack) -> None:
    slack.api.fail["chat.postMessage"] = ["slow"]
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda _: slack.send(EVENT).status_code, range(4)))

    assert set(statuses) <= {200, 503}
    assert 200 in statuses
    assert len(slack.api.answers) == 1
    assert slack.send(EVENT).status_code == 200
    assert len(slack.api.answers) == 1


@pytest.fixture
def three(api: FakeSlack, tmp_path: Path) -> Iterator[list[Slack]]:
    """Three processes' worth of the app, with one store."""
    with ExitStack() as stack:
        yield [stack.enter_context(running(api, tmp_path / "var")) for _ in range(3)]


def test_eight_deliveries_to_three_processes_are_one_answer(three: list[Slack], api: FakeSlack) -> None:
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda n: three[n % 3].send(EVENT).status_code, range(8)))

    assert set(statuses) <= {200, 503}
    assert len(api.answers) == 1


def test_an_event_whose_process_died_is_answered_when_it_comes_again(slack: Slack) -> None:
    """kill -9 between receive and reply leaves an event that was begun and never finished."""
    dead = SqliteHandled(slack.folder / "store.sqlite", clock=lambda: TUESDAY)
    assert dead.begin("EvFault") == "new"

    assert slack.send(EVENT).status_code == 503
    slack.now[0] = TUESDAY + LEASE + dt.timedelta(seconds=1)
    assert slack.send(EVENT).status_code == 200
    assert len(slack.api.answers) == 1


def test_no_answer_takes_longer_than_an_event_is_borrowed_for() -> None:
    assert CALL_SECONDS < DELIVER_WITHIN < LEASE.total_seconds()


def test_a_status_that_cannot_be_shown_holds_up_no_answer(slack: Slack) -> None:
    slack.api.fail["assistant.threads.setStatus"] = ["missing_scope"]
    assert slack.send(EVENT).status_code == 200
    assert [each.method for each in slack.api.calls] == ["chat.postMessage"]


def test_blocks_that_slack_refuses_go_again_as_words_with_every_number(slack: Slack) -> None:
    slack.api.fail["chat.postMessage"] = ["invalid_blocks"]
    assert slack.send(EVENT).status_code == 200

    answer = slack.api.last()
    assert answer.blocks == []
    assert "Who to call:" in answer.said["text"]


def test_a_pointer_that_cannot_be_shown_loses_no_answer(slack: Slack) -> None:
    slack.api.fail["chat.postEphemeral"] = ["user_not_in_channel"]
    assert slack.send(mention("always hungry", ts="13.1")).status_code == 200
    assert len(slack.api.answers) == 1


def test_a_mention_that_nothing_could_answer_comes_again(slack: Slack) -> None:
    slack.api.fail = {"chat.postMessage": ["fatal_error"], "chat.postEphemeral": ["fatal_error"]}
    event = mention("always hungry", ts="13.2")
    assert slack.send(event).status_code == 503
    assert slack.send(event).status_code == 200
    assert len(slack.api.answers) == 1


def test_a_press_that_nothing_could_answer_is_told_to_slack_and_works_when_pressed_again(slack: Slack) -> None:
    answer = slack.says("always hungry")
    slack.api.fail["chat.postMessage"] = DOWN
    pressed = press(answer.button("walk"))
    assert slack.interact(pressed).status_code == 503

    slack.api.fail.clear()
    assert slack.interact(pressed).status_code == 200
    assert "Step 1" in slack.api.last().shown


def test_p6_a_reader_that_breaks_still_gives_the_numbers(slack: Slack) -> None:
    assert "999" in slack.says("kaboom").shown


def test_p6_a_house_that_breaks_still_gives_999(slack: Slack) -> None:
    def broken() -> Any:
        raise RuntimeError("what was typed")

    slack.current.append(broken)
    assert slack.says("always hungry").said["text"] == words.LAST_RESORT
    assert slack.command("always hungry").json()["text"] == words.LAST_RESORT


def put_a_file_in_the_place_of(folder: Path) -> None:
    """Whoever still looks at the store may make its folder anew in between."""
    while not folder.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(IsADirectoryError):
            folder.write_text("not a folder")


def test_a_store_that_cannot_be_opened_stops_no_answer(slack: Slack) -> None:
    put_a_file_in_the_place_of(slack.folder)
    assert "comes closest to" in slack.says("always hungry").shown


def test_an_app_home_that_slack_did_not_take_is_drawn_when_it_is_asked_for_again(slack: Slack) -> None:
    from .conftest import USER, envelope

    event = envelope({"type": "app_home_opened", "user": USER, "channel": "D1", "tab": "home"})
    slack.api.fail["views.publish"] = ["internal_error"]
    assert slack.send(event).status_code == 503
    assert slack.send(event).status_code == 200
    assert len(slack.api.of("views.publish")) == 1
