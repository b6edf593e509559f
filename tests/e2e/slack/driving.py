"""What a person does in the emulator's window, and where to look."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

TEACHER, OFFICER_NAME = "Alice Anderson", "Olive Officer"


def go_to(page: Page, place: str) -> None:
    """A channel, a direct message or the app's home, in the list at the left."""
    page.locator("button.sidebar-item").filter(has_text=place).first.click()


def write(page: Page, text: str) -> None:
    """In the conversation that is open."""
    page.locator("textarea.composer-input").first.fill(text)
    page.locator("button.composer-send").first.click()


def ask(page: Page, text: str) -> Locator:
    """A new worry in the direct message, and the thread in which it is answered."""
    go_to(page, TEACHER)
    write(page, text)
    page.locator("button.thread-summary").last.click()
    thread = page.locator(".thread-pane")
    expect(answers(thread)).to_have_count(1)
    return thread


def answers(place: Locator | Page) -> Locator:
    """The bot's messages there."""
    badge = (place if isinstance(place, Page) else place.page).locator(".badge-app")
    return place.locator(".msg").filter(has=badge)


def answer(place: Locator | Page, number: int) -> Locator:
    """The bot's first message there, its second, ... and that one also when others follow."""
    return answers(place).nth(number - 1)


def newest(place: Locator | Page) -> Locator:
    """Whichever is the newest at each look."""
    return answers(place).last


def press(message: Locator, label: str) -> None:
    message.get_by_role("button", name=label, exact=True).last.click()


def labels(message: Locator) -> list[str]:
    return message.locator(".bk-button").all_inner_texts()


def choose_council(page: Page, name: str) -> None:
    """In App Home; waits until it says whose numbers those are."""
    go_to(page, "Early help")
    page.locator("select.bk-select").first.select_option(label=name)
    expect(page.locator(".home")).to_contain_text(f"If you are worried now: {name}")


def picture(message: Locator, file: Path) -> None:
    """The message as it stands there."""
    message.screenshot(path=file)
