"""The published trends, as short lines: suppressed figures only, never the counters."""

from __future__ import annotations

from dataclasses import dataclass

import anyio.to_thread
from starlette.responses import Response

from bot.web.studio.door import Door, Visit, page_response
from bot.web.studio.lists import authorities_of
from bot.web.studio.rendering import render
from bot.web.studio.studio import Studio
from trends.show.headlines import headlines

SAYS = (
    "How often practitioners brought each kind of worry. Worries are counted, not children; small numbers are held "
    "back, and nobody's words, names or times are kept."
)


@dataclass(frozen=True, slots=True)
class TrendsPage:
    """`sections` are (council, lines) pairs; the first is of all together."""

    sections: tuple[tuple[str, tuple[str, ...]], ...]
    says: str = SAYS


class TrendsPages:
    """The handler."""

    def __init__(self, studio: Studio, door: Door) -> None:
        self._studio = studio
        self._door = door

    async def page(self, visit: Visit) -> Response:
        page = await anyio.to_thread.run_sync(self._page)
        return page_response(render("trends.html", self._door.surrounding(visit.request), page, here="trends"))

    def _page(self) -> TrendsPage:
        everyone = headlines(self._studio.trends.published)
        names = [(id_, name) for id_, name in authorities_of(self._studio) if id_ in self._studio.authorities]
        each = [(name, headlines(self._studio.trends.published, id_)) for id_, name in names]
        own = tuple((name, lines) for name, lines in each if lines != everyone)
        return TrendsPage((("All together", everyone), *own))
