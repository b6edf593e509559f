"""Every regular expression of ours on text made to be slow: twice the text may take twice the time, not four times.

In the fast tests those that were once quadratic or worse meet the text that showed it; each would not come to an end.
`make fuzz` collects every pattern that any module holds, and tries on it the words it knows itself, again and again.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from .conftest import MINUTES

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "flows", "knowledge", "nlp", "trends")
LONG = 10_000
"""As many characters as a message may have."""
NOTICED = 0.25
"""Seconds. What is faster at full length is no danger, however it grows."""
STEEP = 3.0
"""From half the length to the whole one. Linear is 2, quadratic is 4."""
NEVER_SEARCHED = {
    "nlp.circumstances.POINTS_BACK": "matched at one place",
    "nlp.guard.shapes.reference.AMOUNT": "matched with the whole of a few letters",
    "nlp.guard.slots.DAY_AFTER": "matched at one place",
    "nlp.guard.slots.DESCRIPTION": "matched at one place",
    "bot.metrics_shared.NAME": "matched with the whole name of a file of ours",
}
FROM_OFFICERS = ("knowledge.checks.", "flows.proofs.", "flows.reading")
"""These read the knowledge, which officers write and a second one looks at; a file holds two megabytes at most."""


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("nlp.guard.shapes.email.SPELT", "_" * LONG),
        ("nlp.guard.shapes.email.SPELT", "a." * (LONG // 2)),
        ("nlp.guard.shapes.email.PLAIN", "a" * LONG),
        ("nlp.guard.shapes.reference.CALLED", "case" + " " * LONG),
        ("nlp.guard.shapes.reference.CRIME", "crime" + " " * LONG),
        ("nlp.guard.shapes.reference.SYSTEM", "id " * (LONG // 3)),
        ("nlp.guard.shapes.reference.LOG_OF_DAY", "log" + "\n" * LONG),
        ("nlp.guard.shapes.address.STREET", "1 " * (LONG // 2)),
        ("nlp.guard.shapes.link.LINK", "a." * (LONG // 2)),
        ("nlp.guard.shapes.school.TITLED", "Lady " + "Aa-" * (LONG // 3)),
        ("nlp.circumstances.SENTENCE_END", "." * LONG),
    ],
    ids=lambda given: given[:40] if isinstance(given, str) else "",
)
def test_what_once_took_for_ever_comes_to_an_end(place: str, text: str) -> None:
    module, _, name = place.rpartition(".")
    pattern = getattr(importlib.import_module(module), name)
    assert sum(1 for _ in pattern.finditer(f"{text}!")) < LONG


Found = dict[str, re.Pattern[str]]


def patterns() -> Found:
    """Every pattern that a module of ours holds, by where it stands; those made on first use are made."""
    found: Found = {}
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            if ".training" in name or "new_pack" in name:
                continue
            module = importlib.import_module(name)
            for key, value in list(vars(module).items()):
                made = _made(value, name)
                for number, pattern in enumerate(_within(made, 0)):
                    found.setdefault(f"{name}.{key}" + (f"[{number}]" if number else ""), pattern)
    return found


def _made(value: object, module: str) -> object:
    if not hasattr(value, "cache_info") or getattr(value, "__module__", "") != module:
        return value
    return value() if not inspect.signature(value).parameters else None  # type: ignore[operator, arg-type]


def _within(value: object, depth: int) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth < 4:
        if isinstance(value, dict):
            value = (*value, *value.values())
        elif dataclasses.is_dataclass(value) and not isinstance(value, type):
            value = tuple(getattr(value, each.name, None) for each in dataclasses.fields(value))
        if isinstance(value, tuple | list | set | frozenset) and len(value) < 3_000:
            for each in value:
                yield from _within(each, depth + 1)


class TooLong(Exception):
    """It did not come to an end."""


def seconds(pattern: re.Pattern[str], text: str, *, most: float = 10.0) -> float:
    """How long all its matches in the text take; the alarm is heard only between matches, so `most` is for the kind."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, most)
    began = time.process_time()
    try:
        for _ in pattern.finditer(text):
            pass
    except TooLong:
        return most
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return time.process_time() - began


PIECES = (
    " ",
    "\n",
    "a",
    "A",
    "1",
    "-",
    ".",
    "_",
    ",",
    "'",
    "<",
    "a ",
    "Aa ",
    "1 ",
    "a.",
    "a@",
    "1-",
    "1/",
    "a_",
    "Aa-",
    "of ",
    " ,",
)


def attacks(pattern: re.Pattern[str]) -> Iterator[str]:
    """Text that begins like a match and goes on without end: the pattern's own words, and runs of signs."""
    words = sorted(set(re.findall(r"[A-Za-z]{2,}", re.sub(r"\\[a-zA-Z]", " ", pattern.pattern))), key=len)[:14]
    for start in ("", *words[:10]):
        for piece in PIECES:
            yield start + piece * (LONG // len(piece))
    for word in words:
        yield f"{word} " * (LONG // (len(word) + 1))
        yield f"{word} 1 " * (LONG // (len(word) + 3))


@pytest.mark.skipif(not MINUTES, reason="takes minutes; run by `make fuzz`")
def test_no_pattern_is_steep() -> None:
    steep = []
    for place, pattern in patterns().items():
        if place in NEVER_SEARCHED or place.startswith(FROM_OFFICERS):
            continue
        for text in attacks(pattern):
            whole = seconds(pattern, f"{text}!")
            if whole < NOTICED:
                continue
            half = min(seconds(pattern, f"{text[: LONG // 2]}!") for _ in range(2))
            whole = min(whole, seconds(pattern, f"{text}!"))
            if whole >= NOTICED and whole > STEEP * half:
                steep.append(f"{place}: {text[:30]!r} {half:.2f}s, {whole:.2f}s")
                break
    assert steep == []
