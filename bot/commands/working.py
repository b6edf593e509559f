"""Long work shows how far it is: bars on stderr, so that stdout stays data."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

DOING = {
    "readers": "Loading the readers",
    "cases": "Asking the cases",
    "examples": "Asking the signs' examples",
    "messages": "Asking invented messages",
}


class Work:
    """Progress on stderr, one bar for each kind of work."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Work:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def told(self, what: str, done: int, of: int) -> None:
        """How far the work is."""
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(DOING.get(what, what), total=of)
        self._progress.update(self._tasks[what], completed=done, total=of)
