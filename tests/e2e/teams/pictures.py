"""Draws a few cards with the real knowledge and a set clock, for docs/install-teams.md.

    python tests/e2e/teams/pictures.py            writes docs/pictures/teams-NAME.png

They are drawn by Microsoft's `adaptivecards` library in the colours of Teams, at the width of a phone.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT), str(HERE.parent)]

import tests  # noqa: E402

tests.__path__ = [str(ROOT / "tests")]  # a library brings a package of the same name

from browser import launch  # noqa: E402

from bot.assemble import assemble  # noqa: E402
from bot.core.house import House  # noqa: E402
from bot.core.reply import Reply  # noqa: E402
from bot.core.safely import answer_safely  # noqa: E402
from bot.core.turn import Turn  # noqa: E402
from bot.teams.cards import cards  # noqa: E402
from knowledge import clock  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
PHONE = {"width": 390, "height": 844}
TUESDAY = dt.datetime(2026, 11, 24, 17, 40, tzinfo=clock.LONDON)
URGENT = "3 month old, bruise on the cheek, not rolling yet"
EARLY = "Year 4 boy, always hungry, same jumper all week"


def replies(house: House) -> Iterator[tuple[str, str, Reply]]:
    """A name for each picture, light or dark, and what is on it."""
    early = answer_safely(Turn(typed=EARLY, authority="oldham"), house, now=TUESDAY).reply
    yield "welcome", "light", answer_safely(Turn(choice="help", authority="oldham"), house, now=TUESDAY).reply
    yield "urgent", "light", answer_safely(Turn(typed=URGENT, authority="oxfordshire"), house, now=TUESDAY).reply
    yield "answer", "light", early
    yield "step", "dark", answer_safely(Turn(choice="walk", state=early.state), house, now=TUESDAY).reply


def main() -> None:
    house = assemble()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport=PHONE)
        page.goto((HERE / "drawing.html").as_uri())
        for name, look, reply in replies(house):
            assert page.evaluate("([card, look]) => draw(card, look)", [cards(reply)[0], look]) == []
            page.locator("#card").screenshot(path=FOLDER / f"teams-{name}.png")
            print(f"docs/pictures/teams-{name}.png", file=sys.stderr)
        browser.close()


if __name__ == "__main__":
    main()
