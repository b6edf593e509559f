"""A machine on which the assistant has been at work: its settings, its draft, two releases and its stores."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.backup.making import Sources, make
from bot.commands import cli
from bot.settings import Settings, load_settings
from bot.store.handled import SqliteHandled
from bot.store.marks import SqliteMarks
from bot.store.remembered import SqliteRemembered
from knowledge.clock import LONDON
from knowledge.releases.folder import Releases
from knowledge.releases.journal import By
from trends.counters import CounterRow, CountersFile
from trends.missing import Note, NotesFile, keep
from trends.periods import iso_week

from ..bot.conftest import FLOW

EXSHIRE = Path(__file__).parents[1] / "knowledge" / "exshire"
NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=LONDON)
CANARY = "rhododendron"
CONTACTS = "knowledge/exshire/contacts.yaml"
SETTINGS = """authorities: [exshire]
releases:
  draft: draft
web:
  port: 8123
"""
ROW = CounterRow(authority="exshire", channel="web", domain="neglect", band="early_help", matched=True)
FIRST, SECOND = By(id="a@exshire.example", title="Officer"), By(id="b@exshire.example", title="Lead")


@dataclass(frozen=True)
class Machine:
    """A folder that commands are run in."""

    folder: Path
    clock: list[dt.datetime]

    def run(self, *typed: str) -> Result:
        return CliRunner().invoke(cli, typed)

    def now(self) -> dt.datetime:
        return self.clock[0]

    @property
    def handled(self) -> SqliteHandled:
        return SqliteHandled(self.folder / "var" / "earlyhelp.sqlite", clock=self.now)

    @property
    def remembered(self) -> SqliteRemembered:
        return SqliteRemembered(self.folder / "var" / "earlyhelp.sqlite", clock=self.now, secret=b"for tests")

    @property
    def marks(self) -> SqliteMarks:
        return SqliteMarks(self.folder / "var" / "earlyhelp.sqlite", clock=self.now, secret=b"for tests")

    @property
    def counters(self) -> CountersFile:
        return CountersFile(self.folder / "var" / "counters.sqlite")

    @property
    def notes(self) -> NotesFile:
        return NotesFile(self.folder / "var" / "missing.sqlite")

    @property
    def releases(self) -> Releases:
        return Releases(self.folder / "var" / "releases")

    def digest(self) -> str:
        """What every file here says, the sidecars of SQLite and locks apart."""
        found = hashlib.sha256()
        for file in sorted(each for each in self.folder.rglob("*") if each.is_file()):
            if not file.name.endswith(("-wal", "-shm", ".lock", ".zip")):
                found.update(file.relative_to(self.folder).as_posix().encode() + b"\0" + file.read_bytes())
        return found.hexdigest()


def at_work(machine: Machine) -> None:
    """What some days of use leave."""
    folder = machine.folder
    (folder / "app.yaml").write_text(SETTINGS)
    shutil.copytree(EXSHIRE, folder / "draft" / "knowledge")
    (folder / "draft" / "flows" / "exshire").mkdir(parents=True)
    (folder / "draft" / "flows" / "exshire" / "early-help.yaml").write_text(FLOW)
    machine.releases.ship(folder / "draft", now=NOW)
    contacts = folder / "draft" / CONTACTS
    contacts.write_text(contacts.read_text() + "# looked at again\n")
    with_note = {"by": FIRST, "note": "Looked at again.", "review_by": dt.date(2027, 2, 1), "now": NOW}
    proposal = machine.releases.propose(folder / "draft", **with_note)  # type: ignore[arg-type]
    machine.releases.approve(proposal.id, by=SECOND, now=NOW)
    contacts.write_text(contacts.read_text() + "# and again\n")
    machine.releases.propose(folder / "draft", **with_note)  # type: ignore[arg-type]
    machine.handled.once("event-1")
    machine.handled.begin("event-2")
    machine.remembered.remember("somebody", "oldham", keep=dt.timedelta(days=180))
    machine.remembered.remember("somebody else", "bury", keep=dt.timedelta(hours=4))
    machine.marks.put("link", "code", "a", until=NOW + dt.timedelta(hours=1))
    machine.counters.count(ROW, week=iso_week(NOW))
    keep(machine.notes, Note("exshire", "no-service", f"please list the {CANARY} club"), keep_days=90, now=NOW)


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What outlives a power cut is not tested here, what outlives a killed process is."""
    monkeypatch.setattr("os.fsync", lambda _: None)


@pytest.fixture(scope="session")
def worked_on(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Such a machine's folder, made once."""
    folder = tmp_path_factory.mktemp("operations") / "machine"
    folder.mkdir()
    at_work(Machine(folder, [NOW]))
    return folder


@pytest.fixture(scope="session")
def backed_up_once(worked_on: Path) -> Path:
    """A backup of that machine, without the notes for the officers."""
    target = worked_on.parent / "backup.zip"
    sources = Sources(in_folder(worked_on), worked_on / "app.yaml", worked_on / "draft")
    make(sources, target, notes=False, now=NOW)
    return target


def in_folder(folder: Path) -> Settings:
    """The settings, as if this were the folder that the program runs in."""
    found = load_settings(folder / "app.yaml")
    store = found.store.model_copy(update={"file": folder / found.store.file})
    trends = found.trends.model_copy(update={"file": folder / found.trends.file})
    releases = found.releases.model_copy(update={"folder": folder / found.releases.folder})
    return found.model_copy(update={"store": store, "trends": trends, "releases": releases})


@pytest.fixture
def machine(worked_on: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    clock = [NOW]
    monkeypatch.setattr("knowledge.clock.now", lambda: clock[0])
    folder = tmp_path / "machine"
    shutil.copytree(worked_on, folder)
    monkeypatch.chdir(folder)
    return Machine(folder, clock)
