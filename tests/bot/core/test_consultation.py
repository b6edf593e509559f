"""One turn in, one reply out: each kind of message, each choice, and what people type instead of pressing."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.core.consultation import answer
from bot.core.conversation import Conversation
from bot.core.house import House
from bot.core.plain import plain_text
from bot.core.reply import Kind, Reply
from bot.core.safely import answer_safely
from bot.core.turn import Turn
from tests.bot.conftest import TUESDAY, TUESDAY_EVENING

NIGHT = TUESDAY_EVENING


def said(
    house: House, typed: str = "", *, choice: str = "", after: Reply | None = None, now: dt.datetime = TUESDAY
) -> Reply:
    state = after.state if after else ""
    return answer(Turn(typed=typed, choice=choice, state=state, authority="exshire"), house, now=now).reply


KINDS = [
    ("left on his own all night, he is four", Kind.URGENT),
    ("always hungry in class", Kind.LEVEL),
    ("something is off with this boy", Kind.NOTHING_MATCHED),
    ("who has the rota for thursday", Kind.NOT_A_WORRY),
    ("Zelda is always hungry", Kind.IDENTIFIERS),
    ("   ", Kind.EMPTY),
    ("x" * 2000, Kind.TOO_LONG),
    ("hello", Kind.HELP),
    ("thank you", Kind.HELP),
    ("call list", Kind.CALLS),
]


@pytest.mark.parametrize(("typed", "kind"), KINDS, ids=[kind for _, kind in KINDS])
def test_each_sort_of_message_gets_its_kind_of_reply(house: House, typed: str, kind: Kind) -> None:
    assert said(house, typed).kind is kind


@pytest.mark.parametrize(("typed", "kind"), KINDS, ids=[kind for _, kind in KINDS])
def test_p6_every_reply_has_a_route_to_a_human(house: House, typed: str, kind: Kind) -> None:
    reply = said(house, typed)
    numbers = [line.number for line in (*reply.ring_now, *reply.contacts) if line.number]
    assert numbers, f"the reply to {typed[:20]!r} names no number"


def test_p3_serious_harm_is_answered_first_with_the_number_for_this_hour(house: House) -> None:
    reply = said(house, "left on his own all night but always hungry in class", now=NIGHT)
    assert reply.headline.startswith("Ring now: Night Team, 0161 496 0200.")
    assert [line.id for line in reply.ring_now] == ["exshire.edt", "national.999"]


def test_p3_a_detail_added_later_does_not_make_a_worry_smaller(house: House) -> None:
    first = said(house, "left on his own all night")
    second = said(house, "always hungry in class", after=first)
    assert second.kind is Kind.URGENT


def test_p3_when_something_breaks_inside_the_duty_numbers_are_shown(house: House) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("always hungry")

    reply = answer_safely(Turn(typed="a worry", authority="exshire"), _with(house, read=broken), now=NIGHT).reply
    assert reply.kind is Kind.FAILED
    assert "0161 496 0200" in plain_text(reply)


def test_p2_a_failure_logs_no_word_of_the_message(house: House, caplog: pytest.LogCaptureFixture) -> None:
    def broken(text: str, *_: object) -> None:
        raise ValueError(text)

    answer_safely(Turn(typed="canary-7319", authority="exshire"), _with(house, read=broken), now=TUESDAY)
    assert "ValueError" in caplog.text
    assert "canary" not in caplog.text


def test_p4_reasons_are_the_persons_own_words_with_the_sign_and_its_source(house: House) -> None:
    reply = said(house, "he is always hungry in class")
    assert reply.reasons[0].quotes == ("always hungry",)
    assert reply.reasons[0].says == "The child is often hungry."
    assert "Exshire guide" in reply.reasons[0].source


def test_p4_what_was_heard_as_absent_is_shown_and_can_be_put_right(house: House) -> None:
    reply = said(house, "no left on his own all night. always hungry")
    assert [each.heard_as for each in reply.set_aside] == ["not happening"]
    asked = said(house, choice="wrong", after=reply)
    restored = said(house, choice="restore:neglect.left-alone", after=asked)
    assert restored.kind is Kind.URGENT


def test_p5_every_level_says_what_a_machine_cannot_see(house: House) -> None:
    assert "I can't see the child's history" in " ".join(said(house, "always hungry").small_print)


def test_p5_a_number_nobody_confirmed_is_shown_as_unconfirmed(house: House) -> None:
    assert "nobody has confirmed it" in plain_text(said(house, "always hungry"))


def test_p2_a_name_stops_the_reading_and_is_not_echoed_whole(house: House) -> None:
    reply = said(house, "Zelda is always hungry")
    shown = plain_text(reply)
    assert "Zelda" not in shown
    assert "Z\u2026" in shown
    assert "always hungry" not in shown
    assert reply.resend == "the child is always hungry"


def test_p2_names_never_stand_between_a_child_and_999(house: House) -> None:
    numbers = [line.number for line in said(house, "Zelda is hurt").contacts]
    assert numbers[-1] == "999"


def test_p2_there_is_that_is_not_a_name_for_this_conversation_and_no_proceed_anyway(house: House) -> None:
    stopped = said(house, "Zelda is always hungry")
    assert [choice.label for choice in stopped.choices] == ["Those aren't names", "The child is in danger now"]
    told = said(house, choice=stopped.choices[0].id, after=stopped)
    assert said(house, "Zelda is always hungry", after=told).kind is Kind.LEVEL
    assert said(house, "Zelda is always hungry").kind is Kind.IDENTIFIERS


def test_p2_the_state_holds_no_word_that_was_typed(house: House) -> None:
    reply = said(house, "always hungry canaryword in class")
    remembered = repr(Conversation.decode(reply.state))
    assert "canaryword" not in remembered
    assert "neglect.hungry" in remembered


def test_a_yes_to_the_question_raises_the_level(house: House) -> None:
    reply = said(house, "always hungry")
    assert reply.question is not None
    assert said(house, "yes", after=reply).kind is Kind.URGENT


def test_a_no_asks_about_danger_next_and_then_no_more(house: House) -> None:
    second = said(house, "no", after=said(house, "always hungry"))
    assert second.question is not None
    assert "in danger" in second.question.asks
    assert said(house, "no", after=second).question is None


@pytest.mark.parametrize("typed", ["walk me through it", "Walk me through it!", "4"])
def test_a_choice_can_be_typed_by_its_label_or_its_number(house: House, typed: str) -> None:
    reply = said(house, "always hungry")
    assert reply.all_choices[3].id == "walk"
    assert said(house, typed, after=reply).kind is Kind.STEP


def test_a_walk_ends_with_an_action_a_contact_and_a_time(house: House) -> None:
    step = said(house, choice="walk", after=said(house, "always hungry"))
    action = said(house, "yes", after=step)
    end = said(house, choice="step:done", after=action)
    assert end.kind is Kind.OUTCOME
    assert "Meet the family again." in end.paragraphs
    assert "When: within two weeks." in end.paragraphs
    assert any(line.number for line in end.contacts)


def test_p1_the_exit_for_danger_is_on_every_step(house: House) -> None:
    step = said(house, choice="walk", after=said(house, "always hungry"))
    action = said(house, "yes", after=step)
    for reply in (step, action):
        assert "danger" in [choice.id for choice in reply.choices]
    assert said(house, choice="danger", after=action).headline == "Ring now"


def test_the_note_has_the_level_and_blanks_and_no_quote(house: House) -> None:
    note = said(house, choice="note", after=said(house, "he is always hungry, canary")).note
    assert note is not None
    assert "24 November 2026, 10:00" in note
    assert "The child is often hungry." in note
    assert "canary" not in note


def test_the_date_to_look_again_is_told_without_detail(house: House) -> None:
    step = said(house, choice="walk", after=said(house, "always hungry"))
    end = said(house, choice="step:done", after=said(house, "yes", after=step))
    assert "Tuesday 8 December 2026" in said(house, choice="calendar", after=end).headline


@pytest.mark.parametrize(
    "choice", ["step:nowhere", "told:no.such:yes", "nonsense", "authority:nowhere", "restore:x", "contact:"]
)
def test_an_old_or_made_up_choice_answers_sensibly(house: House, choice: str) -> None:
    assert said(house, choice=choice, after=said(house, "always hungry")).headline


@pytest.mark.parametrize(
    "state", ["", "garbage", "a" * 9000, "eJwDAAAAAAE", "\u2603", "====", "eJyrVkrLyS9XslIqLU4tUqoFADT8Bfo"]
)
def test_an_unreadable_state_is_a_new_conversation(state: str) -> None:
    assert Conversation.decode(state) == Conversation()


def test_a_state_survives_the_journey() -> None:
    conversation = Conversation(authority="exshire", told=(("a.b", "yes"),), voiced=(1, 2, 3, 4, 90), not_names=("ab",))
    assert Conversation.decode(conversation.encode()) == conversation


def test_an_area_and_a_school_lead_to_their_own_officer(house: House) -> None:
    turn = Turn(typed="no heating on in the flat", authority="exshire", school="Mill Primary School")
    lines = answer(turn, house, now=TUESDAY).reply.contacts
    assert "exshire.ehpo-south" in [line.id for line in lines]
    assert "exshire.ehpo-north" not in [line.id for line in lines]


def test_p8_what_is_counted_holds_ids_only(house: House) -> None:
    counted = answer(Turn(typed="always hungry canary", authority="exshire"), house, now=TUESDAY).count
    assert counted is not None
    assert (counted.domain, counted.band, counted.matched) == ("neglect", "child_in_need", True)
    assert "canary" not in repr(counted)


def test_a_message_that_was_refused_is_not_counted(house: House) -> None:
    assert answer(Turn(typed="Zelda is hungry", authority="exshire"), house, now=TUESDAY).count is None


def _with(house: House, *, read: object) -> House:
    from dataclasses import replace

    return replace(house, read=read)  # type: ignore[arg-type]


def test_p3_a_typed_yes_to_danger_is_danger(house: House) -> None:
    second = said(house, "no", after=said(house, "always hungry"))
    assert said(house, "yes", after=second).headline.startswith("If the child is in danger this minute, ring 999")


def test_p3_a_later_denial_does_not_unsay_what_was_told(house: House) -> None:
    first = said(house, "left on his own all night")
    assert said(house, "no left on his own all night", after=first).kind is Kind.URGENT


@pytest.mark.parametrize("typed", ["thanks", "hello", "help"])
def test_p3_a_polite_word_does_not_wipe_what_was_heard(house: House, typed: str) -> None:
    thanked = said(house, typed, after=said(house, "left on his own all night"))
    assert said(house, "always hungry", after=thanked).kind is Kind.URGENT


def test_asking_about_another_worry_begins_anew(house: House) -> None:
    fresh = said(house, choice="new", after=said(house, "left on his own all night"))
    assert said(house, "always hungry", after=fresh).kind is Kind.LEVEL


def test_p1_danger_after_a_flow_was_replaced_still_rings_999(house: House) -> None:
    stale = Conversation(authority="exshire", flow="1|gone.flow|00000000|exshire|x|").encode()
    reply = answer(Turn(choice="danger", state=stale), house, now=TUESDAY).reply
    assert reply.ring_now[0].number == "999"


def test_a_forged_authority_or_area_is_passed_over(house: House) -> None:
    forged = Conversation(authority="nowhere", area="moon", setting="x").encode()
    reply = answer(Turn(typed="hello", state=forged), house, now=TUESDAY).reply
    assert Conversation.decode(reply.state).authority == ""


def test_p3_a_state_too_long_keeps_the_authority_and_what_was_heard(house: House) -> None:
    marks = tuple(f"{n:x}" * 10 for n in range(4000))
    first = Conversation.decode(said(house, "left on his own all night").state)
    from dataclasses import replace

    kept = Conversation.decode(replace(first, not_names=marks).encode())
    assert (kept.authority, kept.heard) == (first.authority, first.heard)


def test_the_note_names_the_level_that_was_shown(house: House) -> None:
    shown = said(house, "no heating on in the flat")
    level = shown.headline.removeprefix("This comes closest to ").rstrip(".")
    note = said(house, choice="note", after=shown).note
    assert note is not None
    assert level in note
