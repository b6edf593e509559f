"""A flow as a picture and as a list, with the steps in error marked: of the saved draft, or of text as it is typed."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import Literal

import anyio.to_thread
from markupsafe import Markup
from starlette.responses import JSONResponse, Response

from bot.web.studio.bodies import Refused
from bot.web.studio.checks import Shown
from bot.web.studio.completing import summary
from bot.web.studio.door import Door, Visit, page_response
from bot.web.studio.drafts import NotThere, kind_of, title_of
from bot.web.studio.editing import flow_id
from bot.web.studio.picture import picture_of
from bot.web.studio.rendering import render
from bot.web.studio.rows import edit_address
from bot.web.studio.shelf import Book, book_of
from bot.web.studio.studio import Studio
from flows.library import Library
from flows.schema import Flow
from knowledge.errors import UnknownName

DrawnFrom = Literal["draft", "live", ""]


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step in the list beside the picture."""

    id: str
    kind: str
    says: str
    line: int
    edit: str
    faults: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class FlowPage:
    """A flow's page. `drawn_from` is "live" where the draft cannot be drawn, and "" where neither can."""

    id: str
    title: str
    path: str
    edit: str
    svg: Markup
    drawn_from: DrawnFrom
    faults: tuple[Shown, ...]
    steps: tuple[StepRow, ...]


class FlowPages:
    """The handlers."""

    def __init__(self, studio: Studio, door: Door) -> None:
        self._studio = studio
        self._door = door

    async def page(self, visit: Visit) -> Response:
        path = f"flows/{visit.request.path_params['flow'].replace('.', '/', 1)}.yaml"
        page = await anyio.to_thread.run_sync(self._saved, path)
        return page_response(render("flow.html", self._door.surrounding(visit.request), page, here="flows"))

    async def typed(self, visit: Visit) -> Response:
        """The picture of the text as it is in the editor."""
        path, text = visit.field("path", 300), visit.text()
        if kind_of(path) != "flow":
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "Only a flow has a picture.", "Open a flow.")
        faults = await self._studio.checks.typed(f"{visit.person.id} looks at a picture", path, text)
        own = tuple(each for each in faults or () if each.path == path)
        page = await anyio.to_thread.run_sync(partial(self._drawn, path, text.encode("utf-8", "replace"), own))
        steps = [dataclasses.asdict(each) for each in page.steps]
        said = {"svg": str(page.svg), "steps": steps, "drawn_from": page.drawn_from}
        return JSONResponse({**said, "faults": [dataclasses.asdict(each) for each in own]})

    def _saved(self, path: str) -> FlowPage:
        try:
            file = self._studio.drafts.read(path)
        except NotThere as error:
            raise Refused(HTTPStatus.NOT_FOUND, str(error), "Choose a flow from the list.") from None
        if not file.digest:
            raise Refused(HTTPStatus.NOT_FOUND, "There is no such flow.", "Choose one from the list.")
        faults = tuple(each for each in self._studio.checks.saved() if each.path == path)
        return self._drawn(path, file.text.encode(), faults)

    def _drawn(self, path: str, content: bytes, faults: tuple[Shown, ...]) -> FlowPage:
        """The picture of this text; of the live version where the text cannot be read."""
        book = book_of(path, content, self._studio.draft.root / path)
        if book and isinstance(book.record, Flow):
            library = _with(self._studio.shelf.library(self._studio.draft.root), book.record)
            return _page(book, book.record, library, faults, "draft")
        live = self._studio.live_root
        old = self._studio.shelf.book(path, live / path) if live else None
        if live and old and isinstance(old.record, Flow):
            names = steps_named_in(content.decode("utf-8", "replace"))
            at = tuple(replace(each, rule=_step_at(names, each.line)) for each in faults)
            return _live_page(old, old.record, self._studio.shelf.library(live), faults, {each.rule for each in at})
        title = title_of(path)
        return FlowPage(flow_id(path), title, path, edit_address(path), Markup(), "", faults, ())


def steps_named_in(text: str) -> list[tuple[int, str]]:
    """(line, id) of each step as far as the text can be guessed at: it may be anything while somebody is typing."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        before, dash, after = line.partition("- id:")
        if dash and len(before) <= 4 and not before.strip():
            found.append((number, after.split("#")[0].strip().strip("\"'")))
    return found


def _step_at(names: Sequence[tuple[int, str]], line: int) -> str:
    """The step in which a line lies; "" before the first."""
    index = bisect_right([number for number, _ in names], line)
    return names[index - 1][1] if index else ""


def _page(book: Book, flow: Flow, library: Library, faults: tuple[Shown, ...], drawn_from: DrawnFrom) -> FlowPage:
    lines = [(book.line("steps", index), step.id) for index, step in enumerate(flow.steps)]
    steps = tuple(
        StepRow(
            id=step.id,
            kind=step.kind,
            says=summary(step),
            line=line,
            edit=edit_address(book.path, line),
            faults=tuple(each for each in faults if _step_at(lines, each.line) == step.id),
        )
        for (line, _), step in zip(lines, flow.steps, strict=True)
    )
    told = {id(each) for step in steps for each in step.faults}
    return FlowPage(
        id=flow.id,
        title=flow.title,
        path=book.path,
        edit=edit_address(book.path),
        svg=_svg(library, flow.id, {step.id for step in steps if any(not each.warning for each in step.faults)}, steps),
        drawn_from=drawn_from,
        faults=tuple(each for each in faults if id(each) not in told),
        steps=steps,
    )


def _live_page(book: Book, flow: Flow, library: Library, faults: tuple[Shown, ...], bad: set[str]) -> FlowPage:
    """The live version's picture with the steps marked that the draft's faults lie in."""
    page = _page(book, flow, library, (), "live")
    return replace(page, faults=faults, svg=_svg(library, flow.id, bad, page.steps))


def _svg(library: Library, flow: str, bad: set[str], steps: tuple[StepRow, ...]) -> Markup:
    try:
        return picture_of(library, flow, bad=bad, links={step.id: step.edit for step in steps})
    except UnknownName:
        return Markup()


def _with(library: Library, flow: Flow) -> Library:
    """The library with this flow in the place of the one that has its id."""
    return Library.of({**library.flows, flow.id: flow}.values(), library.positions)
