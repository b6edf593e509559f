"""`earlyhelp restore`: proved before anything is touched, all of it or nothing, and nothing is kept longer by it."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.backup import swapping
from bot.backup.contents import MANIFEST, NotRestored
from bot.backup.swapping import NOTE, Step, UnderWay, swap, undo_unfinished
from knowledge.errors import EarlyHelpError
from trends.counters import totals_of_closed_weeks
from trends.missing import waiting

from .conftest import CONTACTS, NOW, ROW, Machine

BACKUP = "../backup.zip"
LATER = NOW + dt.timedelta(weeks=1)


@pytest.fixture
def backup(machine: Machine, backed_up_once: Path) -> Path:
    return Path(shutil.copyfile(backed_up_once, machine.folder.parent / "backup.zip"))


@pytest.fixture
def fresh(machine: Machine, backup: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Another machine, with nothing on it."""
    folder = backup.parent / "fresh"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Machine(folder, machine.clock)


def refused(machine: Machine, *typed: str) -> str:
    result = machine.run("restore", *typed)
    assert isinstance(result.exception, EarlyHelpError), result.output
    return str(result.exception)


def left_over(folder: Path) -> list[str]:
    return [each.name for each in folder.rglob("*") if each.name.endswith((".restoring", ".check", ".before-restore"))]


def test_a_fresh_machine_has_everything_again(machine: Machine, fresh: Machine) -> None:
    result = fresh.run("restore", BACKUP)

    assert result.exit_code == 0, result.output
    assert f"Release {machine.releases.live_version} is live" in result.stderr
    assert fresh.releases.live_version == machine.releases.live_version
    assert fresh.releases.versions() == machine.releases.versions()
    assert fresh.releases.journal() == machine.releases.journal()
    assert [each.id for each in fresh.releases.proposals()] == [each.id for each in machine.releases.proposals()]
    assert (fresh.folder / "draft" / CONTACTS).read_text() == (machine.folder / "draft" / CONTACTS).read_text()
    assert (fresh.folder / "app.yaml").read_text() == (machine.folder / "app.yaml").read_text()
    assert [(each.row, each.n) for each in totals_of_closed_weeks(fresh.counters, now=LATER)] == [(ROW, 1)]
    assert fresh.remembered.recall("somebody") == "oldham"
    assert fresh.handled.once("event-1") is False
    assert left_over(fresh.folder) == []


def test_notes_for_the_officers_come_back_where_they_were_asked_for(machine: Machine, fresh: Machine) -> None:
    os.chdir(machine.folder)
    assert machine.run("backup", BACKUP, "--yes", "--with-notes").exit_code == 0
    os.chdir(fresh.folder)
    assert fresh.run("restore", BACKUP).exit_code == 0

    assert len(waiting(fresh.notes, keep_days=90, now=NOW)) == 1


def test_p2_a_restore_keeps_nothing_longer(machine: Machine, fresh: Machine) -> None:
    os.chdir(machine.folder)
    assert machine.run("backup", BACKUP, "--yes", "--with-notes").exit_code == 0
    os.chdir(fresh.folder)
    fresh.clock[0] = NOW + dt.timedelta(days=200)
    assert fresh.run("restore", BACKUP).exit_code == 0

    with closing(sqlite3.connect("var/earlyhelp.sqlite")) as store:
        for table in ("handled", "remembered"):
            assert store.execute(f"select count(*) from {table}").fetchone() == (0,)
    with closing(sqlite3.connect("var/missing.sqlite")) as store:
        assert store.execute("select count(*) from missing").fetchone() == (0,)
    assert b"oldham" not in (fresh.folder / "var" / "earlyhelp.sqlite").read_bytes(), "and what is deleted is gone"


def test_nothing_is_replaced_without_yes(machine: Machine, backup: Path) -> None:
    before = machine.digest()
    said = refused(machine, BACKUP)

    assert "The backup is sound." in said
    assert "var/releases" in said
    assert "--yes" in said
    assert machine.digest() == before
    assert left_over(machine.folder) == []


def test_with_yes_everything_is_as_it_was_then(machine: Machine, backup: Path) -> None:
    live = machine.releases.live_version
    (machine.folder / "draft" / CONTACTS).write_text("spoilt: yes\n")
    (machine.folder / "draft" / "knowledge" / "exshire" / "new.yaml").write_text("new: yes\n")
    (machine.folder / "draft" / "README").write_text("no business of ours\n")
    shutil.rmtree(machine.folder / "var" / "releases")
    for each in (machine.folder / "var").glob("*.sqlite*"):
        each.write_bytes(b"not a store" * 100)
    result = machine.run("restore", BACKUP, "--yes")

    assert result.exit_code == 0, result.output
    assert machine.releases.live_version == live
    assert "spoilt" not in (machine.folder / "draft" / CONTACTS).read_text()
    assert not (machine.folder / "draft" / "knowledge" / "exshire" / "new.yaml").exists()
    assert (machine.folder / "draft" / "README").exists()
    assert machine.remembered.recall("somebody") == "oldham"
    assert left_over(machine.folder) == []


def test_the_draft_can_be_left_as_it_is(machine: Machine, backup: Path) -> None:
    (machine.folder / "draft" / CONTACTS).write_text("at work: yes\n")
    assert machine.run("restore", BACKUP, "--yes", "--without-draft").exit_code == 0

    assert (machine.folder / "draft" / CONTACTS).read_text() == "at work: yes\n"


def test_a_store_that_a_server_has_open_is_not_replaced(machine: Machine, backup: Path) -> None:
    before = machine.digest()
    table = machine.handled
    assert table.reachable()

    assert "Stop the server" in refused(machine, BACKUP, "--yes")
    assert machine.digest() == before
    del table
    assert machine.run("restore", BACKUP, "--yes").exit_code == 0


def test_a_store_whose_server_was_killed_is_replaced_with_what_sqlite_left_beside_it(
    machine: Machine, backup: Path
) -> None:
    store = machine.folder / "var" / "earlyhelp.sqlite"
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("insert into handled values ('x', '2999-01-01T00')")
        connection.commit()
        killed = {each: each.read_bytes() for each in store.parent.glob("earlyhelp.sqlite*")}
    for file, content in killed.items():
        file.write_bytes(content)
    assert len(killed) == 3
    assert "-wal" not in refused(machine, BACKUP)
    assert machine.run("restore", BACKUP, "--yes").exit_code == 0

    assert not list(store.parent.glob("earlyhelp.sqlite-*"))
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute("select count(*) from handled where event = 'x'").fetchone() == (0,)


def test_what_lies_outside_the_folder_is_said_first(machine: Machine, fresh: Machine, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere" / "counters.sqlite"
    changed(tmp_path / "backup.zip", "app.yaml", lambda text: text + f"trends:\n  file: {outside}\n".encode())

    assert str(outside) in refused(fresh, BACKUP)
    assert not outside.exists()
    assert fresh.run("restore", BACKUP, "--yes").exit_code == 0
    assert outside.exists()


Change = Callable[[bytes], bytes]


def rewritten(backup: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """The archive with its files changed, and a list that fits them."""
    with zipfile.ZipFile(backup) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(backup, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def listed(files: dict[str, bytes]) -> None:
    """Makes the list say what is there."""
    import hashlib

    manifest = json.loads(files[MANIFEST])
    manifest["files"] = [
        {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
        if name != MANIFEST
    ]
    files[MANIFEST] = json.dumps(manifest).encode()


def changed(backup: Path, name: str, change: Change) -> None:
    def change_one(files: dict[str, bytes]) -> None:
        files[name] = change(files[name])
        listed(files)

    rewritten(backup, change_one)


def with_one_more(name: str) -> Callable[[dict[str, bytes]], None]:
    def add(files: dict[str, bytes]) -> None:
        files[name] = b"x"
        listed(files)

    return add


def flipped(files: dict[str, bytes]) -> None:
    files[f"draft/{CONTACTS}"] = files[f"draft/{CONTACTS}"].replace(b"e", b"f", 1)


def short(files: dict[str, bytes]) -> None:
    del files[f"draft/{CONTACTS}"]


def too_long(files: dict[str, bytes]) -> None:
    files["releases/current"] = b"2" * 101
    listed(files)


def of_the_future(files: dict[str, bytes]) -> None:
    files[MANIFEST] = files[MANIFEST].replace(b'"earlyhelp_backup": 1', b'"earlyhelp_backup": 2')


def pointing_nowhere(files: dict[str, bytes]) -> None:
    files["releases/current"] = b"2031.01.01-1\n"
    manifest = json.loads(files[MANIFEST])
    files[MANIFEST] = json.dumps({**manifest, "live": "2031.01.01-1"}).encode()
    listed(files)


def unreadable_release(files: dict[str, bytes]) -> None:
    live = json.loads(files[MANIFEST])["live"]
    files[f"releases/{live}/{CONTACTS}"] = b"contacts: [{}]\n"
    listed(files)


def damaged_store(files: dict[str, bytes]) -> None:
    files["stores/counters.sqlite"] = files["stores/counters.sqlite"][:5000]
    listed(files)


def newer_store(files: dict[str, bytes]) -> None:
    content = bytearray(files["stores/earlyhelp.sqlite"])
    content[60:64] = (99).to_bytes(4, "big")  # pragma user_version
    files["stores/earlyhelp.sqlite"] = bytes(content)
    listed(files)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (flipped, "damaged"),
        (short, "not what its list says"),
        (too_long, "too long"),
        (of_the_future, "does not know"),
        (pointing_nowhere, "not whole"),
        (unreadable_release, "cannot be read by this program"),
        (damaged_store, "is damaged"),
        (newer_store, "newer release"),
        (with_one_more("../../etc/passwd"), "does not belong"),
        (with_one_more("/etc/passwd"), "does not belong"),
        (with_one_more("draft/knowledge/../../x.yaml"), "does not belong"),
        (with_one_more("draft/knowledge/.git/x.yaml"), "does not belong"),
        (with_one_more("draft/knowledge/bury/run.py"), "does not belong"),
        (with_one_more("stores/other.sqlite"), "does not belong"),
        (with_one_more("releases/.lock"), "does not belong"),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
def test_what_is_not_a_sound_backup_changes_nothing(
    machine: Machine, backup: Path, change: Callable[[dict[str, bytes]], None], said: str
) -> None:
    before = machine.digest()
    rewritten(backup, change)

    assert said in refused(machine, BACKUP, "--yes")
    assert machine.digest() == before
    assert left_over(machine.folder) == []


def test_a_link_in_the_archive_is_refused(machine: Machine, backup: Path) -> None:
    before = machine.digest()
    with zipfile.ZipFile(backup) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["releases/current"] = b"/etc/passwd"
    listed(files)
    with zipfile.ZipFile(backup, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (0o120777 if name == "releases/current" else 0o100644) << 16
            archive.writestr(info, content)

    assert "is a link" in refused(machine, BACKUP, "--yes")
    assert machine.digest() == before


def test_a_bomb_is_read_no_further_than_it_says_it_is_long(machine: Machine, backup: Path) -> None:
    """A list that says a hundred bytes, and a file that unpacks to nine million."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("releases/current", b"0" * 9_000_000)
        archive.writestr(
            MANIFEST,
            json.dumps(
                {
                    "earlyhelp_backup": 1,
                    "program": "1",
                    "made": "2026-11-24T10:00:00Z",
                    "live": "",
                    "database": False,
                    "notes": False,
                    "files": [{"name": "releases/current", "bytes": 100, "sha256": "0" * 64}],
                }
            ),
        )
    content = out.getvalue().replace((9_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    backup.write_bytes(content)
    before = machine.digest()

    refused(machine, BACKUP, "--yes")
    assert machine.digest() == before
    assert left_over(machine.folder) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no archive at all"], ids=repr)
def test_what_is_no_archive_is_said_so(machine: Machine, content: bytes) -> None:
    (machine.folder / "x.zip").write_bytes(content)
    assert "no backup that can be read" in refused(machine, "x.zip", "--yes")


# A process that is killed in the middle.


def killed_at(moment: int, work: Callable[[], object]) -> int:
    """The status of a process of its own that does the work, and is killed before its n-th rename or deletion."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    left = [moment]

    def or_die(change: Any) -> Any:
        def counted(*given: Any, **more: Any) -> Any:
            left[0] -= 1
            return change(*given, **more) if left[0] else os._exit(9)

        return counted

    for name in ("rename", "unlink", "replace"):
        setattr(Path, name, or_die(getattr(Path, name)))
    work()
    os._exit(0)


NAMES = ("app.yaml", "store", "releases", "draft")


def four_things(folder: Path) -> tuple[Step, ...]:
    """Two files, a folder and a file that only steps aside; a fifth that is new."""
    for name in NAMES:
        old, new = folder / name, folder / f".{name}.restoring"
        if name == "releases":
            old.mkdir()
            new.mkdir()
            old, new = old / "current", new / "current"
        old.write_text("old")
        new.write_text("new")
    (folder / "store-wal").write_text("old")
    (folder / ".added.restoring").write_text("new")
    replaced = (Step.of(folder / name, folder / f".{name}.restoring") for name in NAMES)
    return (*replaced, Step.of(folder / "store-wal", None), Step.of(folder / "added", folder / ".added.restoring"))


def said(folder: Path) -> dict[str, str]:
    files = (each for each in folder.rglob("*") if each.is_file() and ".before-restore" not in str(each))
    return {each.relative_to(folder).as_posix(): each.read_text() for each in files}


OLD = {"app.yaml": "old", "store": "old", "store-wal": "old", "releases/current": "old", "draft": "old"}
NEW = {"app.yaml": "new", "store": "new", "releases/current": "new", "draft": "new", "added": "new"}


def test_whatever_moment_it_is_killed_at_the_old_is_whole_or_the_new_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes, status = [], 9
    while status:
        folder = tmp_path / str(len(outcomes))
        folder.mkdir()
        monkeypatch.chdir(folder)
        steps = four_things(folder)
        status = killed_at(len(outcomes) + 1, lambda steps=steps: swap(steps))  # type: ignore[misc]
        undo_unfinished()
        found = {name: text for name, text in said(folder).items() if not name.startswith(".")}
        outcomes.append("old" if found == OLD else "new" if found == NEW else f"neither: {found}")
    turned = outcomes.index("new")

    assert turned > 10
    assert outcomes == ["old"] * turned + ["new"] * (len(outcomes) - turned)


def test_undoing_can_itself_be_killed_and_begun_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed, status = 0, 9
    while status:
        folder = tmp_path / str(killed)
        folder.mkdir()
        monkeypatch.chdir(folder)
        steps = four_things(folder)
        NOTE.write_text(json.dumps([swapping._plain(step) for step in steps]))
        for step in steps[:4]:
            swapping._do(step)
        status = killed_at(killed + 1, undo_unfinished)
        undo_unfinished()
        assert {name: text for name, text in said(folder).items() if not name.startswith(".")} == OLD
        killed += 1
    assert killed > 8


def test_a_restore_that_is_killed_while_it_lays_out_leaves_the_old_and_hinders_no_other(
    machine: Machine, backup: Path
) -> None:
    contacts = machine.folder / "draft" / CONTACTS
    contacts.write_text("old: yes\n")
    assert killed_at(20, lambda: machine.run("restore", BACKUP, "--yes")) == 9
    assert contacts.read_text() == "old: yes\n"
    assert left_over(machine.folder)

    assert machine.run("restore", BACKUP, "--yes").exit_code == 0
    assert contacts.read_text() != "old: yes\n"
    assert left_over(machine.folder) == []


def test_a_step_that_fails_puts_everything_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").write_text("old")
    (tmp_path / ".a.fresh").write_text("new")
    steps = [Step.of(tmp_path / "a", tmp_path / ".a.fresh"), Step.of(tmp_path / "b", tmp_path / "not there")]
    with pytest.raises(FileNotFoundError):
        swap(steps)

    assert (tmp_path / "a").read_text() == "old"
    assert not NOTE.exists()


def test_while_one_restores_no_other_command_undoes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    NOTE.write_text("[]")
    with swapping._alone(NOTE), pytest.raises(UnderWay):
        undo_unfinished()
    assert undo_unfinished()
    assert not undo_unfinished()


def test_p6_every_command_puts_a_broken_restore_right_first(
    machine: Machine, backup: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from bot.commands import main

    old = machine.digest()
    step = Step.of(machine.folder / "app.yaml", None)
    NOTE.write_text(json.dumps([swapping._plain(step)]))
    swapping._do(step)
    monkeypatch.setattr("sys.argv", ["earlyhelp", "status"])
    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 0
    assert "put back" in capsys.readouterr().err
    assert machine.digest() == old
    assert NotRestored.exit_code == 1
