"""`earlyhelp trends missing`: notes on stdout, talk on stderr, and what is done with is deleted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.missing import missing
from bot.settings import load_settings
from bot.store.postgres import Pool
from bot.store.postgres_notes import PostgresNotes
from knowledge import clock
from trends.missing import Note, NotesFile, keep


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    app, file = tmp_path / "app.yaml", tmp_path / "missing.sqlite"
    app.write_text(f"authorities: [exshire]\ntrends:\n  missing: {file}\n", encoding="utf-8")
    monkeypatch.setattr("bot.commands.missing.settings", lambda: load_settings(app))
    return file


def run(*arguments: str) -> Result:
    return CliRunner().invoke(missing, list(arguments))


def told(file: Path, *notes: Note) -> None:
    for note in notes:
        keep(NotesFile(file), note, keep_days=90, now=clock.now())


def test_nothing_waits_at_first(file: Path) -> None:
    assert (run().stdout, run().stderr) == ("", "Nothing waits to be read.\n")


def test_each_note_is_a_line_with_its_week_its_kind_and_its_words(file: Path) -> None:
    told(file, Note("exshire", "no-service", "a nurture group"), Note("exshire", "wrong-level"))
    lines = run().stdout.splitlines()
    assert [line.split("  ", 2)[2] for line in lines] == [
        "exshire  A local service is missing: \u201ca nurture group\u201d",
        "exshire  The level is wrong",
    ]
    assert "2 to read" in run().stderr


def test_json_has_the_day_each_will_be_gone(file: Path) -> None:
    told(file, Note("exshire", "wrong-level"), Note("oldexshire", "wrong-level"))
    (line,) = run("--json", "--authority", "exshire").stdout.splitlines()
    found = json.loads(line)
    assert set(found) == {"id", "week", "authority", "kind", "means", "text", "deleted_on"}
    assert found["deleted_on"] > clock.now().date().isoformat()


def test_done_deletes_and_an_id_that_is_not_there_is_a_problem(file: Path) -> None:
    told(file, Note("exshire", "wrong-level"))
    note = json.loads(run("--json").stdout)["id"]
    assert run("--done", note).exit_code == 0
    again = run("--done", note)
    assert again.exit_code == 1
    assert f"There is no note {note}" in again.stderr
    assert run().stdout == ""


def test_notes_that_stand_in_postgresql_are_read_and_dealt_with_there(
    database: str, pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = tmp_path / "app.yaml"
    app.write_text(f"authorities: [exshire]\nstore:\n  database: {database}\n", encoding="utf-8")
    monkeypatch.setattr("bot.commands.missing.settings", lambda: load_settings(app))
    keep(PostgresNotes(pool), Note("exshire", "no-service", "a nurture group"), keep_days=90, now=clock.now())

    (line,) = run().stdout.splitlines()
    assert "a nurture group" in line
    assert run("--done", line.split()[0]).stderr == "1 deleted.\n"
    assert run().stdout == ""


def test_a_database_that_is_away_is_told_by_its_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = tmp_path / "app.yaml"
    app.write_text(f"authorities: [exshire]\nstore:\n  database: postgresql:///no?host={tmp_path}\n", encoding="utf-8")
    monkeypatch.setattr("bot.commands.missing.settings", lambda: load_settings(app))

    assert str(run().exception) == "The notes could not be opened (DatabaseAway). Try again."
