"""Where people meet the app in Slack, and what they are answered there: the whole table of events."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.core.conversation import Conversation
from bot.slack import words

from ..web.fake_house import NAME
from .conftest import CHANNEL, DM, TEAM, USER, Slack, direct, envelope, mention, press, running
from .fake_slack import Call, FakeSlack
from .payload_rules import check_message
from .reading import words_of


def test_a_direct_message_is_answered_in_its_thread_after_a_status(slack: Slack) -> None:
    answer = slack.says("always hungry", ts="11.1")

    assert [each.method for each in slack.api.calls] == ["assistant.threads.setStatus", "chat.postMessage"]
    assert (answer.said["channel"], answer.said["thread_ts"]) == (DM, "11.1")
    assert "comes closest to" in answer.shown


def test_a_typed_choice_goes_on_where_the_thread_stands(slack: Slack) -> None:
    slack.says("always hungry", ts="11.1")
    step = slack.says("walk me through it", thread="11.1")

    assert "Step 1" in step.shown
    assert step.said["thread_ts"] == "11.1"


def test_a_typed_choice_outside_the_thread_means_the_last_answer(slack: Slack) -> None:
    slack.says("always hungry", ts="11.1")

    assert "Step 1" in slack.says("walk me through it", ts="12.1").shown


def test_a_worry_outside_the_thread_is_a_new_one(slack: Slack) -> None:
    slack.says("a bruise on the cheek", ts="11.1")
    answer = slack.says("brings broth", ts="12.1")

    assert "Ring" not in answer.blocks[0]["text"]["text"]
    assert "comes closest to" in answer.shown


def test_without_threads_answers_stand_at_the_top_and_a_detail_is_added(api: FakeSlack, tmp_path: Any) -> None:
    with running(api, tmp_path, threads=False) as slack:
        slack.says("a bruise on the cheek")
        answer = slack.says("brings broth")

        assert "thread_ts" not in answer.said
        assert "Ring" in answer.blocks[0]["text"]["text"]
        assert slack.api.of("assistant.threads.setStatus") == []


@pytest.mark.parametrize(
    "more",
    [
        {"subtype": "channel_join"},
        {"subtype": "message_deleted", "previous_message": {"text": "hungry", "user": USER}},
        {"bot_id": "B1"},
        {"user": None},
        {"channel_type": "channel"},
        {"subtype": "message_changed", "message": {"text": "x", "bot_id": "B1"}, "previous_message": {"text": "y"}},
        {"subtype": "message_changed", "message": {"text": "x", "user": USER}, "previous_message": {"text": "x"}},
        {"subtype": "assistant_app_thread"},
    ],
    ids=["join", "deleted", "a bot", "nobody", "a channel", "our own edit", "an unfurl", "an older agent's thread"],
)
def test_what_nobody_wrote_to_us_is_acknowledged_and_not_answered(slack: Slack, more: dict[str, Any]) -> None:
    assert slack.send(direct("hungry", **more)).status_code == 200
    assert slack.api.calls == []


def test_a_message_that_was_put_right_is_answered_in_its_thread(slack: Slack) -> None:
    before = {"text": f"{NAME} is always hungry", "user": USER, "ts": "11.1"}
    now = {**before, "text": "a boy is always hungry", "thread_ts": "11.1"}
    event = direct("", subtype="message_changed", message=now, previous_message=before)

    assert slack.send(event).status_code == 200
    assert "comes closest to" in slack.api.last().shown
    assert slack.api.last().said["thread_ts"] == "11.1"


@pytest.mark.parametrize("more", [{"subtype": "file_share", "files": [{"id": "F1"}]}, {}], ids=["a file", "nothing"])
def test_p6_a_message_without_words_is_answered(slack: Slack, more: dict[str, Any]) -> None:
    assert "I got no words to read" in slack.says("", **more).shown


def test_a_mention_is_answered_privately_and_the_channel_sees_nothing(slack: Slack) -> None:
    assert slack.send(mention("a boy is always hungry")).status_code == 200

    answer, pointer = slack.api.last("chat.postMessage"), slack.api.last("chat.postEphemeral")
    assert answer.said["channel"] == USER
    assert f"<#{CHANNEL}>" in answer.shown
    assert (pointer.said["channel"], pointer.said["user"]) == (CHANNEL, USER)
    assert words.ANSWERED_PRIVATELY in pointer.shown
    assert [each for each in slack.api.calls if each.said.get("channel") == CHANNEL] == [pointer]


def test_p3_an_urgent_mention_shows_the_number_in_the_channel_too_for_these_eyes_only(slack: Slack) -> None:
    slack.send(mention("change council"))
    slack.interact(press(slack.api.last().button("authority:oxfordshire")))
    slack.send(mention("a bruise on the cheek", ts="12.5"))

    assert "<tel:+44800833408|0800 833 408>" in slack.api.last("chat.postEphemeral").shown


def test_after_a_mention_the_conversation_goes_on_in_the_direct_message(slack: Slack) -> None:
    slack.send(mention("a boy is always hungry"))
    answer = slack.api.last()

    assert "Step 1" in slack.says("walk me through it", thread=answer.ts).shown


def test_a_mention_without_words_says_what_can_be_asked(slack: Slack) -> None:
    slack.send(mention(""))
    assert "without names" in slack.api.last().shown


def test_a_mention_that_cannot_be_answered_directly_is_answered_in_the_channel_for_these_eyes_only(
    slack: Slack,
) -> None:
    slack.api.fail["chat.postMessage"] = ["messages_tab_disabled"]
    assert slack.send(mention("a boy is always hungry")).status_code == 200

    assert [each.method for each in slack.api.calls] == ["chat.postEphemeral"]
    assert "comes closest to" in slack.api.calls[0].shown


def shortcut(slack: Slack, text: str = "he is always hungry", **more: Any) -> dict[str, Any]:
    message = {"type": "message", "user": "U3BOB", "text": text, "ts": "10.1"}
    return {
        "type": "message_action",
        "callback_id": "ask_about_this",
        "trigger_id": "trigger.s",
        "team": {"id": TEAM},
        "user": {"id": USER, "team_id": TEAM},
        "channel": {"id": CHANNEL},
        "message": message,
        "response_url": f"{slack.api.url}/response/7",
        **more,
    }


def test_ask_about_this_opens_a_private_answer(slack: Slack) -> None:
    assert slack.interact(shortcut(slack)).status_code == 200

    answer, pointer = slack.api.calls
    assert (answer.method, answer.said["channel"]) == ("chat.postMessage", USER)
    assert "comes closest to" in answer.shown
    assert (pointer.method, pointer.said["response_type"]) == ("response_url", "ephemeral")
    assert pointer.said["replace_original"] is False


def test_ask_about_this_is_a_worry_of_its_own(slack: Slack) -> None:
    slack.says("a bruise on the cheek", ts="11.1")
    slack.interact(shortcut(slack, "brings broth"))

    assert "comes closest to" in slack.api.last().shown


def test_ask_about_this_falls_back_to_the_place_it_came_from(slack: Slack) -> None:
    slack.api.fail["chat.postMessage"] = ["account_inactive"]
    assert slack.interact(shortcut(slack)).status_code == 200
    assert "comes closest to" in slack.api.last("response_url").shown


def acknowledged(response: Any) -> Call:
    """The answer that rides in the acknowledgement of a command."""
    assert response.status_code == 200
    said = json.loads(response.text)
    assert said["response_type"] == "ephemeral"
    assert check_message(said) == []
    return Call("ack", said)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("help", "without names"),
        ("", "without names"),
        ("call", "Who to call"),
        ("note", "Copy this into your own record"),
        ("flow", "Step 1"),
        ("he is always hungry", "comes closest to"),
        (f"{NAME} is always hungry", "I stopped reading"),
        ("kaboom", "Something went wrong on my side"),
    ],
)
def test_the_command_is_answered_in_its_acknowledgement(slack: Slack, typed: str, says: str) -> None:
    answer = acknowledged(slack.command(typed))

    assert says in words_of(answer.blocks)
    assert words.ONLY_YOU in words_of(answer.blocks)
    assert slack.api.calls == []


def test_the_command_goes_on_with_the_last_answer(slack: Slack) -> None:
    slack.command("he is always hungry")
    note = acknowledged(slack.command("note"))

    assert "Sign it matched" in note.shown


def test_a_press_on_an_answer_for_these_eyes_only_replaces_it_where_it_is(slack: Slack) -> None:
    answer = acknowledged(slack.command("he is always hungry"))
    url = f"{slack.api.url}/response/3"

    step = slack.presses(answer, "walk", ephemeral=True, response_url=url)
    assert (step.method, step.said["replace_original"]) == ("response_url", False)

    after = slack.presses(step, "step:", ephemeral=True, response_url=url)
    assert (after.method, after.said["replace_original"]) == ("response_url", True)


def test_opening_the_messages_tab_suggests_what_could_be_asked(slack: Slack) -> None:
    slack.send(envelope({"type": "app_home_opened", "user": USER, "channel": DM, "tab": "messages"}))

    call = slack.api.last("assistant.threads.setSuggestedPrompts")
    assert len(call.said["prompts"]) <= 4
    assert "thread_ts" not in call.said


def test_an_older_agents_thread_suggests_the_same(slack: Slack) -> None:
    thread = {"user_id": USER, "channel_id": DM, "thread_ts": "9.9", "context": {}}
    slack.send(envelope({"type": "assistant_thread_started", "assistant_thread": thread}))

    assert slack.api.last("assistant.threads.setSuggestedPrompts").said["thread_ts"] == "9.9"


def test_every_suggested_prompt_is_understood(slack: Slack) -> None:
    for _, prompt in words.PROMPTS:
        assert "couldn't match" not in slack.says(prompt).shown


@pytest.mark.parametrize(
    "payload",
    [
        envelope({"type": "channel_created", "channel": {"id": "C9"}}),
        envelope({"type": "assistant_thread_context_changed", "assistant_thread": {}}),
        {"type": "shortcut", "callback_id": "unknown", "team": {"id": TEAM}, "user": {"id": USER}},
        {"type": "message_action", "callback_id": "unknown", "team": {"id": TEAM}, "user": {"id": USER}},
        {"type": "view_submission", "view": {"callback_id": "x", "type": "modal"}, "team": {"id": TEAM}},
        {"type": "view_closed", "view": {"callback_id": "x"}, "team": {"id": TEAM}},
        {"type": "block_suggestion", "action_id": "x", "value": "y", "team": {"id": TEAM}},
        {"type": "workflow_step_edit", "callback_id": "x", "team": {"id": TEAM}},
        {"type": "something_of_next_year", "team": {"id": TEAM}},
    ],
    ids=lambda payload: str(payload.get("event", payload)["type"]),
)
def test_nothing_that_slack_sends_is_answered_with_404(slack: Slack, payload: dict[str, Any]) -> None:
    response = slack.send(payload) if payload["type"] == "event_callback" else slack.interact(payload)

    assert response.status_code == 200
    assert slack.api.calls == []


def test_the_place_is_remembered_for_the_person_in_every_conversation(slack: Slack) -> None:
    slack.presses(slack.says("change council"), "authority:oldham")

    assert "Oldham" in slack.says("always hungry", ts="77.1").shown
    assert "Oldham" in acknowledged(slack.command("call")).shown


def test_a_default_council_holds_until_another_is_chosen(api: FakeSlack, tmp_path: Any) -> None:
    with running(api, tmp_path, default_authority="bury") as slack:
        answer = slack.says("always hungry")
        assert "Bury" in answer.shown
        assert Conversation.decode(answer.button("walk")["value"].split()[1]).authority == "bury"


def test_a_worry_is_counted_once_and_without_words(slack: Slack) -> None:
    slack.send(direct("always hungry", event="EvSame"))
    slack.send(direct("always hungry", event="EvSame"))

    assert [(each.row.channel, each.row.matched, each.n) for each in slack.counted()] == [("slack", True, 1)]
