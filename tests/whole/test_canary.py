"""P2 with something broken at each stage: the real house answers with the numbers, and no word typed is left anywhere.

A stage is made to raise an error that quotes the whole message, as libraries do. Then everything the process wrote is
searched for the canary: log, both output streams, the store, the counters, temporary files, the page, the metrics.
"""

from __future__ import annotations

import datetime as dt
import logging
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


def assert_no_word_is_left(tmp_path: Path, caplog: Any, capfd: Any) -> None:
    told = capfd.readouterr()
    assert CANARY not in caplog.text
    assert CANARY not in told.out + told.err
    for file in (each for each in tmp_path.rglob("*") if each.is_file()):
        assert CANARY.encode() not in file.read_bytes(), file.name


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
    monkeypatch.setattr("bot.commands.ask.house", lambda: house)
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
