"""A studio with the made-up authority Exshire as its draft, a first release, and browsers that can sign in to it."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from bot.core.house import House
from bot.folders import Folders
from bot.officers.change import Changes
from bot.officers.publishing import Publishing
from bot.settings import Officer, Trends
from bot.settings import Studio as StudioSettings
from bot.store.marks import Marks, SqliteMarks
from bot.web.app import create_app
from bot.web.studio.app import add_studio, first_link
from bot.web.studio.comparing import Compare
from bot.web.studio.oidc import OpenId
from bot.web.studio.studio import Studio
from flows.load import load_flows, read_flows
from knowledge.checks import faults_of
from knowledge.clock import LONDON
from knowledge.errors import Fault, KnowledgeErrors
from knowledge.load import load_knowledge, read_packs
from knowledge.releases.folder import Releases
from trends.missing import NotesFile

from ...conftest import FLOW, read, recall
from ...desks import desk_in

EXSHIRE = Path(__file__).parents[3] / "knowledge" / "exshire"
TUESDAY = dt.datetime(2026, 11, 24, 10, 0, tzinfo=LONDON)
ADDRESS = "http://127.0.0.1:8080"
CONTACTS = "knowledge/exshire/contacts.yaml"
FLOW_FILE = "flows/exshire/early-help.yaml"
VIEWER = Officer(id="viewer@exshire.example", title="Analyst", role="viewer")
EDITOR = Officer(id="editor@exshire.example", title="Early Help Partnership Officer", role="editor")
FIRST = Officer(id="first@exshire.example", title="Head of early help", role="publisher")
SECOND = Officer(id="second@exshire.example", title="Safeguarding lead", role="publisher")
OFFICERS = (VIEWER, EDITOR, FIRST, SECOND)


@dataclass
class Clock:
    """A clock that tests put forward."""

    now: dt.datetime = TUESDAY

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **passed: int) -> None:
        self.now += dt.timedelta(**passed)


def check(folders: Folders, *, unsaved: Mapping[Path, str] = {}) -> tuple[Fault, ...]:
    """What is wrong with each file by itself and between packs; the small flow need not be proved here."""
    try:
        packs = read_packs(folders.knowledge, unsaved)
        read_flows(folders.flows, unsaved)
    except KnowledgeErrors as error:
        return error.faults
    return tuple(fault for fault in faults_of(packs, TUESDAY.date()) if fault.blocks)


def house_of(folders: Folders) -> House:
    """A house whose reader hears the first phrase of each sign."""
    return House(
        knowledge=load_knowledge(folders.knowledge),
        flows=load_flows(folders.flows),
        authorities=("exshire",),
        read=read,
        recall=recall,
        reword=lambda understood: understood.text.replace("Zelda", "the child"),
    )


@dataclass
class LiveStandIn:
    """What is live, read anew when a release is published."""

    releases: Releases
    faults: tuple[Fault, ...] = ()

    def current(self) -> House:
        live = self.releases.live()
        assert live, "the first release is shipped before anybody asks"
        return house_of(Folders.under(live))

    @property
    def version(self) -> str:
        return self.releases.live_version


@dataclass
class Browser:
    """A browser on the machine that the studio runs on; it keeps cookies and sends what its page told it to."""

    client: TestClient
    csrf: str = ""

    def get(self, path: str, **given: Any) -> Response:
        return self.client.get(path, **given)

    def page(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def form(self, path: str, data: Mapping[str, Any] | None = None, **given: Any) -> Response:
        """Sends a form of our own page."""
        return self.client.post(path, data={"csrf": self.csrf, **(data or {})}, **given)

    def post(self, address: str, **members: Any) -> Response:
        """Sends JSON as the script does."""
        return self.client.post(address, json=members, headers={"X-CSRF-Token": self.csrf})

    def sign_in(self, link: str) -> Response:
        """Opens a one-time link."""
        code = parse_qs(urlsplit(link).fragment)["link"][0]
        answer = self.client.post("/studio/sign-in", data={"token": code})
        if answer.status_code == 303:
            self.csrf = csrf_in(self.client.get("/studio").text)
        return answer

    def digest(self, path: str = CONTACTS) -> str:
        return str(self.get("/studio/api/file", params={"path": path}).json()["digest"])


def csrf_in(html: str) -> str:
    found = re.search(r'data-csrf="([^"]+)"', html)
    assert found, "the page carries no form key"
    return found[1]


@dataclass
class Place:
    """A studio with its files."""

    root: Path
    clock: Clock
    app: Any
    studio: Studio
    settings: list[StudioSettings]
    browsers: list[Browser] = field(default_factory=list)

    @property
    def draft(self) -> Path:
        return self.root / "draft"

    @property
    def releases(self) -> Releases:
        return self.studio.publishing.releases

    def text(self, path: str = CONTACTS) -> str:
        return (self.draft / path).read_bytes().decode()

    def browser(self, *, host: str = "127.0.0.1", address: str = ADDRESS) -> Browser:
        client = TestClient(self.app, base_url=address, client=(host, 50_000), follow_redirects=False)
        return Browser(client)

    def officer(self, who: Officer) -> Browser:
        """A browser that this officer signed in with."""
        browser = self.browser()
        link = self.studio.links.make(who.id, lasts=dt.timedelta(hours=1))
        assert browser.sign_in(link.address(ADDRESS)).status_code == 303
        return browser


def marks_in(folder: Path, clock: Callable[[], dt.datetime] = lambda: TUESDAY) -> SqliteMarks:
    """What the processes of one server share."""
    return SqliteMarks(folder / "store.sqlite", clock, b"only for tests")


Make = Callable[..., Place]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Makes a studio with these settings."""

    def made(
        *,
        sign_in: str = "link",
        officers: tuple[Officer, ...] = OFFICERS,
        openid: OpenId | None = None,
        compare: Compare | None = None,
        marks_for: Callable[[Clock], Marks] | None = None,
        address: str | None = None,
    ) -> Place:
        clock = Clock()
        draft = tmp_path / "draft"
        shutil.copytree(EXSHIRE, draft / "knowledge")
        (draft / FLOW_FILE).parent.mkdir(parents=True)
        (draft / FLOW_FILE).write_text(FLOW)
        releases = Releases(tmp_path / "var" / "releases")
        releases.ship(draft, now=clock())
        settings = [StudioSettings(sign_in=sign_in, officers=officers, address=address)]
        folders = Folders.under(draft, tmp_path / "var")
        live = LiveStandIn(releases)
        studio = Studio(
            settings=lambda: settings[-1],
            authorities=("exshire",),
            draft=folders,
            live=live,
            assemble=house_of,
            publishing=Publishing(releases, draft, check=check, clock=clock, vectors=tmp_path / "var"),
            check=check,
            compare=compare or (lambda _old, _new, _tell: Changes("old", "new")),
            trends=Trends(published=tmp_path / "var" / "trends", missing=tmp_path / "var" / "missing.sqlite"),
            notes=NotesFile(tmp_path / "var" / "missing.sqlite"),
            clock=clock,
            marks=marks_for(clock) if marks_for else marks_in(tmp_path / "var", clock),
            address=ADDRESS,
            key=b"only for tests",
            openid=openid,
        )
        app = create_app(desk_in(tmp_path / "var", live.current, clock))
        add_studio(app, studio)
        return Place(tmp_path, clock, app, studio, settings)

    return made


@pytest.fixture
def place(make: Make) -> Place:
    """A studio with four officers and local links."""
    return make()


@pytest.fixture
def editor(place: Place) -> Browser:
    return place.officer(EDITOR)


@pytest.fixture
def link(place: Place) -> str:
    """The link that is printed at the start."""
    return first_link(place.studio)
