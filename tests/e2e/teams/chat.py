"""A person at the Playground in a browser: says something, presses a button, reads the newest card."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, Route, expect

ELSEWHERE = re.compile(r"^https?://(?!127\.0\.0\.1[:/])")
BOT = "Early help"


@dataclass
class Chat:
    """The page and what a person does on it."""

    page: Page

    def open(self, address: str) -> None:
        """Opens the Playground. What it wants from Microsoft's servers, fonts and an animation, is refused at once."""
        self.page.route(ELSEWHERE, refused)
        self.page.goto(address, wait_until="domcontentloaded")
        self.box.wait_for()

    @property
    def box(self) -> Locator:
        return self.page.locator("div[role=textbox]").first

    @property
    def cards(self) -> Locator:
        return self.page.locator(".ac-adaptiveCard")

    @property
    def newest(self) -> Locator:
        return self.cards.last

    def says(self, words: str) -> Locator:
        """Types and sends; the card that answers."""
        return self.answer_to(lambda: self.sends(words))

    def sends(self, words: str) -> None:
        """Types and sends, and does not wait for an answer."""
        self.types(words)
        self.page.get_by_role("button", name="Send Message").click()

    def types(self, words: str) -> None:
        self.box.click()
        self.page.keyboard.insert_text(words)

    def mentions(self, words: str, *, send: str) -> Locator:
        """Calls the bot by its name in front of others; the card that answers."""
        self.box.click()
        self.page.keyboard.type("@")
        self.page.get_by_role("menuitem", name=BOT).click()
        self.page.keyboard.insert_text(f" {words}")
        return self.answer_to(lambda: self.page.get_by_role("button", name=send).click())

    def answer_to(self, act: Callable[[], object]) -> Locator:
        """Does something that is answered with a card of its own; that card."""
        before = self.cards.count()
        act()
        expect(self.cards).to_have_count(before + 1)
        return self.newest

    def presses(self, label: str, *, then: str | re.Pattern[str], on: Locator | None = None) -> Locator:
        """Presses a button of a card, the newest one unless told; the card, as soon as it says `then`."""
        card = on or self.newest
        card.get_by_role("button", name=label, exact=True).first.click()
        expect(card).to_contain_text(then)
        return card

    def at(self, council: str) -> None:
        """Chooses a council."""
        self.says("change council")
        self.presses(council, then="Who to call")

    def goes_to(self, place: str) -> None:
        self.page.get_by_role("treeitem", name=place).click()


def refused(route: Route) -> None:
    route.abort()
