"""The worker's side of the pipe to its supervisor: "ready VERSION [LINK]" once, then "beat" every second while well.

The beat comes from the event loop itself, so a loop that hangs falls silent; so does a worker that knows itself to be
stuck. A pipe that nobody reads any more means that the supervisor is gone: then the worker ends, too.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

READY, BEAT = "ready", "beat"
EVERY_SECONDS = 1


@dataclass(frozen=True)
class Beats:
    """`pipe` is written to without ever waiting. `well`: whether this process is of use. `orphaned` is told once."""

    pipe: int
    well: Callable[[], bool]
    orphaned: Callable[[], None]

    def __post_init__(self) -> None:
        os.set_blocking(self.pipe, False)

    def ready(self, version: str, link: str) -> None:
        """From now on this worker answers. `link`: the one-time link to the studio, if there is one."""
        self._say(f"{READY} {version} {link}".rstrip())

    async def beat(self) -> None:
        """Called by the event loop every second."""
        if self.well():
            self._say(BEAT)

    def _say(self, line: str) -> None:
        try:
            os.write(self.pipe, f"{line}\n".encode())
        except BlockingIOError:
            return
        except OSError:
            self.orphaned()
