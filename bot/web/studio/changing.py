"""What changes: for whom, worked out while the page waits, and line by line in the files."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path

import anyio.to_thread
from markupsafe import Markup
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.officers.change import Changes
from bot.web.studio.bodies import Refused
from bot.web.studio.checks import Shown, shown
from bot.web.studio.door import Door, Visit, page_response
from bot.web.studio.drafts import Conflict, NotSaved, NotThere, file_of, title_of
from bot.web.studio.editing import Editing
from bot.web.studio.rendering import fragment, render
from bot.web.studio.rows import edit_address
from bot.web.studio.shared_job import Job, State
from bot.web.studio.studio import Studio
from knowledge.releases.trees import changed_files

MOST_LINES = 400
AROUND = 2


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file that differs. `lines` are (sign, text): "+", "-", " " or "@" for a place further down."""

    path: str
    title: str
    change: str
    edit: str
    digest: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class JobView:
    """A comparison as the page shows it. `html` is safe, and empty until it is done."""

    state: State
    done: float
    said: str
    html: Markup
    fresh: bool


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """The page."""

    files: tuple[ChangedFile, ...]
    job: JobView


class Changing:
    """The handlers."""

    def __init__(self, studio: Studio, door: Door, editing: Editing) -> None:
        self._studio = studio
        self._door = door
        self._editing = editing

    async def page(self, visit: Visit) -> Response:
        page = await anyio.to_thread.run_sync(self._page)
        said = visit.query("said")
        return page_response(
            render("changes.html", self._door.surrounding(visit.request), page, here="changes", said=said)
        )

    async def start(self, _: Visit) -> Response:
        """Begins the comparison, for a page without a script."""
        await anyio.to_thread.run_sync(self._started)
        return RedirectResponse("/studio/changes", HTTPStatus.SEE_OTHER)

    async def start_by_script(self, visit: Visit) -> Response:
        """Begins it; or takes note that its page was left."""
        if visit.form.get("gone") is True:
            await anyio.to_thread.run_sync(self._studio.comparing.leave)
            return JSONResponse({})
        return _as_json(self._view(await anyio.to_thread.run_sync(self._started)))

    async def look(self, _: Visit) -> Response:
        return _as_json(self._view(await anyio.to_thread.run_sync(self._looked)))

    async def revert(self, visit: Visit) -> Response:
        """Puts the live text of a file back into the draft; a file that is only in the draft goes."""
        path, digest = visit.field("path", 300), visit.field("digest", 80)
        await anyio.to_thread.run_sync(partial(self._reverted, visit, path, digest))
        return RedirectResponse("/studio/changes?said=put-back", HTTPStatus.SEE_OTHER)

    def changed_files(self) -> tuple[ChangedFile, ...]:
        """Every file that differs from what is live."""
        live = self._studio.live_root
        names = changed_files(live, self._studio.draft.root) if live else ()
        return tuple(self._changed(name, live) for name in names if live)

    def _page(self) -> ChangesPage:
        return ChangesPage(self.changed_files(), self._view(self._looked()))

    def _changed(self, path: str, live: Path) -> ChangedFile:
        old, new = _content(live / path), _content(self._studio.draft.root / path)
        change = "new" if old is None else "gone" if new is None else "changed"
        digest = file_digest(self._studio, path)
        return ChangedFile(path, title_of(path), change, edit_address(path), digest, _lines(old or "", new or ""))

    def _started(self) -> Job:
        live = self._studio.live_root
        return self._studio.comparing.start(live, self._studio.draft.root) if live else Job()

    def _looked(self) -> Job:
        live = self._studio.live_root
        return self._studio.comparing.look(live, self._studio.draft.root) if live else Job()

    def _view(self, job: Job) -> JobView:
        faults = tuple(shown(each, self._studio.draft.root) for each in job.faults)
        return JobView(job.state, job.done, job.said, _html(job.changes, faults), job.fresh)

    def _reverted(self, visit: Visit, path: str, digest: str) -> None:
        live = self._studio.live_root
        old = live / path if live and path in changed_files(live, self._studio.draft.root) else None
        if old is None:
            raise Refused(HTTPStatus.NOT_FOUND, "That file does not differ from what is live.", "Load the page again.")
        try:
            if old.is_file():
                self._editing.saved(visit, path, file_of(path, old.read_bytes()).text, digest, did="put back")
            else:
                self._studio.drafts.remove(path, digest=digest)
                self._editing.note(visit, "took away", path, digest, "")
        except Conflict as conflict:
            raise Refused(
                HTTPStatus.CONFLICT, str(conflict), "Nothing was changed. Look at what changes again."
            ) from None
        except (NotSaved, NotThere) as error:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), "") from None


def file_digest(studio: Studio, path: str) -> str:
    try:
        return studio.drafts.read(path).digest
    except NotThere:
        return ""


def _html(changes: Changes | None, faults: tuple[Shown, ...]) -> Markup:
    if changes:
        return Markup(fragment("changes_fragment.html", changes=changes))  # noqa: S704 - an escaping template
    return Markup(fragment("faults_fragment.html", faults=faults)) if faults else Markup()  # noqa: S704 - the same


def _as_json(view: JobView) -> Response:
    said = {"state": view.state, "done": view.done, "said": view.said, "html": str(view.html), "fresh": view.fresh}
    return JSONResponse(said)


def _content(file: Path) -> str | None:
    try:
        return file.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
    except OSError:
        return None


def _lines(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """The lines that differ with a little around them."""
    found = list(difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=AROUND))[2:]
    lines = tuple((each[:1], each[1:]) for each in found[:MOST_LINES])
    more = len(found) - MOST_LINES
    return (*lines, ("@", f"and {more} more lines")) if more > 0 else lines
