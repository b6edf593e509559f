"""Telling the officers what was missing: by press and by typing, never in place of an answer to a worry."""

from __future__ import annotations

import pytest

from bot.core.consultation import answer
from bot.core.conversation import Conversation
from bot.core.house import House
from bot.core.plain import plain_text
from bot.core.reply import Choice, Kind, Reply
from bot.core.turn import Answered, Turn
from tests.bot.conftest import TUESDAY
from trends.missing import Note
from trends.missing_kinds import kinds

DAYS = 90
HARMLESS = "there is a nurture group at our school"
HARM = "left on his own all night was not known"


def turn(house: House, typed: str = "", *, choice: str = "", after: Reply | None = None, days: int = DAYS) -> Answered:
    state = after.state if after else ""
    given = Turn(typed=typed, choice=choice, state=state, authority="exshire")
    return answer(given, house, now=TUESDAY, missing_days=days)


def asked_for_words(house: House, kind: str = "in-own-words") -> Reply:
    """The reply that says what happens to the next message."""
    first = turn(house, "something is off with this boy").reply
    listed = turn(house, choice="missing", after=first).reply
    return turn(house, choice=f"missing-words:{kind}", after=listed).reply


def ids(reply: Reply) -> list[str]:
    return [each.id for each in reply.all_choices]


@pytest.mark.parametrize("typed", ["something is off with this boy", "who has the rota for thursday"])
def test_where_nothing_matched_the_officers_can_be_told(house: House, typed: str) -> None:
    assert ids(turn(house, typed).reply)[-1] == "missing"


def test_beside_that_is_not_right_the_officers_can_be_told(house: House) -> None:
    level = turn(house, "always hungry").reply
    assert ids(turn(house, choice="wrong", after=level).reply)[-1] == "missing"


def test_where_no_notes_are_taken_nobody_is_asked_and_an_old_button_keeps_nothing(house: House) -> None:
    assert "missing" not in ids(turn(house, "something is off with this boy", days=0).reply)
    pressed = turn(house, choice="missing:wrong-level", days=0)
    assert (pressed.telling, pressed.reply.kind) == (None, Kind.HELP)
    assert turn(house, HARMLESS, after=asked_for_words(house), days=0).telling is None


def test_a_pick_is_kept_as_its_kind_alone(house: House) -> None:
    picked = turn(house, choice="missing:wrong-contact")
    assert picked.telling is not None
    assert picked.telling.note == Note("exshire", "wrong-contact")
    assert picked.count is None


def test_a_kind_with_parts_asks_which_before_anything_is_kept(house: House) -> None:
    which = turn(house, choice="missing:worry-not-known")
    assert which.telling is None
    assert which.reply.question is not None
    part = which.reply.question.choices[0].id
    assert turn(house, choice=part, after=which.reply).telling is not None


def test_every_choice_of_the_list_leads_somewhere_also_typed_by_its_number_or_its_words(house: House) -> None:
    listed = turn(house, choice="missing").reply
    assert listed.question is not None
    for number, choice in enumerate(listed.question.choices, 1):
        pressed = turn(house, choice=choice.id, after=listed)
        for typed in (str(number), choice.label):
            assert turn(house, typed, after=listed) == pressed, typed


def test_p2_before_words_are_taken_it_is_said_who_reads_them_and_how_long_they_are_kept(house: House) -> None:
    said = plain_text(asked_for_words(house))
    assert "A person reads it" in said
    assert "kept for at most 90 days" in said
    assert "no names" in said


def test_the_next_message_is_the_note_and_the_one_after_it_is_not(house: House) -> None:
    told = turn(house, HARMLESS, after=asked_for_words(house))
    assert told.telling is not None
    assert told.telling.note == Note("exshire", "in-own-words", HARMLESS)
    assert turn(house, HARMLESS, after=told.reply).telling is None


def test_p2_a_note_is_not_counted_and_is_not_in_the_state(house: House) -> None:
    told = turn(house, "the canaryword group", after=asked_for_words(house))
    assert told.count is None
    assert "canaryword" not in repr(Conversation.decode(told.reply.state))
    assert Conversation.decode(told.reply.state).heard == ()


def test_p2_a_name_stops_a_note_with_the_usual_reply_and_the_next_message_is_the_note_still(house: House) -> None:
    asked = asked_for_words(house)
    stopped = turn(house, "ring Zelda at the group", after=asked)
    assert (stopped.telling, stopped.reply.kind) == (None, Kind.IDENTIFIERS)
    again = turn(house, "ring the group", after=stopped.reply)
    assert again.telling is not None
    assert again.telling.note.text == "ring the group"


def test_p2_that_is_not_a_name_holds_for_the_note_too(house: House) -> None:
    stopped = turn(house, "the Zelda group", after=asked_for_words(house)).reply
    told = turn(house, choice=stopped.choices[0].id, after=stopped).reply
    kept = turn(house, "the Zelda group", after=told).telling
    assert kept is not None
    assert kept.note.text == "the Zelda group"


@pytest.mark.parametrize("choice", ["walk", "calls", "new", "danger", "note", "help", "authorities"])
def test_any_other_press_means_that_the_next_message_is_a_worry_again(house: House, choice: str) -> None:
    gone_on = turn(house, choice=choice, after=asked_for_words(house)).reply
    assert turn(house, HARMLESS, after=gone_on).telling is None


@pytest.mark.parametrize("typed", ["999", "call list", "don't tell them"])
def test_what_is_typed_instead_of_a_press_is_no_note(house: House, typed: str) -> None:
    assert turn(house, typed, after=asked_for_words(house)).telling is None


def test_p3_a_note_that_reads_like_serious_harm_is_answered_as_a_worry_and_not_kept(house: House) -> None:
    answered = turn(house, HARM, after=asked_for_words(house))
    assert answered.reply.kind is Kind.URGENT
    assert answered.reply.headline.startswith("Ring now")
    assert answered.telling is None
    assert answered.count is not None
    assert turn(house, HARMLESS, after=answered.reply).telling is None


def test_p3_who_is_sure_sends_it_again_and_it_is_kept_below_the_answer_to_the_worry(house: House) -> None:
    answered = turn(house, HARM, after=asked_for_words(house)).reply
    assert answered.choices[-1] == Choice("missing-sure:in-own-words", "That was for the officers")
    sure = turn(house, choice=answered.choices[-1].id, after=answered).reply
    kept = turn(house, HARM, after=sure)
    assert kept.reply.kind is Kind.URGENT
    assert kept.telling is not None
    assert kept.telling.note.text == HARM
    assert kept.telling.otherwise.kind is Kind.URGENT


def test_p6_everything_that_is_said_on_the_way_has_a_route_to_a_human(house: House) -> None:
    asked = asked_for_words(house)
    told = turn(house, HARMLESS, after=asked)
    assert told.telling is not None
    replies = [
        turn(house, choice="missing").reply,
        turn(house, choice="missing:worry-not-known").reply,
        turn(house, choice="missing:wrong-level").reply,
        asked,
        turn(house, "group " * 120, after=asked).reply,
        told.reply,
        told.telling.otherwise,
    ]
    assert [each.headline for each in replies if not any(line.number for line in each.contacts)] == []


def test_a_note_longer_than_is_kept_is_not_cut_but_asked_for_again(house: House) -> None:
    long = turn(house, "group " * 120, after=asked_for_words(house))
    assert long.telling is None
    assert f"longer than {kinds().longest} characters" in long.reply.headline
    assert turn(house, HARMLESS, after=long.reply).telling is not None


def test_a_note_is_kept_on_one_line_without_signs_that_a_terminal_obeys(house: House) -> None:
    told = turn(house, "a group\x1b[31m\r\nfor   carers\u202e", after=asked_for_words(house))
    assert told.telling is not None
    assert told.telling.note.text == "a group [31m for carers"


@pytest.mark.parametrize("kind", ["", "nonsense", "worry-not-known.nonsense", "<script>"])
def test_a_kind_that_nobody_knows_gets_the_list(house: House, kind: str) -> None:
    for verb in ("missing", "missing-words", "missing-sure"):
        answered = turn(house, choice=f"{verb}:{kind}")
        assert answered.telling is None
        assert answered.reply.kind is Kind.MISSING


def test_a_state_with_a_kind_that_nobody_knows_is_a_worry(house: House) -> None:
    forged = Conversation(authority="exshire", noting=("nonsense",)).encode()
    given = Turn(typed=HARMLESS, state=forged)
    assert answer(given, house, now=TUESDAY, missing_days=DAYS).telling is None


def test_the_help_tells_of_the_one_exception(house: House) -> None:
    assert "One exception" in plain_text(turn(house, choice="help").reply)
    assert "One exception" not in plain_text(turn(house, choice="help", days=0).reply)
