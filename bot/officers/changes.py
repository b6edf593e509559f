"""Compares two trees: what stands in the files, field by field, and what is answered from them, by asking both.

Only what can have changed is asked again. Contacts and flows are compared as they stand, at every hour of a week;
messages are read only when the signs, their phrases or their grades are others.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.core.house import House
from bot.officers.answer_changes import Answer, answer_changes
from bot.officers.asking import Asking, see
from bot.officers.call_changes import call_changes
from bot.officers.cases import Told, untold
from bot.officers.change import Asked, Change, Changes, Row, worst_first
from bot.officers.contact_changes import contact_changes
from bot.officers.flow_changes import flow_changes
from bot.officers.listening import Listening, ask_again, listening
from bot.officers.message_sample import sample
from bot.officers.pack_changes import authority_changes, level_changes, place_changes, sign_changes
from bot.officers.placed_cases import PlacedCase
from bot.officers.said import fields_changed
from knowledge import clock
from knowledge.pack import NATIONAL
from knowledge.schema.case import TUESDAY_AT_TEN
from nlp.training.messages import Message

__all__ = ["Asked", "Change", "Changes", "Row", "changes_between"]

SHARED = "shared"


def changes_between(
    old: House,
    new: House,
    *,
    cases: Sequence[PlacedCase] = (),
    cases_before: Sequence[PlacedCase] = (),
    synthetic: Sequence[Message] = (),
    today: dt.date | None = None,
    told: Told = untold,
) -> Changes:
    """What changes for whom from `old` to `new`.

    `cases` are the new tree's, `cases_before` the old one's. `synthetic` are the messages to choose from; see
    `message_sample`. `today` picks the week in which hours are compared.
    """
    day = today or clock.now().date()
    differs = listening(old.knowledge, new.knowledge)
    found = [*_packs(old, new), *flow_changes(old.flows, new.flows), *_case_changes(cases_before, cases)]
    for name in _both(old, new):
        if _calls_may_differ(name, old, new):
            found += call_changes(old.knowledge.packs[name], new.knowledge.packs[name], today=day)
    answers, messages = _answers(old, new, differs, (cases, cases_before), synthetic, told)
    for name, asked in answers.items():
        found += answer_changes(asked, old.knowledge.packs[name], new.knowledge.packs[name])
    number = sum(each.is_case for asked in answers.values() for each in asked)
    return Changes(
        old=old.knowledge.version,
        new=new.knowledge.version,
        changes=worst_first(found),
        asked=Asked(number, messages, len(synthetic)),
    )


def _both(old: House, new: House) -> list[str]:
    return sorted(set(old.knowledge.packs) & set(new.knowledge.packs))


def _packs(old: House, new: House) -> Iterator[Change]:
    before, after = old.knowledge.packs, new.knowledge.packs
    for name in sorted(set(after) - set(before)):
        yield Change("authority", name, after[name].authority.name, "A new authority.", "look", id=name)
    for name in sorted(set(before) - set(after)):
        yield Change("authority", name, before[name].authority.name, "This authority is gone.", "worse", id=name)
    for name in _both(old, new):
        yield from contact_changes(before[name], after[name])
        yield from level_changes(before[name], after[name])
        yield from sign_changes(before[name], after[name], (before[NATIONAL], after[NATIONAL]))
        yield from place_changes(before[name], after[name])
        yield from authority_changes(before[name], after[name])


def _calls_may_differ(name: str, old: House, new: House) -> bool:
    before, after = old.knowledge.packs[name], new.knowledge.packs[name]
    return (before.contacts, before.authority, before.places) != (after.contacts, after.authority, after.places)


def _case_changes(before: Sequence[PlacedCase], after: Sequence[PlacedCase]) -> Iterator[Change]:
    """Cases that were added, taken out, or that now expect something else: what was agreed is others now."""
    old, new = {case.name: case for case in before}, {case.name: case for case in after}
    for name in dict.fromkeys((*new, *old)):
        was, now = old.get(name), new.get(name)
        if was is None and now is not None:
            yield Change("cases", now.authority, name[1], f"A new case: {now.case.worry}", id=name[1])
        elif was is not None and now is None:
            yield Change("cases", was.authority, name[1], f"This case is gone: {was.case.worry}", "look", id=name[1])
        elif was is not None and now is not None and was.case != now.case:
            rows = (*fields_changed(was.case, now.case, without=("expect",)), *_expected(was, now))
            yield Change("cases", now.authority, name[1], "This case is another than before.", "look", rows, name[1])


def _expected(was: PlacedCase, now: PlacedCase) -> tuple[Row, ...]:
    rows = fields_changed(was.case.expect, now.case.expect)
    return tuple(Row(f"expected {row.name}", row.old, row.new) for row in rows)


def _answers(
    old: House,
    new: House,
    differs: Listening,
    cases: tuple[Sequence[PlacedCase], Sequence[PlacedCase]],
    synthetic: Sequence[Message],
    told: Told,
) -> tuple[Mapping[str, list[Answer]], int]:
    """By authority, what both trees answer; and how many messages were read for it."""
    found: dict[str, list[Answer]] = defaultdict(list)
    touched = _touched(old, new, differs)
    asked = list({case.name: case for case in (*cases[1], *cases[0]) if case.authority in touched}.values())
    for done, case in enumerate(asked):
        told("cases", done, len(asked))
        found[case.authority].append(_answer(case.case.id, True, case.asking, old, new))
    chosen = () if differs.is_alike else sample(synthetic, about=differs.about(), saying=differs.said)
    now = clock.in_london(dt.datetime.fromisoformat(TUESDAY_AT_TEN))
    for done, message in enumerate(chosen):
        told("messages", done, len(chosen))
        for name in sorted(ask_again(message.text, old, new, differs)):
            found[name].append(_answer(message.text, False, Asking(message.text, name, now), old, new))
    told("messages", len(chosen), len(chosen))
    return found, len(chosen)


def _answer(name: str, is_case: bool, asking: Asking, old: House, new: House) -> Answer:
    return Answer(name, is_case, see(asking, old), see(asking, new))


def _touched(old: House, new: House, differs: Listening) -> Collection[str]:
    """The authorities of which anything that an answer is made of has changed."""
    if differs.signs or differs.words:
        return _both(old, new)
    flows = {
        flow.authority
        for name in set(old.flows.flows) | set(new.flows.flows)
        for flow in (old.flows.flows.get(name), new.flows.flows.get(name))
        if flow and old.flows.flows.get(name) != new.flows.flows.get(name)
    }
    if SHARED in flows:
        return _both(old, new)
    packs = (old.knowledge.packs, new.knowledge.packs)
    return {name for name in _both(old, new) if packs[0][name] != packs[1][name] or name in flows}
