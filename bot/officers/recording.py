"""Turns a conversation without names into a case, and writes it after the others without touching a byte of them.

A message that the guard stops is forgotten at once: it is never part of a recording, whatever is said of it. What
is expected is what the case itself is answered when it is asked again, so that a recorded case always holds.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.core.answers.walk import PREFIX
from bot.core.consultation import at_place, context_of
from bot.core.conversation import Conversation
from bot.core.house import House
from bot.core.reply import Kind, Reply
from bot.core.safely import answer_safely
from bot.core.turn import Turn
from bot.core.typed import typed_choice
from bot.officers.asking import ALWAYS_PRESSED, Asking, Seen, see
from bot.officers.placed_cases import CASES, PlacedCase, placed
from knowledge import clock
from knowledge.errors import EarlyHelpError
from knowledge.releases.trees import write_whole
from knowledge.schema.case import TUESDAY_AT_TEN, Case, Expected
from knowledge.strict_yaml import read, read_text

HEADER = "# yaml-language-server: $schema=../schema/json/cases.json\ncases:\n"
KEPT = (PREFIX, "told:", "restore:", "drop:")
"""Choices that lead somewhere. Others (a note, a call list) only show something, and are left out of the case."""
READ = frozenset({Kind.URGENT, Kind.LEVEL, Kind.NOTHING_MATCHED, Kind.NOT_A_WORRY})
NOT_RECORDED = "This is not recorded: {why}. Nothing of it is kept."


class NotRecorded(EarlyHelpError):
    """The case cannot be written; the sentence says why. The file is as it was."""


@dataclass(frozen=True)
class Recording:
    """A conversation so far: what was read, and what was pressed since."""

    authority: str
    area: str = ""
    school: str = ""
    at: str = TUESDAY_AT_TEN
    typed: tuple[str, ...] = ()
    pressed: tuple[str, ...] = ()
    state: str = ""

    @property
    def now(self) -> dt.datetime:
        """When it takes place."""
        return self.asking.now

    @property
    def asking(self) -> Asking:
        """The whole of it, to be asked again. There is something typed."""
        worry, *adds = self.typed or ("",)
        now = clock.in_london(dt.datetime.fromisoformat(self.at))
        return Asking(worry, self.authority, now, tuple(adds), self.pressed, self.area, self.school)


def heard(recording: Recording, typed: str, house: House) -> tuple[Recording, Reply]:
    """The conversation after one more line, which is a choice (by number or words) or something to read.

    "That is not a name" is answered and not remembered: what the guard stops, it stops again.
    """
    turn = Turn(
        typed=typed,
        state=recording.state,
        authority="" if recording.state else recording.authority,
        area=recording.area,
        school=recording.school,
    )
    choice = _choice(turn, recording, house)
    reply = answer_safely(replace(turn, choice=choice), house, now=recording.now).reply
    if choice.startswith("not-names"):
        return recording, reply
    after = replace(recording, state=reply.state)
    if choice:
        return _pressing(after, choice), reply
    return (replace(after, typed=(*recording.typed, typed), pressed=()) if reply.kind in READ else after), reply


def _choice(turn: Turn, recording: Recording, house: House) -> str:
    conversation = at_place(Conversation.decode(turn.state), turn, house)
    return typed_choice(turn.typed, context_of(conversation, house, recording.now), house) or ""


def _pressing(recording: Recording, choice: str) -> Recording:
    if choice == "new":
        return replace(recording, typed=(), pressed=())
    if choice.startswith("authority:"):
        return replace(recording, authority=choice.removeprefix("authority:"), typed=(), pressed=(), area="", school="")
    if choice in ALWAYS_PRESSED or choice.startswith(KEPT):
        return replace(recording, pressed=(*recording.pressed, choice.removeprefix(PREFIX)))
    return recording


def case_of(recording: Recording, case_id: str, house: House) -> tuple[Case, Seen]:
    """The case, with what it is answered now as what is expected. Raises NotRecorded when there is nothing to keep."""
    if not recording.typed:
        raise NotRecorded("Nothing was described that could be read, so there is no case to keep.")
    seen = see(recording.asking, house)
    if seen.refused:
        raise NotRecorded(NOT_RECORDED.format(why="the message may identify somebody, or cannot be read"))
    if seen.not_offered:
        raise NotRecorded(f"'{seen.not_offered}' cannot be pressed again after this worry, so the case would not hold.")
    case = Case(
        id=case_id,
        worry=recording.typed[0],
        adds=recording.typed[1:],
        choices=recording.pressed,
        area=recording.area or None,
        school=recording.school or None,
        at=recording.at if recording.at != TUESDAY_AT_TEN else None,
        expect=expected_of(seen),
    )
    return case, seen


def expected_of(seen: Seen) -> Expected:
    """What is worth agreeing on: the level, the urgency, the weightiest sign, who stands first, and the end."""
    outcome = seen.outcome
    if outcome and seen.flow and outcome.startswith(f"{seen.flow}#"):
        outcome = outcome.removeprefix(f"{seen.flow}#")
    return Expected.model_validate(
        {
            "answer": seen.answer if seen.level is None else None,
            "level": seen.level,
            "urgent": seen.urgent,
            "indicators": [sign for sign in seen.reasons if sign in seen.present][:1],
            "first": next(iter(seen.contacts), None),
            "outcome": outcome,
        }
    )


def append(case: Case, pack: str, knowledge: Path) -> PlacedCase:
    """Writes the case at the end of the pack's cases.yaml, which is otherwise left as it is, byte for byte.

    Raises NotRecorded when the id is taken or the file does not end in its list of cases, and KnowledgeErrors when
    the file cannot be read.
    """
    file = knowledge / pack / CASES
    if not file.parent.is_dir():
        raise NotRecorded(f"There is no pack '{pack}' in {knowledge}.")
    before = file.read_bytes() if file.exists() else HEADER.encode()
    known = list(placed(read(file), pack=pack)) if file.exists() else []
    if any(each.case.id == case.id for each in known):
        raise NotRecorded(f"A case called '{case.id}' is in {file} already. Choose another id.")
    after = before + _written(case, before, first=not known)
    found = _read_back(after, file, pack)
    if [each.case for each in found] != [*(each.case for each in known), case]:
        raise NotRecorded(f"{file} does not end in its list of cases. Move 'cases:' to the end of it.")
    write_whole(file, after)
    return found[-1]


def _read_back(content: bytes, file: Path, pack: str) -> list[PlacedCase]:
    """The cases as they would stand; none where the file would be broken."""
    try:
        return list(placed(read_text(content.decode("utf-8-sig"), file), pack=pack))
    except EarlyHelpError:
        return []


def _written(case: Case, before: bytes, *, first: bool) -> bytes:
    """The new lines, with the file's own line ends and one empty line before them."""
    gap = "" if before.endswith(b"\n") else "\n"
    text = gap + ("" if first else "\n") + "\n".join(as_yaml(case)) + "\n"
    return (text.replace("\n", "\r\n") if b"\r\n" in before else text).encode()


def as_yaml(case: Case) -> Iterator[str]:
    """The lines of one case, as they stand under 'cases:'."""
    given = case.model_dump(mode="json", exclude_defaults=True)
    expect = given.pop("expect")
    yield f"  - id: {given.pop('id')}"
    for name, value in given.items():
        yield f"    {name}: {_value(value)}"
    yield "    expect:"
    for name, value in expect.items():
        yield f"      {name}: {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return f"[{', '.join(_value(each) for each in value)}]"
    return json.dumps(value, ensure_ascii=False)
