"""A new authority: begun by a command, led to its end by the check, and answering in the chat, no Python touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands import cli
from bot.core.consultation import answer
from bot.core.house import House
from bot.core.plain import plain_text
from bot.core.reply import Kind, Reply
from bot.core.turn import Turn
from bot.folders import Folders
from bot.officers.new_authority import TEMPLATES, CannotBegin, new_pack
from flows.load import load_flows
from knowledge.load import load_knowledge
from knowledge.unfilled import MARK
from tests.bot.officers.fill_in import ID, NAME, TODAY, begun, faults_in, filled, national_tree
from tests.bot.web import fake_house
from tests.bot.web.conftest import TUESDAY


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """A pack that was begun, and filled in by nothing but what the check said."""
    return filled(begun(tmp_path_factory.mktemp("whole")))


@pytest.fixture
def house(whole: Folders) -> House:
    """The house of that tree alone, with a reader that knows a handful of words."""
    knowledge, flows = load_knowledge(whole.knowledge), load_flows(whole.flows)
    return House(knowledge, flows, (ID,), fake_house.read, fake_house.recall, fake_house.reword)


def said(house: House, typed: str = "", *, choice: str = "", after: Reply | None = None) -> Reply:
    state = after.state if after else ""
    return answer(Turn(typed=typed, choice=choice, authority=ID, state=state), house, now=TUESDAY).reply


def test_every_blank_of_a_new_pack_is_a_fault_at_its_line_and_nothing_else_is(tmp_path: Path) -> None:
    folders = begun(tmp_path)
    faults = faults_in(folders)
    blanks = sum(file.read_text(encoding="utf-8").count(MARK) for file in folders.knowledge.glob(f"{ID}/*.yaml"))
    assert {fault.rule for fault in faults} == {"fill-in"}
    assert len(faults) == blanks > 40
    for fault in faults:
        line = fault.position.file.read_text(encoding="utf-8").split("\n")[fault.position.line - 1]
        assert line[fault.position.column - 1 :].startswith(f'"{MARK}')


def test_each_blank_says_what_to_write_where_to_find_it_and_an_example(tmp_path: Path) -> None:
    for fault in faults_in(begun(tmp_path)):
        assert "still to be filled in" in fault.what
        assert [part for part in ("Write ", " Where: ", " Such as: ") if part not in fault.instead] == [], fault


def test_filling_in_what_each_fault_asks_for_makes_a_pack_without_a_fault(whole: Folders) -> None:
    assert faults_in(whole) == []


def test_it_answers_a_worry_with_the_level_in_its_own_words_and_its_own_number(house: House) -> None:
    reply = said(house, "always hungry")
    assert reply.headline == "This comes closest to Level 3: Child in Need."
    assert reply.contacts[0].name == "Duty Team (MASH)"
    assert reply.contacts[0].number == "0161 496 0100"
    assert "Children's social care looks at what is needed" not in reply.headline
    assert "Needs are many or serious" in plain_text(reply)


def test_p3_it_answers_harm_with_the_number_of_this_hour(house: House) -> None:
    reply = said(house, "bruise on the cheek")
    assert reply.kind is Kind.URGENT
    assert reply.headline.startswith("Ring now: Emergency Duty Team, 0161 496 0200.")


def test_it_can_be_walked_through_from_the_first_day(house: House) -> None:
    step = said(house, choice="walk", after=said(house, "always hungry"))
    assert step.kind is Kind.STEP
    assert step.small_print == (f"Early help in {NAME}, step by step",)


def test_it_can_be_chosen_by_its_name(house: House) -> None:
    asked = said(house, choice="authorities")
    assert NAME in [choice.label for choice in asked.all_choices]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    folders = begun(tmp_path)
    with pytest.raises(CannotBegin, match="is there already"):
        new_pack(ID, NAME, folders, today=TODAY)
    (folders.knowledge / "exshire").mkdir()
    with pytest.raises(CannotBegin, match="is there already"):
        new_pack("exshire", "", folders, today=TODAY)
    pack = new_pack("westshire", "", folders, today=TODAY)
    pack.write()
    with pytest.raises(FileExistsError):
        pack.write()


@pytest.mark.parametrize(
    "authority", ["", "North", "north_exshire", "../etc", "a/b", "1st", "national", "shared", "x.y"]
)
def test_an_id_that_could_not_be_one_is_refused(tmp_path: Path, authority: str) -> None:
    with pytest.raises(CannotBegin, match="cannot be an id"):
        new_pack(authority, "", national_tree(tmp_path), today=TODAY)


@pytest.mark.parametrize("name", ['Ex"shire', "Exshire: the council", "Exshire # 1", "{Exshire}"])
def test_a_name_that_would_break_the_files_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CannotBegin, match="without them"):
        new_pack(ID, name, national_tree(tmp_path), today=TODAY)


def test_without_a_name_it_is_called_as_its_id_says(tmp_path: Path) -> None:
    assert new_pack("north-exshire", "", national_tree(tmp_path), today=TODAY).name == "North Exshire"


def test_without_the_national_flow_nothing_is_begun(tmp_path: Path) -> None:
    folders = national_tree(tmp_path)
    (folders.flows / "national" / "early-help.yaml").unlink()
    with pytest.raises(CannotBegin, match="Put it back"):
        new_pack(ID, NAME, folders, today=TODAY)
    assert not (folders.knowledge / ID).exists()


def test_no_mark_of_a_template_is_left_and_each_file_names_its_schema(whole: Folders) -> None:
    files = [*whole.knowledge.glob(f"{ID}/*.yaml"), *whole.flows.glob(f"{ID}/*.yaml")]
    assert len(files) == len(list(TEMPLATES.glob("*.yaml"))) + 1
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert text.startswith("# yaml-language-server: $schema=../"), file.name
        assert "@" not in text, file.name


def test_a_blank_beside_a_real_fault_hides_it_not(tmp_path: Path) -> None:
    folders = begun(tmp_path)
    file = folders.knowledge / ID / "contacts.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("role: lado", "role: laddo"), encoding="utf-8")
    assert [fault for fault in faults_in(folders) if "laddo" in str(fault)] != []


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """The command in a folder whose draft is a tree with the national pack."""
    national_tree(tmp_path / "draft")
    app = "authorities: [north-exshire]\nreleases:\n  draft: draft\n"
    (tmp_path / "app.yaml").write_text(app, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def run_(*arguments: str) -> Result:
        return CliRunner().invoke(cli, list(arguments))

    return run_


def test_the_command_writes_the_files_and_says_what_comes_next(run) -> None:  # type: ignore[no-untyped-def]
    result = run("new", "authority", ID, "--name", NAME)
    assert result.exit_code == 0, result.output
    written = result.stdout.splitlines()
    assert [each for each in written if not Path(each).exists()] == []
    assert str(Path("draft/flows") / ID / "early-help.yaml") in written
    assert f"add {ID} to `authorities`" in result.stderr
    assert "earlyhelp check" in result.stderr


def test_the_command_and_the_check_work_together_to_the_end(run) -> None:  # type: ignore[no-untyped-def]
    run("new", "authority", ID)
    before = run("check")
    assert before.exit_code == 1
    assert before.stdout.count("still to be filled in") == len(before.stdout.splitlines())
    filled(Folders.under(Path("draft")))
    after = run("check")
    assert (after.exit_code, after.stdout) == (0, "")


def test_a_second_time_is_wrong_usage(run) -> None:  # type: ignore[no-untyped-def]
    run("new", "authority", ID)
    error = run("new", "authority", ID).exception
    assert isinstance(error, CannotBegin)
    assert error.exit_code == 2
