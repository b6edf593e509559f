"""Buttons: what is pressed is answered, in its place or below, today or next week, by any process."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.conversation import Conversation
from bot.slack import words
from bot.slack.kit import button as made_button

from ..web.fake_house import NAME
from .conftest import CHANNEL, DM, TUESDAY, USER, Slack, press, running
from .fake_slack import Call, FakeSlack


def test_a_walk_begins_below_the_answer_and_its_steps_replace_each_other(slack: Slack) -> None:
    answer = slack.says("always hungry", ts="11.1")

    step = slack.presses(answer, "walk", thread="11.1")
    assert (step.method, step.said["thread_ts"]) == ("chat.postMessage", "11.1")

    after = slack.presses(step, "step:", thread="11.1")
    assert (after.method, after.said["ts"], after.said["channel"]) == ("chat.update", step.ts, DM)


def test_a_walk_reaches_its_end(slack: Slack) -> None:
    shown = slack.presses(slack.says("always hungry"), "walk")
    for _ in range(12):
        if any(block["type"] == "context_actions" for block in shown.blocks):
            break
        shown = slack.presses(shown, "step:")
    assert "Write down:" in shown.shown


def test_an_earlier_answer_can_be_changed_through_its_own_button(slack: Slack) -> None:
    first = slack.presses(slack.says("always hungry"), "walk")
    slack.presses(first, "step:")
    again = slack.presses(first, first.buttons()[1]["value"].split()[0])

    assert again.method == "chat.update"
    assert again.said["ts"] == first.ts


def test_what_was_misread_is_put_right_in_its_place(slack: Slack) -> None:
    wrong = slack.presses(slack.says("a bruise, always hungry"), "wrong")
    assert "What did I get wrong?" in wrong.shown

    right = slack.presses(wrong, "drop:")
    assert (right.method, right.said["ts"]) == ("chat.update", wrong.ts)


def test_a_question_answered_weighs_the_worry_again_in_its_place(slack: Slack) -> None:
    answer = slack.says("brings broth")
    again = slack.presses(answer, "told:")

    assert (again.method, again.said["ts"]) == ("chat.update", answer.ts)


def test_p3_danger_comes_as_a_new_message_with_999_first(slack: Slack) -> None:
    answer = slack.presses(slack.presses(slack.says("always hungry"), "walk"), "danger")

    assert answer.method == "chat.postMessage"
    assert "<tel:" in str(answer.blocks[1])


def test_after_a_press_a_choice_can_be_typed(slack: Slack) -> None:
    answer = slack.says("always hungry", ts="11.1")
    slack.presses(answer, "walk", thread="11.1")

    assert "Step 1" not in slack.says("yes", thread="11.1").shown


def test_the_message_without_names_is_sent_as_it_stands_in_the_field(slack: Slack) -> None:
    stopped = slack.says(f"{NAME} is always hungry")
    assert NAME not in stopped.shown

    answer = slack.presses(stopped, "resend", fields={"resend-text-0": "the child is always hungry"})
    assert (answer.method, answer.said["ts"]) == ("chat.update", stopped.ts)
    assert "comes closest to" in answer.shown


def test_a_name_that_is_left_in_the_field_is_stopped_again(slack: Slack) -> None:
    stopped = slack.says(f"{NAME} is always hungry")
    assert "I stopped reading" in slack.presses(stopped, "resend", fields={"resend-text-0": f"{NAME} hungry"}).shown


def test_words_that_are_no_names_are_read_as_words_in_this_conversation(slack: Slack, monkeypatch: Any) -> None:
    stopped = slack.says("Zebediah is always hungry", ts="11.1")
    choices = [each["value"].split()[0] for each in stopped.buttons() if each["value"].startswith("not-names")]
    if not choices:
        pytest.skip("the house of the tests offers no such choice")
    slack.presses(stopped, "not-names", thread="11.1")
    assert "comes closest to" in slack.says("Zebediah is always hungry", thread="11.1").shown


@pytest.mark.parametrize(
    "value",
    [
        "",
        "walk",
        "walk garbage",
        "step:gone x",
        "told:nothing.known:yes",
        "unknown-verb =====",
        "authority:atlantis",
        " ",
    ],
)
def test_p6_a_stale_or_strange_button_is_answered_with_a_way_to_a_human(slack: Slack, value: str) -> None:
    button = {"type": "button", "action_id": "choice-1", "value": value}
    assert slack.interact(press(button)).status_code == 200

    answer = slack.api.answers[-1]
    assert "<tel:999|999>" in answer.shown or answer.button("danger")


def test_a_button_of_a_version_long_gone_is_answered(slack: Slack) -> None:
    for action in ("ask_v0", "choice-x", "home"):
        button = {"type": "button", "action_id": action, "value": "whatever it meant"}
        assert slack.interact(press(button)).status_code == 200
    assert len(slack.api.answers) == 3


def test_yesterdays_button_is_answered_after_a_restart(api: FakeSlack, tmp_path: Any) -> None:
    with running(api, tmp_path / "one") as before:
        step = before.presses(before.says("always hungry"), "walk")
        button = step.button("step:")
    with running(api, tmp_path / "two") as after:
        after.now[0] = TUESDAY.replace(month=12)
        assert after.interact(press(button, ts="9.9")).status_code == 200
        assert after.api.last("chat.update").said["ts"] == "9.9"


def test_a_press_carries_its_own_state_and_not_the_last_conversations(slack: Slack) -> None:
    first = slack.says("always hungry", ts="11.1")
    slack.says("a bruise on the cheek", ts="12.1")
    note = slack.presses(first, "note", thread="11.1")

    heard = Conversation.decode(first.button("note")["value"].split()[1]).heard
    assert [each.indicator for each in heard] == ["neglect.recurring-hunger"]
    assert "bruise" not in note.shown.lower()


def test_an_opinion_adds_one_to_a_counter_and_nothing_else(slack: Slack) -> None:
    slack.presses(slack.says("change council"), "authority:oldham")
    answer = slack.says("always hungry")
    thumbs = answer.blocks[-1]["elements"][0]
    pressed = {"type": "feedback_buttons", "action_id": "feedback", "value": thumbs["negative_button"]["value"]}
    said_before = len(slack.api.of("chat.postMessage"))
    for _ in range(2):
        assert slack.interact(press(pressed, ts=answer.ts)).status_code == 200

    assert len(slack.api.of("chat.postMessage")) == said_before
    assert words.COUNTED in slack.api.last("chat.postEphemeral").shown
    rows = [(each.row.authority, each.row.outcome, each.row.flow, each.n) for each in slack.counted()]
    assert ("oldham", "feedback-not-helpful", "", 1) in rows


def test_an_opinion_with_a_made_up_council_counts_for_none(slack: Slack) -> None:
    slack.interact(press({"type": "feedback_buttons", "action_id": "feedback", "value": "helpful Zebediah Street 4"}))

    assert [(each.row.authority, each.row.outcome) for each in slack.counted()] == [("national", "feedback-helpful")]


def test_an_opinion_on_an_answer_for_these_eyes_only_is_thanked_for_there(slack: Slack) -> None:
    url = f"{slack.api.url}/response/5"
    thumb = {"type": "feedback_buttons", "action_id": "feedback", "value": "helpful national"}
    slack.interact(press(thumb, ephemeral=True, response_url=url))

    assert slack.api.last("response_url").said["replace_original"] is False


def test_an_answer_that_cannot_be_changed_any_more_is_posted_anew(slack: Slack) -> None:
    step = slack.presses(slack.says("always hungry"), "walk")
    slack.api.fail["chat.update"] = ["cant_update_message"]
    after = slack.presses(step, "step:")

    assert (after.method, after.said["channel"]) == ("chat.postMessage", USER)


def test_an_expired_response_url_leads_to_the_direct_message(slack: Slack) -> None:
    button = made_button("Call list", action="choice-1", value="calls ")
    slack.api.fail["response_url"] = ["404"]
    pressed = press(button, ephemeral=True, response_url=f"{slack.api.url}/response/5")
    assert slack.interact(pressed).status_code == 200

    call: Call = slack.api.last()
    assert call.said["channel"] == USER
    assert [each for each in slack.api.calls if each.said.get("channel") == CHANNEL] == []
