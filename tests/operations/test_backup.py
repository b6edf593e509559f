"""`earlyhelp backup`: what is in it, what never is, and that it can be made while people are answered."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import sqlite3
import stat
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from bot.backup.contents import MANIFEST, NotBackedUp, most_bytes
from bot.secrets import KEYS

from .conftest import CANARY, NOW, Machine

SECRET = "xoxb-secret-canary"
FIXED = {"app.yaml", "stores/earlyhelp.sqlite", "stores/counters.sqlite", "releases/current", "releases/journal.jsonl"}


def backed_up(machine: Machine, *options: str) -> zipfile.ZipFile:
    result = machine.run("backup", "../backup.zip", "--yes", *options)
    assert result.exit_code == 0, result.output
    return zipfile.ZipFile(io.BytesIO((machine.folder.parent / "backup.zip").read_bytes()))


def store_in(archive: zipfile.ZipFile, name: str, folder: Path) -> sqlite3.Connection:
    file = folder / f"{name}.copy"
    file.write_bytes(archive.read(f"stores/{name}.sqlite"))
    return sqlite3.connect(file)


def test_a_backup_holds_what_a_new_machine_needs(machine: Machine) -> None:
    archive = backed_up(machine)
    names = set(archive.namelist())

    assert names >= FIXED
    assert "draft/knowledge/exshire/contacts.yaml" in names
    assert "draft/flows/exshire/early-help.yaml" in names
    versions = {name.split("/")[1] for name in names if re.match(r"releases/\d", name)}
    assert versions == set(machine.releases.versions())
    assert len(versions) == 2
    assert any(re.fullmatch(r"releases/proposals/[0-9a-f]{8}/proposal\.json", name) for name in names)
    assert all(most_bytes(name) for name in names - {MANIFEST})
    assert not [name for name in names if "unsaved" in name or name.endswith((".lock", ".npz", ".py"))]


def test_the_manifest_says_what_is_there(machine: Machine) -> None:
    manifest = json.loads(backed_up(machine).read(MANIFEST))

    assert manifest["earlyhelp_backup"] == 1
    assert manifest["live"] == machine.releases.live_version
    assert manifest["made"] == "2026-11-24T10:00:00Z"
    assert (manifest["notes"], manifest["database"]) == (False, False)
    assert {each["name"] for each in manifest["files"]} == {*backed_up(machine).namelist()} - {MANIFEST}


def test_p2_no_word_that_anybody_typed_is_in_it_unless_it_is_asked_for(machine: Machine) -> None:
    archive = backed_up(machine)
    assert not [name for name in archive.namelist() if CANARY.encode() in archive.read(name)]

    archive = backed_up(machine, "--with-notes")
    assert [name for name in archive.namelist() if CANARY.encode() in archive.read(name)] == ["stores/missing.sqlite"]
    assert json.loads(archive.read(MANIFEST))["notes"] is True


def test_no_secret_is_in_it(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*KEYS, "SLACK_APP_TOKEN", "STUDIO_CLIENT_SECRET", "EARLYHELP_DATABASE_PASSWORD"):
        monkeypatch.setenv(name, SECRET)
    (machine.folder / ".env").write_text(f"SLACK_BOT_TOKEN={SECRET}\n")
    archive = backed_up(machine)

    assert not [name for name in archive.namelist() if SECRET.encode() in archive.read(name)]


def test_p2_what_is_due_to_be_forgotten_is_forgotten_in_the_copy_and_what_is_only_for_now_is_left_out(
    machine: Machine, tmp_path: Path
) -> None:
    machine.clock[0] = NOW + dt.timedelta(days=3)
    archive = backed_up(machine)

    with closing(store_in(archive, "earlyhelp", tmp_path)) as store:
        rows = {
            table: store.execute(f"select count(*) from {table}").fetchone()[0] for table in ("handled", "remembered")
        }
        assert rows == {"handled": 0, "remembered": 1}
        tables = {name for (name,) in store.execute("select name from sqlite_master")}
        for table in tables & {"begun", "marks", "tallies"}:
            assert store.execute(f"select count(*) from {table}").fetchone() == (0,)
        assert store.execute("pragma freelist_count").fetchone() == (0,), "nothing deleted is left in it"


def test_a_backup_can_be_read_by_its_owner_only(machine: Machine) -> None:
    backed_up(machine)
    assert stat.S_IMODE((machine.folder.parent / "backup.zip").stat().st_mode) == 0o600


def test_a_backup_is_made_while_others_write(machine: Machine, tmp_path: Path) -> None:
    with closing(sqlite3.connect(machine.folder / "var" / "earlyhelp.sqlite", isolation_level=None)) as busy:
        busy.execute("begin immediate")
        busy.execute("insert into handled values ('x', '2999-01-01T00')")
        archive = backed_up(machine)
        busy.execute("rollback")
    with closing(store_in(archive, "earlyhelp", tmp_path)) as store:
        assert store.execute("select count(*) from handled").fetchone() == (1,)


def test_an_earlier_backup_is_not_written_over_by_accident(machine: Machine) -> None:
    (machine.folder / "old.zip").write_text("an earlier one")
    refused = machine.run("backup", "old.zip")

    assert isinstance(refused.exception, NotBackedUp)
    assert "--yes" in str(refused.exception)
    assert (machine.folder / "old.zip").read_text() == "an earlier one"


def test_a_damaged_store_is_said_and_leaves_no_file(machine: Machine) -> None:
    file = machine.folder / "var" / "counters.sqlite"
    content = bytearray(file.read_bytes())
    content[4096:8192] = os.urandom(4096)
    file.write_bytes(content)
    refused = machine.run("backup", "new.zip")

    assert isinstance(refused.exception, NotBackedUp)
    assert not [each.name for each in machine.folder.iterdir() if "new.zip" in each.name]


def test_where_the_stores_are_in_postgresql_it_says_how_to_back_them_up(machine: Machine) -> None:
    settings = (machine.folder / "app.yaml").read_text()
    (machine.folder / "app.yaml").write_text(f"{settings}store:\n  database: postgresql://bot@db:5432/earlyhelp\n")
    result = machine.run("backup", "new.zip", "--json")

    assert result.exit_code == 0, result.output
    assert "pg_dump" in result.stderr
    assert json.loads(result.stdout)["database"] is True
    assert not [name for name in zipfile.ZipFile(machine.folder / "new.zip").namelist() if name.startswith("stores/")]
