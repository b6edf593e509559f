"""`earlyhelp serve` as it is, with the made-up house and three things that a journey needs.

    python tests/e2e/workers/run.py serve --workers 2 --port 8080

A message with "slowly" says in the pipe `reading` which process reads it, and is never done. A supervisor misses a
silent worker after a few seconds. Everything else is the program's own.
"""

from __future__ import annotations

import dataclasses
import functools
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "slack"))

from run_bot import MadeUp

SILENT_SECONDS = 4.0


class Slow(MadeUp):
    """The made-up house, which never comes to an end of a message with "slowly"."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)
        self._house = dataclasses.replace(self._house, read=functools.partial(_read, self._house.read))


def _read(read: Any, text: str, *given: Any) -> Any:
    if "slowly" in text:
        with Path("reading").open("w", encoding="ascii") as told:
            told.write(str(os.getpid()))
        with Path("never").open(encoding="ascii") as waited_for:
            waited_for.read()
    return read(text, *given)


def main() -> None:
    import bot.commands.serve as serving
    from bot import commands, live

    live.Live = Slow  # type: ignore[assignment, misc]
    serving.Bounds = functools.partial(serving.Bounds, silent=SILENT_SECONDS)  # type: ignore[assignment, misc]
    commands.main()


if __name__ == "__main__":
    main()
