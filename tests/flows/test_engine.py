"""The engine: forward, back, changed answers, danger, loops, and buttons from another time."""

from __future__ import annotations

from typing import Any

import pytest

from flows import engine
from flows.engine import Renewed, Resumed, Unreadable
from flows.library import Library, Where
from flows.state import LONGEST
from flows.views import ActionView, OutcomeView, QuestionView
from knowledge.errors import UnknownName
from knowledge.schema.common import Band


def walk(library: Library, *choices: str, flow: str = "test.weather") -> engine.State:
    state = engine.start(library, flow)
    for choice in choices:
        state = engine.step(library, state, choice)
    return state


@pytest.mark.parametrize(
    ("choices", "at"),
    [
        pytest.param([], "sky", id="begins at the start"),
        pytest.param(["sun"], "second", id="one answer goes one step on"),
        pytest.param(["sun", "sun"], "walk", id="two answers reach an outcome"),
        pytest.param(["rain"], "wait", id="an action is a step"),
        pytest.param(["snow"], "sky", id="an unknown choice changes nothing"),
        pytest.param(["sun", "back"], "sky", id="back takes the last answer away"),
        pytest.param(["back"], "sky", id="back at the beginning stays there"),
        pytest.param(["sun", "danger"], "home", id="danger leads to the exit from anywhere"),
        pytest.param(["sun", "danger", "danger"], "home", id="danger at the exit stays there"),
        pytest.param(["sun", "danger", "back"], "second", id="back from danger returns to the step"),
        pytest.param(["rain", "done"], "sky", id="a loop comes back to its question"),
        pytest.param(["sun", "sun", "look-again"], "sky", id="the day to look again carries on"),
        pytest.param(["fog", "sun"], "stay", id="an outcome without onward ways stays"),
    ],
)
def test_a_walk_comes_to(sound: Library, choices: list[str], at: str) -> None:
    assert engine.current(sound, walk(sound, *choices)) == Where("test.weather", at)


def test_a_question_is_shown_with_its_choices_and_the_danger_exit(sound: Library) -> None:
    view = engine.view(sound, walk(sound, "sun"))
    assert isinstance(view, QuestionView)
    assert [choice.id for choice in view.choices] == ["sun", "rain", "fog"]
    assert view.frame.progress == "Step 2 of about 3"
    assert view.frame.danger.id == "danger"
    assert view.frame.can_go_back
    assert not view.frame.at_danger_exit


def test_an_action_is_shown_with_one_way_on(sound: Library) -> None:
    view = engine.view(sound, walk(sound, "rain"))
    assert isinstance(view, ActionView)
    assert [choice.id for choice in view.choices] == ["done"]
    assert view.wait_days == 1


def test_p1_an_outcome_is_shown_with_action_contact_time_and_record(sound: Library) -> None:
    view = engine.view(sound, walk(sound, "sun", "sun"))
    assert isinstance(view, OutcomeView)
    assert (view.action, view.contacts, view.when, view.record) == ("Go home.", ("police",), "today", "The sky.")
    assert [choice.id for choice in view.choices] == ["look-again"]


def test_the_danger_exit_says_that_it_is_one(sound: Library) -> None:
    view = engine.view(sound, walk(sound, "danger"))
    assert view.frame.at_danger_exit


def test_each_band_enters_where_the_flow_says(weather: Any) -> None:
    entry = {"universal": "sky", "early_help": "sky", "child_in_need": "stay", "child_protection": "home"}
    library = weather.library(weather.ask("sky", sun="stay", fog="stay"), weather.end("stay"), entry=entry)
    at = {band: engine.current(library, engine.start(library, "test.weather", band)).step for band in Band}
    assert at == entry


def test_a_shared_flow_shows_the_contacts_of_the_authority_it_was_entered_from(weather: Any) -> None:
    sky = weather.flow([weather.ask("sky", sun="shared.rain", fog="home")])
    rain = weather.flow([weather.ask("wet", sun="home", fog="home")], "shared.rain")
    library = Library.of([sky, rain])
    assert engine.view(library, walk(library, "sun")).frame.authority == "test"
    entered = engine.start(library, "shared.rain", authority="test")
    assert engine.view(library, entered).frame.authority == "test"
    assert engine.decode(library, engine.encode(entered)) == Resumed(entered)


def test_an_unknown_flow_names_the_nearest(sound: Library) -> None:
    with pytest.raises(UnknownName, match=r"Did you mean 'test\.weather'"):
        engine.start(sound, "test.wether")


@pytest.mark.parametrize(("at", "step"), [(0, "sky"), (1, "second"), (2, "walk"), (-1, "walk"), (9, "walk")])
def test_an_earlier_answer_can_be_changed(sound: Library, at: int, step: str) -> None:
    changed = engine.change_answer(walk(sound, "sun", "sun"), at)
    assert engine.current(sound, changed).step == step


def test_a_button_resumes_where_it_was(sound: Library) -> None:
    state = walk(sound, "sun", "sun")
    assert engine.decode(sound, engine.encode(state)) == Resumed(state)


def test_a_loop_of_a_year_still_fits_a_button(sound: Library) -> None:
    state = walk(sound, *["rain", "done"] * 200)
    assert len(engine.encode(state)) < 100


def test_a_very_long_walk_still_fits_a_button(weather: Any) -> None:
    names = [f"the-sky-above-the-house-on-hour-{number}" for number in range(60)]
    steps = [weather.ask(name, sun=to, fog="home") for name, to in zip(names, [*names[1:], "home"], strict=True)]
    library = weather.library(*steps)
    state = engine.start(library, "test.weather")
    for name in names:
        assert engine.current(library, state).step == name
        assert len(engine.encode(state)) <= LONGEST
        state = engine.step(library, state, "sun")
    assert engine.current(library, state).step == "home"


def test_p1_an_older_button_keeps_the_answers_that_still_exist(sound: Library, weather: Any) -> None:
    old = engine.encode(walk(sound, "sun", "sun"))
    newer = weather.library(
        weather.ask("sky", sun="second", rain="stay", fog="stay"),
        weather.ask("second", rain="stay", fog="stay"),
        weather.end("stay"),
    )
    decoded = engine.decode(newer, old)
    assert isinstance(decoded, Renewed)
    assert decoded.lost == 1
    assert engine.current(newer, decoded.state).step == "second"


def test_a_step_taken_out_of_the_flow_is_passed_over(sound: Library, weather: Any) -> None:
    old = engine.encode(walk(sound, "sun", "sun"))
    newer = weather.library(weather.ask("sky", sun="walk", fog="walk"), weather.end("walk"))
    decoded = engine.decode(newer, old)
    assert isinstance(decoded, Renewed)
    assert engine.current(newer, decoded.state).step == "walk"


def test_changed_words_change_the_version(sound: Library, weather: Any) -> None:
    other = weather.library(weather.ask("sky", sun="home", fog="home"), title="Other weather")
    assert other.version("test.weather") != sound.version("test.weather")


def test_a_change_in_a_flow_that_it_continues_in_changes_the_version(weather: Any) -> None:
    sky = weather.flow([weather.ask("sky", sun="shared.rain", fog="home")])
    rain, snow = (weather.flow([weather.end("wet", title=title)], "shared.rain") for title in ("Rain", "Snow"))
    assert Library.of([sky, rain]).version("test.weather") != Library.of([sky, snow]).version("test.weather")


GARBAGE = {
    "nothing": "",
    "words": "hello there",
    "an unknown flow": "1|test.storm|00000000|test|sky|",
    "an unknown step": "1|test.weather|00000000|test|moon|",
    "another format": "2|test.weather|00000000|test|sky|",
    "another authority": "1|test.weather|00000000|other|sky|",
    "a broken answer": "1|test.weather|00000000|test|sky|sky",
    "a newline": "1|test.weather|00000000|test|sky\n|",
    "too much of it": "1|test.weather|00000000|test|sky|" + "sky=sun;" * 900,
}


@pytest.mark.parametrize("text", GARBAGE.values(), ids=GARBAGE.keys())
def test_p1_garbage_in_a_button_gives_a_sentence(sound: Library, text: str) -> None:
    decoded = engine.decode(sound, text)
    assert isinstance(decoded, Unreadable)
    assert "begin again" in decoded.why


def test_an_answer_that_never_existed_is_passed_over(sound: Library) -> None:
    decoded = engine.decode(sound, f"1|test.weather|{sound.version('test.weather')}|test|sky|sky=snow;moon=full")
    assert isinstance(decoded, Renewed)
    assert (decoded.lost, engine.current(sound, decoded.state).step) == (2, "sky")


def test_p1_a_way_that_leads_nowhere_shows_the_question_again(weather: Any) -> None:
    broken = weather.library(weather.ask("sky", sun="moon", fog="home"))
    assert engine.current(broken, walk(broken, "sun")).step == "sky"
