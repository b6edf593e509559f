"""Puts text into the editor as an officer does: by pasting it, or by typing at the end of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASTE = """(element, text) => {
    const clipboard = new DataTransfer();
    clipboard.setData("text/plain", text);
    element.dispatchEvent(new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true}));
}"""


def paste_whole(page: Page, text: str) -> None:
    """In the place of all that stands in the editor."""
    page.locator("#editor[data-ready]").wait_for()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.locator(".cm-content").evaluate(PASTE, text)


def type_at(page: Page, line: str, text: str) -> None:
    """At the end of the first line that holds `line`."""
    page.locator(".cm-line", has_text=line).first.click()
    page.keyboard.press("End")
    page.keyboard.type(text)
