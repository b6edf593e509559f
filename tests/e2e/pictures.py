"""Plays five conversations with the real knowledge and a set clock, and keeps what a person would see.

    python tests/e2e/pictures.py            writes docs/conversations/NAME.png and NAME.txt

The text beside each picture is the plain form of the same replies, as the terminal and screen readers have it.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright
from playwright.sync_api import Page as Window

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE)]

import tests  # noqa: E402

tests.__path__ = [str(ROOT / "tests")]  # a library brings a package of the same name

from browser import app_in, launch, serving  # noqa: E402

from bot.assemble import assemble  # noqa: E402
from bot.core.house import House  # noqa: E402
from bot.core.plain import plain_text  # noqa: E402
from bot.core.reply import Reply  # noqa: E402
from bot.core.safely import answer_safely  # noqa: E402
from bot.core.turn import Turn  # noqa: E402
from knowledge import clock  # noqa: E402

FOLDER = ROOT / "docs" / "conversations"
PHONE = {"width": 390, "height": 844}
UNROLLED = ".top { position: static !important; }"


@dataclass(frozen=True)
class Played:
    """A conversation to play. Each of `says` is a label to press where one is shown, or else words to type."""

    name: str
    authority: str
    at: dt.datetime
    says: tuple[str, ...]
    dark: bool = False


def london(*moment: int) -> dt.datetime:
    return dt.datetime(*moment, tzinfo=clock.LONDON)  # type: ignore[arg-type]


CONVERSATIONS = (
    Played(
        "urgent-oxfordshire-tuesday-evening",
        "oxfordshire",
        london(2026, 11, 24, 17, 40),
        ("3 month old, bruise on the cheek, not rolling yet. Mum says she doesn't know how it happened",),
    ),
    Played(
        "early-help-oldham-wednesday-morning",
        "oldham",
        london(2026, 11, 25, 10, 15),
        (
            "Year 4 boy has been hungry some mornings and his shoes are too small. "
            "Mum says money is tight and would like help. No marks on him",
            "Note for my record",
        ),
    ),
    Played(
        "walk-tameside",
        "tameside",
        london(2026, 11, 26, 13, 5),
        (
            "Year 9 girl has been late a few times, she helps mum get the younger ones ready. Mum would like some help",
            "Walk me through it",
            "Not in danger, but I'm worried",
            "No, they need more",
            "No",
            "Nobody",
            "Yes",
            "Not asked yet",
        ),
    ),
    Played(
        "baby-bruise-bury",
        "bury",
        london(2026, 11, 27, 9, 20),
        ("health visitor here, saw a small bruise on the arm of an 8 week old", "They won't take it: what now?"),
    ),
    Played(
        "christmas-day-oldham",
        "oldham",
        london(2026, 12, 25, 21, 30),
        ("she is 12 and says her stepdad hits her with a belt and she is scared to go home",),
        dark=True,
    ),
)


def replies(played: Played, house: House) -> Iterator[tuple[str, Reply]]:
    """Each thing said with its answer, as every channel gets it."""
    state = ""
    for said in played.says:
        reply = answer_safely(Turn(said, state=state, authority=played.authority), house, now=played.at).reply
        state = reply.state
        yield said, reply


def as_text(played: Played, house: House) -> str:
    """The conversation as a text file."""
    turns = [f"> {said}\n\n{plain_text(reply)}" for said, reply in replies(played, house)]
    where = house.knowledge.pack(played.authority).authority.name
    when = f"{played.at:%A} {played.at.day} {played.at:%B %Y, %H:%M}"
    return "\n\n\n".join([f"{where}, {when}", *turns]) + "\n"


def picture(played: Played, address: str, browser: Browser, file: Path) -> None:
    """The same conversation on a phone, as one tall picture."""
    scheme = "dark" if played.dark else "light"
    context = browser.new_context(
        viewport=PHONE, base_url=address, color_scheme=scheme, device_scale_factor=2, bypass_csp=True
    )
    window = context.new_page()
    window.goto("/")
    window.locator(f'input[name=authority][value="{played.authority}"]').check()
    for number, said in enumerate(played.says, 1):
        say(window, said)
        expect(window.locator("article.turn")).to_have_count(number)
    window.evaluate("scrollTo(0, 0)")
    window.add_style_tag(content=UNROLLED)
    window.screenshot(path=file, full_page=True)
    context.close()


def say(window: Window, said: str) -> None:
    """Presses the button with these words where the newest answer has one, or else types them."""
    button = window.locator("article.turn").last.get_by_role("button", name=said, exact=True)
    if button.count():
        button.click()
        return
    window.locator("#typed").fill(said)
    window.get_by_role("button", name="Ask", exact=True).click()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    house = assemble()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for played in CONVERSATIONS:
            (FOLDER / f"{played.name}.txt").write_text(as_text(played, house), encoding="utf-8")
            with (
                tempfile.TemporaryDirectory() as folder,
                serving(app_in(Path(folder), house, lambda at=played.at: at)) as address,
            ):
                picture(played, address, browser, FOLDER / f"{played.name}.png")
            print(f"docs/conversations/{played.name}", file=sys.stderr)
        browser.close()


if __name__ == "__main__":
    main()
