"""The editor: completes, keeps what is typed, sees who else is there, loses nothing when two save, and lets Tab out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="Install playwright to drive a browser.")

from playwright.sync_api import Page, expect

from .pasting import paste_whole, type_at
from .server import FIRST, READER, SECOND, StudioServer

pytestmark = pytest.mark.e2e

SignIn = Callable[..., Page]
FILE = "knowledge/oldham/contacts.yaml"
ADDRESS = f"/studio/file?path={FILE}"
COMMENT = "# A word between two officers."


def open_file(page: Page, address: str = ADDRESS) -> None:
    page.goto(address)
    page.locator("#editor[data-ready]").wait_for()
    expect(page.locator("#faults")).to_contain_text(re.compile("in this file"))


def offered(page: Page) -> list[str]:
    expect(page.locator(".cm-tooltip-autocomplete")).to_be_visible()
    return [each.strip() for each in page.locator(".cm-completionLabel").all_inner_texts()]


def test_keys_words_and_ids_are_completed(sign_in: SignIn) -> None:
    page = sign_in()
    open_file(page)
    type_at(page, "role: duty", "\nesc")
    assert offered(page) == ["escalation_order"]
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")

    type_at(page, "id: oldham.mash", "\nasks_for_name: ")
    assert offered(page) == ["yes", "no", "not_published"]
    page.keyboard.press("Escape")
    type_at(page, "asks_for_name:", "\nsource: {ref: ")
    assert "oldham-strategy" in offered(page)


def test_steps_are_completed_also_those_not_saved(sign_in: SignIn) -> None:
    page = sign_in()
    open_file(page, "/studio/file?path=flows/oldham/early-help.yaml")
    type_at(page, "id: ring-duty", "-anew")
    type_at(page, "danger: shared", "\nstart: ring-duty-a")

    assert offered(page)[0] == "ring-duty-anew"


def test_tab_goes_through_indents_after_typing_and_leaves_after_escape(sign_in: SignIn) -> None:
    page = sign_in()
    open_file(page)
    page.locator("#text-label").focus()
    page.locator("h1").click()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.cm-content')"):
            break
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "save", "Tab goes through an editor that nobody types in"

    type_at(page, "# The numbers to ring", " again")
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.cm-content')"), "after typing, Tab indents"
    assert "\t" not in page.locator("#text").input_value()
    page.keyboard.press("Escape")
    expect(page.locator("#state")).to_have_text("Tab now leaves the editor.")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "save"


def test_somebody_else_with_unsaved_changes_is_shown(sign_in: SignIn, pictures: Path) -> None:
    first, second = sign_in(FIRST), sign_in(SECOND)
    open_file(second)
    type_at(second, "# The numbers to ring", " today")
    expect(second.locator("#state")).to_contain_text("Kept for you")
    open_file(first)

    expect(first.locator("#others")).to_have_text(
        re.compile(
            r"Somebody else \(Safeguarding Partnership Manager\) has unsaved changes in this file since \d\d:\d\d\."
        )
    )
    first.screenshot(path=pictures / "studio-editor-other.png")
    second.get_by_role("button", name="Save in the draft").click()
    expect(first.locator("#others")).to_contain_text("saved this file at", timeout=25_000)


def test_what_was_typed_is_there_again_after_the_window_was_closed(server: StudioServer, sign_in: SignIn) -> None:
    page, before = sign_in(), server.text(FILE)
    open_file(page)
    type_at(page, "# The numbers to ring", COMMENT)
    expect(page.locator("#state")).to_contain_text("Kept for you")
    page.close()
    assert server.text(FILE) == before, "kept is not saved"

    again = sign_in()
    open_file(again)
    expect(again.locator("#unsaved")).to_be_visible()
    expect(again.locator(".cm-content")).to_contain_text(COMMENT)
    again.get_by_role("button", name="Let it go").click()
    expect(again.locator(".cm-content")).not_to_contain_text(COMMENT)
    expect(again.locator("#state")).to_contain_text("Nothing to save")


def test_two_who_save_the_same_file_see_both_texts(server: StudioServer, sign_in: SignIn, pictures: Path) -> None:
    first, second = sign_in(FIRST), sign_in(SECOND)
    open_file(first)
    open_file(second)
    type_at(first, "# The numbers to ring", " Mine.")
    type_at(second, "# The numbers to ring", " Theirs.")
    second.get_by_role("button", name="Save in the draft").click()
    expect(second.locator("#state")).to_contain_text("Saved in the draft")
    first.get_by_role("button", name="Save in the draft").click()

    expect(first.get_by_role("heading", name="Somebody else saved this file first")).to_be_focused()
    expect(first.locator("#conflict-theirs")).to_contain_text("Theirs.")
    expect(first.locator(".cm-content")).to_contain_text("Mine.")
    assert "Theirs." in server.text(FILE), "nothing was overwritten"
    first.screenshot(path=pictures / "studio-conflict.png", full_page=True)

    first.get_by_role("button", name="Keep mine").click()
    first.get_by_role("button", name="Save in the draft").click()
    expect(first.locator("#state")).to_contain_text("Saved in the draft")
    assert "Mine." in server.text(FILE)
    assert "Theirs." not in server.text(FILE)


def test_without_javascript_the_plain_box_saves(server: StudioServer, sign_in: SignIn) -> None:
    page = sign_in(java_script_enabled=False)
    page.goto(ADDRESS)
    box = page.get_by_label("The file")
    box.fill(f"{box.input_value()}{COMMENT}\n")
    page.get_by_role("button", name="Save in the draft").click()

    expect(page.locator("#said")).to_contain_text("Saved in the draft")
    assert server.text(FILE).endswith(f"{COMMENT}\n")


def test_without_javascript_two_who_save_see_both_texts(server: StudioServer, sign_in: SignIn) -> None:
    page = sign_in(java_script_enabled=False)
    page.goto(ADDRESS)
    box = page.get_by_label("The file")
    box.fill(f"{box.input_value()}# Mine.\n")
    server.write(FILE, f"{server.text(FILE)}# Theirs.\n")
    page.get_by_role("button", name="Save in the draft").click()

    expect(page.get_by_role("heading", name="Somebody else saved this first")).to_be_visible()
    expect(page.locator("#text")).to_have_value(re.compile("# Mine"))
    expect(page.get_by_role("region", name="What they saved")).to_contain_text("# Theirs")
    assert "# Mine" not in server.text(FILE)


def test_a_lost_connection_says_so_and_tries_again(server: StudioServer, sign_in: SignIn) -> None:
    page = sign_in()
    open_file(page)
    page.route("**/api/unsaved", lambda route: route.abort())
    type_at(page, "# The numbers to ring", COMMENT)
    expect(page.locator("#state")).to_contain_text("No connection")

    page.unroute("**/api/unsaved")
    expect(page.locator("#state")).to_contain_text("Kept for you")


def test_a_viewer_reads_only(sign_in: SignIn) -> None:
    page = sign_in(READER)
    open_file(page)
    page.locator(".cm-line").first.click()
    page.keyboard.type("x")

    expect(page.get_by_role("button", name="Save in the draft")).to_have_count(0)
    expect(page.locator(".cm-line").first).not_to_contain_text("x#")


def test_a_broken_step_is_marked_in_the_picture_and_leads_to_its_line(
    server: StudioServer, sign_in: SignIn, pictures: Path
) -> None:
    page, path = sign_in(), "flows/oldham/early-help.yaml"
    open_file(page, f"/studio/file?path={path}")
    paste_whole(page, server.text(path).replace("next: ask-duty", "next: ask-dutty", 1))

    expect(page.locator("#picture-says")).to_contain_text("To put right: safe-now.")
    broken = page.locator("#picture .bad")
    expect(broken).to_have_count(1)
    page.screenshot(path=pictures / "studio-flow-editing.png", full_page=True)
    broken.click()
    assert page.evaluate("document.activeElement.matches('.cm-content')")
    expect(page.locator(".cm-activeLine")).to_contain_text("id: safe-now")
