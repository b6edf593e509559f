"""The whole way of a message, with the readers that ship: what must be urgent, what must not, and bad input."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.core.consultation import answer
from bot.core.house import House
from bot.core.plain import plain_text
from bot.core.reply import Kind, Reply
from bot.core.turn import Turn
from knowledge.clock import LONDON

TUESDAY = dt.datetime(2026, 11, 24, 10, 0, tzinfo=LONDON)
LONGEST_WORDS = 120


def said(house: House, text: str, authority: str = "oxfordshire") -> Reply:
    return answer(Turn(typed=text, authority=authority), house, now=TUESDAY).reply


@pytest.mark.parametrize(
    "worry",
    [
        "4 month old baby, bruise on the cheek, not rolling yet",
        "she told me her stepdad touches her at night and to keep it secret",
        "year 8 boy has belt marks across his back",
        "he has written a note and saved up tablets, says he will do it on friday",
        "mum's boyfriend strangled her last night in front of the children",
        "5 year old was left on her own all night again while dad went out drinking",
        "a girl in year 10 says she is being flown out in half term to be married and is terrified",
        "15 yr old keeps going missing, comes back with cash and a second phone, was found two towns away with drugs",
    ],
)
def test_p3_a_sign_of_serious_harm_is_urgent(house: House, worry: str) -> None:
    reply = said(house, worry)
    assert reply.kind is Kind.URGENT
    assert reply.ring_now[0].number == "0345 050 7666"


@pytest.mark.parametrize(
    "message",
    [
        "can anyone swap my playground duty on thursday please",
        "thanks so much for your help yesterday, really useful",
        "where do I find the safeguarding training password",
        "my car broke down so I will be late for the staff meeting",
    ],
)
def test_what_is_not_about_a_child_has_no_level_and_still_a_number(house: House, message: str) -> None:
    reply = said(house, message)
    assert reply.kind in {Kind.NOT_A_WORRY, Kind.HELP}
    assert any(line.number for line in reply.contacts)


@pytest.mark.parametrize(
    "worry",
    [
        "reception boy cried at drop off in his first week but was playing happily ten minutes later",
        "year 5 girl bumped her knee at football, has a small bruise, dad told us at the gate and she is fine",
    ],
)
def test_ordinary_childhood_is_no_alarm(house: House, worry: str) -> None:
    assert said(house, worry).kind is not Kind.URGENT


SPANISH = "El niño siempre tiene hambre y su madre nunca contesta cuando llamamos a casa"
BAD_INPUT = [
    ("empty", "", Kind.EMPTY),
    ("white space", " \n\t ", Kind.EMPTY),
    ("pictures only", "\U0001f622\U0001f622", Kind.EMPTY),
    ("50 kB", "he is always hungry " * 2600, Kind.TOO_LONG),
    ("another script", "Ребенок всегда голодный и мать не отвечает", Kind.UNREADABLE),
    (
        "another language",
        "El niño siempre tiene hambre y su madre nunca contesta cuando llamamos a casa",
        Kind.UNREADABLE,
    ),
]


@pytest.mark.parametrize(("text", "kind"), [case[1:] for case in BAD_INPUT], ids=[case[0] for case in BAD_INPUT])
def test_bad_input_gets_a_clear_answer_with_a_number(house: House, text: str, kind: Kind) -> None:
    reply = said(house, text)
    assert reply.kind is kind
    assert any(line.number for line in reply.contacts)


@pytest.mark.parametrize(
    "text",
    [
        "hungry",
        "<script>alert('x')</script> he is always hungry",
        "HE IS ALWAYS HUNGRY AND NOBODY IS LISTENING TO ME",
        "he's always hungry.no coat.mum shouts.tired",
        "From: office\nSubject: FW: concern\n> he comes in hungry most days and his shoes are too small\n\nRegards",
        "you are useless and this is rubbish",
        "- hungry\n- tired\n- late most days\n- same clothes",
        "\u0000\u200b he is always hungry \u202e",
        "I'm worried about " + "a boy in my class who is hungry and tired and late, " * 300,
    ],
    ids=["one word", "HTML", "capitals", "no spaces", "e-mail", "abuse", "list", "control signs", "3,000 words"],
)
def test_odd_input_never_fails_and_always_has_a_number(house: House, text: str) -> None:
    reply = said(house, text)
    assert reply.headline
    assert any(line.number for line in (*reply.ring_now, *reply.contacts))


def test_p2_a_name_stops_the_reading(house: House) -> None:
    reply = said(house, "Oluwaseun in my class is always hungry, call me on 07700 900123")
    assert reply.kind is Kind.IDENTIFIERS
    assert "Oluwaseun" not in plain_text(reply)


def test_p4_a_denial_is_no_absence_and_an_absence_is_shown(house: House) -> None:
    assert said(house, "she says dad hit her with a belt, dad denies it").kind is Kind.URGENT
    aside = said(house, "always hungry and tired. there is no sign of self harm").set_aside
    assert "not happening" in [each.heard_as for each in aside]


def test_the_first_part_of_an_answer_is_short_enough_for_a_phone(house: House) -> None:
    for worry in ("always hungry, in the same jumper all week", "belt marks on his back"):
        reply = said(house, worry)
        first = " ".join((reply.headline, *reply.paragraphs))
        assert len(first.split()) < LONGEST_WORDS


@pytest.mark.parametrize("authority", ["oldham", "tameside", "bury", "oxfordshire", "national"])
def test_p1_a_walk_can_begin_from_any_band_and_reach_an_end(house: House, authority: str) -> None:
    for worry in ("always hungry", "belt marks on his back", "cried at drop off on her first day and then was fine"):
        reply = said(house, worry, authority)
        reply = answer(Turn(choice="walk", state=reply.state), house, now=TUESDAY).reply
        for _ in range(30):
            if reply.kind is Kind.OUTCOME:
                break
            first = next(choice.id for choice in reply.all_choices if choice.id.startswith("step:"))
            reply = answer(Turn(choice=first, state=reply.state), house, now=TUESDAY).reply
        assert reply.kind is Kind.OUTCOME
        assert any(line.number or line.how for line in (*reply.ring_now, *reply.contacts))


def test_the_banks_own_phrases_lead_to_their_signs(house: House) -> None:
    """A phrase said as it stands in the bank must be among the signs heard, or asked about."""
    pack = house.knowledge.pack("national")
    signs = [sign for sign in pack.indicators.values() if sign.band.rank >= 1][::12]
    missed = []
    for sign in signs:
        understood = house.read(sign.phrases[0], pack, lambda _: False)
        heard = {finding.indicator for finding in understood.findings} | set(understood.near)
        if not understood.refused and sign.id not in heard:
            missed.append(sign.id)
    assert len(missed) <= len(signs) // 10, missed


def test_the_call_list_says_each_emergency_number_once(house: House) -> None:
    for authority in house.served:
        reply = answer(Turn(choice="calls", authority=authority), house, now=TUESDAY).reply
        assert [line.tel for line in reply.contacts].count("999") == 1, authority
