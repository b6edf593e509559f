"""What changes for whom: what is worse stands first, and nothing is asked again that cannot have changed."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commands import cli
from bot.commands.diff import as_data, lines
from bot.core.house import House
from bot.officers.change import Changes
from bot.officers.changes import changes_between
from bot.officers.message_sample import invented_messages, sample
from flows.library import Library
from flows.schema import Flow
from knowledge.schema.authority import ContactOnDay
from knowledge.schema.common import Band
from knowledge.schema.contact import Hours, Opening, Phone
from nlp.training.messages import Message
from tests.bot.officers.exshire import cases, one, with_contact, with_pack, with_sign

DAY = dt.date(2026, 11, 24)
URGENT = one("{urgent: yes}", worry="left on his own all night")
HUNGRY = one("{level: child-in-need}")


def compared(old: House, new: House, **more: object) -> Changes:
    return changes_between(old, new, today=DAY, **more)  # type: ignore[arg-type]


def messages(*texts: str) -> tuple[Message, ...]:
    return tuple(Message(text, 2, frozenset(), 2, "made-up") for text in texts)


def test_nothing_changes_between_a_tree_and_itself(house: House) -> None:
    found = compared(house, house, cases=[HUNGRY], cases_before=[HUNGRY], synthetic=messages("always hungry"))
    assert found.changes == ()
    assert found.asked.cases == 0
    assert "Nothing changes" in found.sentence


def calls_in(found: Changes) -> list[str]:
    """Each place at which somebody else is given, as it is read: the sentence, then its row."""
    return [f"{change.sentence} | {row.name}: {row.new}" for change in found.of("calls") for row in change.rows]


def test_a_new_number_says_who_rings_it_when_and_asks_no_message(house: House) -> None:
    new = with_contact(house, "exshire.duty", phones=(Phone(number="0161 496 0999"),))
    found = compared(house, new, cases=[HUNGRY], synthetic=messages("always hungry"))
    assert "the number is 0161 496 0999 instead of 0161 496 0100" in found.of("contacts")[0].sentence
    calls = calls_in(found)
    assert any("Mon\u2013Thu 08:30\u201317:00" in each and "Now Duty Team, 0161 496 0999" in each for each in calls)
    assert len({change.title for change in found.of("calls")}) == len(found.of("calls"))
    assert [change.id for change in found.of("answers")] == ["first"]
    assert (found.asked.cases, found.asked.messages) == (1, 0)


def test_shorter_hours_say_which_hours_and_what_is_rung_then(house: House) -> None:
    opening = Opening(days=("mon", "tue", "wed", "thu", "fri"), opens="08:30", closes="16:00")
    new = with_contact(house, "exshire.duty", hours=Hours(kind="weekly", weekly=(opening,)))
    said = calls_in(compared(house, new))
    assert any("Mon\u2013Thu 16:00\u201317:00: Night Team, 0161 496 0200" in each for each in said)


def test_a_single_day_of_other_hours_is_told_by_its_date(house: House) -> None:
    pack = house.knowledge.packs["exshire"]
    special = ContactOnDay(contact="exshire.duty", day=dt.date(2026, 12, 24), opens="08:30", closes="12:00")
    authority = pack.authority.model_copy(update={"special_days": (special,)})
    said = calls_in(compared(house, with_pack(house, replace(pack, authority=authority))))
    assert any("24.12.2026 12:00\u201317:00" in each for each in said)


def test_a_number_for_one_area_names_the_area(house: House) -> None:
    new = with_contact(house, "exshire.ehpo-north", phones=())
    said = " ".join(calls_in(compared(house, new)))
    assert "North" in said
    assert "South" not in said


def test_a_duty_team_that_is_gone_is_worse_and_stands_first(house: House) -> None:
    pack = house.knowledge.packs["exshire"]
    left = tuple(each for each in pack.contacts if each.role not in {"duty", "out_of_hours"})
    found = compared(house, with_pack(house, replace(pack, contacts=left)))
    assert found.changes[0].severity == "worse"
    assert any("no number to ring any more" in change.sentence for change in found.worse)
    assert any("is given to nobody any more" in change.sentence for change in found.worse)


def test_p3_a_lower_level_and_a_lost_urgent_answer_are_worse(house: House) -> None:
    new = with_sign(house, "neglect.left-alone", band=Band.EARLY_HELP, report_now=False)
    asked = messages("left on his own all night", "all fine")
    found = compared(house, new, cases=[URGENT], cases_before=[URGENT], synthetic=asked)
    assert {change.id for change in found.of("answers")} == {"urgent-lost"}
    assert {len(change.rows) for change in found.of("answers")} == {1}
    assert [change.part for change in found.changes[:3]] == ["answers", "answers", "signs"]
    assert all(change.severity == "worse" for change in found.changes[:3])


def test_a_higher_level_is_something_to_look_at_and_not_worse(house: House) -> None:
    found = compared(house, with_sign(house, "neglect.hungry", band=Band.CHILD_PROTECTION), cases=[HUNGRY])
    assert [change.id for change in found.of("answers")] == ["urgent-gained"]
    assert found.worse == ()


def test_a_phrase_taken_out_is_found_by_the_messages_that_say_it(house: House) -> None:
    new = with_sign(house, "neglect.hungry", everywhere=True, phrases=("comes in without breakfast",))
    found = compared(house, new, synthetic=messages("always hungry", "comes in without breakfast", "all fine"))
    lower = {change.authority: change for change in found.of("answers") if change.id == "level-down"}
    assert sorted(lower) == ["exshire", "national"]
    assert [row.name for row in lower["exshire"].rows] == ["always hungry"]
    assert ("phrases", "always hungry", "") in [(r.name, r.old, r.new) for r in found.of("signs")[0].rows]


def test_a_change_of_the_bank_is_told_once_and_not_for_each_authority(house: House) -> None:
    new = with_sign(house, "neglect.left-alone", everywhere=True, says="A child is left alone.")
    assert [change.authority for change in compared(house, new).of("signs")] == ["national"]


def test_another_wording_asks_nobody(house: House) -> None:
    new = with_sign(house, "neglect.left-alone", everywhere=True, says="A child is left alone.")
    found = compared(house, new, synthetic=messages("always hungry"))
    assert found.asked.messages == 0
    assert found.of("signs")[0].severity == "plain"


def test_a_band_that_means_a_lower_level_is_worse(house: House) -> None:
    pack = house.knowledge.packs["exshire"]
    bands = tuple(
        each.model_copy(update={"level": "early-help"}) if each.band is Band.CHILD_IN_NEED else each
        for each in pack.bands
    )
    found = compared(house, with_pack(house, replace(pack, bands=bands)), synthetic=messages("always hungry"))
    assert {change.part for change in found.worse} == {"levels", "answers"}


def with_flow(house: House, **outcome: object) -> House:
    flow = house.flows.flow("exshire.early-help")
    steps = [each.model_copy(update=outcome) if each.id == "ring" else each for each in flow.steps]
    changed: Flow = flow.model_copy(update={"steps": tuple(steps)})
    return replace(house, flows=Library.of([changed]))


def test_a_flow_is_shown_step_beside_step(house: House) -> None:
    found = compared(house, with_flow(house, record="What you saw and heard."))
    change = found.of("flows")[0]
    assert [row.name for row in change.rows] == ["ring"]
    assert "Write down: What you saw and heard." in change.rows[0].new
    assert "now: Write down: What you saw and heard." in "\n".join(lines(found))


@pytest.mark.parametrize("outcome", [{"when": "today"}, {"contacts": ("ehpo",)}], ids=["no longer now", "no duty team"])
def test_an_end_that_helps_less_is_worse(house: House, outcome: dict[str, object]) -> None:
    assert compared(house, with_flow(house, **outcome)).worse[0].part == "flows"


def test_a_step_taken_out_and_an_end_no_longer_reached_are_told(house: House) -> None:
    flow = house.flows.flow("exshire.early-help")
    question = flow.steps[0].model_copy(update={"choices": flow.steps[0].choices[1:2] * 2})  # type: ignore[union-attr]
    shorter = flow.model_copy(update={"steps": (question, flow.steps[3])})
    found = compared(house, replace(house, flows=Library.of([shorter])), cases=[one("{}", more="choices: [walk, yes]")])
    assert "2 steps taken out" in found.of("flows")[0].sentence
    assert "They end no longer at look." in found.of("flows")[0].sentence
    assert [change.id for change in found.of("answers")] == ["end"]


def test_cases_that_come_go_or_expect_something_else_are_told(house: House) -> None:
    before = cases(
        "cases:\n  - {id: a, worry: w, expect: {urgent: yes}}\n  - {id: b, worry: w, expect: {urgent: no}}\n"
    )
    after = cases("cases:\n  - {id: a, worry: w, expect: {urgent: no}}\n  - {id: c, worry: w, expect: {urgent: no}}\n")
    told = {change.id: change for change in compared(house, house, cases=after, cases_before=before).of("cases")}
    assert {name: change.severity for name, change in told.items()} == {"a": "look", "b": "look", "c": "plain"}
    assert [(row.name, row.old, row.new) for row in told["a"].rows] == [("expected urgent", "yes", "no")]


def test_an_authority_that_is_gone_is_worse(house: House) -> None:
    packs = {"national": house.knowledge.packs["national"]}
    found = compared(house, replace(house, knowledge=replace(house.knowledge, packs=packs)))
    assert found.worse[0].sentence == "This authority is gone."


def test_the_sample_is_the_same_each_time_and_of_every_kind() -> None:
    pool = invented_messages()
    chosen = sample(pool)
    assert chosen == sample(tuple(reversed(pool))[::-1])
    assert {each.level for each in chosen} == {0, 1, 2, 3, 4}
    assert 400 <= len(chosen) <= 600


def test_messages_about_what_changed_come_on_top() -> None:
    pool = invented_messages()
    more = set(sample(pool, about=["neglect.same-clothes"])) - set(sample(pool))
    assert more
    assert all("neglect.same-clothes" in (each.signs or ()) for each in more)


def test_the_terminal_marks_what_is_worse_and_json_has_every_row(house: House) -> None:
    new = with_sign(house, "neglect.left-alone", band=Band.EARLY_HELP, report_now=False)
    found = compared(house, new, cases=[URGENT])
    text = "\n".join(lines(found))
    assert text.index("LOOK AT THESE FIRST") < text.index("! exshire: 1 case: the answer is urgent no more.")
    assert json.loads(json.dumps(as_data(found)))["changes"][0]["severity"] == "worse"


def test_the_command_says_that_nothing_is_published_yet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "app.yaml").write_text("authorities: [oldham]\nreleases:\n  folder: nowhere\n")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["diff"])
    assert "Nothing was published yet" in str(result.exception)


@pytest.mark.parametrize(("worse", "code"), [(True, 1), (False, 0)])
def test_the_command_ends_with_1_when_something_is_worse(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, worse: bool, code: int
) -> None:
    band = Band.EARLY_HELP if worse else Band.CHILD_PROTECTION
    found = compared(house, with_sign(house, "neglect.hungry", band=band))
    monkeypatch.setattr("bot.commands.diff._old", lambda _: None)
    monkeypatch.setattr("bot.commands.diff._new", lambda _: None)
    monkeypatch.setattr("bot.commands.diff.compare", lambda *_, **__: found)
    result = CliRunner().invoke(cli, ["diff", "--json"])
    assert result.exit_code == code
    assert json.loads(result.stdout)["sentence"] == found.sentence
