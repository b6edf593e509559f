"""How well the voice reads, in the order that matters: unsafe answers first, then right ones, then false alarms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.training.messages import Message

HIGHEST = 4


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares of messages, from 0 to 1; `messages` is how many there were."""

    messages: int
    right: float
    exact: float
    unsafe: float
    four_found: float
    four_as_two_or_less: float
    false_alarms: float

    def __str__(self) -> str:
        return (
            f"n {self.messages:5d}  right {self.right:.3f}  exact {self.exact:.3f}  unsafe {self.unsafe:.3f}  "
            f"4 found {self.four_found:.3f}  4 as <=2 {self.four_as_two_or_less:.3f}  "
            f"false alarms {self.false_alarms:.3f}"
        )


def scores(messages: Sequence[Message], answers: Sequence[int]) -> Scores:
    """Compare each answer with what is right for its message."""
    pairs = list(zip(messages, answers, strict=True))
    fours = [answer for message, answer in pairs if message.level == HIGHEST]
    lows = [answer for message, answer in pairs if message.level <= 1]
    return Scores(
        messages=len(pairs),
        right=_share([answer in message.accept | {message.level} for message, answer in pairs]),
        exact=_share([answer == message.level for message, answer in pairs]),
        unsafe=_share([answer < message.must_not_below for message, answer in pairs]),
        four_found=_share([answer == HIGHEST for answer in fours]),
        four_as_two_or_less=_share([answer <= HIGHEST - 2 for answer in fours]),
        false_alarms=_share([answer >= HIGHEST - 1 for answer in lows]),
    )


def _share(outcomes: Sequence[bool]) -> float:
    return sum(outcomes) / len(outcomes) if outcomes else 0.0
