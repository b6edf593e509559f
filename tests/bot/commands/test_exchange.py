"""`earlyhelp import`, `export` and `guide`, as an officer types them in a folder with a draft of Exshire."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar
from pypdf import PdfReader

from bot.commands import cli
from knowledge.errors import EarlyHelpError
from knowledge.load import load_knowledge
from tests.bot.conftest import FLOW
from tests.knowledge.exchange.extract import extract, row

Run = Callable[..., Result]
EXSHIRE = Path(__file__).parents[2] / "knowledge" / "exshire"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The draft's folder of Exshire; nothing was ever published, so it is what people are answered from too."""
    root = tmp_path / "draft"
    shutil.copytree(EXSHIRE, root / "knowledge")
    (root / "flows" / "exshire").mkdir(parents=True)
    (root / "flows" / "exshire" / "early-help.yaml").write_text(FLOW)
    (tmp_path / "app.yaml").write_text(f"authorities: [exshire]\nreleases:\n  draft: {root}\n")
    return root / "knowledge" / "exshire"


@pytest.fixture
def run(pack: Path) -> Run:
    assert pack.exists()
    return lambda *typed: CliRunner().invoke(cli, [str(each) for each in typed])


def files_of(pack: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in pack.parent.rglob("*") if file.is_file()}


def test_schools_are_imported_and_the_knowledge_loads_with_them(run: Run, pack: Path, tmp_path: Path) -> None:
    result = run("import", "schools", extract(tmp_path, row()), "--authority", "exshire")
    assert result.exit_code == 0, result.output
    assert result.stdout == "New: Brook Primary School (100001), school, area north\n"
    assert "1 added" in result.stderr
    found = load_knowledge(pack.parent).pack("exshire")
    assert [each.urn for each in found.places.settings] == [None, None, "100001"]
    assert found.sources["get-information-about-schools"].dated == "20 November 2026"


def test_a_dry_run_tells_everything_and_writes_nothing(run: Run, pack: Path, tmp_path: Path) -> None:
    file, before = extract(tmp_path, row()), files_of(pack)
    result = run("import", "schools", file, "--authority", "exshire", "--dry-run")
    assert "New: Brook Primary School" in result.stdout
    assert "would change" in result.stderr
    assert files_of(pack) == before


def test_a_second_import_leaves_the_files_as_they_are(run: Run, pack: Path, tmp_path: Path) -> None:
    file = extract(tmp_path, row())
    run("import", "schools", file, "--authority", "exshire")
    before = files_of(pack)
    assert "is as it was" in run("import", "schools", file, "--authority", "exshire").stderr
    assert files_of(pack) == before


def test_what_was_done_is_told_as_json(run: Run, tmp_path: Path) -> None:
    told = json.loads(
        run("import", "schools", extract(tmp_path, row()), "--authority", "exshire", "--dry-run", "--json").stdout
    )
    assert told["added"][0]["urn"] == "100001"
    assert told["counts"]["added"] == 1
    assert told["dry_run"] is True


def test_closed_schools_leave_when_asked(run: Run, pack: Path, tmp_path: Path) -> None:
    run("import", "schools", extract(tmp_path, row(), row(urn="100002", name="Old School")), "--authority", "exshire")
    file = extract(tmp_path, row(), row(urn="100002", name="Old School", status="Closed"))
    assert "still here" in run("import", "schools", file, "--authority", "exshire").stdout
    assert "Old School" in (pack / "places.yaml").read_text()
    assert "taken out" in run("import", "schools", file, "--authority", "exshire", "--remove-closed").stdout
    assert "Old School" not in (pack / "places.yaml").read_text()


def test_another_places_file_can_be_filled(run: Run, pack: Path, tmp_path: Path) -> None:
    other, before = tmp_path / "places.yaml", files_of(pack)
    shutil.copy(pack / "places.yaml", other)
    run("import", "schools", extract(tmp_path, row()), "--authority", "exshire", "--into", other)
    assert "Brook Primary School" in other.read_text()
    assert files_of(pack) == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--authority", "exshir"], "Did you mean 'exshire'?"),
        (["--authority", "exshire", "--register-name", "Wessex"], "no open school of 'Wessex'"),
    ],
    ids=["authority", "name in the register"],
)
def test_a_wrong_name_is_told_and_nothing_is_written(
    run: Run, pack: Path, tmp_path: Path, arguments: list[str], says: str
) -> None:
    file, before = extract(tmp_path, row()), files_of(pack)
    error = run("import", "schools", file, *arguments).exception
    assert isinstance(error, EarlyHelpError)
    assert says in str(error)
    assert files_of(pack) == before


def test_a_file_cut_short_changes_nothing(run: Run, pack: Path, tmp_path: Path) -> None:
    file, before = extract(tmp_path, row(), row(urn="100002")), files_of(pack)
    file.write_bytes(file.read_bytes()[:-60])
    error = run("import", "schools", file, "--authority", "exshire").exception
    assert isinstance(error, EarlyHelpError)
    assert "cut short" in str(error)
    assert files_of(pack) == before


def test_contacts_go_out_and_come_back_as_a_draft_to_check(run: Run, pack: Path, tmp_path: Path) -> None:
    before = files_of(pack)
    out = tmp_path / "services.json"
    said = run("export", "contacts", "--authority", "exshire", "--out", out).stderr
    assert "has no place for: where the fact is published" in said
    result = run("import", "contacts", out, "--authority", "exshire")
    draft = tmp_path / "exshire-contacts-draft.yaml"
    assert result.exit_code == 0, result.output
    count = len([each for each in load_knowledge(pack.parent).pack("exshire").contacts if "exshire." in each.id])
    assert f"{count} contacts to check" in result.stderr
    assert files_of(pack) == before
    shutil.copy(draft, pack / "contacts.yaml")
    sources = pack / "sources.yaml"
    sources.write_text(sources.read_text().replace("exshire-guide,", "open-referral,").replace("exshire-guide", "x"))
    found = load_knowledge(pack.parent).pack("exshire")
    assert [each.status for each in found.contacts if each.id.startswith("exshire.")] == ["unconfirmed"] * count


def test_a_draft_is_never_overwritten_unasked(run: Run, tmp_path: Path) -> None:
    out, draft = tmp_path / "services.json", tmp_path / "draft.yaml"
    run("export", "contacts", "--authority", "exshire", "--out", out)
    draft.write_text("mine\n")
    error = run("import", "contacts", out, "--authority", "exshire", "--out", draft).exception
    assert isinstance(error, EarlyHelpError)
    assert error.exit_code == 2
    assert draft.read_text() == "mine\n"
    assert run("import", "contacts", out, "--authority", "exshire", "--out", draft, "--replace").exit_code == 0


def test_contacts_as_a_table(run: Run) -> None:
    data = run("export", "contacts", "--authority", "exshire", "--format", "csv").stdout_bytes
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0]["hours"] == "Mon to Thu 08:30 to 17:00, Fri 08:30 to 16:00"
    assert rows[1]["hours"] == "When Duty Team is closed"


def test_the_calendar_holds_contacts_levels_and_flows(run: Run) -> None:
    data = run("export", "calendar", "--authority", "exshire").stdout_bytes
    uids = {str(each["uid"]) for each in Calendar.from_ical(data).walk("VEVENT")}
    assert {"contact.exshire.duty@earlyhelp", "flow.exshire.early-help@earlyhelp"} <= uids
    assert not [uid for uid in uids if "national" in uid]
    everything = run("export", "calendar").stdout_bytes
    assert uids < {str(each["uid"]) for each in Calendar.from_ical(everything).walk("VEVENT")}


def test_the_shipped_knowledge_has_a_calendar_for_everybody(tmp_path: Path) -> None:
    assert not (tmp_path / "app.yaml").exists()
    data = CliRunner().invoke(cli, ["export", "calendar"]).stdout_bytes
    uids = [str(each["uid"]) for each in Calendar.from_ical(data).walk("VEVENT")]
    assert len(uids) == len(set(uids)) > 90
    assert "flow.shared.lado@earlyhelp" in uids


def test_a_guide_is_written_as_pdf_and_html(run: Run, tmp_path: Path) -> None:
    assert run("guide", "exshire").exit_code == 0
    assert len(PdfReader(tmp_path / "exshire-guide.pdf").pages) == 1
    result = run("guide", "exshire", "--level", "3", "--role", "teacher", "--format", "html", "--out", "-")
    assert "<title>Level 3: Child In Need" in result.stdout
    assert "For schools" in result.stdout


def test_an_unknown_role_is_wrong_usage(run: Run) -> None:
    error = run("guide", "exshire", "--role", "schol").exception
    assert isinstance(error, EarlyHelpError)
    assert error.exit_code == 2
    assert "Did you mean 'school'?" in str(error)
