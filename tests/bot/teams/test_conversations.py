"""What somebody meets in Teams: a welcome, an answer as a card, buttons that change it, and privacy in groups."""

from __future__ import annotations

import pytest

from bot.core.conversation import Conversation
from bot.teams.words import PROMPTS

from ..web.fake_house import NAME
from .conftest import APP_ID, BOT, Teams
from .reading import all_words, button, buttons, of_type, words

MENTION = [{"type": "mention", "mentioned": {"id": BOT, "name": "Early help"}, "text": "<at>Early help</at>"}]


def at(teams: Teams, authority: str) -> None:
    """The person chose this council."""
    teams.says("change council")
    teams.presses(button(teams.card, _name(teams, authority)))


def _name(teams: Teams, authority: str) -> str:
    return teams.desk.current().knowledge.packs[authority].authority.name


def test_a_worry_is_answered_with_a_card_that_a_notification_can_read(teams: Teams) -> None:
    assert teams.says("y4 lad, always hungry") == 200

    assert "comes closest to" in teams.card["body"][0]["text"]
    assert "\u201chungry\u201d" in all_words(teams.card)
    assert teams.platform.accepted[-1]["summary"].startswith("In national terms")
    assert not teams.platform.accepted[-1].get("text")


def test_a_sign_of_serious_harm_is_answered_with_numbers_to_tap(teams: Teams) -> None:
    at(teams, "oxfordshire")
    teams.says("bruise on a baby that does not roll")

    box = teams.card["body"][0]
    assert box["style"] == "attention"
    assert words(box)[0].startswith("Ring now")
    assert [each["url"] for each in buttons(box)][-1] == "tel:999"


def test_a_press_changes_the_card_in_place_and_sends_nothing(teams: Teams) -> None:
    at(teams, "oldham")
    teams.says("brings broth to share")
    sent = len(teams.platform.accepted)
    step = teams.presses(button(teams.card, "Walk me through it"))

    assert any("Step 1" in each for each in words(step))
    assert len(teams.platform.accepted) == sent


def test_a_walk_can_be_pressed_and_typed_in_turns(teams: Teams) -> None:
    at(teams, "oldham")
    teams.says("always hungry")
    pressed = teams.presses(button(teams.card, "Walk me through it"))
    teams.says("go back")
    typed_on = teams.card

    assert of_type(pressed, "Action.Execute")
    assert of_type(typed_on, "Action.Execute")
    teams.says("1")
    assert teams.card != typed_on


def test_an_older_card_answers_with_the_state_it_carries(teams: Teams) -> None:
    at(teams, "oldham")
    teams.says("always hungry")
    older = teams.card
    teams.says("help")

    note = teams.presses(button(older, "Note for my record"))
    assert "Sign it matched" in all_words(note)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"verb": "choose", "choice": "told:no-such-sign:yes", "state": "not a state"},
        {"verb": "choose", "choice": "step:gone", "state": Conversation(flow="old@1").encode()},
        {"verb": "explode", "choice": "walk"},
        {"verb": "choose", "choice": ["a", "list"], "state": {"an": "object"}},
    ],
    ids=["empty", "unknown", "older flow", "unknown verb", "of another shape"],
)
def test_a_stale_or_strange_button_still_gets_a_card_with_a_route(teams: Teams, data: dict[str, object]) -> None:
    card = teams.presses({"verb": data.get("verb"), "data": data})
    assert of_type(card, "Action.Execute")
    assert "999" in all_words(card) or "The child is in danger now" in all_words(card)


def test_an_older_client_sends_a_message_and_its_card_is_changed_in_place(teams: Teams) -> None:
    teams.says("always hungry")
    pressed = button(teams.card, "Call list")["fallback"]
    teams.says("", value=pressed["data"], replyToId="1:card")

    assert teams.platform.calls[-1] == ("PUT", "/connector/v3/conversations/conversation-personal/activities/1:card")
    assert teams.card["body"][0]["text"].startswith("Who to call")


def test_identifying_words_stop_the_reading_and_one_press_sends_the_rest(teams: Teams) -> None:
    teams.says(f"{NAME} is always hungry")
    stopped = teams.card
    (field,) = of_type(stopped, "Input.Text")
    assert NAME not in all_words(stopped)

    answered = teams.presses(button(stopped, "Send it without those words"), resend=field["value"])
    assert "comes closest to" in all_words(answered)


def test_what_was_edited_in_the_field_is_what_is_read(teams: Teams) -> None:
    teams.says(f"{NAME} is always hungry")
    answered = teams.presses(button(teams.card, "Send it without those words"), resend="brings broth to share")
    assert "broth" in all_words(answered)


def test_those_are_no_names_can_be_pressed(teams: Teams) -> None:
    teams.says(f"{NAME} is always hungry")
    teams.presses(button(teams.card, "Those aren't names"))
    teams.says(f"{NAME} is always hungry")
    assert "comes closest to" in all_words(teams.card)


def test_an_empty_message_gets_an_answer(teams: Teams) -> None:
    teams.says("")
    assert "I got no words to read" in all_words(teams.card)


def test_whoever_adds_the_app_is_welcomed_with_what_it_does_and_keeps(teams: Teams) -> None:
    teams.delivers(teams.activity("installationUpdate", action="add"))

    assert "Nothing you type is kept" in all_words(teams.card)
    assert "Which council is it?" in all_words(teams.card)
    offered = teams.platform.accepted[-1]["suggestedActions"]["actions"]
    assert [(each["title"], each["value"]) for each in offered] == [(each, each) for each in PROMPTS]


@pytest.mark.parametrize("prompt", PROMPTS)
def test_each_suggested_prompt_is_understood(teams: Teams, prompt: str) -> None:
    teams.says(prompt)
    assert "couldn't match" not in all_words(teams.card)


def test_the_app_taken_away_is_answered_by_nothing(teams: Teams) -> None:
    assert teams.delivers(teams.activity("installationUpdate", action="remove")) == 200
    assert teams.platform.accepted == []


@pytest.mark.parametrize("conversation", ["groupChat", "channel"])
def test_in_front_of_others_only_the_way_to_a_private_chat_is_shown(teams: Teams, conversation: str) -> None:
    teams.says("<at>Early help</at> bruise on a baby", conversation=conversation, entities=MENTION)

    assert "I answer in private only" in all_words(teams.card)
    assert "bruise" not in str(teams.platform.accepted)
    assert APP_ID in button(teams.card, "Open a private chat")["url"]
    assert "999" in all_words(teams.card)
    assert not of_type(teams.card, "Action.Execute")


def test_a_group_that_does_not_call_us_is_left_alone(teams: Teams) -> None:
    teams.says("bruise on a baby", conversation="groupChat")
    assert teams.platform.accepted == []


def test_a_button_pressed_in_front_of_others_gives_nothing_away(teams: Teams) -> None:
    teams.says("always hungry")
    pressing = teams.pressing(button(teams.card, "Call list"))
    pressing["conversation"]["conversationType"] = "groupChat"
    assert "I answer in private only" in str(teams.post(pressing).json())


def test_being_added_to_a_team_shows_the_way_once(teams: Teams) -> None:
    teams.delivers(teams.activity("installationUpdate", action="add", conversation="channel"))
    assert "I answer in private only" in all_words(teams.card)


@pytest.mark.parametrize("kind", ["typing", "messageReaction", "conversationUpdate", "event"])
def test_other_activities_are_taken_in_silence(teams: Teams, kind: str) -> None:
    other = teams.activity(kind, name="application/vnd.microsoft.readReceipt", value={"lastReadMessageId": "1"})
    assert teams.delivers(other) == 200
    assert teams.platform.accepted == []


def test_the_place_is_chosen_in_a_form_and_remembered(teams: Teams) -> None:
    teams.says("Place")
    areas = teams.presses(button(teams.card, "Use this place"), authority="oldham", area="none")
    assert "area" in {each["id"] for each in of_type(areas, "Input.ChoiceSet")}

    area = next(each for each in of_type(areas, "Input.ChoiceSet") if each["id"] == "area")["choices"][1]
    shown = teams.presses(button(areas, "Use this place"), authority="oldham", area=area["value"], school="")
    assert "Oldham" in all_words(shown)

    teams.says("always hungry")
    state = Conversation.decode(button(teams.card, "Call list")["data"]["state"])
    assert (state.authority, state.area) == ("oldham", area["value"])


def test_a_school_that_is_not_known_is_said(teams: Teams) -> None:
    at(teams, "oldham")
    teams.says("place")
    shown = teams.presses(button(teams.card, "Use this place"), authority="oldham", area="none", school="Hogwarts")
    assert "school or centre" in all_words(shown)


def test_a_place_chosen_in_the_middle_of_a_worry_shows_its_numbers(teams: Teams) -> None:
    teams.says("always hungry")
    teams.says("place")
    form = teams.presses(button(teams.card, "Use this place"), authority="oldham", area="none")
    shown = teams.presses(button(form, "Use this place"), authority="oldham", area="none")
    assert "Who to call: Oldham" in all_words(shown)


def test_two_people_are_kept_apart(teams: Teams) -> None:
    at(teams, "oldham")
    teams.person = "29:somebody-else"
    teams.says("always hungry")
    assert Conversation.decode(button(teams.card, "Call list")["data"]["state"]).authority == ""


def test_the_status_is_for_officers_and_a_worry_for_everybody_else(teams: Teams) -> None:
    teams.says("status")
    assert "For officers" not in all_words(teams.card)
    teams.person = "29:officer"
    teams.says("status")
    assert "For officers" in all_words(teams.card)


def test_a_worry_is_counted_once_and_a_press_of_help_not_at_all(teams: Teams) -> None:
    teams.says("always hungry")
    teams.presses(button(teams.card, "Call list"))
    assert [(each.row.channel, each.n) for each in teams.counted()] == [("teams", 1)]


def test_an_opinion_is_a_number_and_leaves_the_card_as_it_is(teams: Teams) -> None:
    at(teams, "oldham")
    teams.says("brings broth to share")
    pressing = teams.pressing(button(teams.card, "Not helpful"))

    for _ in range(2):
        assert teams.post(pressing).json()["type"] == "application/vnd.microsoft.activity.message"
    opinions = [each for each in teams.counted() if each.row.outcome == "feedback-not-helpful"]
    assert [(each.row.authority, each.n) for each in opinions] == [("oldham", 1)]


def test_an_older_client_is_thanked_below_the_card(teams: Teams) -> None:
    teams.says("always hungry")
    teams.says("he seems a bit off since half term")
    teams.says("", value=button(teams.card, "Helpful")["fallback"]["data"], replyToId="1:card")
    assert teams.platform.calls[-1][0] == "POST"
    assert "Only a number is kept" in all_words(teams.card)
