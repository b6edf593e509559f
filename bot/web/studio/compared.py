"""What changes for whom between two trees, told as it goes: houses first, then the cases, then invented messages."""

from __future__ import annotations

from pathlib import Path

from bot.folders import Folders
from bot.officers.change import Changes
from bot.officers.two_houses import compare_houses
from bot.web.studio.comparing import Tell
from bot.web.studio.houses import Houses

READING = "Reading both versions."
PARTS = {
    "cases": (0.3, 0.6, "Asking the cases of both."),
    "messages": (0.6, 1.0, "Asking invented messages of both."),
}
"""From where to where each part takes the whole, and what is said meanwhile."""


def compared(houses: Houses, old: Path, new: Path, tell: Tell) -> Changes:
    """What changes for whom. Raises KnowledgeErrors where one of the trees cannot be used."""

    def told(what: str, done: int, of: int) -> None:
        start, end, says = PARTS.get(what, (0.3, 1.0, "Comparing."))
        tell(start + (end - start) * done / max(of, 1), says)

    tell(0.0, READING)
    before = houses.of(old)
    tell(0.1, READING)
    after = houses.of(new)
    tell(0.3, READING)
    return compare_houses(before, Folders.under(old), after, Folders.under(new), told=told)
