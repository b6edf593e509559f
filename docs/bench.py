"""`make bench`: what an answer costs, beside the plain spaCy pipeline in the same run.

Ratios are what to compare between machines; milliseconds are of this machine, now. Nothing here fails.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bench_slack import measured as measured_in_slack
from bench_teams import measured as measured_in_teams
from bench_trends import measured as measured_in_trends

from bot.assemble import assemble
from bot.core.consultation import answer
from bot.core.turn import Turn
from knowledge.clock import LONDON
from nlp.guard import Guard
from nlp.inner import Inner
from nlp.reader import Models

MESSAGES = Path(__file__).parent.parent / "nlp" / "messages"
NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=LONDON)
ROUNDS = 120


def main() -> None:
    """Prints a line for each figure."""
    started = time.perf_counter()
    models = Models.load()
    house = assemble(models=models)
    answer(Turn(typed="Year 4 boy, always hungry", authority=house.authorities[0]), house, now=NOW)
    print(f"start to first answer      {time.perf_counter() - started:6.1f} s   (budget 4 s)")
    english, pack = models.english, house.knowledge.pack(house.authorities[0])
    for words, budget in ((30, 30), (120, 80)):
        texts = texts_of(words)
        plain = timed(english, texts)
        understood = timed(lambda text: house.read(text, pack, lambda _: False), texts)
        turn = timed(lambda text: answer(Turn(typed=text, authority=pack.id), house, now=NOW), texts)
        print(f"spaCy alone, {words:3} words      {line(plain)}")
        print(f"guard, {words:3} words            {line(guarded(models, texts))}  without spaCy, with the lower layers")
        print(f"understanding, {words:3} words    {line(understood)}  {ratio(understood, plain):.1f} times spaCy")
        print(f"                             (budget p95 {budget} ms)")
        print(f"whole turn, {words:3} words       {line(turn)}  {ratio(turn, plain):.1f} times spaCy")
    for at_once, taken in measured_in_slack(house, texts_of(30)):
        print(f"Slack, {at_once:3} at once          {line(taken)}  event in to API call out")
    for at_once, taken in measured_in_teams(house, texts_of(30)):
        print(f"Teams, {at_once:3} at once          {line(taken)}  activity in to connector call out")
    for told in measured_in_trends():
        print(told)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"largest resident memory    {used:6.0f} MB  (budget 600 MB)")


def guarded(models: Models, texts: list[str]) -> list[float]:
    """What the guard costs beside spaCy: the encoder's lower layers, from which the voice goes on, and its own work."""
    guard, encoder = Guard(models.english), models.voice.taught.encoder
    docs = {text: models.english(text) for text in texts}
    return timed(lambda text: guard.find(docs[text], Inner.of(text, encoder)), texts)


def texts_of(words: int) -> list[str]:
    """Invented messages, joined or cut to about this many words."""
    lines = (line for file in sorted(MESSAGES.glob("*.jsonl")) for line in first_lines(file))
    spoken = " ".join(json.loads(line)["text"] for line in lines).split()
    return [" ".join(spoken[at : at + words]) for at in range(0, ROUNDS * words, words)][:ROUNDS]


def first_lines(file: Path) -> Iterable[str]:
    with file.open(encoding="utf-8") as lines:
        return [line for _, line in zip(range(60), lines, strict=False)]


def timed(act: Callable[[str], object], texts: list[str]) -> list[float]:
    """Milliseconds for each text, sorted; the first few warm up and do not count."""
    for text in texts[:10]:
        act(text)
    taken = []
    for text in texts:
        began = time.perf_counter()
        act(text)
        taken.append(1000 * (time.perf_counter() - began))
    return sorted(taken)


def ratio(ours: list[float], theirs: list[float]) -> float:
    return ours[len(ours) // 2] / theirs[len(theirs) // 2]


def line(taken: list[float]) -> str:
    return f"median {taken[len(taken) // 2]:6.1f} ms  p95 {taken[int(len(taken) * 0.95)]:6.1f} ms"


if __name__ == "__main__":
    main()
