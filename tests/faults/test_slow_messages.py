"""Messages made to be slow, through the real readers: every one is answered, and what is too long is not read at all.

How much longer four times the length takes is drawn by `make load` (docs/load/cost.svg). Here the work is counted where
it once grew with the square of the length, so that nobody has to look at a clock.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assemble import assemble
from bot.core.house import House
from bot.core.safely import answer_safely
from bot.core.turn import Turn
from knowledge import clock
from nlp.assertion.cues import Cue, _not_within_a_longer
from nlp.assertion.rules import rules
from nlp.guard import typos
from nlp.reader import LONGEST
from nlp.stage import read_stage

from ..load.slow_messages import KINDS

SPOT = st.tuples(st.integers(0, 12), st.integers(1, 4)).map(lambda spot: (spot[0], spot[0] + spot[1]))


def test_a_word_longer_than_any_word_is_compared_with_none(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def counted(word: str) -> Iterator[str]:
        tried.append(word)
        return iter(())

    monkeypatch.setattr(typos, "_one_edit", counted)
    known = typos.Typos(frozenset({"hungry", "because"}))
    assert not known.is_typo("x" * 50_000)
    assert not known.runs_together("x" * 50_000)
    assert known.kind_of_slip("x" * 50_000) == "other"
    assert tried == []
    known.is_typo("hungrry")
    assert tried == ["hungrry"]


@given(st.lists(SPOT, max_size=12))
def test_cues_are_found_in_one_sweep_as_by_comparing_all_with_all(spots: list[tuple[int, int]]) -> None:
    rule = rules().rules[0]
    found = [Cue(rule, *spot) for spot in spots]
    by_all = [
        (cue.start, cue.end)
        for cue in found
        if not any(o.start <= cue.start and cue.end <= o.end and o.end - o.start > cue.end - cue.start for o in found)
    ]
    assert sorted((cue.start, cue.end) for cue in _not_within_a_longer(found)) == sorted(by_all)


def test_a_row_of_a_thousand_numbers_is_no_family() -> None:
    assert read_stage("3, 4 and 7 year olds").youngest_years == 3
    assert read_stage(f"{'12/3/ ' * 1500}aged 3, 5 and 9").youngest_years == 3


@pytest.fixture(scope="module")
def house() -> House:
    return assemble()


@pytest.mark.e2e
@pytest.mark.parametrize("kind", KINDS)
def test_p6_every_message_made_to_be_slow_is_answered(house: House, kind: str) -> None:
    said = answer_safely(Turn(typed=KINDS[kind](1_500), authority="oldham"), house, now=clock.now())
    assert said.reply.kind != "failed"
    assert said.reply.contacts or said.reply.ring_now


@pytest.mark.e2e
@pytest.mark.parametrize("kind", KINDS)
def test_p6_fifty_thousand_characters_are_not_read_and_get_the_numbers(house: House, kind: str) -> None:
    text = KINDS[kind](50_000)
    assert len(text) > LONGEST
    understood = house.read(text, house.knowledge.packs["oldham"], lambda _: False)
    assert understood.refused == "too_long"
    said = answer_safely(Turn(typed=text, authority="oldham"), house, now=clock.now())
    assert said.reply.contacts or said.reply.ring_now


def test_each_kind_is_as_long_as_was_asked_for() -> None:
    assert {len(made(1_000)) for made in KINDS.values()} == {1_000}
