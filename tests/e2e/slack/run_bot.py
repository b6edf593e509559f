"""The command line of the bot as it is, with two things set for a journey: the time, and how much is known.

    python tests/e2e/slack/run_bot.py [--at 2026-11-24T17:40 | --later SECONDS] [--made-up] -- slack|serve ...

`--at` starts the clock there, `--later` so much later than it is. `--made-up` answers without the language model, with
the real knowledge and the handful of words of `tests/bot/web/fake_house.py`, and is up in a moment.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import sys
import threading
import time
from pathlib import Path
from typing import Any

FAKE_HOUSE = Path(__file__).parents[2] / "bot" / "web" / "fake_house.py"


class MadeUp:
    """Stands where `bot.live.Live` would."""

    faults: tuple[()] = ()

    def __init__(self, *_: object) -> None:
        from knowledge import clock

        self._house = _module(FAKE_HOUSE).house()
        self.version = self._house.knowledge.version
        self.checked = clock.now()

    def current(self) -> Any:
        return self._house

    def watch(self) -> threading.Thread:
        return threading.current_thread()

    def close(self) -> None:
        return None


def _module(file: Path) -> Any:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def set_clock(at: str, later: float) -> None:
    """From now on it is `at`, or so much later than it is, and time goes on from there."""
    from knowledge import clock

    given = dt.datetime.fromisoformat(at).replace(tzinfo=clock.LONDON) if at else clock.now()
    began, start = time.monotonic(), given + dt.timedelta(seconds=later)
    clock.now = lambda: start + dt.timedelta(seconds=time.monotonic() - began)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--at", default="")
    parser.add_argument("--later", type=float, default=0.0)
    parser.add_argument("--made-up", action="store_true")
    parser.add_argument("words", nargs="+")
    asked = parser.parse_args()
    if asked.at or asked.later:
        set_clock(asked.at, asked.later)
    if asked.made_up:
        from bot import live

        live.Live = MadeUp  # type: ignore[assignment, misc]
    from bot import commands

    sys.argv = ["earlyhelp", *asked.words]
    commands.main()


if __name__ == "__main__":
    main()
