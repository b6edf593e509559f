"""Slack over HTTP with three processes of `earlyhelp serve` over one store: a conversation, and every kind of failure.

The made-up reader answers: "hungry" is early help, "bruise" is urgent. What is looked at is what Slack was told, and
what stands in the conversation afterwards: never nothing, never the same twice.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="Install playwright to drive a browser.")

from playwright.sync_api import Page, expect

from .driving import answer, answers, ask, labels, newest, press, write
from .workspace import ALICE, BOT, DM, MADE_UP, STAFF, TEAM, Workspace

pytestmark = pytest.mark.e2e

Open = Callable[[Workspace], Page]
EARLY = "Year 4 boy, always hungry"
ISSUED = itertools.count(1)


def event(text: str = EARLY) -> dict[str, Any]:
    """A direct message as the Events API brings it."""
    number = next(ISSUED)
    ts = f"1795370000.{number:06}"
    said = {"type": "message", "channel_type": "im", "channel": DM, "user": ALICE, "text": text, "ts": ts}
    wrapped = {"type": "event_callback", "team_id": TEAM, "api_app_id": "A01HELP", "event_id": f"Ev{number:08}"}
    return {**wrapped, "authorizations": [{"team_id": TEAM, "user_id": BOT}], "event": said}


def addresses(slack: Workspace) -> list[str]:
    return [bot.address for bot in slack.alive()]


def test_a_conversation_goes_on_whichever_process_hears_it(http: Workspace, window: Open) -> None:
    page = window(http)
    thread = ask(page, EARLY)
    press(answer(thread, 1), "Oldham")
    expect(answer(thread, 1)).to_contain_text("This comes closest to")
    press(answer(thread, 1), "Walk me through it")
    step = answer(thread, 2)
    expect(step).to_contain_text("Step 1 of")

    for bot in http.alive():
        assert bot.stop(), bot.log
    http.at_least(3, *MADE_UP, "serve")

    press(step, labels(step)[0])
    expect(step).not_to_contain_text("Step 1 of")
    write(page, "/earlyhelp call")
    expect(newest(page.locator(".messages"))).to_contain_text("Only you can see this")
    assert answers(thread).count() == 2
    assert len({each["to"] for each in http.seen()["deliveries"]}) > 3, "they take turns"


def test_eight_deliveries_to_three_processes_are_one_answer(http: Workspace) -> None:
    three, sent = addresses(http), event()
    statuses = http.deliver(sent, [three[number % 3] for number in range(8)])

    assert set(statuses) <= {200, 503}
    assert 200 in statuses
    assert http.deliver(sent, three) == [200, 200, 200]
    assert len(http.calls("chat.postMessage")) == 1
    assert len(http.shown()) == 1


@pytest.mark.parametrize("how", ["429", "slow", "500", "down"])
def test_a_short_failure_of_the_web_api_is_waited_out(http: Workspace, how: str) -> None:
    http.breaks("chat.postMessage", how)
    assert http.deliver(event(), addresses(http)[:1]) == [200]
    assert len(http.shown()) == 1


@pytest.mark.parametrize("how", ["down", "malformed", "500"])
def test_what_a_longer_failure_keeps_back_is_answered_on_redelivery(http: Workspace, how: str) -> None:
    http.breaks("*", how, times=1000)
    for number in range(3):
        assert http.deliver(event(f"{EARLY}, {number} times"), addresses(http)[number:][:1]) == [503]
    assert http.shown() == []

    http.tell(repaired=True)
    assert http.again() == 3
    assert http.again() == 0, "all are acknowledged"
    assert len(http.shown()) == 3


def test_killed_between_receiving_and_replying_nothing_is_lost_or_doubled(http: Workspace) -> None:
    victim, *others = http.alive()
    http.serve_from(victim)
    http.breaks("chat.postMessage", "hold")
    with http.meanwhile(lambda: http.deliver(event(), [victim.address])) as delivering:
        assert http.wait("held")
        victim.kill()
        http.tell(release=True)
        assert delivering.result() == [0]

    late = http.start("--later", "60", *MADE_UP, "serve")
    http.serve_from(*others)
    http.again()
    assert http.shown() == [], "for some seconds it still belongs to the process that died"
    http.serve_from(late)
    assert http.again() == 1
    assert http.again() == 0
    http.serve_from(*others)
    assert len(http.shown()) == 1
    assert STAFF not in {each["channel"] for each in http.shown()}


def test_told_to_stop_it_finishes_its_answer(http: Workspace) -> None:
    stopped = http.alive()[0]
    http.breaks("chat.postMessage", "slow")
    with http.meanwhile(lambda: http.deliver(event(), [stopped.address])) as delivering:
        assert http.wait("begun", "chat.postMessage")
        assert stopped.stop(), stopped.log
        assert delivering.result() == [200]
    assert len(http.shown()) == 1
