"""Teaches the upper layers: a few rounds over the messages, small steps, and the same result every time.

Three things are taught together, and each helps the others: the level of a message, the signs a message tells of, and
the sign a phrase stands for. What a message teaches is shared between its level and the others that are right, so the
voice learns to doubt where graders doubt. The lower layers' states are worked out once, by the product's own encoder.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from nlp.encoder import WIDTH
from nlp.training.lessons import Lessons, States
from nlp.training.network import UpperLayers, direction, original_weights

Probabilities = NDArray[np.float64]
SAYS_EVERY = 100


@dataclass(frozen=True, slots=True)
class Settings:
    """How the voice is taught. Found by leaving out writers' files."""

    rounds: int = 3
    messages_at_once: int = 16
    phrases_at_once: int = 24
    phrases_count: float = 0.7
    told_signs_count: float = 0.4
    step: float = 1.5e-4
    head_step: float = 1e-3
    sharpness_step: float = 1e-2
    warm_up: float = 0.1
    decay: float = 0.01
    seed: int = 20261122
    threads: int = 1


def learn(lessons: Lessons, settings: Settings) -> UpperLayers:
    """A network taught on these lessons, ready to be asked."""
    _repeatable(settings)
    network = UpperLayers(original_weights(), signs=len(lessons.names))
    _point_at_the_phrases(network, lessons)
    steps = list(_paired(lessons, settings))
    optimiser, schedule = _optimiser(network, settings, steps=len(steps))
    network.train()
    began = time.monotonic()
    for number, (messages, phrases) in enumerate(steps):
        loss = _loss(network, lessons, messages, phrases, settings)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if number % SAYS_EVERY == 0:
            said = f"step {number} of {len(steps)}, loss {loss.item():.2f}, {time.monotonic() - began:.0f} s"
            print(said, file=sys.stderr, flush=True)
    network.eval()
    return network


def probabilities(network: UpperLayers, states: States) -> Probabilities:
    """What the network answers for each text: [texts, 5], each row summing to 1."""
    with torch.no_grad():
        shares = network.of_levels(torch.tensor(meanings(network, states))).softmax(-1)
    return np.asarray(shares.numpy(), dtype=np.float64)


def meanings(network: UpperLayers, states: States) -> NDArray[np.float32]:
    """What each text comes to: [texts, 384]."""
    meant = np.zeros((len(states), WIDTH), dtype=np.float32)
    with torch.no_grad():
        for batch in _batches(states, 32):
            meant[batch] = network(*_rectangle([states[row] for row in batch])).numpy()
    return meant


def _loss(
    network: UpperLayers, lessons: Lessons, messages: Sequence[int], phrases: Sequence[int], settings: Settings
) -> torch.Tensor:
    """How far the network is from what these messages and phrases teach."""
    meant = network(*_rectangle([lessons.message_states[row] for row in messages]))
    levels, weights = lessons.levels[messages], lessons.weights[messages]
    loss = -(levels * network.of_levels(meant).log_softmax(-1)).sum(-1) @ weights / weights.sum()
    told = lessons.told[messages]
    if told.any():
        named = told.sum(1) > 0
        near = network.of_signs(meant[named]).log_softmax(-1)
        loss = loss - settings.told_signs_count * (told[named] * near).sum(-1).mean()
    shown = network(*_rectangle([lessons.phrase_states[row] for row in phrases]))
    right = torch.tensor([lessons.meant[row] for row in phrases])
    return loss + settings.phrases_count * functional.cross_entropy(network.of_signs(shown), right)


def _point_at_the_phrases(network: UpperLayers, lessons: Lessons) -> None:
    """Each sign's direction begins at the mean of its phrases."""
    network.eval()
    shown = direction(torch.tensor(meanings(network, lessons.phrase_states)))
    signs = torch.tensor(lessons.meant)
    with torch.no_grad():
        for sign in range(len(lessons.names) + 1):
            if (signs == sign).any():
                network.signs.weight[sign] = shown[signs == sign].mean(0)


def _paired(lessons: Lessons, settings: Settings) -> Iterator[tuple[list[int], list[int]]]:
    """Every message `rounds` times, each batch with a batch of phrases beside it."""
    phrases = _forever(lessons.phrase_states, settings.phrases_at_once)
    for _ in range(settings.rounds):
        for batch in _batches(lessons.message_states, settings.messages_at_once):
            yield batch, next(phrases)


def _forever(states: States, at_once: int) -> Iterator[list[int]]:
    while True:
        yield from _batches(states, at_once)


def _repeatable(settings: Settings) -> None:
    random.seed(settings.seed)
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)


def _optimiser(
    network: UpperLayers, settings: Settings, *, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """Steps grow over the first tenth and then shrink to nothing."""
    layers = {"params": network.layers.parameters(), "lr": settings.step}
    heads = {"params": [*network.levels.parameters(), *network.signs.parameters()], "lr": settings.head_step}
    sharpness = {"params": [network.sharpness], "lr": settings.sharpness_step}
    optimiser = torch.optim.AdamW([layers, heads, sharpness], weight_decay=settings.decay)
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
