"""The page to try a worry on, with and without a script. What is typed comes in a form's body and is kept nowhere."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import partial

import anyio
import anyio.to_thread
from starlette.responses import JSONResponse, Response

from bot.core.turn import Turn
from bot.web.studio.door import Door, Visit, page_response
from bot.web.studio.rendering import render
from bot.web.studio.studio import Studio
from bot.web.studio.trying import Side, draft_side, side_of

LONGEST_PLACE = 200


@dataclass(frozen=True, slots=True)
class TryPage:
    """The page; `sides` are (name, answer) pairs once something was tried without a script."""

    authorities: tuple[tuple[str, str], ...]
    areas: dict[str, tuple[tuple[str, str], ...]]
    chosen: str
    text: str = ""
    area: str = ""
    sides: tuple[tuple[str, Side], ...] = ()
    same: bool = False


class Trying:
    """The handlers."""

    def __init__(self, studio: Studio, door: Door) -> None:
        self._studio = studio
        self._door = door
        self._one = anyio.CapacityLimiter(1)

    async def page(self, visit: Visit) -> Response:
        return self._shown(visit, TryPage(self._authorities(), self._areas(), visit.query("authority")))

    async def tried(self, visit: Visit) -> Response:
        """Both answers on the page itself."""
        turn = _turn(visit)
        draft, live = await self._sides(turn)
        sides = (("The draft", draft), ("What is live", live))
        same = draft.says_the_same_as(live)
        page = TryPage(self._authorities(), self._areas(), turn.authority, turn.typed, turn.area, sides, same)
        return self._shown(visit, page)

    async def tried_by_script(self, visit: Visit) -> Response:
        draft, live = await self._sides(_turn(visit))
        said = {"draft": dataclasses.asdict(draft), "live": dataclasses.asdict(live)}
        return JSONResponse({**said, "same": draft.says_the_same_as(live)})

    async def _sides(self, turn: Turn) -> tuple[Side, Side]:
        """The draft's answer and the live one. The draft is made ready first, beside the desk."""
        await anyio.to_thread.run_sync(self._studio.houses.prepared, self._studio.draft.root, limiter=self._one)
        draft = partial(draft_side, self._studio, turn)
        live = partial(side_of, self._studio.live.current(), turn, self._studio)
        first = await anyio.to_thread.run_sync(draft, limiter=self._studio.turns)
        return first, await anyio.to_thread.run_sync(live, limiter=self._studio.turns)

    def _authorities(self) -> tuple[tuple[str, str], ...]:
        return self._studio.live.current().names()

    def _areas(self) -> dict[str, tuple[tuple[str, str], ...]]:
        packs = self._studio.live.current().knowledge.packs
        return {name: tuple((area.id, area.name) for area in pack.places.areas) for name, pack in packs.items()}

    def _shown(self, visit: Visit, page: TryPage) -> Response:
        return page_response(render("try.html", self._door.surrounding(visit.request), page, here="try"))


def _turn(visit: Visit) -> Turn:
    return Turn(
        typed=visit.text(),
        authority=visit.field("authority", LONGEST_PLACE),
        area=visit.field("area", LONGEST_PLACE),
        school=visit.field("school", LONGEST_PLACE),
    )
