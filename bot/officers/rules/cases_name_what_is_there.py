"""A case names authorities, areas, levels, signs, contacts, flows, steps and choices that exist, and expects something.

Whether the answers are as expected is seen by running the cases; a case that names what is not there can never hold.

PASS  expect: {level: early-help, contacts: [exshire.duty], flow: exshire.early-help}
FAIL  expect: {level: erly-help}
FAIL  two cases with one id; a sign that is expected and not expected; `expect: {}`
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.officers.rules.whole import Whole
from flows.schema import RESERVED, Flow, Question
from knowledge.errors import Fault, Position, did_you_mean
from knowledge.pack import Pack
from knowledge.schema.case import Case, CaseFile
from knowledge.settings import find_setting
from knowledge.strict_yaml import Document, Path_

RULE = "case"
PRESSED_IN_ANSWERS = frozenset({"walk", "dispute"})
Named = tuple[Path_, str, str, Collection[str]]
"""Where a name stands, what kind of thing it names, the name, and the names there are."""


def check(whole: Whole) -> Iterator[Fault]:
    """A fault for each name in a case that nothing bears."""
    for pack, file, document in whole.files.of(CaseFile):
        first: dict[str, Position] = {}
        for index, case in enumerate(file.cases):
            path: Path_ = ("cases", index)
            position = document.position((*path, "id"))
            if case.id in first:
                yield Fault(position, RULE, f"The id '{case.id}' is taken at {first[case.id]}.", "", "Choose another.")
            first.setdefault(case.id, position)
            yield from _case(whole, case, pack, document, path)


def _case(whole: Whole, case: Case, pack: str, document: Document, path: Path_) -> Iterator[Fault]:
    authority = case.authority or pack
    packs = whole.knowledge.packs
    if authority not in packs:
        position = document.position((*path, "authority"))
        yield Fault(position, RULE, f"No pack is called '{authority}'.", "", did_you_mean(authority, packs))
        return
    for place, kind, name, known in (*_named(packs[authority], case), *_in_flows(whole, authority, case)):
        if name not in known:
            position = document.position((*path, *place))
            yield Fault(
                position, RULE, f"No {kind} of '{authority}' is called '{name}'.", "", did_you_mean(name, known)
            )
    if not case.expect.model_dump(exclude_defaults=True):
        position = document.key_position((*path, "expect"))
        yield Fault(position, RULE, "Nothing is expected of this case.", "It can never fail.", "Write what must hold.")
    for index, sign in enumerate(case.expect.not_indicators):
        if sign in case.expect.indicators:
            position = document.position((*path, "expect", "not_indicators", index))
            yield Fault(position, RULE, f"'{sign}' must be read and must not be read.", "", "Keep one.")


def _named(pack: Pack, case: Case) -> Iterator[Named]:
    expect = case.expect
    if case.area:
        yield ("area",), "area", case.area, {area.id for area in pack.places.areas}
    if case.school and find_setting(pack, case.school).place is None:
        yield ("school",), "school", case.school, {setting.name for setting in pack.places.settings}
    if expect.level:
        yield ("expect", "level"), "level", expect.level, {level.id for level in pack.levels}
    for key, names in (("indicators", expect.indicators), ("not_indicators", expect.not_indicators)):
        yield from ((("expect", key, at), "sign", name, pack.indicators) for at, name in enumerate(names))
    for key in ("contacts", "not_contacts"):
        names = getattr(expect, key)
        yield from ((("expect", key, at), "contact", name, pack.contacts_by_id) for at, name in enumerate(names))
    if expect.first:
        yield ("expect", "first"), "contact", expect.first, pack.contacts_by_id


def _in_flows(whole: Whole, authority: str, case: Case) -> Iterator[Named]:
    flows = {flow.id: flow for flow, _ in whole.flows_of(authority)}
    if case.expect.flow:
        yield ("expect", "flow"), "flow", case.expect.flow, flows
    if case.expect.outcome:
        yield ("expect", "outcome"), "step", case.expect.outcome, set(_steps(flows.values()))
    pressed = {choice for flow in flows.values() for choice in _choices(flow)} | RESERVED | PRESSED_IN_ANSWERS
    yield from ((("choices", at), "choice", choice, pressed) for at, choice in enumerate(case.choices))


def _steps(flows: Collection[Flow]) -> Iterator[str]:
    for flow in flows:
        for step in flow.steps:
            yield from (step.id, f"{flow.id}#{step.id}")


def _choices(flow: Flow) -> Iterator[str]:
    return (choice.id for step in flow.steps if isinstance(step, Question) for choice in step.choices)
