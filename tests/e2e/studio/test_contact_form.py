"""The commonest edit, a contact's number: by keyboard alone, on a phone, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="Install playwright to drive a browser.")

from playwright.sync_api import Page, expect

from .server import READER, StudioServer

pytestmark = pytest.mark.e2e

SignIn = Callable[..., Page]
PHONE = {"width": 390, "height": 844}
FILE, CONTACT, NAME = "knowledge/bury/contacts.yaml", "bury.mash", "Duty"
NEW = "0161 496 0123"


def tab_to(page: Page, wanted: Callable[[], object], most: int = 90) -> None:
    """Presses Tab until the focus is where it should be."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted():
            return
    pytest.fail("the Tab key does not lead there")


def focus_is(page: Page, script: str) -> Callable[[], object]:
    return lambda: page.evaluate(f"(each => {script})(document.activeElement)")


def contact_id(server: StudioServer) -> str:
    """The first contact of the file that has a number."""
    lines = server.text(FILE).splitlines()
    return next(line.split()[-1] for line in lines if line.startswith("  - id:"))


def test_by_keyboard_alone(server: StudioServer, sign_in: SignIn) -> None:
    page, contact = sign_in(viewport=PHONE), contact_id(server)
    before = server.text(FILE)
    page.goto("/studio/contacts?authority=bury")
    tab_to(page, focus_is(page, f"each.getAttribute('href') === '/studio/contact/{contact}'"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/contact/{contact}")
    tab_to(page, focus_is(page, "each.name === 'number-0'"))
    page.keyboard.press("Control+a")
    page.keyboard.type(NEW)
    expect(page.locator("#verdict")).to_have_text("This is right. It is not saved yet.")
    tab_to(page, focus_is(page, "each.name === 'checked_today'"))
    page.keyboard.press("Space")
    tab_to(page, focus_is(page, "each.textContent.trim() === 'Save in the draft'"))
    page.keyboard.press("Enter")

    expect(page.locator("#said")).to_contain_text("Saved in the draft")
    after = server.text(FILE)
    assert f'number: "{NEW}"' in after
    assert "checked_on: 2026-11-24" in after
    changed = set(after.splitlines()) ^ set(before.splitlines())
    assert len(changed) <= 4, "only the lines of the number and of the date may change"
    assert [line for line in after.splitlines() if "#" in line] == [line for line in before.splitlines() if "#" in line]


@pytest.mark.parametrize("typed", ["0161 496", "O161 496 0123", "0161 496 0123 0123 0123 9"])
def test_what_is_no_number_is_said_beside_it(server: StudioServer, sign_in: SignIn, pictures: Path, typed: str) -> None:
    page = sign_in(viewport=PHONE)
    page.goto(f"/studio/contact/{contact_id(server)}")
    page.get_by_label("Number", exact=True).fill(typed)

    expect(page.locator("#verdict")).to_contain_text("not right yet")
    expect(page.locator("#problem-number-0")).not_to_be_empty()
    expect(page.get_by_label("Number", exact=True)).to_have_attribute("aria-invalid", "true")
    page.screenshot(path=pictures / "studio-contact-wrong.png", full_page=True)
    before = server.text(FILE)
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.get_by_role("alert")).to_contain_text("Not saved yet")
    expect(page.get_by_label("Number", exact=True)).to_have_value(typed)
    assert server.text(FILE) == before


def test_without_javascript(server: StudioServer, sign_in: SignIn) -> None:
    page = sign_in(viewport=PHONE, java_script_enabled=False)
    page.goto(f"/studio/contact/{contact_id(server)}")
    page.get_by_label("Number", exact=True).fill(NEW)
    page.get_by_role("button", name="Save in the draft").click()

    expect(page.locator("#said")).to_contain_text("Saved in the draft")
    assert f'number: "{NEW}"' in server.text(FILE)


def test_hours_show_only_what_belongs_to_them(server: StudioServer, sign_in: SignIn) -> None:
    page = sign_in()
    page.goto(f"/studio/contact/{contact_id(server)}")
    page.get_by_role("radio", name="Whenever another team is closed").check()
    expect(page.get_by_label("Answers when this team is closed")).to_be_visible()
    expect(page.get_by_label("Opens").first).to_be_hidden()

    page.get_by_role("radio", name="Day and night").check()
    expect(page.get_by_label("Answers when this team is closed")).to_be_hidden()
    expect(page.locator("#preview")).to_contain_text("Day and night")


def test_a_viewer_reads_and_cannot_save(server: StudioServer, sign_in: SignIn) -> None:
    page = sign_in(READER)
    page.goto(f"/studio/contact/{contact_id(server)}")

    expect(page.get_by_role("button", name="Save in the draft")).to_have_count(0)
    expect(page.get_by_text("An editor can change it")).to_be_visible()
