"""Journeys through the chat page in a real browser: on a phone, by keyboard, without JavaScript, and away from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="Install playwright to drive a browser.")

from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

Open = Callable[..., Page]
NAME = "Zebediah"
URGENT = "bruise on the cheek of a baby, not rolling yet"
EARLY = "Year 4 boy, always hungry. Same jumper all week"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def ask(page: Page, text: str, *, council: str = "Oldham") -> None:
    """Chooses the council where none is chosen yet, and asks."""
    council_button = page.get_by_role("radio", name=council, exact=True)
    if council_button.is_visible():
        council_button.check()
    page.locator("#typed").fill(text)
    page.get_by_role("button", name="Ask", exact=True).click()


def newest(page: Page) -> object:
    return page.locator("article.turn").last


def kind(page: Page, name: str) -> None:
    """Waits for an answer of this kind to be the newest."""
    expect(page.locator("article.turn").last).to_have_class(re.compile(rf"kind-{name}\b"))


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def fits(page: Page) -> bool:
    """Whether nothing must be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def faults(page: Page) -> list[str]:
    """What axe-core finds wrong, with the elements."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}}).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


def test_ask_and_be_answered(window: Open, pictures: Path) -> None:
    page = window()
    ask(page, EARLY)

    kind(page, "level")
    expect(page.locator(".said")).to_have_text(re.compile("always hungry"))
    assert focused(page).startswith("This comes closest to")
    expect(page.locator("#typed")).to_have_value("")
    assert page.url.endswith("/"), "nothing may stand in the address"
    page.screenshot(path=pictures / "answer-phone.png", full_page=True)


def test_p3_an_urgent_answer_begins_with_numbers_to_tap(window: Open, pictures: Path) -> None:
    page = window()
    ask(page, URGENT, council="Oxfordshire")

    kind(page, "urgent")
    call = page.locator(".ring .call").first
    expect(call).to_be_in_viewport()
    expect(call).to_have_attribute("href", "tel:+44800833408")
    box = call.bounding_box()
    assert box
    assert box["height"] >= 44
    page.screenshot(path=pictures / "urgent-phone.png")


def test_a_flow_is_walked_to_its_end_by_keyboard_alone(window: Open) -> None:
    page = window()
    page.get_by_role("radio", name="Oldham", exact=True).focus()
    page.keyboard.press("Space")
    tab_to(page, lambda: page.evaluate("document.activeElement.id") == "typed")
    page.keyboard.type(EARLY)
    page.keyboard.press("Enter")
    kind(page, "level")
    tab_to(page, lambda: focused(page) == "Walk me through it")
    page.keyboard.press("Enter")
    kind(page, "step")

    for _ in range(12):
        seen = page.locator("article.turn").count()
        tab_to(page, lambda: page.evaluate("document.activeElement.matches('article:last-of-type button')"))
        page.keyboard.press("Enter")
        expect(page.locator("article.turn")).to_have_count(seen + 1)
        if page.locator("article.turn").last.get_attribute("data-kind") == "outcome":
            break
    kind(page, "outcome")


def tab_to(page: Page, there: Callable[[], object]) -> None:
    """Presses Tab until the focus is where it should be."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if there():
            return
    pytest.fail("the Tab key does not lead there")


def test_p2_a_stopped_message_stays_in_the_persons_own_box_only(window: Open, pictures: Path) -> None:
    page = window()
    ask(page, f"{NAME} is always hungry")

    kind(page, "identifiers")
    expect(page.locator("#typed")).to_have_value(f"{NAME} is always hungry")
    expect(page.locator(".said")).to_have_count(0)
    assert NAME not in page.locator("article.turn").inner_text()
    page.screenshot(path=pictures / "name-stopped-phone.png", full_page=True)

    page.get_by_role("button", name="Send it without those words").click()
    kind(page, "level")
    expect(page.locator("#typed")).to_have_value("")


def test_a_reply_can_be_typed(window: Open) -> None:
    page = window()
    ask(page, EARLY)
    kind(page, "level")
    ask(page, "walk me through it")
    kind(page, "step")
    ask(page, "1")

    expect(page.locator("article.turn")).to_have_count(3)


def test_the_council_is_remembered_in_the_browser_only(window: Open) -> None:
    page = window()
    page.get_by_role("radio", name="Tameside", exact=True).check()
    page.reload()

    expect(page.locator("#place-chosen")).to_have_text("Tameside")
    assert page.context.cookies() == []
    assert page.evaluate("Object.keys(localStorage)") == ["earlyhelp-place"]
    assert set(page.evaluate("JSON.parse(localStorage['earlyhelp-place'])")) == {"authority", "area", "school"}


def test_p6_without_a_network_the_numbers_stand_and_the_words_stay(window: Open, pictures: Path) -> None:
    page = window()
    page.route("**/ask", lambda route: route.abort())
    ask(page, EARLY)

    expect(page.get_by_role("heading", name="No answer came back")).to_be_focused()
    expect(page.locator("#failed").get_by_role("link", name="0161 770 7777")).to_be_visible()
    expect(page.locator("#failed").get_by_role("link", name="Ring 999")).to_be_visible()
    expect(page.locator("#typed")).to_have_value(EARLY)
    page.screenshot(path=pictures / "no-network-phone.png")

    page.unroute("**/ask")
    page.get_by_role("button", name="Ask", exact=True).click()
    kind(page, "level")
    expect(page.locator("#failed")).to_be_hidden()


def test_without_javascript_the_basic_path_works(window: Open, pictures: Path) -> None:
    page = window(java_script_enabled=False)
    ask(page, EARLY)
    expect(page.get_by_role("heading", name=re.compile("This comes closest to"))).to_be_visible()
    expect(page.locator("#place-chosen")).to_have_text("Oldham")
    page.screenshot(path=pictures / "no-javascript-phone.png", full_page=True)

    page.get_by_role("button", name="Walk me through it").click()
    expect(page.get_by_text("Step 1 of about")).to_be_visible()
    page.locator(".question button").first.click()
    expect(page.locator("article.turn")).to_have_count(1)
    expect(page.get_by_role("link", name="Leave now")).to_have_attribute("href", "https://www.bbc.co.uk/weather")


@pytest.mark.parametrize("way", ["button", "escape"])
def test_leaving_empties_the_page_and_goes_somewhere_harmless(window: Open, way: str) -> None:
    page = window()
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Weather", content_type="text/html"))
    ask(page, EARLY)
    kind(page, "level")
    if way == "button":
        page.get_by_role("link", name="Leave now").click()
    else:
        for _ in range(3):
            page.keyboard.press("Escape")

    page.wait_for_url("https://www.bbc.co.uk/weather")
    assert page.evaluate("history.length") <= 2, "our page is replaced in the history, not left behind"


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_must_be_scrolled_sideways(window: Open, width: int) -> None:
    page = window(viewport={"width": width, "height": 740})
    assert fits(page)
    ask(page, URGENT, council="Oxfordshire")
    kind(page, "urgent")
    assert fits(page)
    page.get_by_role("button", name="Note for my record").click()
    kind(page, "note")
    assert fits(page)


def test_everything_to_press_is_large_enough_for_a_thumb(window: Open) -> None:
    page = window()
    ask(page, EARLY)
    kind(page, "level")
    small = page.evaluate(
        """[...document.querySelectorAll('button, .call, .exit, summary, select, .radios label')]
           .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 44)
           .map(each => each.outerHTML)"""
    )

    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(window: Open, scheme: str) -> None:
    page = window(color_scheme=scheme)
    found = faults(page)
    for text, expected in ((EARLY, "level"), (URGENT, "urgent"), (f"{NAME} is hungry", "identifiers")):
        ask(page, text)
        kind(page, expected)
        found += faults(page)
    ask(page, "note")
    kind(page, "note")
    found += faults(page)
    page.goto("/about")
    found += faults(page)

    assert sorted(set(found)) == []


def test_axe_finds_nothing_without_javascript_either(window: Open) -> None:
    """The page that a post gives, opened with scripts so that axe can run, and not touched by ours."""
    page = window()
    page.route("**/static/chat.js", lambda route: route.abort())
    page.goto("/")
    ask(page, EARLY)
    expect(page.get_by_role("heading", name=re.compile("This comes closest to"))).to_be_visible()

    assert faults(page) == []


def test_the_note_can_be_copied(window: Open) -> None:
    page = window(permissions=["clipboard-read", "clipboard-write"])
    ask(page, EARLY)
    kind(page, "level")
    page.get_by_role("button", name="Note for my record").click()
    page.get_by_role("button", name="Copy the note").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert "What I saw or heard" in page.evaluate("navigator.clipboard.readText()")


def test_the_browser_asks_nobody_else_for_anything(window: Open, address: str) -> None:
    page = window()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    ask(page, EARLY)
    kind(page, "level")

    assert all(url.startswith(address) for url in asked)
    assert not any("hungry" in url for url in asked)
