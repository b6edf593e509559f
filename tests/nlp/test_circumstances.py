"""Again and again, for weeks, a baby, a disabled child: what makes a sign weigh more is read with it."""

from __future__ import annotations

import pytest

from nlp.circumstances import Told, voice_of
from nlp.stage import read_stage

SIGN = "hungry"


def found(text: str) -> frozenset[str]:
    start = text.index(SIGN)
    return Told.of(text).circumstances_of(start, start + len(SIGN), stage=read_stage(text))


@pytest.mark.parametrize(
    "said",
    [
        "hungry every Monday",
        "hungry most mornings",
        "hungry, third time this term",
        "he is hungry again",
        "keeps coming in hungry",
        "hungry most days",
        "He came in hungry. This is the third time.",
        "hungry four times last week",
        "isn't the first time he's hungry",
    ],
)
def test_a_repeated_sign(said: str) -> None:
    assert "repeated" in found(said)


@pytest.mark.parametrize(
    "said",
    [
        "hungry for months",
        "hungry since Year 3",
        "hungry all half term",
        "hungry for 6 weeks",
        "hungry for a couple of months now",
    ],
)
def test_a_sign_of_several_weeks(said: str) -> None:
    assert "several_weeks" in found(said)


@pytest.mark.parametrize("said", ["hungry today", "He is hungry. Gran visits every Sunday.", "hungry once"])
def test_a_sign_seen_once(said: str) -> None:
    assert not found(said) & {"repeated", "several_weeks"}


def test_age_brings_its_circumstances() -> None:
    assert found("6 week old hungry") >= {"under_one", "young_child", "not_mobile"}
    assert "pregnant" in found("28 weeks pregnant and hungry")
    assert not found("y9 hungry")


def test_a_disabled_child_is_noticed_and_a_disabled_parent_is_not_the_child() -> None:
    assert "disabled_child" in found("autistic lad, hungry")
    assert "disabled_child" not in found("hungry, dad is disabled")


def test_what_helps_and_what_plays_down_are_shown_with_their_place() -> None:
    text = "Probably nothing, mum is supportive, but he is hungry"
    voice = voice_of(text)
    assert [text[span.start : span.end] for span in voice.minimising] == ["Probably nothing"]
    assert [text[span.start : span.end] for span in voice.protective] == ["supportive"]
