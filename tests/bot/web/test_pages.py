"""From a reply to HTML: every kind, every part, and nothing unescaped."""

from __future__ import annotations

import re

import pytest

from bot.core.conversation import Conversation
from bot.core.reply import Choice, ContactLine, Evidence, Kind, Question, Reply
from bot.web import pages
from bot.web.tappable import tappable
from flows import engine
from flows.views import OutcomeView
from knowledge.schema.common import Band

from .conftest import TUESDAY
from .fake_house import house

HOSTILE = "<script>alert('x')</script>\"onload=\"x"
LINE = ContactLine("x.duty", "Duty team", "0161 770 7777", "+441617707777", "open until 17:00", "Any worry.")


def full(kind: Kind, says: str = "words") -> Reply:
    """A reply with every part, all of them saying `says`."""
    line = ContactLine(says, says, says, says, says, says, says, says, says, says)
    evidence = Evidence(says, says, (says, says), says, says)
    choices = (Choice(says, says, "main"), Choice("calendar", says))
    return Reply(
        kind=kind,
        headline=says,
        ring_now=(line,),
        paragraphs=(says,),
        reasons=(evidence,),
        set_aside=(evidence,),
        question=Question(says, choices, says),
        contacts=(line,),
        note=says,
        resend=says,
        choices=choices,
        small_print=(says,),
        state=Conversation(authority="oldham").encode(),
        more=(says,),
        version=says,
    )


def shown(reply: Reply) -> str:
    answer = pages.answer_of(reply, house(), TUESDAY, event="e1")
    return pages.turn_fragment(pages.chat(house(), TUESDAY, event="e1", answer=answer))


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_reply_is_shown(kind: Kind) -> None:
    assert f"kind-{kind}" in shown(full(kind))


@pytest.mark.parametrize("kind", Kind)
def test_a_reply_with_a_headline_alone_is_shown(kind: Kind) -> None:
    assert "Only this" in shown(Reply(kind, "Only this"))


def test_no_part_of_a_reply_is_left_unescaped() -> None:
    html = shown(full(Kind.LEVEL, HOSTILE))

    assert "<script" not in html
    assert '"onload' not in html


def test_the_box_to_ring_comes_first() -> None:
    html = shown(full(Kind.URGENT))

    assert re.search(r'<article[^>]*>\s*<section class="ring">', html)


def test_parts_stand_in_the_order_of_the_reply() -> None:
    parts = ["ring", "headline", "contacts", "reasons", "question", "note", "resend", "choices", "more", "small-print"]
    html = shown(full(Kind.LEVEL))
    places = [html.index(f'class="{part}') for part in parts]

    assert places == sorted(places)


def test_every_number_is_a_link_to_ring() -> None:
    html = shown(Reply(Kind.LEVEL, "x", contacts=(LINE,), small_print=("They can: 0161 770 7777 (open).",)))

    assert html.count('href="tel:+441617707777"') == 2


def test_a_number_in_a_sentence_is_a_link_and_other_digits_are_not() -> None:
    said = tappable("Ring 999, not 1999 & not <b>", {"999": "999"})

    assert said == 'Ring <a href="tel:999">999</a>, not 1999 &amp; not &lt;b&gt;'


def test_a_caution_on_many_numbers_is_said_once() -> None:
    cautious = ContactLine("a", "A", "0161", "1", "", caution="Not confirmed.")
    emergency = ContactLine("e", "Police", "999", "999", "")
    html = shown(Reply(Kind.CALLS, "x", contacts=(cautious, cautious, emergency)))

    assert html.count("Not confirmed.") == 1


def test_p5_where_numbers_differ_each_says_its_own_caution() -> None:
    lines = (
        ContactLine("a", "A", "01", "1", "", caution="Not confirmed."),
        ContactLine("b", "B", "0161 770 7777", "+441617707777", ""),
    )
    html = shown(Reply(Kind.CALLS, "x", contacts=lines))

    assert html.index("Not confirmed.") < html.index("0161 770 7777")


def test_a_web_address_that_is_not_https_is_no_link() -> None:
    line = ContactLine("a", "A", None, None, "", url="javascript:alert(1)")

    assert "javascript:" not in shown(Reply(Kind.CALLS, "x", contacts=(line,)))


def test_the_date_to_look_again_is_a_file_to_take_along() -> None:
    flows = house().flows
    state = engine.start(flows, "tameside.early-help", Band.EARLY_HELP, authority="tameside")
    for choice in ("worried", "no", "yes"):
        state = engine.step(flows, state, choice)
    assert isinstance(engine.view(flows, state), OutcomeView)
    conversation = Conversation(authority="tameside", flow=engine.encode(state))
    html = shown(Reply(Kind.OUTCOME, "x", choices=(Choice("calendar", "x"),), state=conversation.encode()))

    assert re.search(r'href="/calendar\.ics\?days=\d+" download', html)
    assert 'value="calendar"' not in html


def test_without_a_council_the_answer_asks_for_one() -> None:
    assert 'value="authority:oldham"' in shown(Reply(Kind.LEVEL, "x"))


def test_the_first_page_has_few_words() -> None:
    main = re.search(r"<main.*?</form>", pages.chat_page(pages.chat(house(), TUESDAY, event="e")), re.DOTALL)
    assert main
    before_more = main[0].split('class="more-place"')[0] + main[0].split("typed-label")[1]
    words = re.sub(r"<[^>]*>", " ", before_more).split()

    assert len(words) < 120


def test_no_page_holds_a_script_or_a_style_of_its_own() -> None:
    for html in (
        pages.chat_page(pages.chat(house(), TUESDAY, event="e")),
        shown(full(Kind.LEVEL)),
        pages.last_resort_page(),
    ):
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src=)", html)
