"""What must not leave: secrets in words of ours, files others may open, lines that a log or terminal would obey."""

from __future__ import annotations

import ast
import dataclasses
import datetime as dt
import importlib
import logging
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot.commands import cli
from bot.secrets import KEYS
from bot.settings import Settings
from knowledge.errors import Fault, KnowledgeErrors, Position, printable
from knowledge.exchange.cells import as_csv
from knowledge.private import private_file, private_folder
from knowledge.releases.folder import Releases
from knowledge.releases.journal import By

from ..bot.slack.conftest import TUESDAY, Slack, direct
from ..bot.web.conftest import Page
from ..bot.web.studio.conftest import CONTACTS, EDITOR, Browser, Place

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "flows", "knowledge", "nlp", "trends")
SECRET_NAME = re.compile(r"secret|password|token|api_key|cookie|signing|(?<![a-z])(key|code)$")
ESCAPES = "\x1b[31mred\x1b]0;title\x07\r\nERROR made up\x00\u2028\x9b31m"


def sources() -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_no_value_of_ours_shows_a_secret_that_it_holds() -> None:
    """Every dataclass with a field called like a secret leaves it out of its repr, and so out of crashes and logs."""
    shown = []
    for file in (
        each for each in sources() if each.is_relative_to(ROOT / "bot") or each.is_relative_to(ROOT / "trends")
    ):
        text = file.read_text(encoding="utf-8")
        if "@dataclass" not in text or not SECRET_NAME.search(text) or "training" in file.parts:
            continue
        for name, made in vars(importlib.import_module(module_of(file))).items():
            if not dataclasses.is_dataclass(made) or getattr(made, "__module__", "") != module_of(file):
                continue
            fields = (each for each in dataclasses.fields(made) if each.type in {"str", "bytes", "str | None"})
            shown += [
                f"{module_of(file)}.{name}.{each.name}"
                for each in fields
                if SECRET_NAME.search(each.name) and each.repr
            ]
    assert sorted(set(shown) - ALLOWED) == []


ALLOWED = {
    "bot.web.studio.oidc._Service.token",  # the address where tokens are asked for
    "bot.web.studio.door.Visit.csrf",
}


def test_no_setting_is_a_secret() -> None:
    """Secrets have no place in app.yaml at all, so none can be printed with it."""
    names: list[str] = []

    def walk(model: type, path: str) -> None:
        for name, field in model.model_fields.items():  # type: ignore[attr-defined]
            names.append(f"{path}{name}")
            if hasattr(field.annotation, "model_fields"):
                walk(field.annotation, f"{path}{name}.")

    walk(Settings, "")
    assert not [name for name in names if SECRET_NAME.search(name.rpartition(".")[2])]


def test_no_help_shows_a_secret_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    canary = "xyloxsecret"
    for name in (*KEYS, "SLACK_APP_TOKEN", "STUDIO_CLIENT_SECRET", "EARLYHELP_DATABASE_PASSWORD"):
        monkeypatch.setenv(name, canary)
    runner = CliRunner()
    for verb in sorted(cli.commands):
        command = cli.commands[verb]
        inside = sorted(command.commands) if isinstance(command, click.Group) else []
        for words in ([verb, "--help"], *([verb, sub, "--help"] for sub in inside)):
            assert canary not in runner.invoke(cli, words).output, words


def test_marks_and_signatures_are_compared_in_constant_time() -> None:
    """No `==` on what proves something: signatures, states, keys of forms and fingerprints of secrets."""
    proving = re.compile(r"signature|signed|csrf|form_key|nonce|\bstate\b.*pending|hmac|_mark\(")
    found = []
    for file in (each for each in sources() if each.parts[-2] in {"slack", "teams", "studio", "store"}):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            compared = isinstance(node, ast.Compare) and any(isinstance(each, ast.Eq | ast.NotEq) for each in node.ops)
            if isinstance(node, ast.Compare) and compared and proving.search(ast.unparse(node)):
                found.append(f"{file.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}")
    assert found == []


def test_nothing_is_run_deserialised_or_fetched_that_could_be_somebodys() -> None:
    """No shell, no eval, no pickle, no YAML but through the strict loader, no XML, no templates made of text."""
    forbidden = re.compile(
        r"\b(eval|exec|os\.system|os\.popen|pickle\.loads?|marshal\.loads?|shelve\.open|yaml\.(unsafe_|full_)?load|"
        r"shell=True|xml\.etree|lxml|from_string|Template\(|__import__|urllib\.request|requests\.)\b"
    )
    hinting = re.compile(
        r"eval\(|exec\(|os\.|pickle|marshal|shelve|yaml\.|shell|xml|from_string|Template|__import__|urllib"
    )
    found = []
    for file in (each for each in sources() if "training" not in each.parts):
        text = file.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if hinting.search(text) else ():
            if isinstance(node, ast.Call) and forbidden.search(ast.unparse(node.func) + "("):
                found.append(f"{file.relative_to(ROOT)}:{node.lineno} {ast.unparse(node.func)}")
            if isinstance(node, ast.keyword) and node.arg == "shell" and ast.unparse(node.value) == "True":
                found.append(f"{file.relative_to(ROOT)}:{node.value.lineno} shell=True")
    assert found == []


def ours(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged, less the lines of the client that the test itself sends with."""
    return [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]


def mode_of(file: Path) -> str:
    return oct(stat.S_IMODE(file.stat().st_mode))


def test_what_is_kept_of_people_is_for_the_programs_account_alone(page: Page) -> None:
    """Whatever the machine's habit (umask) is: the store, the counters and what lies beside them."""
    before = os.umask(0)
    try:
        page.ask("always hungry", authority="oldham", event="1")
        assert page.counted()
    finally:
        os.umask(before)
    assert mode_of(page.folder) == "0o700"
    files = [file for file in page.folder.iterdir() if file.is_file()]
    assert len(files) >= 2
    assert {mode_of(file) for file in files} == {"0o600"}


def test_what_officers_typed_and_who_did_what_is_for_the_programs_account_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        draft = tmp_path / "draft"
        (draft / "knowledge").mkdir(parents=True)
        (draft / "knowledge" / "release.yaml").write_text(
            'version: "2026.11.24-1"\nnote: n\nreviewed_by: r\nreview_by: 2027-01-01\n'
        )
        Releases(tmp_path / "var" / "releases").ship(draft, now=TUESDAY)
    finally:
        os.umask(before)
    assert mode_of(tmp_path / "var" / "releases") == "0o700"
    assert mode_of(tmp_path / "var" / "releases" / "journal.jsonl") == "0o600"


def test_a_file_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text("kept")
    file.chmod(0o640)
    private_file(file)
    private_folder(tmp_path)
    assert (mode_of(file), file.read_text()) == ("0o640", "kept")


def test_a_fault_is_one_line_whatever_a_file_or_its_name_holds() -> None:
    fault = Fault(Position(Path(f"knowledge/{ESCAPES}.yaml")), "rule", ESCAPES, ESCAPES, ESCAPES)
    assert str(fault).isprintable()
    assert len(str(KnowledgeErrors([fault, fault])).splitlines()) == 2
    assert printable("Ärger \u2026 ok") == "Ärger \u2026 ok"


def test_nothing_a_stranger_sends_makes_a_line_of_its_own_in_the_log(
    page: Page, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sent = {"User-Agent": ESCAPES, "Referer": ESCAPES, "X-Forwarded-For": ESCAPES, "Origin": "null"}
    headers = {name: value.encode("utf-8").replace(b"\r\n", b" ").replace(b"\x00", b"") for name, value in sent.items()}
    page.client.post(
        "/ask", data={"typed": ESCAPES, "event": ESCAPES, "state": ESCAPES, "choice": ESCAPES}, headers=headers
    )
    page.client.get("/nowhere/%1b%5b31mred%0d%0aERROR%20made%20up", headers=headers)
    slack.send(direct(f"hungry {ESCAPES}", event=ESCAPES, user=f"U1{ESCAPES}", ts=f"1.{ESCAPES}"))
    for said in ours(caplog):
        assert "\x1b" not in said
        assert "made up" not in said


@pytest.mark.parametrize(
    "formula",
    ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\ufeff=1", "\uff1d1", "\uff201"],
)
def test_no_cell_of_any_table_is_run_by_a_spreadsheet(formula: str) -> None:
    (line,) = as_csv(("a",), [(formula,)]).split("\r\n", 1)[1:]
    assert line.lstrip('"').startswith("'")


def test_every_table_goes_through_the_one_that_makes_cells_harmless() -> None:
    writers = [file for file in sources() if "csv.writer(" in file.read_text(encoding="utf-8")]
    assert writers
    for file in writers:
        assert "harmless" in file.read_text(encoding="utf-8"), file.relative_to(ROOT)


def test_an_officers_own_words_stay_out_of_the_log(
    editor: Browser, place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    text = place.text(CONTACTS) + "\n# xylocanary: [\n"
    editor.post("/studio/api/check", path=CONTACTS, text=text)
    editor.post("/studio/api/try", text="xylocanary always hungry", authority="exshire")
    editor.post("/studio/api/file", path=CONTACTS, text=text, digest="wrong")
    editor.get("/studio/file", params={"path": "xylocanary"})
    assert "xylocanary" not in "".join(ours(caplog))


def test_a_title_with_marks_makes_one_line_of_the_journal(place: Place) -> None:
    at = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    from bot.web.studio.edits import Edit

    place.studio.edits.add(Edit(at=at, by=By(id=EDITOR.id, title=ESCAPES), did="saved", path="x"))
    assert len((place.root / "var" / "releases" / "edits.jsonl").read_bytes().splitlines()) == 1
