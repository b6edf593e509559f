"""Every page of the studio: axe finds nothing, a phone need not be scrolled sideways, everything can be pressed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="Install playwright to drive a browser.")

from playwright.sync_api import Page, expect

from ..axe import faults
from .server import StudioServer

pytestmark = pytest.mark.e2e

SignIn = Callable[..., Page]
PHONE = {"width": 390, "height": 844}
CONTACTS = "knowledge/oldham/contacts.yaml"
FLOW = "flows/oldham/early-help.yaml"
PAGES = {
    "home": "/studio",
    "contacts": "/studio/contacts",
    "contact": "/studio/contact/oldham.mash",
    "indicators": "/studio/indicators?q=hungry",
    "flows": "/studio/flows",
    "flow": "/studio/flow/oldham.early-help",
    "files": "/studio/files",
    "file": f"/studio/file?path={CONTACTS}",
    "flow-file": f"/studio/file?path={FLOW}",
    "try": "/studio/try",
    "changes": "/studio/changes",
    "publish": "/studio/publish",
    "releases": "/studio/releases",
    "trends": "/studio/trends",
    "missing": "/studio/missing",
    "problem": "/studio/file?path=no-such-file.yaml",
}


def spoil(server: StudioServer, *, flow: bool = False) -> None:
    """A draft with something changed and something wrong, so that pages have something to show."""
    text = server.text(CONTACTS).replace("0161 770 7777", "0161 496 0777")
    server.write(CONTACTS, text if flow else text.replace("role: ehpo", "role: epo", 1))
    if flow:
        server.write(FLOW, server.text(FLOW).replace("next: ask-duty", "next: ask-dutty", 1))


def settled(page: Page, name: str) -> None:
    """Waits until the scripts have said what they have to say."""
    if name in {"file", "flow-file"}:
        expect(page.locator("#faults")).to_contain_text("in this file")
    if name == "flow-file":
        expect(page.locator("#picture svg")).to_be_visible()
    if name == "contact":
        expect(page.locator("#verdict")).not_to_be_empty()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(sign_in: SignIn, server: StudioServer, name: str, scheme: str) -> None:
    spoil(server, flow="flow" in name or name == "contact")
    page = sign_in(color_scheme=scheme, viewport=PHONE)
    page.goto(PAGES[name])
    settled(page, name)

    assert faults(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_is_never_scrolled_sideways(sign_in: SignIn, server: StudioServer, pictures: Path, name: str) -> None:
    spoil(server, flow="flow" in name or name == "contact")
    page = sign_in(viewport=PHONE)
    page.goto(PAGES[name])
    settled(page, name)
    page.screenshot(path=pictures / f"studio-{name}-phone.png", full_page=True)

    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("name", PAGES)
def test_everything_is_said_on_a_wide_screen_too(
    sign_in: SignIn, server: StudioServer, pictures: Path, name: str
) -> None:
    spoil(server, flow="flow" in name or name == "contact")
    page = sign_in()
    page.goto(PAGES[name])
    settled(page, name)
    page.screenshot(path=pictures / f"studio-{name}.png", full_page=True)

    expect(page.locator("h1")).to_have_count(1)
    small = page.evaluate(
        """[...document.querySelectorAll('main :is(button, a.button, summary, select, input:not([type=hidden]))')]
           .filter(each => each.checkVisibility() && each.type !== 'radio' && each.type !== 'checkbox'
                           && !each.closest('.cm-editor') && each.getBoundingClientRect().height < 40)
           .map(each => each.outerHTML)"""
    )
    assert small == []


def test_home_says_in_order_what_needs_doing(sign_in: SignIn, server: StudioServer) -> None:
    spoil(server)
    page = sign_in()
    page.goto("/studio")
    headings = [each.strip() for each in page.locator("main h2").all_inner_texts()]

    assert headings[:4] == ["What is wrong", "Waiting to be published", "To look at again", "What is live"]


def test_the_menu_opens_by_keyboard_on_a_phone(sign_in: SignIn) -> None:
    page = sign_in(viewport=PHONE)
    page.goto("/studio")
    expect(page.get_by_role("link", name="Contacts", exact=True).first).to_be_hidden()
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("navigation").get_by_role("link", name="Contacts", exact=True)).to_be_visible()


def test_a_worry_is_tried_against_the_draft_beside_what_is_live(
    sign_in: SignIn, server: StudioServer, pictures: Path
) -> None:
    page = sign_in()
    server.write(CONTACTS, server.text(CONTACTS).replace("0161 770 7777", "0161 496 0777"))
    page.goto("/studio/try")
    page.get_by_label("Council").select_option("oldham")
    page.get_by_label("The worry").fill("bruise on the cheek of a baby, not rolling yet")
    page.get_by_role("button", name="Try it").click()

    sides = page.locator(".side")
    expect(sides).to_have_count(2, timeout=60_000)
    expect(page.locator("#try-says")).to_contain_text("They answer differently")
    expect(sides.filter(has_text="0161 496 0777")).to_have_count(1)
    expect(sides.filter(has_text="0161 770 7777")).to_have_count(1)
    assert faults(page) == []
    page.screenshot(path=pictures / "studio-try.png", full_page=True)
    assert "bruise" not in page.url
    assert "bruise" not in server.log


def test_signed_out_there_is_only_the_sign_in(windows: Callable[..., Page], pictures: Path) -> None:
    page = windows(viewport=PHONE)
    page.goto("/studio/contacts")
    expect(page.get_by_role("heading", name="Sign in to the studio")).to_be_visible()
    page.screenshot(path=pictures / "studio-sign-in-phone.png", full_page=True)

    assert faults(page) == []


def test_the_code_of_the_link_leaves_the_address_bar(windows: Callable[..., Page]) -> None:
    page = windows()
    page.goto("/studio/sign-in#link=used-already")
    expect(page.get_by_role("alert")).to_contain_text("used already")

    assert "link=" not in page.url
    assert faults(page) == []


@pytest.mark.skipif("EARLYHELP_PICTURES" not in os.environ, reason="EARLYHELP_PICTURES says where they go.")
def test_pictures_for_the_guide(sign_in: SignIn, server: StudioServer, pictures: Path) -> None:
    """docs/pictures/studio-home.png, studio-contact.png and studio-editor.png are copies of these."""
    server.write(CONTACTS, server.text(CONTACTS).replace("role: ehpo", "role: ehp", 1))
    page = sign_in(viewport={"width": 1120, "height": 880})
    page.goto("/studio")
    page.screenshot(path=pictures / "guide/studio-home.png")
    page.goto(f"/studio/file?path={CONTACTS}")
    settled(page, "file")
    page.locator("#faults").get_by_role("link").first.click()
    page.locator(".cm-lintRange-error").first.hover()
    expect(page.locator(".cm-tooltip-lint")).to_be_visible()
    page.screenshot(path=pictures / "guide/studio-editor.png")
    server.fresh()
    phone = sign_in(viewport=PHONE)
    phone.goto("/studio/contact/oldham.mash")
    phone.get_by_label("Number", exact=True).fill("0161 496 0777")
    expect(phone.locator("#verdict")).to_have_text("This is right. It is not saved yet.")
    phone.screenshot(path=pictures / "guide/studio-contact.png")
