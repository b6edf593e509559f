"""The editor: a file with its text, what is wrong with it, what can be completed, who else is there, and saving it."""

from __future__ import annotations

import dataclasses
import json
import secrets
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from urllib.parse import urlencode

import anyio.to_thread
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.web.studio.bodies import Refused
from bot.web.studio.checks import Shown
from bot.web.studio.completing import completion_of
from bot.web.studio.door import Door, Visit, page_response
from bot.web.studio.drafts import Conflict, DraftFile, Kind, NotSaved, NotThere, kind_of, title_of
from bot.web.studio.edits import Did, Edit
from bot.web.studio.presence import There
from bot.web.studio.rendering import render
from bot.web.studio.studio import Studio
from bot.web.studio.unsaved import Unsaved
from knowledge import clock


@dataclass(frozen=True, slots=True)
class FilePage:
    """The editor's page. `picture` is the address of a flow's picture."""

    path: str
    title: str
    kind: Kind
    text: str
    digest: str
    can_edit: bool
    line: int
    column: int
    picture: str
    faults: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """Both texts, where somebody saved first. `digest` is of theirs: to keep yours, save with it."""

    path: str
    title: str
    says: str
    yours: str
    theirs: str
    digest: str
    by: str
    at: str
    again: str


class Editing:
    """The handlers."""

    def __init__(self, studio: Studio, door: Door) -> None:
        self._studio = studio
        self._door = door

    async def page(self, visit: Visit) -> Response:
        """The editor. The text stands in the page, so that it can be read without a script."""
        path = visit.query("path")
        file = await anyio.to_thread.run_sync(self._read, path)
        faults = await anyio.to_thread.run_sync(self._studio.checks.saved)
        kind = kind_of(path)
        page = FilePage(
            path=path,
            title=title_of(path),
            kind=kind,
            text=file.text,
            digest=file.digest,
            can_edit=self._can_edit(visit, kind),
            line=_number(visit.query("line")),
            column=_number(visit.query("column")),
            picture=f"/studio/flow/{flow_id(path)}" if kind == "flow" else "",
            faults=tuple(each for each in faults if each.path == path),
        )
        nonce = secrets.token_urlsafe(16)
        said = visit.query("said")
        html = render("file.html", self._door.surrounding(visit.request), page, here="files", said=said, nonce=nonce)
        return page_response(html, nonce=nonce)

    async def me(self, visit: Visit) -> Response:
        person = visit.person
        said = {"id": person.id, "title": person.shown, "role": person.role, "csrf": visit.csrf}
        return JSONResponse({**said, "can_edit": person.can_edit, "can_publish": person.can_publish})

    async def read(self, visit: Visit) -> Response:
        """The file for the script, with what this officer typed and has not saved."""
        path = visit.query("path")
        file = await anyio.to_thread.run_sync(self._read, path)
        kept = await anyio.to_thread.run_sync(lambda: self._kept(visit, file))
        return JSONResponse(
            {
                "path": path,
                "title": title_of(path),
                "kind": kind_of(path),
                "text": file.text,
                "digest": file.digest,
                "can_edit": self._can_edit(visit, kind_of(path)),
                "line_ends": file.line_end,
                "unsaved": {"text": kept.text, "digest": kept.digest, "at": said_at(kept)} if kept else None,
                "others": await anyio.to_thread.run_sync(self._others, path, visit),
            }
        )

    async def save(self, visit: Visit) -> Response:
        """Saves the text, whatever is still wrong with it: it is a draft."""
        path, text, digest = visit.field("path", 300), visit.text(), visit.field("digest", 80)
        try:
            changed, file = await anyio.to_thread.run_sync(lambda: self.saved(visit, path, text, digest))
        except Conflict as conflict:
            raise self._conflict(conflict, text) from None
        faults = await anyio.to_thread.run_sync(self._studio.checks.saved)
        return JSONResponse(
            {
                "digest": file.digest,
                "at": f"{clock.in_london(self._studio.clock()):%H:%M}",
                "faults": [dataclasses.asdict(each) for each in faults if each.path == path],
                "changed": changed,
            }
        )

    async def save_without_script(self, visit: Visit) -> Response:
        """The same from a plain form: back to the page, or to one with both texts."""
        path, text, digest = visit.field("path", 300), visit.text(), visit.field("digest", 80)
        try:
            await anyio.to_thread.run_sync(lambda: self.saved(visit, path, text, digest))
        except Conflict as conflict:
            page = self._conflict_page(conflict, text)
            html = render("conflict.html", self._door.surrounding(visit.request), page, here="files")
            return page_response(html, HTTPStatus.CONFLICT)
        return RedirectResponse(f"/studio/file?{urlencode({'path': path, 'said': 'saved'})}", HTTPStatus.SEE_OTHER)

    def saved(self, visit: Visit, path: str, text: str, digest: str, *, did: Did = "saved") -> tuple[bool, DraftFile]:
        """Saves, notes it in the journal and forgets the unsaved text. Raises Conflict and Refused."""
        before = self._read(path)
        try:
            file = self._studio.drafts.save(path, text, digest=digest)
        except (NotSaved, NotThere) as error:
            raise Refused(
                HTTPStatus.UNPROCESSABLE_ENTITY, str(error), "What you typed is still in your page."
            ) from None
        changed = file.digest != before.digest
        if changed:
            self.note(visit, did if before.digest else "made", path, before.digest, file.digest)
        self._studio.unsaved.forget(visit.person.id, path)
        return changed, file

    def note(self, visit: Visit, did: Did, path: str, before: str, after: str) -> None:
        """Into the journal of who changed what."""
        at = self._studio.clock()
        self._studio.edits.add(Edit(at=at, by=visit.person.by, did=did, path=path, before=before, after=after))

    async def keep_unsaved(self, visit: Visit) -> Response:
        """Keeps what is typed until it is saved."""
        path, text = visit.field("path", 300), visit.text()
        await anyio.to_thread.run_sync(self._read, path)
        now = self._studio.clock()
        kept = Unsaved(path=path, text=text, digest=visit.field("digest", 80), at=now)
        try:
            await anyio.to_thread.run_sync(lambda: self._studio.unsaved.keep(visit.person.id, kept))
        except OSError:
            raise Refused(
                HTTPStatus.UNPROCESSABLE_ENTITY, "What you type cannot be kept on this server's disk.", "Save it soon."
            ) from None
        return JSONResponse({"at": said_at(kept)})

    async def forget_unsaved(self, visit: Visit) -> Response:
        path = visit.field("path", 300)
        await anyio.to_thread.run_sync(lambda: self._studio.unsaved.forget(visit.person.id, path))
        return JSONResponse({})

    async def presence(self, visit: Visit) -> Response:
        """A heartbeat: who else is at this file, and whether it is still the one that was read."""
        path, person = visit.field("path", 300), visit.person
        if visit.form.get("gone") is True:
            await anyio.to_thread.run_sync(self._studio.presence.gone, path, person.id)
            return JSONResponse({"others": []})
        file = await anyio.to_thread.run_sync(self._read, path)
        typed = visit.form.get("unsaved") is True
        here = partial(self._studio.presence.here, local=person.local, unsaved=typed)
        await anyio.to_thread.run_sync(here, path, person.id, person.title)
        last = await anyio.to_thread.run_sync(self._studio.edits.last_of, path)
        known = last if last and last.after == file.digest else None
        return JSONResponse(
            {
                "others": await anyio.to_thread.run_sync(self._others, path, visit),
                "digest": file.digest,
                "by": known.by.title if known else "",
                "at": f"{clock.in_london(known.at):%H:%M}" if known else "",
            }
        )

    async def check(self, visit: Visit) -> Response:
        """What is wrong with the text as it is being typed."""
        path, text = visit.field("path", 300), visit.text()
        await anyio.to_thread.run_sync(self._read, path)
        faults = await self._studio.checks.typed(visit.person.id, path, text)
        here = [dataclasses.asdict(each) for each in faults or () if each.path == path]
        elsewhere = [dataclasses.asdict(each) for each in faults or () if each.path != path]
        return JSONResponse({"faults": here, "elsewhere": elsewhere, "superseded": faults is None})

    async def completion(self, visit: Visit) -> Response:
        path = visit.query("path")
        await anyio.to_thread.run_sync(self._read, path)
        found = await anyio.to_thread.run_sync(completion_of, self._studio.shelf, self._studio.draft.root, path)
        return Response(json.dumps(found, ensure_ascii=False), media_type="application/json")

    def _read(self, path: str) -> DraftFile:
        try:
            return self._studio.drafts.read(path)
        except NotThere as error:
            raise Refused(HTTPStatus.NOT_FOUND, str(error), "Choose a file from the list.") from None
        except (OSError, ValueError):
            raise Refused(HTTPStatus.NOT_FOUND, "The file cannot be read.", "Choose a file from the list.") from None

    def _kept(self, visit: Visit, file: DraftFile) -> Unsaved | None:
        kept = self._studio.unsaved.of(visit.person.id, file.path, now=self._studio.clock())
        return kept if kept and kept.text != file.text else None

    def _can_edit(self, visit: Visit, kind: Kind) -> bool:
        return visit.person.can_edit and kind != "release"

    def _others(self, path: str, visit: Visit) -> list[dict[str, object]]:
        return [_as_data(each) for each in self._studio.presence.others(path, visit.person.id)]

    def _conflict(self, conflict: Conflict, yours: str) -> Refused:
        """Both texts, so that nothing is lost."""
        page = self._conflict_page(conflict, yours)
        also = {"yours": yours, "theirs": page.theirs, "digest": page.digest, "by": page.by, "at": page.at}
        advice = "Nothing was overwritten. Compare the two texts and keep what is right."
        return Refused(HTTPStatus.CONFLICT, str(conflict), advice, also)

    def _conflict_page(self, conflict: Conflict, yours: str) -> ConflictPage:
        now = conflict.now
        last = self._studio.edits.last_of(now.path)
        known = last if last and last.after == now.digest else None
        by = known.by.title if known else "somebody outside the studio"
        at = f"{clock.in_london(known.at):%H:%M}" if known else ""
        return ConflictPage(
            path=now.path,
            title=title_of(now.path),
            says=f"Saved by {by}{f' at {at}' if at else ''}.",
            yours=yours,
            theirs=now.text,
            digest=now.digest,
            by=by,
            at=at,
            again=f"/studio/file?{urlencode({'path': now.path})}",
        )


def flow_id(path: str) -> str:
    """The id that a flow's place gives it."""
    return path.removeprefix("flows/").removesuffix(".yaml").replace("/", ".")


def said_at(kept: Unsaved) -> str:
    moment = clock.in_london(kept.at)
    return f"{moment.day} {moment:%B, %H:%M}"


def _as_data(there: There) -> dict[str, object]:
    since = f"{clock.in_london(there.since):%H:%M}"
    return {"title": there.title, "unsaved": there.unsaved, "since": since, "local": there.local}


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 0
