"""`earlyhelp slack` with the real knowledge, in the emulator's window: what a teacher does, from worry to outcome."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="Install playwright to drive a browser.")

from playwright.sync_api import Locator, Page, expect

from . import driving
from .driving import answer, answers, ask, choose_council, go_to, labels, newest, picture, press, write
from .workspace import ALICE, BOT, DM, OFFICER, STAFF, Workspace

pytestmark = pytest.mark.e2e

Open = Callable[[Workspace], Page]
EARLY = "Year 4 boy, always hungry. Same jumper all week"
URGENT = "3 month old, bruise on the cheek, not rolling yet. Mum says she doesn't know how it happened"
NAME = "Zebediah Thornbury"
MOST_STEPS = 15
OUTCOME = "Ask about another worry"


def test_a_worry_is_walked_to_its_outcome_in_place(slack: Workspace, window: Open, pictures: Path) -> None:
    page = window(slack)
    choose_council(page, "Oldham")
    thread = ask(page, EARLY)
    level = answer(thread, 1)
    expect(level).to_contain_text("This comes closest to")
    expect(level).to_contain_text("“always hungry”")
    picture(level, pictures / "slack-level.png")

    press(level, "Walk me through it")
    step = answer(thread, 2)
    expect(step).to_contain_text("Step 1 of")
    picture(step, pictures / "slack-step.png")
    asked = step.locator(".blocks").inner_text()

    press(step, labels(step)[0])
    expect(step).not_to_contain_text(re.compile("Step 1 of"))
    press(step, "Go back")
    expect(step).to_contain_text("Step 1 of")
    expect(step.locator(".blocks")).to_have_text(asked, use_inner_text=True)
    press(step, labels(step)[1])
    expect(step).not_to_contain_text(re.compile("Step 1 of"))
    walk_to_the_end(step)

    picture(step, pictures / "slack-outcome.png")
    assert answers(thread).count() == 2, "every step takes the place of the one before"
    expect(level).to_contain_text("This comes closest to")
    assert len({call["said"]["ts"] for call in slack.calls("chat.update")}) == 1
    press(level, "Note for my record")
    picture(answer(thread, 3), pictures / "slack-note.png")


def walk_to_the_end(step: Locator) -> None:
    for _ in range(MOST_STEPS):
        found = labels(step)
        if OUTCOME in found:
            return
        before = step.inner_text()
        press(step, found[0])
        expect(step).not_to_have_text(before, use_inner_text=True)
    raise AssertionError(f"no outcome after {MOST_STEPS} steps: {step.inner_text()}")


def test_what_was_heard_wrongly_is_put_right(slack: Workspace, window: Open, pictures: Path) -> None:
    page = window(slack)
    choose_council(page, "Oldham")
    thread = ask(page, EARLY)
    press(newest(thread), "That's not right")
    put_right = answer(thread, 2)
    picture(put_right, pictures / "slack-put-right.png")
    press(put_right, "Choose")
    expect(put_right).to_contain_text("This comes closest to")
    assert answers(thread).count() == 2

    press(put_right, "Helpful")
    expect(newest(thread)).to_contain_text("I counted it")


def test_an_urgent_answer_begins_with_a_number_to_tap(slack: Workspace, window: Open, pictures: Path) -> None:
    page = window(slack)
    choose_council(page, "Oxfordshire")
    urgent = newest(ask(page, URGENT))
    expect(urgent).to_contain_text("Ring now")
    picture(urgent, pictures / "slack-urgent.png")

    [call] = slack.calls("chat.postMessage")
    first, second = call["said"]["blocks"][:2]
    assert "Ring now" in json.dumps(first)
    assert "<tel:+44" in json.dumps([first, second])
    assert call["said"]["text"].startswith("Ring now")


def test_a_name_is_stopped_and_the_rest_sent_without_it(slack: Workspace, window: Open, pictures: Path) -> None:
    page = window(slack)
    choose_council(page, "Oldham")
    thread = ask(page, f"{NAME} in Year 4 is always hungry, same jumper all week")
    stopped = answer(thread, 1)
    expect(stopped).to_contain_text("I stopped reading")
    picture(stopped, pictures / "slack-name.png")
    [call] = slack.calls("chat.postMessage")
    values = [each.get("value", "") for block in call["said"]["blocks"] for each in block.get("elements", [])]
    assert not any("Thornbury" in value for value in values)

    slack.tell(typed={"resend-text-0": "A child in Year 4 is always hungry, same jumper all week"})
    press(stopped, "Send it without those words")
    expect(stopped).to_contain_text("This comes closest to")
    assert answers(thread).count() == 1
    assert b"Thornbury" not in slack.kept(), "nothing that was typed is on disk, logs included"


def test_what_is_asked_in_a_channel_is_answered_privately(slack: Workspace, window: Open, pictures: Path) -> None:
    page = window(slack)
    choose_council(page, "Oldham")
    slack.says(f"<@{BOT}> {EARLY}", channel=STAFF)
    slack.wait_for("chat.postEphemeral")
    slack.says("One of mine has worn the same jumper all week and is always hungry", channel=STAFF, user=OFFICER)
    slack.shortcut("the same jumper all week and")
    slack.wait_for("response_url")

    go_to(page, "staff")
    write(page, "/earlyhelp call")
    listed = newest(page)
    expect(listed).to_contain_text("Only you can see this")
    picture(listed, pictures / "slack-command.png")
    write(page, f"/earlyhelp {EARLY}")
    expect(newest(page)).to_contain_text("This comes closest to")
    press(newest(page), "Walk me through it")
    step = newest(page)
    expect(step).to_contain_text("Step 1 of")
    press(step, labels(step)[0])
    expect(step).not_to_contain_text(re.compile("Step 1 of"))

    said = [each for each in slack.shown(STAFF) if each.get("bot_id")]
    assert len(said) == 5
    assert all(each["subtype"] == "ephemeral" and each["ephemeral_to"] == ALICE for each in said)
    private = [each for each in slack.shown(DM) if each.get("bot_id")]
    assert len(private) == 2
    go_to(page, driving.TEACHER)
    picture(newest(page), pictures / "slack-shortcut.png")
    go_to(page, "staff")
    picture(answers(page).first, pictures / "slack-pointer.png")


def test_app_home_for_a_teacher_and_for_an_officer(slack: Workspace, window: Open, pictures: Path) -> None:
    page = window(slack)
    choose_council(page, "Oxfordshire")
    home = page.locator(".home-inner")
    expect(home).to_contain_text("What is kept")
    expect(home).not_to_contain_text("For officers")
    picture(home, pictures / "slack-home.png")

    page.locator(".topbar select").last.select_option(label=driving.OFFICER_NAME)
    expect(home).to_contain_text("For officers")
    for shown in ("is in use", "Contacts to confirm", "Trends", "No figures were published yet"):
        expect(home).to_contain_text(shown)
    picture(home, pictures / "slack-home-officer.png")


@pytest.mark.parametrize(
    ("typed", "name"), [("help", "help"), ("he seems a bit off since half term", "nothing-matched")]
)
def test_other_answers_come_too(slack: Workspace, window: Open, pictures: Path, typed: str, name: str) -> None:
    page = window(slack)
    picture(newest(ask(page, typed)), pictures / f"slack-{name}.png")
