"""Journeys through Teams in Microsoft's Agents Playground: a real browser, a real bot, its token check on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

pytest.importorskip("playwright.sync_api", reason="Install playwright to drive a browser.")

from playwright.sync_api import expect

from ..axe import faults
from .chat import Chat
from .stage import Stage

pytestmark = pytest.mark.e2e

Meet = Callable[..., Chat]
EARLY = "Year 4 boy, always hungry, same jumper all week"
LEAVES_OUT = 'aria-controls="more"'
"""The Playground draws what is folded only when it is unfolded; Microsoft's own library draws it hidden."""
URGENT = "3 month old, bruise on the cheek, not rolling yet"
NAME = "Zebediah"
WALK = ("No", "No", "It felt like too much")
"""From what EARLY means in Oldham to an outcome."""


def step(number: int) -> re.Pattern[str]:
    return re.compile(f"Step {number} of")


def test_whoever_adds_the_app_is_told_what_it_does_and_keeps(chat: Chat) -> None:
    expect(chat.newest).to_contain_text("without names")
    expect(chat.newest).to_contain_text("Nothing you type is kept")
    expect(chat.newest.get_by_role("button", name="Oldham", exact=True)).to_be_visible()


def test_a_worry_is_answered_with_the_level_the_reasons_and_who_to_call(oldham: Chat) -> None:
    card = oldham.says(EARLY)

    expect(card).to_contain_text("comes closest to")
    expect(card).to_contain_text("hungry")
    number = card.get_by_role("link", name=re.compile(r"^0\d+")).first
    expect(number).to_have_attribute("href", re.compile(r"^tel:\+44"))


def test_axe_finds_nothing_on_a_card_in_the_playground(chat: Chat) -> None:
    chat.says(EARLY)
    found = faults(chat.page, ".ac-adaptiveCard")
    assert [each for each in found if LEAVES_OUT not in each] == []


def test_p3_an_urgent_answer_begins_with_numbers_to_ring(chat: Chat) -> None:
    chat.at("Oxfordshire")
    card = chat.says(URGENT)

    expect(card.get_by_role("heading").first).to_contain_text("Ring now")
    number = card.get_by_role("link").first
    expect(number).to_have_text("0800 833 408")
    expect(number).to_have_attribute("href", "tel:+44800833408")
    expect(card.get_by_role("link", name="Ring 999")).to_be_visible()


def test_a_walk_is_pressed_to_its_outcome_in_one_card(oldham: Chat) -> None:
    card = oldham.says(EARLY)
    cards = oldham.cards.count()
    oldham.presses("Walk me through it", then=step(1))
    for number, choice in enumerate(WALK[:-1], 2):
        oldham.presses(choice, then=step(number))
    oldham.presses(WALK[-1], then="Offer something smaller")

    expect(card.get_by_role("button", name="The day has come: look again")).to_be_visible()
    assert oldham.cards.count() == cards, "each step stands where the last one stood"


def test_an_earlier_answer_can_be_changed(oldham: Chat) -> None:
    oldham.says(EARLY)
    oldham.presses("Walk me through it", then=step(1))
    oldham.presses("No", then=step(2))
    oldham.presses("Go back", then=step(1))
    oldham.presses("Yes", then="Ask the Duty and Advice Team")


def test_an_older_card_still_answers_from_where_it_stood(oldham: Chat) -> None:
    oldham.says(EARLY)
    oldham.says("help")
    older = oldham.cards.nth(oldham.cards.count() - 2)
    oldham.presses("Note for my record", then="Note for your own record", on=older)


def test_every_choice_can_be_typed(oldham: Chat) -> None:
    oldham.says(EARLY)
    expect(oldham.says("walk me through it")).to_contain_text(step(1))
    expect(oldham.says("no")).to_contain_text(step(2))
    expect(oldham.says("2")).to_contain_text(step(3))
    expect(oldham.says("go back")).to_contain_text(step(2))
    expect(oldham.says("call list")).to_contain_text("Who to call")
    expect(oldham.says("place")).to_contain_text("Where do you work?")


def test_p2_a_message_with_a_name_is_sent_again_without_it(oldham: Chat, stage: Stage) -> None:
    card = oldham.says(f"{NAME} is always hungry and his shoes are too small")
    expect(card).to_contain_text("I stopped reading")
    expect(card).not_to_contain_text(NAME)
    field = card.get_by_role("textbox")
    assert NAME not in field.input_value()
    assert "always hungry" in field.input_value()

    oldham.presses("Send it without those words", then="comes closest to")
    expect(card).to_contain_text("hungry")
    assert NAME not in stage.bot_log
    assert "hungry" not in stage.bot_log


def test_p2_words_changed_in_the_field_are_what_is_read(oldham: Chat) -> None:
    card = oldham.says(f"{NAME} is always hungry")
    card.get_by_role("textbox").fill("baby not rolling yet, bruise on the cheek")
    oldham.presses("Send it without those words", then="Ring now")


@pytest.mark.parametrize(("place", "send"), [("Year 4", "Send Message"), ("Safeguarding", "Post")])
def test_in_front_of_others_it_points_to_the_private_chat(oldham: Chat, place: str, send: str) -> None:
    oldham.goes_to(place)
    expect(oldham.cards).to_have_count(1)
    expect(oldham.newest).to_contain_text("I answer in private only")
    card = oldham.mentions("a boy in my class is always hungry", send=send)

    expect(card).to_contain_text("I answer in private only")
    expect(card).to_contain_text("please delete it")
    expect(card.get_by_role("link", name="Open a private chat")).to_be_visible()
    expect(card).not_to_contain_text("hungry")


def test_p6_a_conversation_survives_that_the_bot_is_killed(oldham: Chat, stage: Stage) -> None:
    oldham.says(EARLY)
    oldham.presses("Walk me through it", then=step(1))
    stage.kill_bot()
    stage.ready()

    oldham.presses("No", then=step(2))
    expect(oldham.says("go back")).to_contain_text(step(1))


def test_p6_what_was_sent_while_the_bot_was_away_is_answered_when_it_is_delivered_again(
    oldham: Chat, stage: Stage
) -> None:
    stage.kill_bot()
    oldham.sends(EARLY)
    oldham.page.get_by_text(re.compile("message 50[02]|\\b502\\b")).first.wait_for()
    stage.ready()

    card = oldham.answer_to(stage.deliver_again)
    expect(card).to_contain_text("comes closest to")


def test_an_activity_that_is_delivered_again_is_answered_once(oldham: Chat, stage: Stage) -> None:
    oldham.says(EARLY)
    before = oldham.cards.count()
    assert stage.deliver_again() == 200

    oldham.says("help")
    assert oldham.cards.count() == before + 1


def test_p8_nobody_comes_in_without_a_token(stage: Stage) -> None:
    assert stage.post(f"{stage.bot_url}/api/messages", {"type": "message", "text": "always hungry"}) == 401


def test_a_place_once_chosen_is_remembered(chat: Chat) -> None:
    card = chat.says("place")
    card.get_by_role("combobox", name="Council").click()
    chat.page.get_by_role("option", name="Oldham").click()
    chat.presses("Use this place", then="District")
    chat.presses("Use this place", then="Oldham")
    expect(chat.says(EARLY)).to_contain_text("0161 770 7777")


def test_an_officer_is_told_what_is_due(meet: Meet) -> None:
    chat = meet(officer=True)
    expect(chat.cards).to_have_count(1)
    expect(chat.says("status")).to_contain_text("Contacts to confirm")
