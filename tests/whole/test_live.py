"""Changed files are taken into use whole, or not at all: the last good house goes on answering."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from pathlib import Path

import pytest

from bot.assemble import ROOT, Folders
from bot.live import Live
from knowledge.releases.folder import Releases
from knowledge.releases.journal import By
from nlp.reader import Models


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """A small tree with a made-up authority, read by the real readers."""
    root = tmp_path_factory.mktemp("live")
    made_up = ROOT / "tests" / "knowledge"
    shutil.copytree(made_up / "exshire", root / "knowledge")
    shutil.copytree(made_up / "checks" / "planted" / "flows", root / "flows")
    return Folders.under(root, root / "vectors")


@pytest.fixture(scope="module")
def models() -> Models:
    return Models.load()


@pytest.fixture(scope="module")
def live(folders: Folders, models: Models) -> Live:
    return Live(folders=folders, models=models)


def changed(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_broken_file_never_reaches_anybody_and_a_sound_one_does(live: Live, folders: Folders) -> None:
    before, contacts = live.current(), folders.knowledge / "exshire" / "contacts.yaml"

    changed(contacts, '"0161 496 0100"', '\t"0161 496 0100')
    assert live.reload() is False
    assert live.current() is before
    assert "contacts.yaml" in str(live.faults[0])

    changed(contacts, '\t"0161 496 0100', '"0161 496 0188"')
    assert live.reload() is True
    numbers = [phone.number for c in live.current().knowledge.packs["exshire"].contacts for phone in c.phones]
    assert "0161 496 0188" in numbers
    assert live.faults == ()
    assert live.version != before.knowledge.version


def test_a_flow_that_leads_nowhere_is_refused(live: Live, folders: Folders) -> None:
    before, flow = live.current(), folders.flows / "exshire" / "early-help.yaml"
    text = flow.read_text(encoding="utf-8")
    changed(flow, "danger: ", "danger: no-such-step-")
    assert live.reload() is False
    assert live.current() is before
    flow.write_text(text, encoding="utf-8")
    assert live.reload() is True


RING = "0161 496 0100"
CHANGED = "0161 496 0199"


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Releases:
    return Releases(tmp_path_factory.mktemp("released"))


@pytest.fixture(scope="module")
def released(folders: Folders, releases: Releases, models: Models) -> Live:
    """A server's house on its first start: what came with the program is the first release."""
    return Live(folders=folders, releases=releases, models=models)


def rings(live: Live, number: str) -> bool:
    contacts = live.current().knowledge.packs["exshire"].contacts
    return number in [phone.number for contact in contacts for phone in contact.phones]


def publish(releases: Releases, draft: Path) -> str:
    noon = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
    proposal = releases.propose(draft, by=By(id="a", title="A"), note="n", review_by=noon.date(), now=noon)
    return releases.approve(proposal.id, by=By(id="b", title="B"), now=noon)


def test_people_are_answered_from_what_is_published_and_never_from_the_draft(
    released: Live, releases: Releases, folders: Folders
) -> None:
    first = releases.live_version
    assert released.version.startswith(first)
    contacts = folders.knowledge / "exshire" / "contacts.yaml"
    number = RING if RING in contacts.read_text(encoding="utf-8") else "0161 496 0188"

    changed(contacts, f'"{number}"', f'"{CHANGED}"')
    assert released.reload() is True
    assert rings(released, number)

    version = publish(releases, folders.root)
    assert released.reload() is True
    assert released.version.startswith(version)
    assert rings(released, CHANGED)

    releases.roll_back(first, by=By(id="a", title="A"), now=dt.datetime(2026, 11, 24, 13, tzinfo=dt.UTC))
    assert released.reload() is True
    assert rings(released, number)
    changed(contacts, f'"{CHANGED}"', f'"{number}"')


def test_a_release_that_was_damaged_is_refused_and_said(
    released: Live, releases: Releases, folders: Folders, models: Models
) -> None:
    good, live = released.current(), releases.live()
    assert live
    broken = live / "knowledge" / "exshire" / "contacts.yaml"
    text = broken.read_text(encoding="utf-8")
    broken.write_text(text[: len(text) // 2] + "\n\t- half", encoding="utf-8")

    assert released.reload() is False
    assert released.current() is good
    assert "contacts.yaml" in str(released.faults[0])

    started_anew = Live(folders=folders, releases=releases, models=models)
    assert started_anew.current().knowledge.packs["exshire"].contacts
    assert started_anew.faults == released.faults
    broken.write_text(text, encoding="utf-8")


def test_every_server_that_watches_the_folder_follows(
    released: Live, releases: Releases, folders: Folders, models: Models
) -> None:
    assert released.reload() is True
    other, taken_up = Live(folders=folders, releases=releases, models=models), threading.Event()
    before, other.reload = other.reload, lambda: before() and (taken_up.set() or True)  # type: ignore[method-assign]
    other.watch()
    contacts = folders.knowledge / "exshire" / "contacts.yaml"
    contacts.write_text(contacts.read_text(encoding="utf-8") + "\n# looked at\n", encoding="utf-8")

    version = publish(releases, folders.root)

    assert taken_up.wait(60)
    assert other.version.startswith(version)
    other.close()
