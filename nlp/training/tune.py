"""Teaches the upper layers: a few rounds over the messages, small steps, and the same result every time.

What a message teaches is shared between its level and the others that are right, so the voice learns to doubt where
graders doubt. The lower layers' states are worked out once, by the product's own encoder.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from nlp.encoder import Encoder
from nlp.training.messages import LEVELS, Message
from nlp.training.network import UpperLayers, original_weights
from nlp.voice import LONGEST_STRETCH
from nlp.wordpiece import piece_numbers

Probabilities = NDArray[np.float64]
States = Sequence[NDArray[np.float16]]


@dataclass(frozen=True, slots=True)
class Settings:
    """How the voice is taught. Found by leaving out one writer's file at a time."""

    rounds: int = 4
    at_once: int = 16
    step: float = 1.5e-4
    head_step: float = 1e-3
    warm_up: float = 0.1
    decay: float = 0.01
    seed: int = 20261122
    threads: int = 2


def states_of(messages: Sequence[Message], encoder: Encoder) -> list[NDArray[np.float16]]:
    """What the lower layers make of each message: [pieces, 384] each, in half precision to save memory."""
    pieces = (piece_numbers(message.text, longest=LONGEST_STRETCH) for message in messages)
    return [encoder.inner(numbers).astype(np.float16) for numbers in pieces]


def learn(messages: Sequence[Message], states: States, settings: Settings) -> UpperLayers:
    """A network taught on these messages, ready to be asked."""
    _repeatable(settings)
    network = UpperLayers(original_weights())
    shares = torch.tensor(np.stack([message.shares() for message in messages]))
    weights = torch.tensor([message.weight for message in messages])
    steps = [batch for _ in range(settings.rounds) for batch in _batches(states, settings.at_once)]
    optimiser, schedule = _optimiser(network, settings, steps=len(steps))
    network.train()
    for batch in steps:
        guessed = network(*_rectangle([states[row] for row in batch])).log_softmax(-1)
        loss = -(shares[batch] * guessed).sum(-1) @ weights[batch] / weights[batch].sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    network.eval()
    return network


def probabilities(network: UpperLayers, states: States) -> Probabilities:
    """What the network answers for each: [messages, 5], each row summing to 1."""
    answers = np.zeros((len(states), network.levels.out_features))
    with torch.no_grad():
        for batch in _batches(states, 32):
            answers[batch] = network(*_rectangle([states[row] for row in batch])).softmax(-1).numpy()
    return answers


def _repeatable(settings: Settings) -> None:
    random.seed(settings.seed)
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)


def _optimiser(
    network: UpperLayers, settings: Settings, *, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """Steps grow over the first tenth and then shrink to nothing."""
    layers = {"params": network.layers.parameters(), "lr": settings.step}
    head = {"params": network.levels.parameters(), "lr": settings.head_step}
    optimiser = torch.optim.AdamW([layers, head], weight_decay=settings.decay)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (steps * settings.warm_up)) * max(0.02, 1 - step / steps)
    )
    return optimiser, schedule


def _batches(states: States, at_once: int) -> Iterator[list[int]]:
    """All rows in a random order, those of similar length together."""
    rows = list(range(len(states)))
    random.shuffle(rows)
    spans = range(0, len(rows), at_once * 8)
    pools = [sorted(rows[at : at + at_once * 8], key=lambda row: len(states[row])) for at in spans]
    batches = [pool[at : at + at_once] for pool in pools for at in range(0, len(pool), at_once)]
    random.shuffle(batches)
    yield from batches


def _rectangle(states: States) -> tuple[torch.Tensor, torch.Tensor]:
    width = max(map(len, states))
    filled = torch.zeros(len(states), width, states[0].shape[1])
    mask = torch.zeros(len(states), width, dtype=torch.long)
    for row, own in enumerate(states):
        filled[row, : len(own)] = torch.from_numpy(own.astype(np.float32))
        mask[row, : len(own)] = 1
    return filled, mask


def tried_on_strangers(
    messages: Sequence[Message], states: States, settings: Settings, *, left_out: Iterable[Sequence[str]]
) -> Probabilities:
    """For each message of these groups, what a voice answers that never saw its group; zeros for the others."""
    answers = np.zeros((len(messages), LEVELS))
    for together in left_out:
        rest = [row for row, message in enumerate(messages) if message.group not in together]
        own = [row for row, message in enumerate(messages) if message.group in together]
        network = learn([messages[row] for row in rest], [states[row] for row in rest], settings)
        answers[own] = probabilities(network, [states[row] for row in own])
        print(f"tried on {', '.join(together)}", file=sys.stderr, flush=True)
    return answers
