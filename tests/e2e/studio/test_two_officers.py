"""The journey that the studio is for: two officers, one draft, one publish, one rollback, one refused bad edit, and a
practitioner chatting all the while who never sees a mixture."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="Install playwright to drive a browser.")

from playwright.sync_api import Page, expect

from .chatting import Chatting
from .pasting import paste_whole
from .server import FIRST, SECOND, StudioServer

pytestmark = pytest.mark.e2e

SignIn = Callable[..., Page]
CONTACT = "tameside.hub"
OLD, NEW = "0161 342 4101", "0161 496 0999"
WORRY = "There is a bruise on the cheek of a baby who is not rolling yet"
COUNCIL, AUTHORITY = "Tameside", "tameside"
NOTE = "The hub's number has changed"
SECONDS = 5_000
"""Within how many milliseconds every process answers with what was published."""


def ask(page: Page) -> None:
    page.goto("/")
    council = page.get_by_role("radio", name=COUNCIL, exact=True)
    if council.is_visible():
        council.check()
    page.locator("#typed").fill(WORRY)
    page.get_by_role("button", name="Ask", exact=True).click()


def reads(page: Page, number: str) -> str:
    """What a practitioner reads: this number and not the other one. Gives the version."""
    ask(page)
    answer = page.locator("article.turn").last
    expect(answer).to_contain_text(number)
    expect(answer).not_to_contain_text(NEW if number == OLD else OLD)
    return str(answer.get_attribute("data-version"))


def comes_to_read(page: Page, number: str) -> str:
    """The same, once the new release has arrived."""
    for _ in range(SECONDS // 500):
        ask(page)
        answer = page.locator("article.turn").last
        expect(answer).to_contain_text(re.compile("0161"))
        if number in answer.inner_text():
            return str(answer.get_attribute("data-version"))
        page.wait_for_timeout(500)
    pytest.fail(f"{number} did not arrive within {SECONDS / 1000:.0f} seconds")


def propose(page: Page, note: str = NOTE) -> None:
    page.goto("/studio/publish")
    page.get_by_label("What changed").fill(note)
    page.get_by_role("button", name="Propose it").click()


def test_a_number_changes_and_comes_back_while_somebody_chats(
    server: StudioServer, sign_in: SignIn, windows: Callable[..., Page], pictures: Path
) -> None:
    first, second, practitioner = sign_in(FIRST), sign_in(SECOND), windows()
    shipped = reads(practitioner, OLD)

    with Chatting(server.address, WORRY, authority=AUTHORITY, watched=(OLD, NEW)) as chatting:
        # The first officer edits the draft, and sees at once that it is right.
        first.goto(f"/studio/contact/{CONTACT}")
        first.get_by_label("Number", exact=True).fill(NEW)
        expect(first.locator("#verdict")).to_have_text("This is right. It is not saved yet.")
        expect(first.locator("#preview")).to_contain_text(NEW)
        first.get_by_role("button", name="Save in the draft").click()
        expect(first.locator("#said")).to_contain_text("Saved in the draft")
        assert f'number: "{NEW}"' in server.text("knowledge/tameside/contacts.yaml")
        assert reads(practitioner, OLD) == shipped, "a draft is never live"

        # They read what changes for whom, and propose it; alone they cannot publish.
        first.goto("/studio/changes")
        first.get_by_role("button", name="Work out what changes for whom").click()
        expect(first.locator("#changes")).to_have_attribute("data-state", "done", timeout=120_000)
        expect(first.locator("#changes-html")).to_contain_text(NEW)
        first.screenshot(path=pictures / "studio-changes-for-whom.png", full_page=True)
        propose(first)
        expect(first.locator("#said")).to_contain_text("Proposed")
        expect(first.get_by_role("button", name="Publish this")).to_have_count(0)
        assert reads(practitioner, OLD) == shipped, "a proposal is not live"

        # The second officer sees it on the first page, and publishes it.
        second.goto("/studio")
        expect(second.get_by_text(NOTE)).to_be_visible()
        second.screenshot(path=pictures / "studio-home-waiting.png", full_page=True)
        second.goto("/studio/publish")
        second.screenshot(path=pictures / "studio-publish-waiting.png", full_page=True)
        second.get_by_role("button", name="Publish this").click()
        expect(second.locator("#said")).to_contain_text("Published")
        published = comes_to_read(practitioner, NEW)
        assert published != shipped
        assert server.live == published

        # It was wrong after all: back to the earlier release, after one more question.
        second.goto("/studio/releases")
        earlier = shipped.partition("+")[0]
        second.locator("summary", has_text=re.compile(re.escape(earlier))).click()
        second.screenshot(path=pictures / "studio-releases-back.png", full_page=True)
        second.get_by_role("button", name=f"Make {earlier} live again").click()
        expect(second.locator("#said")).to_contain_text("live again")
        assert comes_to_read(practitioner, OLD) == shipped

    assert chatting.broken == [], "no answer was lost"
    assert len(chatting.answers) > 20
    assert chatting.made_of() == {shipped: {frozenset({OLD})}, published: {frozenset({NEW})}}, "no mixture"
    assert chatting.switches() == [shipped, published, shipped]

    second.goto("/studio/releases")
    journal = second.get_by_role("region", name="Journal")
    for word in ("Safeguarding Partnership Manager", "Early Help Partnership Officer", NOTE):
        expect(journal).to_contain_text(word)
    assert WORRY not in server.log


def test_a_bad_edit_is_refused_and_the_last_good_release_goes_on(
    server: StudioServer, sign_in: SignIn, windows: Callable[..., Page], pictures: Path
) -> None:
    page, practitioner, live = sign_in(FIRST), windows(), server.live
    name = "flows/tameside/early-help.yaml"
    broken = server.text(name).replace("next: ", "next: no-such-", 1)
    page.goto(f"/studio/file?path={name}")
    paste_whole(page, broken)

    line = next(number for number, text in enumerate(broken.splitlines(), 1) if "no-such-" in text)
    expect(page.locator("#faults")).to_contain_text("to put right in this file")
    expect(page.locator("#faults").get_by_role("link", name=f"Line {line}.", exact=True)).to_be_visible()
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.locator("#state")).to_contain_text("still to be put right before it can be published")
    page.screenshot(path=pictures / "studio-flow-broken.png", full_page=True)

    propose(page, "A step was renamed")
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("Not published")
    expect(refusal).to_contain_text("no-such-")
    assert server.live == live
    assert reads(practitioner, OLD) == live


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text.replace("    name:", "\tname:", 1), "A tab stands at the start of this line."),
        (lambda text: text.replace("contacts:", "<<<<<<< yours\ncontacts:", 1), "unmerged"),
        (lambda text: text[: text.index("status:")] + 'owner: "half', ""),
        (lambda text: text.replace("for: Safe", "for: Now: safe", 1), ""),
    ],
    ids=["tab", "merge", "half", "colon"],
)
def test_what_breaks_the_file_is_said_at_its_line(
    server: StudioServer, sign_in: SignIn, change: Callable[[str], str], says: str
) -> None:
    page, path = sign_in(FIRST), "knowledge/tameside/contacts.yaml"
    page.goto(f"/studio/file?path={path}")
    paste_whole(page, change(server.text(path)))

    expect(page.locator("#faults")).to_contain_text("to put right in this file")
    expect(page.locator("#faults")).to_contain_text(says)
    page.locator("#faults").get_by_role("link", name=re.compile("^Line")).first.click()
    expect(page.locator(".cm-lintRange-error").first).to_be_visible()


def test_a_tab_is_put_right_by_one_press(server: StudioServer, sign_in: SignIn) -> None:
    page, path = sign_in(FIRST), "knowledge/tameside/contacts.yaml"
    page.goto(f"/studio/file?path={path}")
    paste_whole(page, server.text(path).replace("    name:", "\t\tname:", 1))
    page.locator("#faults").get_by_role("link", name="Line 6.").click()
    page.locator(".cm-lintRange-error").first.hover()
    page.get_by_role("button", name="Use spaces").click()

    expect(page.locator("#faults")).to_contain_text("Nothing is wrong in this file.")
    assert "\t" not in page.locator("#text").input_value()
