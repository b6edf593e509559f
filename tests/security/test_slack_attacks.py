"""Attacks through Slack: a request recorded and sent again, addresses and words that were made up, other workspaces.

The signature itself, its window and its garbage are tested in tests/bot/slack/test_door.py.
"""

from __future__ import annotations

import json
import re
import time
from typing import Any
from urllib.parse import quote

import pytest

from bot.slack.door import FORM, JSON
from bot.slack.heard import words_of
from bot.slack.outbox import is_slacks

from ..bot.slack.conftest import CHANNEL, TEAM, USER, Slack, direct, envelope, mention, press

REPLAYS = 3
HALVES = ("\ud800 always hungry", "always hungry \udfff", "\u0000always hungry", "always\u202e hungry")


def shortcut(slack: Slack) -> bytes:
    payload = {
        "type": "message_action",
        "callback_id": "ask_about_this",
        "trigger_id": "trigger.replayed",
        "team": {"id": TEAM},
        "user": {"id": USER, "team_id": TEAM},
        "channel": {"id": CHANNEL},
        "message": {"text": "always hungry", "ts": "1.2"},
        "response_url": f"{slack.api.url}/response/1",
    }
    return f"payload={quote(json.dumps(payload))}".encode()


def command(slack: Slack) -> bytes:
    fields = {"command": "/earlyhelp", "text": "always hungry", "team_id": TEAM, "user_id": USER, "trigger_id": "t.1"}
    return "&".join(f"{name}={quote(value)}" for name, value in fields.items()).encode()


def pressed(slack: Slack) -> bytes:
    button = slack.says("always hungry").button("walk")
    return f"payload={quote(json.dumps(press(button)))}".encode()


@pytest.mark.parametrize(
    ("recorded", "kind"),
    [
        (lambda _: json.dumps(direct("always hungry", event="Ev.replayed")).encode(), JSON),
        (lambda _: json.dumps(mention("always hungry")).encode(), JSON),
        (shortcut, FORM),
        (pressed, FORM),
    ],
    ids=["message", "mention", "shortcut", "press"],
)
def test_a_recorded_request_is_answered_once(slack: Slack, recorded: Any, kind: str) -> None:
    """The same bytes with the same time and signature, within the window that Slack's clocks need."""
    body, before = recorded(slack), len(slack.api.calls)
    stamp = str(int(slack.now[0].timestamp()))
    assert slack.post(body, kind=kind, time=stamp).status_code == 200
    once = len(slack.api.calls)
    assert once > before
    for _ in range(REPLAYS):
        assert slack.post(body, kind=kind, time=stamp).status_code == 200
    assert len(slack.api.calls) == once


def test_a_recorded_command_is_answered_once(slack: Slack) -> None:
    """Its answer stands in the acknowledgement, so whoever sends it again reads nothing."""
    first, *later = (slack.post(command(slack), kind=FORM) for _ in range(REPLAYS))
    assert "hungry" in first.text
    assert [each.text for each in later] == [""] * (REPLAYS - 1)


def test_a_recorded_choice_of_council_does_not_undo_a_later_one(slack: Slack) -> None:
    def chosen(council: str, at: str) -> bytes:
        option = {"selected_option": {"value": council}}
        return (
            f"payload={quote(json.dumps(press({'action_id': 'home-authority', 'action_ts': at, **option})))}".encode()
        )

    recorded = chosen("oldham", "1.1")
    slack.post(recorded, kind=FORM)
    slack.post(chosen("bury", "2.2"), kind=FORM)
    slack.post(recorded, kind=FORM)
    assert "Bury" in slack.says("always hungry").shown


def test_a_recorded_opinion_counts_once(slack: Slack) -> None:
    button = {"action_id": "feedback", "value": "helpful oldham", "action_ts": "3.3"}
    for _ in range(REPLAYS):
        slack.post(f"payload={quote(json.dumps(press(button)))}".encode(), kind=FORM)
    assert sum(total.n for total in slack.counted()) == 1


@pytest.mark.parametrize(
    ("url", "called"),
    [
        ("https://hooks.slack.com/actions/T1/1/abc", True),
        ("https://slack.example/api/response/1", True),
        ("https://hooks.slack.com.evil.example/actions", False),
        ("https://hooks.slack.com@evil.example/", False),
        ("https://hooks.slack.com:8443/", False),
        ("http://hooks.slack.com/actions", False),
        ("http://169.254.169.254/latest/meta-data", False),
        ("http://127.0.0.1:8080/studio", False),
        ("https://[::1]/", False),
        ("file:///etc/passwd", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_only_addresses_of_slack_are_called(url: str, called: bool) -> None:
    assert is_slacks(url, "https://slack.example/api/") is called


def test_an_address_that_came_with_a_press_leads_nowhere_else(slack: Slack) -> None:
    """The answer goes to the direct message instead; the address of another server on this machine is not called."""
    answer = slack.says("always hungry")
    elsewhere = press(answer.button("walk"), ephemeral=True, response_url="http://127.0.0.1:9/steal")
    assert slack.interact(elsewhere).status_code == 200
    assert slack.api.answers[-1].method == "chat.postMessage"


SIGNS = ("<!channel>", "<!here>", "<!subteam^S1>", "<@U999>", "<#C999>", "<https://evil.example|Ring 999>", "*bold*",
         "_i_", "`code`", "```block", "> quote", ":skull:", "@channel", "&lt;!channel&gt;")  # fmt: skip


def test_what_is_typed_calls_nobody_and_becomes_no_link(slack: Slack) -> None:
    for sign in SIGNS:
        call = slack.says(f"always hungry {sign.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}")
        assert not re.search(r"<(!|@|#)|evil\.example\|", call.shown), "no sign of Slack's own is left"


def test_a_workspace_that_is_not_served_gets_nothing_of_another(slack: Slack) -> None:
    slack.says("always hungry")
    before = len(slack.api.calls)
    for payload in (
        direct("2", team="T999"),
        envelope({"type": "app_home_opened", "user": USER, "tab": "home"}, team="T999"),
    ):
        assert slack.send(payload).status_code == 200
    assert len(slack.api.calls) == before


def test_the_same_member_id_in_two_workspaces_is_two_people(slack: Slack) -> None:
    from bot.slack.heard import Asker

    assert Asker("T1", USER).person != Asker("T2", USER).person


@pytest.mark.parametrize("piece", ["<@U0BOT|", "<@U0BOT", "<", "<a", "<|", "&lt;", "<@U0BOT>"])
def test_words_full_of_signs_are_read_in_one_go(piece: str) -> None:
    """With a quadratic pattern a megabyte of these takes minutes; the sizes grow a hundredfold, and it still ends."""
    before = time.process_time()
    for size in (10_000, 1_000_000):
        words_of(piece * (size // len(piece)), "U0BOT")
    assert time.process_time() >= before, "it came to an end"


def test_half_characters_and_marks_get_an_answer(slack: Slack) -> None:
    for text in HALVES:
        answer = slack.says(text)
        assert answer.shown
