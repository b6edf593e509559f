"""What an officer reads after typing "status": the knowledge in use, the numbers to be confirmed soon, the trends.

Of the trends only what was published is shown, in which small numbers are held back; never a counter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from bot.core.house import House
from bot.teams.cards import one_card
from bot.teams.parts import Element, heading, text

ASKED = "status"
TITLE = "For officers"
SOON = dt.timedelta(days=92)
MOST_SHOWN = 10
NO_TRENDS = "No figures were published yet."


def status_card(house: House, today: dt.date, trends: Sequence[str] = ()) -> Element:
    """A small card; publishing and checking are done in the studio and on the command line."""
    return one_card(tuple(_parts(house, today, trends)), f"{TITLE}: knowledge {house.knowledge.version}")


def _parts(house: House, today: dt.date, trends: Sequence[str]) -> Iterator[Element]:
    due = sorted(_due(house, today + SOON))
    yield heading(TITLE, size="Large")
    yield text(f"Knowledge version {house.knowledge.version} is in use.")
    yield heading("Contacts to confirm", separator=True)
    yield from (text(_line(day, who, today), spacing="Small") for day, who in due[:MOST_SHOWN])
    if len(due) > MOST_SHOWN:
        yield text(f"And {len(due) - MOST_SHOWN} more: earlyhelp check")
    if not due:
        yield text("None in the next three months.")
    yield heading("Trends", separator=True)
    yield from (text(line, spacing="Small") for line in trends or [NO_TRENDS])


def _due(house: House, until: dt.date) -> Iterator[tuple[dt.date, str]]:
    for authority in house.served:
        pack = house.knowledge.packs[authority]
        yield from (
            (each.review_by, f"{pack.authority.name}, {each.name}") for each in pack.contacts if each.review_by <= until
        )


def _line(day: dt.date, who: str, today: dt.date) -> str:
    when = f"{day.day} {day:%B %Y}"
    return f"By {when}: {who}" if day >= today else f"Overdue since {when}: {who}"
