"""`earlyhelp status`, `publish` and `rollback`, as an officer types them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands import cli
from knowledge.errors import EarlyHelpError
from knowledge.releases.folder import Releases
from tests.bot.officers.test_publishing import CONTACTS, FIRST, NOON, faulty_when_it_says_so, release_text

Run = Callable[..., Result]


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    root = tmp_path / "draft"
    (root / CONTACTS).parent.mkdir(parents=True)
    (root / CONTACTS).write_text("number: old\n")
    (root / "knowledge" / "release.yaml").write_text(release_text(FIRST))
    (tmp_path / "app.yaml").write_text(f"authorities: [exshire]\nreleases:\n  draft: {root}\n")
    Releases(tmp_path / "var" / "releases").ship(root, now=NOON)
    return root


@pytest.fixture
def run(draft: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    assert draft.exists()
    monkeypatch.setattr("bot.commands.publish.checked", faulty_when_it_says_so)

    def run(*typed: str) -> Result:
        return CliRunner().invoke(cli, typed)

    return run


def version_in(result: Result) -> str:
    return result.stdout.strip().splitlines()[-1]


def test_the_status_says_what_is_live_and_what_differs(run: Run, draft: Path) -> None:
    assert f"Live: {FIRST.version}" in run("status").stdout
    assert "The draft is the same." in run("status").stdout
    (draft / CONTACTS).write_text("number: new\n")
    said = json.loads(run("status", "--json").stdout)
    assert (said["version"], said["changed"]) == (FIRST.version, [CONTACTS.as_posix()])


def test_two_officers_publish_and_one_goes_back(run: Run, draft: Path) -> None:
    (draft / CONTACTS).write_text("number: new\n")
    proposed = run("publish", "--by", "EHPO", "--note", "The number changed", "--review-by", "2027-02-01")
    waiting = version_in(proposed)
    assert f"{waiting}, proposed by EHPO: The number changed" in run("status").stdout

    published = run("publish", "--by", "Head of Early Help", "--approve", waiting)

    assert published.exit_code == 0
    assert "Head of Early Help" in run("status").stdout
    assert f"Live: {version_in(published)}" in run("status").stdout

    assert version_in(run("rollback", "--by", "EHPO")) == FIRST.version
    assert f"Live: {FIRST.version}" in run("status").stdout


def test_two_who_sit_together_publish_at_once(run: Run, draft: Path) -> None:
    (draft / CONTACTS).write_text("number: new\n")
    done = run("publish", "--by", "EHPO", "--reviewed-by", "Head of Early Help", "--note", "n")
    assert f"Live: {version_in(done)}" in run("status").stdout


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("publish", "--by", "EHPO", "--note", "n"), "Nothing differs"),
        (("publish", "--by", "EHPO", "--approve", "12345678"), "There is no proposal called '12345678'."),
        (("rollback", "--by", "EHPO", "2020.01.01-1"), "There is no release called '2020.01.01-1'."),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, typed: tuple[str, ...], said: str) -> None:
    result = run(*typed)
    assert isinstance(result.exception, EarlyHelpError)
    assert said in str(result.exception)


def test_one_person_cannot_be_both(run: Run, draft: Path) -> None:
    (draft / CONTACTS).write_text("number: new\n")
    result = run("publish", "--by", "EHPO", "--reviewed-by", "ehpo", "--note", "n")
    assert "second person" in str(result.exception)


def test_an_unsound_draft_is_refused(run: Run, draft: Path) -> None:
    (draft / CONTACTS).write_text("broken\n")
    assert "This is broken." in str(run("publish", "--by", "EHPO", "--note", "n").exception)
    assert f"Live: {FIRST.version}" in run("status").stdout


def test_there_is_no_way_back_from_the_first_release(run: Run) -> None:
    result = run("rollback", "--by", "EHPO")
    assert (result.exit_code, "no earlier release" in result.stderr) == (1, True)
