"""App Home: what a practitioner chooses and sees, and what only an officer sees."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands.slack import health_of
from bot.core.conversation import Conversation
from bot.settings import Settings, Trends
from bot.slack.home import AREA, AUTHORITY, SETTING, WHOLE, home_blocks, placed
from bot.slack.kit import option, select
from bot.slack.officer import Findings, Health, officer_blocks
from knowledge.clock import LONDON
from tests.trends.world import count
from trends.counters import CounterRow
from trends.show.headlines import NOTHING_YET

from ..web.fake_house import house
from .conftest import DM, OFFICER, TUESDAY, USER, Slack, envelope, press, running
from .fake_slack import Call, FakeSlack
from .payload_rules import check_view
from .reading import words_of

NOTHING = Findings((), None, ())


def opened(slack: Slack, user: str = USER) -> Call:
    event = {"type": "app_home_opened", "user": user, "channel": DM, "tab": "home"}
    assert slack.send(envelope(event)).status_code == 200
    return slack.api.last("views.publish")


def choose(slack: Slack, action: str, value: str) -> Call:
    chosen = {"type": "static_select", "action_id": action, "selected_option": option("x", value)}
    payload = press(chosen)
    payload["container"] = {"type": "view", "view_id": "V1"}
    assert slack.interact(payload).status_code == 200
    return slack.api.last("views.publish")


def test_home_says_what_this_is_what_is_kept_and_who_to_ring_now(slack: Slack) -> None:
    seen = words_of(opened(slack).blocks)

    for part in ("How it works", "What is kept", "nothing you type", "999", "/earlyhelp"):
        assert part in seen
    assert "For officers" not in seen


def test_a_council_chosen_at_home_is_used_in_the_next_answer(slack: Slack) -> None:
    assert "0161 770 7777" in words_of(choose(slack, AUTHORITY, "oldham").blocks)
    assert "Oldham" in slack.says("always hungry").shown


def test_a_council_chosen_at_home_says_nothing_anywhere_else(slack: Slack) -> None:
    before = len(slack.api.of("chat.postMessage"))
    choose(slack, AUTHORITY, "oldham")
    assert len(slack.api.of("chat.postMessage")) == before


def test_a_council_chosen_at_home_ends_the_conversation_before_it(slack: Slack) -> None:
    slack.says("a bruise on the cheek", ts="11.1")
    choose(slack, AUTHORITY, "oldham")
    assert "Oldham" in slack.command("note").text


def test_areas_and_schools_are_those_of_the_council(slack: Slack) -> None:
    before = str(opened(slack).blocks)
    after = str(choose(slack, AUTHORITY, "oxfordshire").blocks)

    assert AREA not in before
    assert AREA in after
    assert SETTING in after


def test_a_school_brings_its_area_and_another_council_clears_both() -> None:
    settings = house().knowledge.packs["tameside"].places.settings
    school = next(each for each in settings if each.area)
    place = placed(Conversation(authority="tameside"), SETTING, school.id, house())
    assert (place.setting, place.area) == (school.id, school.area)

    assert placed(place, AUTHORITY, "bury", house()) == Conversation(authority="bury")
    assert placed(place, AREA, WHOLE, house()).area == ""


@pytest.mark.parametrize(
    ("action", "value"), [(AUTHORITY, "atlantis"), (AREA, "nowhere"), (SETTING, "no-school"), ("home-else", "x")]
)
def test_what_the_knowledge_does_not_have_changes_nothing(action: str, value: str) -> None:
    assert placed(Conversation(authority="oldham"), action, value, house()) == Conversation(authority="oldham")


@pytest.mark.parametrize("authority", ["", "bury", "oldham", "oxfordshire", "tameside", "national"])
def test_slack_takes_every_home(authority: str) -> None:
    blocks = home_blocks(house(), Conversation(authority=authority), TUESDAY)
    blocks += officer_blocks(house(), Findings(("x" * 5000,) * 40, TUESDAY, ()), TUESDAY)
    assert check_view({"type": "home", "blocks": blocks}) == []


def test_a_council_with_hundreds_of_schools_is_chosen_from_in_groups() -> None:
    options = [option(f"{n:03} Primary School", f"school-{n}") for n in range(320)]
    made = select("Choose a school", action=SETTING, options=options, chosen=options[300])

    assert [len(group["options"]) for group in made["option_groups"]] == [100, 100, 100, 20]
    assert check_view({"type": "home", "blocks": [{"type": "actions", "elements": [made]}]}) == []


def test_an_officer_sees_the_version_the_check_what_expires_and_the_published_trends(
    api: FakeSlack, tmp_path: Path
) -> None:
    health = Health(lambda: (), lambda: TUESDAY, lambda authority: (f"Worries brought in {authority}: 60.",))
    with running(api, tmp_path, health=health) as slack:
        choose(slack, AUTHORITY, "oldham")
        seen = words_of(opened(slack, OFFICER).blocks)

    assert f"Version {house().knowledge.version.partition('+')[0]}" in seen
    assert "Last check: 24 November 2026, 17:40. The files are sound." in seen
    assert "by 22 February 2027" in seen
    assert "Worries brought in" in seen


def test_the_trends_are_those_of_the_council_that_the_officer_chose(api: FakeSlack, tmp_path: Path) -> None:
    health = Health(trends=lambda authority: (f"Worries brought in {authority}: 60.",))
    with running(api, tmp_path, health=health) as slack:
        option_ = option("x", "oldham")
        chosen = {"type": "static_select", "action_id": AUTHORITY, "selected_option": option_}
        payload = {**press(chosen), "user": {"id": OFFICER}, "container": {"type": "view", "view_id": "V1"}}
        assert slack.interact(payload).status_code == 200
        assert "Worries brought in oldham: 60." in words_of(slack.api.last("views.publish").blocks)


def test_an_officer_is_told_what_is_wrong_with_the_newest_files() -> None:
    faults = tuple(f"oldham/contacts.yaml:{n}: not a number" for n in range(12))
    seen = words_of(officer_blocks(house(), replace(NOTHING, faults=faults), TUESDAY))

    assert "not in use: 12 to put right" in seen
    assert "oldham/contacts.yaml:9" in seen
    assert "And 2 more" in seen


def test_nobody_but_an_officer_sees_the_officers_part(slack: Slack) -> None:
    assert "For officers" in words_of(opened(slack, OFFICER).blocks)
    assert "For officers" not in words_of(opened(slack, USER).blocks)
    assert "For officers" not in words_of(choose(slack, AUTHORITY, "oldham").blocks)


def test_an_officer_is_told_when_no_figures_were_published() -> None:
    assert "No figures were published yet" in words_of(officer_blocks(house(), NOTHING, TUESDAY))


def test_p8_slack_reads_no_counter(tmp_path: Path) -> None:
    count(tmp_path / "counters.sqlite", CounterRow("oldham", "slack", band="early_help"), now=TUESDAY)
    settings = Settings(authorities=("oldham",), trends=Trends(file=tmp_path / "counters.sqlite", published=tmp_path))
    found = health_of(settings, live=None).trends("oldham")  # type: ignore[arg-type]
    assert found == (NOTHING_YET,)


def test_p5_the_hour_of_the_numbers_is_said() -> None:
    night = dt.datetime(2026, 11, 28, 3, 5, tzinfo=LONDON)
    assert "As of Saturday 03:05" in words_of(home_blocks(house(), Conversation(authority="oldham"), night))
