"""The engine on random graphs and random texts: it never fails, and it never forgets."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flows import engine
from flows.draw import mermaid, svg
from flows.engine import Renewed, Resumed, Unreadable
from flows.library import Library
from flows.proofs import prove
from flows.state import LONGEST
from flows.table import as_csv, markdown
from flows.views import OutcomeView

CALM = settings(deadline=None, max_examples=30)
NAMES = [f"s{number}" for number in range(8)]


@st.composite
def libraries(draw: st.DrawFn, weather: Any) -> Library:
    """Any graph of eight steps, sound or not: links may lead back, round in circles or nowhere."""
    to = st.sampled_from([*NAMES, "home", "nowhere", "other.flow"])
    return weather.library(*(draw(_step(weather, name, to)) for name in NAMES))  # type: ignore[no-any-return]


def _step(weather: Any, name: str, to: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    questions = st.builds(lambda sun, fog: weather.ask(name, sun=sun, fog=fog), to, to)
    actions = st.builds(lambda end, days: weather.act(name, end, wait_days=days), to, st.none() | st.integers(1, 60))
    ends = st.builds(lambda again: weather.end(name, look_again=again), st.none() | to)
    return st.one_of(questions, actions, ends)


CHOICES = st.lists(
    st.sampled_from(["sun", "fog", "done", "back", "danger", "look-again", "no such thing"]), max_size=40
)


@CALM
@given(st.data(), CHOICES)
def test_p1_any_walk_through_any_graph_shows_something(weather: Any, data: st.DataObject, choices: list[str]) -> None:
    library = data.draw(libraries(weather))
    state = engine.start(library, "test.weather")
    for choice in choices:
        state = engine.step(library, state, choice)
        assert engine.view(library, state).frame.danger.id == "danger"


@CALM
@given(st.data(), CHOICES)
def test_p1_danger_is_one_move_from_everywhere(weather: Any, data: st.DataObject, choices: list[str]) -> None:
    library = data.draw(libraries(weather))
    state = engine.start(library, "test.weather")
    for choice in choices:
        state = engine.step(library, state, choice)
    shown = engine.view(library, engine.step(library, state, "danger"))
    assert isinstance(shown, OutcomeView)
    assert shown.frame.at_danger_exit


@CALM
@given(st.data(), CHOICES)
def test_every_state_survives_a_button(weather: Any, data: st.DataObject, choices: list[str]) -> None:
    library = data.draw(libraries(weather))
    state = engine.start(library, "test.weather")
    for choice in choices:
        state = engine.step(library, state, choice)
    text = engine.encode(state)
    assert len(text) <= LONGEST
    assert engine.decode(library, text) == Resumed(state)


@CALM
@given(st.data(), CHOICES)
def test_p1_a_button_from_another_version_still_shows_something(
    weather: Any, data: st.DataObject, choices: list[str]
) -> None:
    old, new = data.draw(libraries(weather)), data.draw(libraries(weather))
    state = engine.start(old, "test.weather")
    for choice in choices:
        state = engine.step(old, state, choice)
    decoded = engine.decode(new, engine.encode(state))
    if not isinstance(decoded, Unreadable):
        assert engine.view(new, decoded.state).frame.about >= 1


@CALM
@given(st.data(), CHOICES, st.sampled_from(["sun", "fog", "done", "danger"]))
def test_back_undoes_the_last_answer_unless_a_round_was_closed(
    weather: Any, data: st.DataObject, choices: list[str], last: str
) -> None:
    library = data.draw(libraries(weather))
    state = engine.start(library, "test.weather")
    for choice in choices:
        state = engine.step(library, state, choice)
    further = engine.step(library, state, last)
    if len(further.answers) > len(state.answers):
        assert engine.current(library, engine.back(further)) == engine.current(library, state)


@CALM
@given(st.text(max_size=300) | st.from_regex(r"1\|test\.weather\|[0-9a-f]{8}\|test\|[a-z]+\|[a-z=;]*", fullmatch=True))
def test_p1_no_text_breaks_a_button(sound: Library, text: str) -> None:
    decoded = engine.decode(sound, text)
    assert isinstance(decoded, Resumed | Renewed | Unreadable)
    if not isinstance(decoded, Unreadable):
        engine.view(sound, decoded.state)


@CALM
@given(st.data())
def test_proofs_and_pictures_never_fail_on_any_graph(weather: Any, data: st.DataObject) -> None:
    library = data.draw(libraries(weather))
    prove(library, resolves=lambda authority, roles: True)
    assert svg(library, "test.weather").startswith("<svg")
    assert mermaid(library, "test.weather").startswith("flowchart")
    assert markdown(library, "test.weather")
    assert as_csv(library, "test.weather")
