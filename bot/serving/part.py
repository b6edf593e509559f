"""What a worker is told by the supervisor, in one variable of its environment.

A worker runs the very command line that the supervisor was started with, so that a restart takes new settings and a
new version of the program into use, and whatever was said on the command line holds for every worker.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

VARIABLE = "EARLYHELP_WORKER"


@dataclass(frozen=True, slots=True)
class Part:
    """One worker's part. `listening` and `beats` are file descriptors that it inherits."""

    number: int
    listening: int
    beats: int

    @property
    def tidies(self) -> bool:
        """Whether it does what one process of a machine does for all: deleting what is old."""
        return self.number == 0

    def encode(self) -> str:
        return json.dumps(asdict(self))


def part_of(environment: Mapping[str, str]) -> Part | None:
    """This process's part, or None where it is no worker."""
    said = environment.get(VARIABLE)
    return Part(**json.loads(said)) if said else None
