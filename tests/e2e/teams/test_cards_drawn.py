"""Every card drawn by Microsoft's own library: sound, readable in light, dark and high contrast, and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="Install playwright to drive a browser.")

from playwright.sync_api import Browser, Page

from bot.core.conversation import Conversation
from bot.core.reply import Kind
from bot.teams.cards import Beside, cards
from bot.teams.place_form import place_card
from bot.teams.status import status_card

from ...bot.replies import TUESDAY, replies
from ...bot.web.fake_house import house
from ..axe import faults
from ..node import modules

pytestmark = pytest.mark.e2e

HERE = Path(__file__).parent
PHONE, DESK = {"width": 360, "height": 740}, {"width": 640, "height": 900}
MORE = (
    "words that look like markup",
    "eleven long choices",
    "oldham: calls",
    "oldham: which council",
)
Card = dict[str, Any]
NOT_CUT = """() => [...document.querySelectorAll('.ac-pushButton, .ac-pushButton *, .ac-textBlock')]
    .filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.textContent)"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@lru_cache(maxsize=1)
def drawn() -> dict[str, Card]:
    """A card of every kind of reply, and those that are no reply."""
    return {**dict(_of_each_kind()), **_others()}


def _of_each_kind() -> Iterator[tuple[str, Card]]:
    """The first reply of each kind, of a council whose words are longest."""
    seen: set[Kind] = set()
    for name, reply in sorted(replies().items(), key=lambda each: not each[0].startswith("oldham")):
        if reply.kind in seen and name not in MORE:
            continue
        seen.add(reply.kind)
        yield f"{reply.kind}: {name}", cards(reply)[0]


def _others() -> dict[str, Card]:
    councils = house().names()
    return {
        "urgent: oxfordshire": cards(replies()["oxfordshire: urgent"])[0],
        "level without a council": cards(replies()["no council: level"], Beside(councils, "I don't know that school."))[
            0
        ],
        "place": place_card(house(), Conversation(authority="oldham").encode()),
        "status": status_card(house(), TUESDAY.date()),
    }


@pytest.fixture(scope="module")
def page(inside: Browser) -> Iterator[Page]:
    modules()
    context = inside.new_context(viewport=DESK)
    page = context.new_page()
    page.goto((HERE / "drawing.html").as_uri())
    yield page
    context.close()


def draw(page: Page, card: Card, look: str = "light") -> list[str]:
    """Draws it; what the library finds wrong with it."""
    return list(page.evaluate("([card, look]) => draw(card, look)", [card, look]))


def file_name(name: str, look: str) -> str:
    return f"teams-card-{name.replace(': ', '-').replace(' ', '-')}-{look}.png"


def test_every_kind_of_reply_is_drawn() -> None:
    assert {name.split(":")[0] for name in drawn()} >= {str(kind) for kind in Kind}


def test_every_card_of_every_reply_is_read_without_a_complaint(page: Page) -> None:
    wrong = {name: found for name, reply in replies().items() for card in cards(reply) if (found := draw(page, card))}
    assert wrong == {}


def test_axe_would_find_a_fault(page: Page) -> None:
    field = {"type": "Input.Text", "id": "without-a-label"}
    draw(page, {"type": "AdaptiveCard", "version": "1.5", "body": [field]})
    assert [each.split(":")[0] for each in faults(page)] == ["label"]


@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_on_any_card(page: Page, look: str, pictures: Path) -> None:
    page.set_viewport_size(DESK)
    wrong = {}
    for name, card in drawn().items():
        draw(page, card, look)
        page.locator("main").screenshot(path=pictures / file_name(name, look))
        if found := faults(page):
            wrong[name] = found
    assert wrong == {}


def test_on_a_phone_nothing_is_cut_and_nothing_scrolls_sideways(page: Page, pictures: Path) -> None:
    page.set_viewport_size(PHONE)
    wrong = {}
    for name, card in drawn().items():
        draw(page, card)
        page.locator("main").screenshot(path=pictures / file_name(name, "phone"))
        if (cut := page.evaluate(NOT_CUT)) or page.evaluate(SIDEWAYS) > 0:
            wrong[name] = cut or "scrolls sideways"
    assert wrong == {}


def test_in_high_contrast_every_button_and_box_to_press_has_an_edge(page: Page, pictures: Path) -> None:
    page.set_viewport_size(PHONE)
    page.emulate_media(forced_colors="active")
    for name in ("urgent: oxfordshire", "level without a council"):
        draw(page, drawn()[name])
        page.locator("main").screenshot(path=pictures / file_name(name, "contrast"))
        edges = page.locator(".ac-pushButton").evaluate_all(
            "all => all.map(each => getComputedStyle(each).borderStyle)"
        )
        assert set(edges) == {"solid"}
    page.emulate_media(forced_colors="none")


def test_a_press_carries_its_verb_and_what_was_typed(page: Page) -> None:
    draw(page, cards(replies()["oldham: identifiers"])[0])
    page.get_by_role("textbox").fill("a child in my class is hungry")
    page.get_by_role("button", name="Send it without those words").click()
    kind, verb, data = page.evaluate("window.pressed")[0]
    assert (kind, verb, data["resend"]) == ("Action.Execute", "resend", "a child in my class is hungry")


def test_more_unfolds_in_place(page: Page) -> None:
    reply = replies()["oldham: level"]
    draw(page, cards(reply)[0])
    assert not page.get_by_text(reply.more[0][:30]).is_visible()
    page.get_by_role("button", name="More about this").click()
    assert page.get_by_text(reply.more[0][:30]).is_visible()
