"""P2 from end to end: what a person sees whose message names somebody, in the house as it ships."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.core.consultation import answer
from bot.core.house import House
from bot.core.plain import plain_text
from bot.core.reply import Kind, Reply
from bot.core.turn import Turn
from knowledge import clock

NOW = dt.datetime(2026, 11, 24, 22, 0, tzinfo=clock.LONDON)
AUTHORITIES = ("bury", "oldham", "oxfordshire", "tameside")


def said(house: House, typed: str = "", *, choice: str = "", after: Reply | None = None, at: str = "bury") -> Reply:
    state = after.state if after else ""
    return answer(Turn(typed=typed, choice=choice, state=state, authority=at), house, now=NOW).reply


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_p2_the_reply_says_which_words_why_and_what_to_say_instead(house: House, authority: str) -> None:
    reply = said(house, "Oluwaseun is hit by his dad, ring 07700 900331", at=authority)
    shown = plain_text(reply)
    assert reply.kind is Kind.IDENTIFIERS
    assert "O\u2026" in shown
    assert "Oluwaseun" not in shown
    assert "looks like a name" in shown
    assert "looks like a telephone number" in shown
    assert "a Year 4 boy" in shown
    assert "delete it there" in shown


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_p2_names_never_stand_between_a_child_and_the_numbers(house: House, authority: str) -> None:
    reply = said(house, "Oluwaseun is being strangled by his dad right now", at=authority)
    numbers = [line.number for line in reply.contacts if line.number]
    assert "999" in numbers
    assert len(numbers) > 1
    assert "danger" in [choice.id for choice in reply.choices]


@pytest.mark.parametrize(
    "typed",
    [
        "Oluwaseun is always hungry and wears the same jumper all week",
        "spoke to zuzanna, 14 Acacia Avenue OL1 2AB, she is always hungry",
        "his mum Shaz drinks every night, ring her on 07700 900331",
    ],
)
def test_p2_the_reworded_message_goes_through_with_one_press(house: House, typed: str) -> None:
    stopped = said(house, typed)
    assert stopped.resend
    assert said(house, stopped.resend, after=stopped).kind is not Kind.IDENTIFIERS


def test_p2_that_is_not_a_name_holds_for_this_conversation_and_keeps_no_word(house: House) -> None:
    typed = "always hungry, and he talks of Zorblaxia all day"
    stopped = said(house, typed)
    assert stopped.kind is Kind.IDENTIFIERS
    told = said(house, choice=next(c.id for c in stopped.choices if c.id.startswith("not-names:")), after=stopped)
    assert "zorblaxia" not in (told.state + plain_text(told)).lower()
    assert said(house, typed, after=told).kind is not Kind.IDENTIFIERS
    assert said(house, typed).kind is Kind.IDENTIFIERS


def test_a_shape_can_not_be_called_no_name(house: House) -> None:
    reply = said(house, "always hungry, ring 07700 900331")
    assert not [choice for choice in reply.choices if choice.id.startswith("not-names:")]


def test_p2_a_combination_is_answered_with_a_warning_that_quotes_it(house: House) -> None:
    reply = said(house, "the only Year 6 girl in a wheelchair at our school is always hungry")
    assert reply.kind is not Kind.IDENTIFIERS
    assert any(line.startswith("Take care: \u201cthe only Year 6 girl") for line in reply.small_print)
