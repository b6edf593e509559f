"""Compares what came of a case with what was expected of it, and says each difference as a sentence.

Words of the worry stand in the sentences: cases are invented and without names, and nothing else is asked here.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.officers.asking import Seen, Sign
from bot.officers.placed_cases import PlacedCase
from flows.library import Library, Where
from knowledge.errors import Fault
from knowledge.pack import Pack
from knowledge.schema.common import Band

IF_RIGHT = "If the new answer is right, change the case; if it is not, look again at what you changed."
BANDS = {
    Band.UNIVERSAL: "universal",
    Band.EARLY_HELP: "early help",
    Band.CHILD_IN_NEED: "child in need",
    Band.CHILD_PROTECTION: "child protection",
}
ANSWERS = {
    "urgent": "the urgent answer",
    "level": "an answer with a level",
    "nothing_matched": "the answer that nothing matched",
    "not_a_worry": "the answer that this is not about a worry",
}
REFUSED = {
    "identifiers": "because it may identify somebody",
    "empty": "because there is nothing to read",
    "too_long": "because it is too long",
    "unreadable": "because it is not English that can be read",
}
MOST_REASONS = 2
VOICE = "voice"
"""The rules of the learned voice, which hears the message as a whole, begin with this word."""


def faults_of(case: PlacedCase, seen: Seen, pack: Pack, library: Library) -> tuple[Fault, ...]:
    """One fault for each expectation that is not met. A message that was not read is one fault, whatever else."""
    if not_read := list(_reading(case, seen)):
        return tuple(not_read)
    found = [*_worry(case, seen, pack), *_signs(case, seen), *_walk(case, seen, library)]
    if not any(fault.rule == "case-choice" for fault in found):
        found += _contacts(case, seen, pack)
    return tuple(found)


def _reading(case: PlacedCase, seen: Seen) -> Iterator[Fault]:
    expected = case.case.expect.refused
    if seen.refused == expected:
        return
    if seen.refused is None:
        what = f"{_named(case)} expected that the message is not read, {REFUSED[str(expected)]}; it is now read."
        yield Fault(case.position("expect", "refused"), "case-refused", what, "", IF_RIGHT)
        return
    types = f" ({', '.join(seen.identifiers)})" if seen.identifiers else ""
    what = f"{_named(case)} is no longer read, {REFUSED[seen.refused]}{types}."
    instead = "Word it without what identifies somebody, or write 'refused: " + seen.refused + "' under 'expect'."
    yield Fault(case.position("worry"), "case-refused", what, "", instead)


def _worry(case: PlacedCase, seen: Seen, pack: Pack) -> Iterator[Fault]:
    expect = case.case.expect
    if expect.level and expect.level != seen.level:
        yield _fault(case, "level", f"the level {_level(expect.level, pack)}", seen.named, because(seen))
    if expect.band and expect.band != seen.band:
        now = BANDS[seen.band] if seen.band else "none"
        yield _fault(case, "band", f"the band {BANDS[expect.band]}", now, because(seen))
    if expect.urgent is not None and expect.urgent != seen.urgent:
        wanted, now = ("the urgent answer", "not urgent") if expect.urgent else ("an answer without alarm", "urgent")
        yield _fault(case, "urgent", wanted, now, because(seen))
    if expect.answer and expect.answer != seen.answer:
        now = ANSWERS.get(seen.answer, seen.answer)
        yield _fault(case, "answer", ANSWERS[expect.answer], now, because(seen))
    if expect.flow and expect.flow != seen.flow:
        yield _fault(case, "flow", f"the flow {expect.flow}", str(seen.flow), because(seen))


def _signs(case: PlacedCase, seen: Seen) -> Iterator[Fault]:
    expect = case.case.expect
    for number, sign in enumerate(expect.indicators):
        if sign not in seen.present:
            yield _item(case, "indicators", number, f"expected the sign {sign}; it is {_heard(sign, seen)}")
    for number, sign in enumerate(expect.not_indicators):
        if sign in seen.present:
            heard = next(each for each in seen.signs if each.id == sign)
            yield _item(case, "not_indicators", number, f"must not be read as {sign}; it is now, in {_quoted(heard)}")


def _walk(case: PlacedCase, seen: Seen, library: Library) -> Iterator[Fault]:
    if seen.not_offered is not None:
        number = case.case.choices.index(seen.not_offered)
        offered = f"Offered there: {', '.join(seen.offered)}." if seen.offered else ""
        what = f"{_named(case)} presses '{seen.not_offered}', and the answer offers no such choice."
        yield Fault(
            case.position("choices", number), "case-choice", what, offered, "Press one of these, or put the flow right."
        )
        return
    expected = case.case.expect.outcome
    if expected and not _same_end(expected, seen.outcome):
        yield _fault(case, "outcome", f"to end at {_end(expected, library)}", _end(seen.outcome, library), "")


def _contacts(case: PlacedCase, seen: Seen, pack: Pack) -> Iterator[Fault]:
    expect = case.case.expect
    given = ", ".join(_contact(each, pack) for each in dict.fromkeys(seen.contacts)) or "nobody"
    if expect.first and expect.first not in seen.contacts[:1]:
        first = _contact(seen.contacts[0], pack) if seen.contacts else "nobody"
        yield _fault(case, "first", f"{_contact(expect.first, pack)} to stand first", first, "")
    for number, contact in enumerate(expect.contacts):
        if contact not in seen.contacts:
            yield _item(case, "contacts", number, f"expected {_contact(contact, pack)}; it now gives {given}")
    for number, contact in enumerate(expect.not_contacts):
        if contact in seen.contacts:
            yield _item(case, "not_contacts", number, f"must not give {_contact(contact, pack)}; it now does")


def because(seen: Seen) -> str:
    """Why the answer is what it is: the weightiest signs in their words, or the sound of the message as a whole."""
    heard = {sign.id: sign for sign in seen.signs}
    weighty = [heard[each] for each in seen.reasons if each in heard][:MOST_REASONS]
    if weighty:
        more = ", and the message as a whole sounds more serious" if seen.rule.startswith(VOICE) else ""
        return f"because {' and '.join(_reason(each) for each in weighty)}{more}"
    if seen.rule.startswith(VOICE):
        return "because the message as a whole sounds so, with no sign heard in it"
    aside = [f"{each.id} was heard as {each.status.replace('_', ' ')}" for each in seen.signs]
    return f"because {aside[0]}" if aside else "because no sign was heard in it"


def _reason(sign: Sign) -> str:
    return f"{_quoted(sign)} was read as {sign.id} ({BANDS[sign.band]})"


def _quoted(sign: Sign) -> str:
    return " and ".join(f"\u201c{quote}\u201d" for quote in sign.quotes) or "what was said before"


def _heard(sign: str, seen: Seen) -> str:
    found = next((each for each in seen.signs if each.id == sign), None)
    if found is None:
        return f"not heard, {because(seen)}"
    return f"heard as {found.status.replace('_', ' ')}, in {_quoted(found)}"


def _same_end(expected: str, reached: str | None) -> bool:
    return reached == expected or ("#" not in expected and str(reached).rpartition("#")[2] == expected)


def _end(ref: str | None, library: Library) -> str:
    """The outcome's title with its name, as officers see it."""
    flow, _, step = str(ref).rpartition("#")
    found = library.steps.get(Where(flow, step))
    if ref is None:
        return "at no end yet"
    return f"\u201c{found.title}\u201d ({ref})" if found and found.kind == "outcome" else ref


def _level(level: str, pack: Pack) -> str:
    return next((pack.heading(each) for each in pack.levels if each.id == level), level)


def _contact(contact: str, pack: Pack) -> str:
    return pack.contacts_by_id[contact].name if contact in pack.contacts_by_id else contact


def _named(case: PlacedCase) -> str:
    return f"Case '{case.case.id}'"


def _fault(case: PlacedCase, field: str, wanted: str, now: str, why: str) -> Fault:
    what = f"{_named(case)} expected {wanted}; it is now {now}{f', {why}' if why else ''}."
    return Fault(case.position("expect", field), f"case-{field}", what, "", IF_RIGHT)


def _item(case: PlacedCase, field: str, number: int, says: str) -> Fault:
    position = case.position("expect", field, number)
    return Fault(position, f"case-{field.replace('_', '-')}", f"{_named(case)} {says}.", "", IF_RIGHT)
