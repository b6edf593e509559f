"""P2 with something broken at each stage: the real house answers with the numbers, and no word typed is left anywhere.

A stage is made to raise an error that quotes the whole message, as libraries do. Then everything the process wrote is
searched for the canary: log, both output streams, the store, the counters, temporary files, the page, the metrics.
The one exception is what somebody asked to have kept for the officers: it is in its own file, and nowhere else.
"""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from bot.commands import cli
from bot.core.house import House
from bot.core.plain import plain_text
from bot.core.reply import Kind
from bot.core.safely import answer_safely
from bot.core.turn import Turn
from bot.web.app import create_app
from knowledge import clock
from tests.bot.desks import desk_in
from trends.missing import NotesFile, forget_old

CANARY = "rhododendron"
"""A word that every dictionary has, so that the guard lets it through to the later stages."""
TYPED = f"he is always hungry and wears {CANARY} every day, mum hits him"
NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=clock.LONDON)
STAGES = [
    "nlp.guard.guard.find_shapes",
    "nlp.guard.names.words_of",
    "nlp.guard.guard.find_combinations",
    "nlp.spelling.Speller.correct",
    "nlp.reader.clauses_of",
    "nlp.voice.Voice.listen",
    "nlp.matcher.Matcher.read",
    "nlp.reader.read_stage",
    "nlp.assertion.Asserter.assess",
    "nlp.reader.decide",
    "bot.core.consultation.reply_to",
    "bot.core.consultation.count_of",
    "bot.core.answers.context.Context.finish",
]
ALSO_THE_LAST_RESORT = "bot.core.answers.context.Context.finish"


def broken(*_: Any, **__: Any) -> NoReturn:
    raise ValueError(f"could not read {TYPED!r}")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files would land."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def assert_no_word_is_left(tmp_path: Path, caplog: Any, capfd: Any, *, but_in: tuple[str, ...] = ()) -> None:
    told = capfd.readouterr()
    assert CANARY not in caplog.text
    assert CANARY not in told.out + told.err
    files = (each for each in tmp_path.rglob("*") if each.is_file())
    assert tuple(each.name for each in files if CANARY.encode() in each.read_bytes()) == but_in


@pytest.mark.parametrize("stage", STAGES[:-1])
def test_p2_p6_the_core_answers_and_keeps_nothing_whatever_breaks(
    house: House, stage: str, temporary: Path, tmp_path: Path, monkeypatch: Any, caplog: Any, capfd: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(stage, broken)
    reply = answer_safely(Turn(typed=TYPED, authority="bury"), house, now=NOW).reply
    shown = plain_text(reply)
    assert reply.kind is Kind.FAILED
    assert "999" in shown
    assert CANARY not in shown + reply.state
    assert_no_word_is_left(tmp_path, caplog, capfd)


@pytest.mark.parametrize("stage", STAGES)
def test_p2_the_web_keeps_nothing_whatever_breaks(
    house: House, stage: str, temporary: Path, tmp_path: Path, monkeypatch: Any, caplog: Any, capfd: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    desk = desk_in(tmp_path / "var", lambda: house, lambda: NOW)
    client = TestClient(create_app(desk), raise_server_exceptions=False)
    monkeypatch.setattr(stage, broken)
    page = client.post("/ask", data={"typed": TYPED, "authority": "bury", "area": "", "event": "1"})
    assert stage == ALSO_THE_LAST_RESORT or "999" in page.text
    assert CANARY not in page.headers.get("location", "")
    assert CANARY not in client.get("/metrics").text
    assert_no_word_is_left(tmp_path, caplog, capfd)


@pytest.mark.parametrize("stage", STAGES)
def test_p2_the_terminal_tells_no_word_whatever_breaks(
    house: House, stage: str, temporary: Path, tmp_path: Path, monkeypatch: Any, caplog: Any, capfd: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("bot.commands.ask.house", lambda **_: house)
    monkeypatch.setattr(stage, broken)
    result = CliRunner().invoke(cli, ["ask", "--authority", "bury", TYPED])
    assert result.exit_code == 1
    assert "999" in result.output
    assert CANARY not in result.output
    assert CANARY not in repr(result.exception)
    assert_no_word_is_left(tmp_path, caplog, capfd)


def test_p2_a_whole_conversation_leaves_no_word(
    house: House, temporary: Path, tmp_path: Path, caplog: Any, capfd: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    desk = desk_in(tmp_path / "var", lambda: house, lambda: NOW)
    client = TestClient(create_app(desk))
    state = ""
    for number, typed in enumerate((TYPED, f"Zelda said {CANARY}", "walk", "note", f"ring {CANARY} 07700 900123")):
        page = client.post(
            "/ask", data={"typed": typed, "state": state, "authority": "bury", "area": "", "event": str(number)}
        )
        assert page.status_code == 200
        state = page.text.rpartition('data-state="')[2].partition('"')[0]
    assert_no_word_is_left(tmp_path, caplog, capfd)


def asked_for_words(client: TestClient) -> str:
    """The state after the person was told that their next words are kept for the officers."""
    state = ""
    for choice in ("missing", "missing-words:no-service"):
        page = client.post("/ask", data={"choice": choice, "state": state, "authority": "bury", "area": ""})
        state = page.text.rpartition('data-state="')[2].partition('"')[0]
    return state


def test_p2_the_one_exception_is_exact_the_words_for_the_officers_are_in_their_file_and_nowhere_else(
    house: House, temporary: Path, tmp_path: Path, caplog: Any, capfd: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    desk = desk_in(tmp_path / "var", lambda: house, lambda: NOW)
    client = TestClient(create_app(desk))
    given = {"typed": f"please list the {CANARY} club", "state": asked_for_words(client), "area": "", "event": "9"}
    page = client.post("/ask", data=given)
    assert "The officers will read it" in page.text
    assert CANARY not in page.text + client.get("/metrics").text
    assert_no_word_is_left(tmp_path, caplog, capfd, but_in=("missing.sqlite",))
    with closing(sqlite3.connect(tmp_path / "var" / "missing.sqlite")) as connection:
        rows = connection.execute("select * from missing").fetchall()
    assert rows == [("2026-W48", "bury", "no-service", f"please list the {CANARY} club")]

    forget_old(NotesFile(tmp_path / "var" / "missing.sqlite"), keep_days=90, now=NOW + dt.timedelta(days=90))
    assert_no_word_is_left(tmp_path, caplog, capfd)


def test_p2_p3_a_note_that_reads_like_serious_harm_is_answered_and_leaves_no_word(
    house: House, temporary: Path, tmp_path: Path, caplog: Any, capfd: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    client = TestClient(create_app(desk_in(tmp_path / "var", lambda: house, lambda: NOW)))
    page = client.post("/ask", data={"typed": TYPED, "state": asked_for_words(client), "area": "", "event": "9"})
    assert 'data-kind="urgent"' in page.text
    assert_no_word_is_left(tmp_path, caplog, capfd)


@pytest.mark.parametrize("stage", [*STAGES[:-1], "trends.missing.iso_week", "trends.missing.plain_words"])
def test_p2_a_note_is_kept_whole_or_not_at_all_whatever_breaks(
    house: House, stage: str, temporary: Path, tmp_path: Path, monkeypatch: Any, caplog: Any, capfd: Any
) -> None:
    """Stages that a note does not pass through cannot break it: then it is kept, and only in its file."""
    caplog.set_level(logging.DEBUG)
    client = TestClient(
        create_app(desk_in(tmp_path / "var", lambda: house, lambda: NOW)), raise_server_exceptions=False
    )
    state = asked_for_words(client)
    monkeypatch.setattr(stage, broken)
    page = client.post("/ask", data={"typed": f"please list the {CANARY} club", "state": state, "area": ""})
    kept = "The officers will read it" in page.text
    assert_no_word_is_left(tmp_path, caplog, capfd, but_in=("missing.sqlite",) if kept else ())
