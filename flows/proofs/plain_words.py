"""A tired person on a phone can read it.

PASS: sentences of at most 25 words; each longer step, and each flow as a whole, in plain English on Flesch's scale of
reading ease (100 very easy, 60 plain, 30 hard): at least 60 for a step of 20 words or more, 80 for a flow.
FAIL: "Notwithstanding the aforementioned considerations, practitioners should facilitate ..."

    Step 'exshire.early-help/agree': a sentence has 31 words; 25 is the most.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from flows.library import Library, Where
from flows.proofs.said import fault_at, words_of
from flows.reading import ease, sentences, words
from flows.schema import Flow
from knowledge.errors import Fault

RULE = "plain-words"
LONGEST_SENTENCE = 25
WORTH_MEASURING = 20
EASE_OF_STEP = 60
EASE_OF_FLOW = 80


def faults(library: Library) -> Iterator[Fault]:
    """One fault for each sentence too long, and for each step or flow too hard."""
    for flow in library.flows.values():
        yield from _hard_flow(library, flow)
        for step in flow.steps:
            yield from _hard_step(library, Where(flow.id, step.id), words_of(step))


def _hard_step(library: Library, where: Where, texts: tuple[str, ...]) -> Iterator[Fault]:
    for what, instead in hard_in(texts):
        yield fault_at(library, where, RULE, what, instead=instead)


@lru_cache(maxsize=2_000)
def hard_in(texts: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What is hard to read in a step, and what to write instead. The same step is read again at each key pressed."""
    return tuple(_hard(texts))


def _hard(texts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for sentence in (each for text in texts for each in sentences(text)):
        count = len(words(sentence))
        if count > LONGEST_SENTENCE:
            what = f"a sentence has {count} words; {LONGEST_SENTENCE} is the most."
            yield what, f"Make two of it: '{sentence[:50]}...'"
    count, easy = _measured(texts)
    if count >= WORTH_MEASURING and easy < EASE_OF_STEP:
        yield f"this reads at {easy:.0f} on Flesch's scale; {EASE_OF_STEP} is the least.", "Use shorter words."


def _hard_flow(library: Library, flow: Flow) -> Iterator[Fault]:
    count, easy = _measured(tuple(text for step in flow.steps for text in words_of(step)))
    if count >= WORTH_MEASURING and easy < EASE_OF_FLOW:
        what = f"the whole flow reads at {easy:.0f} on Flesch's scale; {EASE_OF_FLOW} is the least."
        yield fault_at(library, Where(flow.id, flow.start), RULE, what, instead="Use shorter words and sentences.")


@lru_cache(maxsize=2_000)
def _measured(texts: tuple[str, ...]) -> tuple[int, float]:
    """How many words, and how easy they are to read together."""
    return sum(len(words(text)) for text in texts), ease(texts)
