"""Each proof catches its broken flow, and says nothing about a sound one. Together they hold promise P1."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows import proofs
from flows.library import Library, Where
from flows.proofs import PROOFS, contacts_resolve, prove
from knowledge.errors import Fault, Position

Broken = Callable[[Any], Library]


def at_end(**changes: Any) -> Broken:
    """A sound flow but for one outcome."""
    return lambda w: w.library(w.ask("sky", sun="stay", fog="home"), w.end("stay", **changes))


def asking(**changes: Any) -> Broken:
    """A sound flow but for one question."""
    return lambda w: w.library({**w.ask("sky", sun="home", fog="home"), **changes})


def chain(w: Any, length: int) -> Library:
    names = [f"s{number}" for number in range(length)]
    return w.library(*(w.ask(name, sun=to, fog=to) for name, to in zip(names, [*names[1:], "home"], strict=True)))


def two(w: Any, first: str, second: str) -> Library:
    return Library.of(
        [
            w.flow([w.ask("sky", sun=f"{second}.rain", fog="home")], f"{first}.weather"),
            w.flow([w.end("wet")], f"{second}.rain"),
        ]
    )


BROKEN: dict[str, tuple[str, str, Broken]] = {
    "p1 a choice that leads nowhere": (
        "next-exists",
        "'sun' leads to 'test.weather/hom'",
        lambda w: w.library(w.ask("sky", sun="hom", fog="home")),
    ),
    "p1 a flow that does not exist": (
        "next-exists",
        "'shared.moon/'",
        lambda w: w.library(w.ask("sky", sun="shared.moon", fog="home")),
    ),
    "a start that does not exist": (
        "next-exists",
        "'start' leads to 'test.weather/sky', which does not exist",
        lambda w: w.library(w.end("stay"), start="sky"),
    ),
    "a step that nothing leads to": (
        "reachable",
        "nothing leads here",
        lambda w: w.library(w.ask("sky", sun="home", fog="home"), w.end("stay")),
    ),
    "p1 a path without an end": (
        "ends",
        "no outcome can be reached",
        lambda w: w.library(w.act("one", "two", wait_days=1), w.act("two", "one")),
    ),
    "an outcome thirteen answers away": ("few-answers", "asks 13 questions; 12", lambda w: chain(w, 13)),
    "a walk of seventeen questions": ("few-answers", "can ask 17 questions; 16", lambda w: chain(w, 17)),
    "p1 a loop without time": (
        "loops-take-time",
        "without any time",
        lambda w: w.library(w.ask("sky", sun="wait", fog="home"), w.act("wait", "sky")),
    ),
    "p1 a second chance that leads round at once": ("loops-take-time", "without any time", at_end(not_answered="sky")),
    "p1 a time that nobody could keep": ("whole-outcomes", "'soon' is no time", at_end(when="soon")),
    "p1 no day to look again": ("whole-outcomes", "no day to look again", at_end(review_days=None)),
    "p1 now, and nobody told when to chase": ("whole-outcomes", "when to chase", at_end(when="now", review_days=None)),
    "p1 a chase without a time": (
        "whole-outcomes",
        "when to chase",
        at_end(when="now", review_days=None, chase="Ring again."),
    ),
    "p1 a danger exit that is a question": (
        "danger-exit",
        "must be an outcome",
        lambda w: w.library(w.ask("sky", sun="home", fog="home"), danger="sky"),
    ),
    "p1 a danger exit that waits": (
        "danger-exit",
        "must be an outcome",
        lambda w: w.library(w.ask("sky", sun="stay", fog="home"), w.end("stay"), danger="stay"),
    ),
    "p1 an unanswered phone with no way on": (
        "second-chance",
        "phone is not answered",
        lambda w: w.library(w.end("stay", contacts=["duty"]), covers=[]),
    ),
    "p1 a refused request with no way on": (
        "second-chance",
        "decision is no",
        lambda w: w.library(w.end("stay", contacts=["duty"], not_answered="home"), covers=[]),
    ),
    "p1 a flow that assumes the family agrees": (
        "branches",
        "'refused_consent'",
        lambda w: w.library(w.ask("sky", sun="home", fog="home"), covers=["look_again"]),
    ),
    "a flow that continues in another authority's": ("at-home", "another authority", lambda w: two(w, "here", "there")),
    "a shared flow that continues in an authority's": (
        "at-home",
        "another authority",
        lambda w: two(w, "shared", "there"),
    ),
    "p1 a question with no way to be unsure": (
        "unsure-choice",
        "no choice means",
        lambda w: w.library(w.ask("sky", sun="home", rain="home")),
    ),
    "two ways to be unsure": (
        "unsure-choice",
        "2 choices",
        asking(choices=[{"id": i, "says": i, "next": "home", "unsure": True} for i in ("sun", "rain")]),
    ),
    "two question marks": ("one-question", "only question mark", asking(asks="Sun? Rain?")),
    "two questions joined": ("one-question", "two things", asking(asks="Is it sunny, and is it warm?")),
    "a sentence that asks nothing": ("one-question", "only question mark", asking(asks="Look at the sky.")),
    "a label too long for a button": (
        "short-labels",
        "61 characters",
        asking(
            choices=[
                {"id": "a", "says": "x" * 61, "next": "home"},
                {"id": "b", "says": "B", "next": "home", "unsure": True},
            ]
        ),
    ),
    "two labels that say the same": (
        "short-labels",
        "say the same",
        asking(choices=[{"id": i, "says": "Sun", "next": "home", "unsure": i == "a"} for i in ("a", "b")]),
    ),
    "seven choices": (
        "short-labels",
        "7 choices",
        asking(choices=[{"id": i, "says": i, "next": "home", "unsure": i == "a"} for i in "abcdefg"]),
    ),
    "one word for two choices": (
        "typed-apart",
        "'mist' means more than one choice",
        asking(
            choices=[
                {"id": i, "says": i, "next": "home", "unsure": i == "a", "also_typed": ["mist"]} for i in ("a", "b")
            ]
        ),
    ),
    "a word that means danger": (
        "typed-apart",
        "'999' means danger",
        asking(
            choices=[
                {"id": "a", "says": "A", "next": "home", "also_typed": ["999"]},
                {"id": "b", "says": "B", "next": "home", "unsure": True},
            ]
        ),
    ),
    "p1 an action without a time": (
        "actions-have-a-time",
        "'soon' is no time",
        lambda w: w.library({**w.act("look", "home"), "by": "soon"}),
    ),
    "a sentence without end": ("plain-words", "26 words; 25", at_end(action=" ".join(["go"] * 26) + ".")),
    "hard words": (
        "plain-words",
        "Flesch",
        at_end(action="Facilitate interdisciplinary collaborative organisational deliberation. " * 4),
    ),
}


@pytest.mark.parametrize(("rule", "what", "broken"), BROKEN.values(), ids=BROKEN.keys())
def test_a_proof_catches(weather: Any, rule: str, what: str, broken: Broken) -> None:
    found = prove(broken(weather), resolves=lambda authority, roles: True)
    assert any(fault.rule == f"flow-{rule}" and what in fault.what for fault in found), [str(fault) for fault in found]


def test_p1_a_contact_that_nobody_can_reach_is_caught(sound: Library, said: Callable[[Any], list[str]]) -> None:
    found = said(prove(sound, resolves=lambda authority, roles: "police" not in roles))
    assert found == [
        f"Step 'test.weather/{step}': in 'test' nobody can be reached at every hour through: police."
        for step in ("stay", "walk")
    ]


def test_p1_a_shared_flow_is_proved_for_every_authority(weather: Any) -> None:
    library = Library.of(
        [
            weather.flow([weather.ask("sky", sun="shared.rain", fog="home")], "here.weather"),
            weather.flow([weather.ask("sky", sun="shared.rain", fog="home")], "there.weather"),
            weather.flow([weather.end("wet")], "shared.rain"),
        ]
    )
    asked: list[str] = []
    list(contacts_resolve.faults(library, resolves=lambda authority, roles: bool(asked.append(authority)) or True))
    assert asked.count("here") == 3
    assert asked.count("there") == 3


def test_a_sound_flow_passes_every_proof(sound: Library) -> None:
    assert prove(sound, resolves=lambda authority, roles: True) == ()


def test_a_fault_points_at_the_step(weather: Any) -> None:
    flow = weather.flow([weather.ask("sky", sun="hom", fog="home")])
    here = Position(Path("weather.yaml"), 10, 5)
    library = Library.of([flow], {Where("test.weather", "sky"): here})
    fault = prove(library, resolves=lambda authority, roles: True)[0]
    assert fault.position == here
    assert "Did you mean 'home'?" in fault.instead


def test_every_proof_is_listed_and_has_a_page_and_a_broken_flow() -> None:
    folder = Path(proofs.__file__).parent
    files = {file.stem: file for file in folder.glob("*.py") if file.stem not in {"__init__", "said"}}
    listed = {proof.__module__.rsplit(".", 1)[1] for proof in PROOFS} | {"contacts_resolve", "sources_exist"}
    assert set(files) == listed
    for name, file in files.items():
        page = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
        assert "PASS:" in page, name
        assert "FAIL:" in page, name
    caught = {rule.replace("-", "_") for rule, _, _ in BROKEN.values()} | {"contacts_resolve", "sources_exist"}
    assert caught == listed


def test_faults_are_what_the_rest_of_the_house_understands(weather: Any) -> None:
    found = prove(weather.library(weather.end("stay", when="soon")), resolves=lambda authority, roles: True)
    assert all(isinstance(fault, Fault) for fault in found)


def test_a_source_that_no_pack_has_is_caught(sound: Library) -> None:
    found = prove(sound, resolves=lambda authority, roles: True, sources=["sun"])
    assert {fault.rule for fault in found} == {"flow-sources-exist"}
    assert len(found) == len(sound.steps)
    assert prove(sound, resolves=lambda authority, roles: True, sources=["sky"]) == ()
