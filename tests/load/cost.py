"""What one message costs the processor, by its length, its kind, the number of authorities and of phrases.

    .venv/bin/python tests/load/cost.py [--folder docs/load]

One process reads with the real readers; what is measured is its processor time, which others on the machine change
little. Authorities are copies of one pack under invented ids; phrases are the real ones with words put to their ends.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import os
import platform
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[2]))

from slow_messages import KINDS
from worries import MORE, WORRIES

from bot.assemble import assemble
from bot.core.consultation import answer
from bot.core.house import House
from bot.core.turn import Turn
from bot.folders import ROOT, Folders
from knowledge import clock
from knowledge.pack import Knowledge
from nlp.reader import Models, Reader

PATTERN = "bury"
"""The pack that is copied."""
LENGTHS = (10, 20, 40, 80, 160, 320, 640, 1000)
COUNTS = (4, 40, 150)
MULTIPLES = (0.25, 0.5, 1.0, 2.0)
ENDINGS = ("every week", "at home", "again today", "since the summer", "in the mornings", "as far as I know", "lately")
ROUNDS = 5
TWO = (2_400, 9_600)


def in_words(number: int) -> str:
    """So many words of everyday worries."""
    chance = random.Random(1)
    words: list[str] = []
    while len(words) < number:
        words += chance.choice(WORRIES + MORE).split()
    return " ".join(words[:number])


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Processor time of one call, in the median of some."""
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        taken.append(1000 * (time.process_time() - began))
    return round(statistics.median(taken), 2)


def by_length(house: House) -> dict[str, float]:
    return {str(words): _cost(house, in_words(words)) for words in LENGTHS}


def by_kind(house: House) -> dict[str, dict[str, float]]:
    """Messages made to be slow, at two lengths: four times the length should cost about four times as much."""
    return {kind: {str(length): _cost(house, made(length), rounds=1) for length in TWO} for kind, made in KINDS.items()}


def _cost(house: House, text: str, *, rounds: int = ROUNDS) -> float:
    pack = house.knowledge.packs["oldham"]
    return milliseconds(lambda: house.read(text, pack, lambda _: False), rounds)


def copied(root: Path, number: int) -> Folders:
    """The knowledge as it ships, with copies of one authority until there are so many."""
    shutil.copytree(ROOT / "knowledge", root / "knowledge", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.copytree(ROOT / "flows", root / "flows", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for made in range(number - 4):
        name = f"shire{made:03}"
        for room in ("knowledge", "flows"):
            for file in (ROOT / room / PATTERN).rglob("*.yaml"):
                target = root / room / name / file.relative_to(ROOT / room / PATTERN)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(_renamed(file.read_text(encoding="utf-8"), name), encoding="utf-8")
    return Folders.under(root, ROOT / "var")


def _renamed(text: str, name: str) -> str:
    return text.replace(PATTERN, name).replace(PATTERN.title(), name.title())


def by_packs(models: Models, folder: Path, number: int) -> dict[str, float]:
    """Seconds to start with so many authorities, megabytes, and the cost of a whole turn."""
    began = time.process_time()
    house = assemble((), copied(folder, number), models)
    started = time.process_time() - began
    gc.collect()
    now, turn = clock.now(), Turn(typed=WORRIES[0], authority="oldham")
    return {
        "authorities": len(house.authorities),
        "files_to_house_s": round(started, 2),
        "resident_mb": round(_resident(), 1),
        "turn_ms": milliseconds(lambda: answer(turn, house, now=now), 15),
    }


def with_phrases(knowledge: Knowledge, share: float) -> Knowledge:
    """The same knowledge with a share of each sign's phrases, or with made-up ones beside them."""
    made = {
        key: sign.model_copy(update={"phrases": _some(sign.phrases, share)}) for key, sign in knowledge.phrases.items()
    }
    return replace(knowledge, phrases=made)


def _some(phrases: tuple[str, ...], share: float) -> tuple[str, ...]:
    if share <= 1:
        return phrases[: max(1, round(share * len(phrases)))]
    more = (f"{phrase} {ending}" for ending in ENDINGS for phrase in phrases)
    return (*phrases, *more)[: round(share * len(phrases))]


def by_phrases(house: House, models: Models, folder: Path) -> list[dict[str, float]]:
    found = []
    for share in MULTIPLES:
        knowledge = with_phrases(house.knowledge, share)
        reader = Reader.build(knowledge, folder / f"vectors-{share}", models)
        phrases = sum(len(sign.phrases) for sign in knowledge.phrases.values())
        found.append({"phrases": phrases, "read_ms": _read(reader, knowledge)})
    return found


def _read(reader: Reader, knowledge: Knowledge) -> float:
    return milliseconds(lambda: reader.read(WORRIES[0], knowledge.packs["oldham"]), 15)


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


def one_part(part: str) -> dict[str, Any]:
    """One measurement, in a process of its own so that memory is its own, too."""
    models = Models.load()
    with tempfile.TemporaryDirectory(prefix="earlyhelp-cost-") as name:
        folder = Path(name)
        if part.startswith("packs-"):
            return by_packs(models, folder, int(part.removeprefix("packs-")))
        house = assemble(models=models)
        house.read(WORRIES[0], house.knowledge.packs["oldham"], lambda _: False)
        parts: dict[str, Callable[[], Any]] = {
            "length": lambda: by_length(house),
            "kind": lambda: by_kind(house),
            "phrases": lambda: by_phrases(house, models, folder),
        }
        return {part: parts[part]()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "load")
    parser.add_argument("--part", default="")
    asked = parser.parse_args()
    if asked.part:
        print(json.dumps(one_part(asked.part)))
        return
    asked.folder.mkdir(parents=True, exist_ok=True)
    made_on = {"python": platform.python_version(), "cores": os.cpu_count(), "load_before": os.getloadavg()}
    made_on["at"] = dt.datetime.now(dt.UTC).isoformat(timespec="minutes")
    found: dict[str, Any] = {"machine": made_on, "packs": []}
    for part in ("length", "kind", "phrases", *(f"packs-{number}" for number in COUNTS)):
        command = [sys.executable, __file__, "--part", part]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        figures = json.loads(said.splitlines()[-1])
        if part.startswith("packs-"):
            found["packs"].append(figures)
        else:
            found |= figures
        print(part, json.dumps(figures), flush=True)
    (asked.folder / "cost.json").write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
