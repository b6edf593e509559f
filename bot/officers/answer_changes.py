"""Which answers change: every case, and the invented messages whose reading can have changed, asked of both trees.

What was lost stands before what was gained: an answer that is urgent no more, a lower level, a message no longer read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.officers.asking import Seen
from bot.officers.change import Change, Row, Severity
from knowledge.pack import Pack

Kind = Literal[
    "urgent-lost",
    "level-down",
    "not-read",
    "end",
    "urgent-gained",
    "level-up",
    "other-level",
    "first",
    "contacts",
    "flow",
    "read",
]
SEVERITY: dict[Kind, Severity] = {
    "urgent-lost": "worse",
    "level-down": "worse",
    "not-read": "worse",
    "end": "look",
    "urgent-gained": "look",
    "level-up": "look",
    "other-level": "look",
    "first": "look",
    "contacts": "look",
    "flow": "look",
    "read": "plain",
}
SAYS: dict[Kind, str] = {
    "urgent-lost": "the answer is urgent no more",
    "level-down": "the level is lower",
    "not-read": "the message is no longer read",
    "end": "the walk ends elsewhere",
    "urgent-gained": "the answer is now urgent",
    "level-up": "the level is higher",
    "other-level": "the level is another",
    "first": "another contact or number stands first",
    "contacts": "other contacts or numbers are given",
    "flow": "another flow is offered",
    "read": "the message is now read",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One case or message, asked of both. `name` is the case's id or the message's own invented words."""

    name: str
    is_case: bool
    old: Seen
    new: Seen


def answer_changes(answers: Iterable[Answer], old: Pack, new: Pack) -> Iterator[Change]:
    """One change for each kind of difference, with every case and message that it holds for."""
    groups: dict[tuple[Kind, bool], list[Row]] = defaultdict(list)
    for each in answers:
        kind = kind_of(each, old, new)
        if kind:
            groups[kind, each.is_case].append(Row(each.name, *_shown(kind, each, old, new)))
    for (kind, is_case), rows in groups.items():
        what = "case" if is_case else "invented message"
        sentence = f"{len(rows)} {what}{'s' * (len(rows) > 1)}: {SAYS[kind]}."
        yield Change("answers", new.id, new.authority.name, sentence, SEVERITY[kind], tuple(rows), kind)


def kind_of(answer: Answer, old: Pack, new: Pack) -> Kind | None:
    """The weightiest difference between the two answers, or None when a practitioner would see none."""
    weighed = _weighed(answer.old, answer.new, old, new)
    return weighed or _onward(answer.old, answer.new) or (_given(answer.old, answer.new) if answer.is_case else None)


def _weighed(before: Seen, after: Seen, old: Pack, new: Pack) -> Kind | None:
    """Whether it is read, is urgent, and how high: by band first, since that is what was understood."""
    if before.refused != after.refused:
        return "not-read" if after.refused else "read"
    if before.urgent != after.urgent:
        return "urgent-gained" if after.urgent else "urgent-lost"
    was, now = _height(before, old), _height(after, new)
    if was != now:
        return "level-down" if now < was else "level-up"
    return "other-level" if before.level != after.level else None


def _onward(before: Seen, after: Seen) -> Kind | None:
    if (before.outcome, before.not_offered) != (after.outcome, after.not_offered):
        return "end"
    return "flow" if before.flow != after.flow else None


def _given(before: Seen, after: Seen) -> Kind | None:
    was, now = _called(before), _called(after)
    if was[:1] != now[:1]:
        return "first"
    return "contacts" if set(was) != set(now) else None


def _height(seen: Seen, pack: Pack) -> tuple[int, int]:
    order = [level.id for level in pack.levels]
    return (seen.band.rank if seen.band else -1, order.index(seen.level) if seen.level in order else -1)


def _called(seen: Seen) -> tuple[tuple[str, str], ...]:
    return tuple(zip(seen.contacts, seen.numbers, strict=True))


def _shown(kind: Kind, answer: Answer, old: Pack, new: Pack) -> tuple[str, str]:
    """The two sides of the row, in the terms of what differs."""
    before, after = answer.old, answer.new
    if kind == "end":
        return _end(before), _end(after)
    if kind == "flow":
        return str(before.flow or "none"), str(after.flow or "none")
    if kind in {"first", "contacts"}:
        was, now = frozenset(_called(before)), frozenset(_called(after))
        return _contacts(before, old, now), _contacts(after, new, was)
    if kind in {"read", "not-read"}:
        return _read(before), _read(after)
    return _named(before), _named(after)


def _named(seen: Seen) -> str:
    return f"{seen.named}, urgent" if seen.urgent else seen.named


def _read(seen: Seen) -> str:
    return f"not read ({seen.refused})" if seen.refused else _named(seen)


def _end(seen: Seen) -> str:
    return f"'{seen.not_offered}' is not offered" if seen.not_offered else str(seen.outcome or "no end yet")


def _contacts(seen: Seen, pack: Pack, without: frozenset[tuple[str, str]]) -> str:
    """Those that the other answer does not give; all of them where only their order differs."""
    names = {contact.id: contact.name for contact in pack.contacts}
    given = dict.fromkeys(_called(seen))
    own = [each for each in given if each not in without] or ([] if set(given) != without else list(given))
    return "; ".join(f"{names.get(contact, contact)} {number}".strip() for contact, number in own)
