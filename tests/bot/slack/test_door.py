"""The door: Slack's signature of just now, or 4xx; never 500, and never a word of what was refused."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import quote

import pytest

from bot.slack.door import FORM, JSON, LARGEST_BODY, PATH

from .conftest import TEAM, TUESDAY, USER, Slack, direct

CANARY = "xylocanary"
GOOD = json.dumps(direct(f"hungry {CANARY}")).encode()


def test_slack_is_told_that_this_is_our_address(slack: Slack) -> None:
    response = slack.send({"type": "url_verification", "token": "t", "challenge": "abc"})
    assert (response.status_code, response.json()) == (200, {"challenge": "abc"})


def test_slacks_check_of_our_certificate_is_answered(slack: Slack) -> None:
    assert slack.post(b"ssl_check=1&token=x", kind=FORM).status_code == 200


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"x-slack-signature": ""}, "bad_signature"),
        ({"x-slack-signature": "v0=" + "0" * 64}, "bad_signature"),
        ({"x-slack-signature": "v0=\u00e9"}, "bad_signature"),
        ({"x-slack-request-timestamp": ""}, "no_timestamp"),
        ({"x-slack-request-timestamp": "abc"}, "no_timestamp"),
        ({"x-slack-request-timestamp": "-5"}, "no_timestamp"),
        ({"x-slack-request-timestamp": "1e9"}, "no_timestamp"),
        ({"x-slack-request-timestamp": "9" * 400}, "no_timestamp"),
    ],
)
def test_what_slack_did_not_sign_is_refused(slack: Slack, headers: dict[str, Any], why: str) -> None:
    sent = {name: value.encode("latin-1") for name, value in headers.items()}
    response = slack.post(GOOD, kind=JSON, **sent)
    assert (response.status_code, response.text) == (401, why)
    assert slack.api.calls == []


def test_another_secret_is_refused(slack: Slack) -> None:
    assert slack.post(GOOD, kind=JSON, secret="another").status_code == 401


@pytest.mark.parametrize("seconds", [-301, 301, 86_400])
def test_a_request_outside_the_window_is_refused_however_well_signed(slack: Slack, seconds: int) -> None:
    stamp = int((TUESDAY + dt.timedelta(seconds=seconds)).timestamp())
    response = slack.post(GOOD, kind=JSON, time=str(stamp))
    assert (response.status_code, response.text) == (401, "too_old")


def test_a_replay_within_the_window_is_not_answered_twice(slack: Slack) -> None:
    for _ in range(3):
        assert slack.post(GOOD, kind=JSON).status_code == 200
    assert len(slack.api.answers) == 1


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"\xff\xfe{", JSON, 400),
        (b"payload=\xff\xff", FORM, 400),
        (b"{nope", JSON, 400),
        (b"", JSON, 400),
        (b"[]", JSON, 400),
        (b"null", JSON, 400),
        (b'"text"', JSON, 400),
        (b"{}", JSON, 400),
        (b'{"type": 5}', JSON, 400),
        (b'{"type": "event_callback"}', JSON, 400),
        (b'{"type": "event_callback", "event": "x"}', JSON, 400),
        (b'{"type": "event_callback", "event": {}}', JSON, 400),
        (b"[" * 100_000, JSON, 400),
        (b"payload=nope", FORM, 400),
        (b"payload=[]", FORM, 400),
        (b"payload=" + quote('{"type": "block_actions"}').encode(), FORM, 400),
        (b"payload=" + quote('{"type": "block_actions", "actions": []}').encode(), FORM, 400),
        (b"payload=" + quote('{"type": "block_actions", "actions": ["x"]}').encode(), FORM, 400),
        (
            b"payload=" + quote('{"type": "block_actions", "enterprise": 5, "actions": [{"action_id": "a"}]}').encode(),
            FORM,
            400,
        ),
        (b"payload=" + quote('{"type": "view_submission", "view": 4}').encode(), FORM, 400),
        (b"a=b", FORM, 400),
        (b"&".join(b"a%d=b" % n for n in range(200)), FORM, 400),
        (b'{"type": "event_callback"}', FORM, 400),
        (b"{}", "text/plain", 415),
        (b"{}", "", 415),
        (b" " * (LARGEST_BODY + 1), JSON, 413),
    ],
    ids=range(26),
)
def test_signed_garbage_is_refused_with_a_reason(slack: Slack, body: bytes, kind: str, status: int) -> None:
    response = slack.post(body, kind=kind)
    assert response.status_code == status
    assert response.text.replace("_", "").isalpha()


@pytest.mark.parametrize("team", [None, 5, [], {}, {"id": 5}, ""])
@pytest.mark.parametrize("user", [None, 5, [], {"id": USER}])
def test_signed_payloads_of_strange_shapes_are_never_500(slack: Slack, team: Any, user: Any) -> None:
    press = {"type": "block_actions", "team": team, "user": user, "actions": [{"action_id": "choice-1", "value": 3}]}
    for payload in (press, {**press, "type": "message_action", "callback_id": "ask_about_this"}):
        assert slack.interact(payload).status_code in {200, 400}
    event = {"type": "message", "channel_type": "im", "user": user, "text": team, "ts": user}
    assert slack.send({"type": "event_callback", "team_id": team, "event_id": user, "event": event}).status_code in {
        200,
        400,
    }


@pytest.mark.parametrize("part", ["channel", "container", "message", "state", "trigger_id", "response_url"])
@pytest.mark.parametrize("value", [None, 5, "x", [], {"values": {"a": 3}}])
def test_a_press_with_a_strange_part_is_answered_somewhere(slack: Slack, part: str, value: Any) -> None:
    action = {"action_id": "choice-1", "value": "calls ", "type": "button"}
    press = {"type": "block_actions", "team": {"id": TEAM}, "user": {"id": USER}, "actions": [action], part: value}
    assert slack.interact(press).status_code in {200, 400}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_post_is_heard(slack: Slack, method: str) -> None:
    assert slack.client.request(method, PATH).status_code == 404


def test_p2_a_refusal_says_nothing_of_what_was_sent(slack: Slack) -> None:
    response = slack.post(GOOD, kind=JSON, secret="another")
    assert CANARY not in response.text + str(response.headers)


def test_refusals_are_counted(slack: Slack) -> None:
    slack.post(GOOD, kind=JSON, secret="another")
    assert b'earlyhelp_refused_total{channel="slack",why="bad_signature"} 1.0' in slack.desk.metrics.page()


def test_the_web_chat_goes_on_beside_it(slack: Slack) -> None:
    assert slack.client.get("/").status_code == 200
    assert slack.client.get("/healthz").status_code == 200
