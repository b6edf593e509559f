"""The builder: every reply of the corpus as Block Kit that Slack takes, with nothing lost and nothing added."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.conversation import LONGEST, Conversation
from bot.core.plain import evidence_text
from bot.core.reply import Choice, Kind, Reply
from bot.slack import words
from bot.slack.answering import shown as laid_out
from bot.slack.message import Beside, Message, beside, message, words_only
from nlp.understanding import Heard

from ..replies import replies
from .payload_rules import check_message
from .reading import buttons, choices, numbers_to_tap, words_of

CORPUS = replies()
EVERY = pytest.mark.parametrize("reply", CORPUS.values(), ids=CORPUS)
COUNCILS = (("oldham", "Oldham"), ("bury", "Bury"))


def built(reply: Reply) -> Message:
    return message(reply, beside(reply, COUNCILS, ["Only you can see this."]))


@EVERY
def test_slack_takes_every_reply(reply: Reply) -> None:
    made = built(reply)
    assert check_message({"text": made.text, "blocks": list(made.blocks)}) == []
    assert check_message({"text": words_only(reply).text}) == []


@EVERY
def test_nothing_of_a_reply_is_left_out_and_the_headline_comes_first(reply: Reply) -> None:
    seen = " ".join(words_of(built(reply).blocks).split())
    assert [part for part in parts_of(reply) if " ".join(part.split()) not in seen] == []
    assert seen.startswith(" ".join(reply.headline.split()))


def parts_of(reply: Reply) -> list[str]:
    """Every sentence of a reply; a long one by its beginning and its end, since it may stand in two sections."""
    lines = [*reply.ring_now, *reply.contacts]
    asked = [reply.question.asks, reply.question.help or ""] if reply.question else []
    texts = [
        reply.headline,
        *reply.paragraphs,
        *(line.name for line in lines),
        *(line.number or "" for line in lines),
        *(line.purpose for line in reply.contacts),
        *map(evidence_text, (*reply.reasons, *reply.set_aside)),
        *asked,
        *(reply.note or "").split("\n"),
        *(choice.label for choice in reply.all_choices),
        *reply.more,
        *reply.small_print,
    ]
    return [piece for text in texts if text for piece in {text[:300].rsplit(" ", 1)[0], text[-60:].split(" ", 1)[-1]}]


@EVERY
def test_every_choice_has_a_button_in_its_order(reply: Reply) -> None:
    expected = [choice.id for choice in reply.all_choices]
    assert [each for each in choices(message(reply).blocks) if each != "resend"] == expected


@EVERY
def test_every_number_can_be_tapped(reply: Reply) -> None:
    to_tap = numbers_to_tap(message(reply).blocks)
    assert [line.tel for line in (*reply.ring_now, *reply.contacts) if line.tel and line.tel not in to_tap] == []


@EVERY
def test_p2_no_button_carries_a_word(reply: Reply) -> None:
    """A value is a choice and a state; the state decodes to ids, and nothing of the message is in either."""
    quotes = [quote for each in (*reply.reasons, *reply.set_aside) for quote in each.quotes]
    for button in buttons(message(reply).blocks):
        choice, _, state = button["value"].partition(" ")
        assert " " not in state
        assert len(button["value"]) <= 2000
        assert Conversation.decode(state).authority == Conversation.decode(reply.state).authority
        assert not any(quote in button["value"] for quote in quotes if len(quote) > 3)
        assert reply.resend is None or reply.resend not in choice


def test_p3_an_urgent_reply_begins_with_the_number_to_tap() -> None:
    blocks = built(CORPUS["oxfordshire: urgent"]).blocks
    first = blocks[0]["text"]["text"]
    assert first.startswith("*Ring now:")
    assert "<tel:+44800833408|0800 833 408>" in first
    assert blocks[1]["text"]["text"].startswith("*Ring <tel:")


def test_what_is_typed_cannot_become_markup() -> None:
    made = built(CORPUS["words that look like markup"])
    sent = str([block for block in made.blocks if block["type"] != "input"]) + made.text
    assert "<!channel>" not in sent
    assert "<script>" not in sent
    assert "*this*" not in sent
    assert "https://example.org|" not in sent


def test_many_long_choices_stay_under_slacks_most_blocks() -> None:
    long = tuple(
        Choice(f"step:c{n}", f"A choice that is much too long for one button, {'x' * 80} {n}") for n in range(60)
    )
    made = message(replace(CORPUS["oldham: level"], choices=long))
    assert check_message({"text": made.text, "blocks": list(made.blocks)}) == []
    seen = words_of(made.blocks)
    assert all(choice.label in seen for choice in long)
    assert [each for each in choices(made.blocks) if each.startswith("step:")] == [choice.id for choice in long]


def test_a_long_label_stands_in_full_beside_its_button() -> None:
    reply = replace(CORPUS["oldham: level"], question=None, choices=(Choice("a", "x" * 60), Choice("b", "Short")))
    found = [block for block in message(reply).blocks if "accessory" in block]
    assert found[0]["text"]["text"] == "x" * 60
    assert found[0]["accessory"]["accessibility_label"] == "x" * 60


def test_the_longest_state_still_fits_with_the_longest_choice() -> None:
    heard = tuple(Heard(f"domain.indicator-number-{n}", "present", "child", (), "words") for n in range(300))
    state = Conversation(authority="oldham", heard=heard).encode()
    assert len(state) <= LONGEST
    marks = "not-names:" + ",".join(f"{n:010x}" for n in range(40))
    made = message(
        Reply(Kind.IDENTIFIERS, "I stopped reading.", choices=(Choice(marks, "Those aren't names"),), state=state)
    )
    assert check_message({"text": made.text, "blocks": list(made.blocks)}) == []


def test_a_long_message_without_names_is_given_back_whole_in_several_fields() -> None:
    said = " ".join(f"word{n}" for n in range(900))
    made = message(replace(CORPUS["oldham: identifiers"], resend=said))
    fields = [block["element"]["initial_value"] for block in made.blocks if block["type"] == "input"]
    assert len(fields) > 1
    assert " ".join(fields) == said


def test_a_note_is_code_with_its_lines_kept() -> None:
    reply = CORPUS["oldham: note"]
    note = next(block["text"]["text"] for block in message(reply).blocks if "```" in str(block.get("text")))
    assert note.count("\n") == (reply.note or "").count("\n")


def test_councils_are_offered_only_while_none_is_chosen() -> None:
    assert "authority:oldham" in choices(built(CORPUS["no council: level"]).blocks)
    assert "authority:oldham" not in choices(built(CORPUS["oldham: level"]).blocks)
    asks = CORPUS["no council: which council"]
    assert choices(built(asks).blocks).count("authority:oldham") == 1


@pytest.mark.parametrize(
    ("name", "offered"),
    [("oldham: level", True), ("oldham: nothing matched", True), ("oldham: urgent", False), ("oldham: note", False)],
)
def test_an_opinion_is_asked_for_where_it_tells_something(name: str, offered: bool) -> None:
    assert (built(CORPUS[name]).blocks[-1]["type"] == "context_actions") is offered


def test_an_opinion_names_the_council_and_nothing_else() -> None:
    element = built(CORPUS["oldham: level"]).blocks[-1]["elements"][0]
    assert element["positive_button"]["value"] == "helpful oldham"
    assert element["negative_button"]["value"] == "not-helpful oldham"


def test_p6_a_reply_beyond_the_builder_is_shown_as_words(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.core.turn import Answered
    from bot.desk import Told

    from ..replies import TUESDAY
    from ..web.fake_house import house

    def broken(*_: object) -> Message:
        raise ValueError("what was typed")

    monkeypatch.setattr("bot.slack.answering.message", broken)
    reply = CORPUS["oldham: urgent"]
    made = laid_out(Told(Answered(reply), house(), TUESDAY))
    assert made.blocks == ()
    assert "RING:" in made.text


def test_a_message_without_anything_beside_it_has_no_words_of_slacks_own() -> None:
    made = message(CORPUS["nothing but a headline"], Beside())
    assert words_of(made.blocks) == "Nothing but a headline."
    assert words.ONLY_YOU not in str(made.blocks)
