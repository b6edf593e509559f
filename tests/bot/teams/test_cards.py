"""Every reply of the corpus as cards: sound by the published schema and by our own rules, with nothing left out."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.conversation import Conversation
from bot.core.reply import Reply
from bot.teams.cards import LONGEST_ROW, Beside, cards, size
from bot.teams.parts import escaped, tappable
from bot.teams.place_form import place_card
from bot.teams.presses import VERBS
from bot.teams.status import status_card

from ..replies import QUOTES, TUESDAY, replies
from ..web.fake_house import house
from .reading import all_words, button, buttons, elements, of_type, unmarked, words
from .rules import LARGEST_MESSAGE, faults

COUNCILS = (("oldham", "Oldham"), ("bury", "Bury"))
CORPUS = pytest.mark.parametrize("reply", replies().values(), ids=list(replies()))


@CORPUS
def test_a_card_is_sound(reply: Reply) -> None:
    for card in cards(reply, Beside(COUNCILS, "I don't know that school.")):
        assert faults(card) == []


@CORPUS
def test_nothing_of_the_reply_is_left_out(reply: Reply) -> None:
    together = "\n".join(all_words(card) for card in cards(reply))
    said = [
        reply.headline,
        *reply.paragraphs,
        *reply.more,
        *reply.small_print,
        *(line for line in (reply.note or "").split("\n") if line.strip()),
        *(reply.resend or "").split("\n"),
        *(part for line in (*reply.ring_now, *reply.contacts) for part in (line.name, line.number, line.when)),
        *(line.purpose for line in reply.contacts),
        *(part for each in (*reply.reasons, *reply.set_aside) for part in (each.says, each.source, *each.quotes)),
        *((reply.question.asks, reply.question.help) if reply.question else ()),
    ]
    assert [each for each in said if each and each not in together] == []


@CORPUS
def test_every_choice_is_a_button_with_the_state_it_answers(reply: Reply) -> None:
    pressed = [each["data"] for card in cards(reply) for each in buttons(card) if each.get("verb") == "choose"]
    assert [each["choice"] for each in pressed] == [choice.id for choice in reply.all_choices]
    for each in pressed:
        assert Conversation.decode(each["state"]).authority == Conversation.decode(reply.state).authority


@CORPUS
def test_the_box_to_ring_from_stands_first(reply: Reply) -> None:
    if not reply.ring_now:
        return
    first = cards(reply)[0]["body"][0]
    assert (first["type"], first["style"]) == ("Container", "attention")
    assert [each["url"] for each in of_type(first, "Action.OpenUrl")] == [
        f"tel:{line.tel}" for line in reply.ring_now if line.number
    ]


@CORPUS
def test_the_first_words_are_a_heading(reply: Reply) -> None:
    first = cards(reply)[0]["body"][0]
    title = first["items"][0] if first["type"] == "Container" else first
    assert (title["style"], unmarked(title["text"])) == ("heading", reply.headline)


@CORPUS
def test_a_number_that_can_be_rung_is_a_link(reply: Reply) -> None:
    together = str(cards(reply))
    assert [line.tel for line in reply.contacts if line.tel and f"(tel:{line.tel})" not in together] == []


@CORPUS
def test_no_button_is_cut_on_a_phone(reply: Reply) -> None:
    rows = [each["actions"] for card in cards(reply) for each in of_type(card, "ActionSet")]
    assert max((sum(len(action["title"]) for action in row) for row in rows), default=0) <= LONGEST_ROW


def test_what_is_too_large_is_split_with_its_choices_last() -> None:
    parts = cards(replies()["sixty contacts and an urgent box"])

    assert len(parts) > 1
    assert parts[0]["body"][0]["style"] == "attention"
    assert [bool(of_type(part, "Action.Execute")) for part in parts] == [*([False] * (len(parts) - 1)), True]
    assert max(size(part) for part in parts) < LARGEST_MESSAGE


@pytest.mark.parametrize("quote", QUOTES)
def test_what_somebody_typed_is_never_read_as_markdown(quote: str) -> None:
    (card,) = cards(replies()["words that look like markup"])

    for each in of_type(card, "TextBlock"):
        assert quote not in each["text"]
    assert any(quote in run["text"] for run in of_type(card, "TextRun"))


def test_the_message_without_the_words_that_stop_is_in_a_field_and_in_no_button() -> None:
    reply = replies()["oldham: identifiers"]
    (card,) = cards(reply)
    (field,) = of_type(card, "Input.Text")

    assert field["value"] == reply.resend
    assert button(card, "Send it without those words")["associatedInputs"] == "auto"
    for action in buttons(card):
        assert str(reply.resend) not in str(action)


def test_other_buttons_send_no_field() -> None:
    (card,) = cards(replies()["oldham: identifiers"])
    assert {each["associatedInputs"] for each in buttons(card) if each.get("verb") == "choose"} == {"none"}


def test_councils_are_offered_while_none_is_chosen() -> None:
    (card,) = cards(replies()["no council: level"], Beside(COUNCILS))
    assert button(card, "Oldham")["data"]["choice"] == "authority:oldham"


@pytest.mark.parametrize("authority", ["", *house().served])
def test_the_form_for_a_place_is_sound(authority: str) -> None:
    card = place_card(house(), Conversation(authority=authority).encode())
    assert faults(card) == []
    assert {"authority"} <= {each["id"] for each in elements(card) if "id" in each}


def test_the_officers_card_is_sound() -> None:
    card = status_card(house(), TUESDAY.date())
    assert faults(card) == []
    assert house().knowledge.version in all_words(card)
    assert "No figures were published yet" in all_words(card)


def test_the_officers_card_shows_published_trends() -> None:
    card = status_card(house(), TUESDAY.date(), ["Worries brought in October 2026: 60."])
    assert faults(card) == []
    assert "Worries brought in October 2026: 60." in all_words(card)


@pytest.mark.parametrize(
    ("ours", "read"),
    [
        ("1. first", "1\\. first"),
        ("- a dash", "\\- a dash"),
        ("________", "\\_" * 8),
        ("[Yes] *now*", "\\[Yes\\] \\*now\\*"),
        ("plain words, 50-60", "plain words, 50-60"),
    ],
)
def test_signs_that_markdown_reads_are_escaped(ours: str, read: str) -> None:
    assert escaped(ours) == read
    assert unmarked(read) == ours


def test_only_known_numbers_become_links() -> None:
    numbers = {"0161 496 0000": "+441614960000", "999": "999"}
    assert tappable("Ring 0161 496 0000 or 999, not 9990.", numbers) == (
        "Ring [0161 496 0000](tel:+441614960000) or [999](tel:999), not 9990."
    )


def test_every_verb_is_sent_by_some_card() -> None:
    built: list[dict[str, Any]] = [card for reply in replies().values() for card in cards(reply)]
    sent = {each["verb"] for card in [*built, place_card(house(), "")] for each in of_type(card, "Action.Execute")}
    assert sent == set(VERBS)


def test_words_are_read_in_the_order_of_the_reply() -> None:
    reply = replies()["oldham: level with something set aside"]
    read = words(cards(reply)[0])
    places = [read.index(each) for each in (reply.headline, reply.paragraphs[0], "Who to call", "Why", "Set aside")]
    assert places == sorted(places)
