"""`earlyhelp trends`: publish what may be published, show it and nothing else."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands import cli
from bot.settings import Settings, Trends
from knowledge.clock import LONDON
from knowledge.errors import EarlyHelpError, UnknownName
from tests.trends.world import count
from trends.counters import CounterRow

from ...trends.show.fake_publication import published

NOW = dt.datetime(2026, 11, 24, 17, 40, tzinfo=LONDON)
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command with its files in a folder of the test's own."""
    trends = Trends(file=tmp_path / "counters.sqlite", published=tmp_path / "trends")
    settings = Settings(authorities=("oldham", "bury"), trends=trends)
    monkeypatch.setattr("bot.commands.trends.settings", lambda: settings)
    monkeypatch.setattr("knowledge.clock.now", lambda: NOW)

    def run_(*arguments: str) -> Result:
        return CliRunner().invoke(cli, ["trends", *arguments])

    return run_


def test_nothing_published_yet_is_a_sentence_that_says_what_to_do(run: Run) -> None:
    for verb in ("show", "serve"):
        result = run(verb)
        assert isinstance(result.exception, EarlyHelpError)
        assert "Publish with: earlyhelp trends publish" in str(result.exception)


def test_show_draws_every_table_of_one_council(run: Run, tmp_path: Path) -> None:
    published(tmp_path / "trends")
    shown = run("show", "--authority", "exshire").stdout

    for words in ("Worries by week", "Worries by area: July to September 2026", "Was the answer helpful?", "55%"):
        assert words in shown
    assert "c means held back: under 10" in shown
    assert "Wyeford" not in shown


def test_show_sets_the_councils_side_by_side(run: Run, tmp_path: Path) -> None:
    published(tmp_path / "trends")
    result = run("show")
    assert "Worries by authority: September 2026" in result.stdout
    assert "Families referred again within a year: not known" in result.stdout
    assert "--authority, one of exshire, wyeford" in result.stderr


def test_show_takes_a_period(run: Run, tmp_path: Path) -> None:
    published(tmp_path / "trends")
    shown = run("show", "--authority", "exshire", "--period", "2026-05").stdout
    assert "May 2026" in shown
    assert "2026-Q3" not in shown
    assert "Worries by area" not in shown


@pytest.mark.parametrize(("option", "value"), [("--authority", "exshir"), ("--period", "2026-Q9")])
def test_show_says_what_is_known_where_a_name_is_not(run: Run, tmp_path: Path, option: str, value: str) -> None:
    published(tmp_path / "trends")
    error = run("show", option, value).exception
    assert isinstance(error, UnknownName)
    assert error.exit_code == 2


def test_show_gives_json_for_each_number_and_measure(run: Run, tmp_path: Path) -> None:
    published(tmp_path / "trends")
    lines = [json.loads(line) for line in run("show", "--authority", "exshire", "--json").stdout.splitlines()]
    held_back = next(line for line in lines if line.get("table") == "exshire.domains" and line["row"] == "fgm"
                     and line["column"] == "child_protection")  # fmt: skip
    assert (held_back["n"], held_back["shown"], held_back["period"]) == (None, "c", "2026-Q3")
    assert {line["measure"] for line in lines if "measure" in line} >= {"unmatched-share", "early-help-share"}


def counted(file: Path) -> None:
    for number, domain in ((40, "neglect"), (3, "fgm")):
        for _ in range(number):
            row = CounterRow("oldham", "web", domain=domain, band="early_help", matched=True)
            count(file, row, now=NOW - dt.timedelta(weeks=9))


def test_publish_writes_figures_tables_and_a_report_for_each_board(run: Run, tmp_path: Path) -> None:
    counted(tmp_path / "counters.sqlite")
    result = run("publish", "--json")

    assert result.exit_code == 0, result.exception
    said = json.loads(result.stdout)
    names = {Path(file).name for file in said["written"]}
    assert {"published.sqlite", "published-csv", "board-oldham.html", "board-oldham.pdf"} <= names
    assert all(Path(file).exists() for file in said["written"])
    assert said["held_back"] > 0


def test_publish_names_what_it_wrote_on_stdout_and_talks_on_stderr(run: Run, tmp_path: Path) -> None:
    counted(tmp_path / "counters.sqlite")
    result = run("publish", "--into", str(tmp_path / "elsewhere"))

    assert str(tmp_path / "elsewhere" / "published.sqlite") in result.stdout.splitlines()
    assert "Up to week 2026-W47" in result.stderr


def test_p8_what_was_published_does_not_show_three(run: Run, tmp_path: Path) -> None:
    counted(tmp_path / "counters.sqlite")
    run("publish")
    shown = [json.loads(line) for line in run("show", "--authority", "oldham", "--json").stdout.splitlines()]
    fgm = [line for line in shown if line.get("row") == "fgm"]
    assert fgm
    assert {line["n"] for line in fgm} == {None}


def test_publish_says_when_the_counters_cannot_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "counters.sqlite").write_bytes(b"no database" * 1000)
    error = run("publish").exception
    assert isinstance(error, EarlyHelpError)
    assert "cannot be read" in str(error)


def test_publish_with_nothing_counted_is_fine(run: Run) -> None:
    assert run("publish").exit_code == 0
