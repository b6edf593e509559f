"""A value of the knowledge in words, and two records compared field by field: what a row of a change shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, TypeVar

from pydantic import BaseModel

from bot.officers.change import Row
from knowledge.clock import DAYS
from knowledge.schema.common import SourceRef
from knowledge.schema.contact import Day, Hours, Opening, Phone

Model = TypeVar("Model", bound=BaseModel)
CLOSED_ON = {"closed": ", closed on bank holidays", "open": ", bank holidays too", "not_stated": ""}


def said(value: Any) -> str:
    """The value as an officer would say it; empty for nothing."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    if isinstance(value, BaseModel):
        return _record(value)
    if isinstance(value, (tuple, list)):
        return "; ".join(said(each) for each in value)
    return "" if value is None else str(value)


def fields_changed(old: BaseModel, new: BaseModel, *, without: Iterable[str] = ()) -> tuple[Row, ...]:
    """A row for each field that differs. Both are of the same model."""
    skipped = set(without)
    return tuple(
        Row(name_of(name, type(old)), said(getattr(old, name)), said(getattr(new, name)))
        for name in type(old).model_fields
        if name not in skipped and getattr(old, name) != getattr(new, name)
    )


def by_id(records: Iterable[Any]) -> dict[str, Any]:
    """Records by their id."""
    return {record.id: record for record in records}


def pairs(old: Mapping[str, Model], new: Mapping[str, Model]) -> Iterable[tuple[str, Model | None, Model | None]]:
    """(id, before, after) of everything that differs, in the order of the new side; None where it is absent."""
    for name in dict.fromkeys((*new, *old)):
        before, after = old.get(name), new.get(name)
        if before != after:
            yield name, before, after


def name_of(field: str, model: type[BaseModel]) -> str:
    """The field as it stands in the file, with spaces."""
    return (model.model_fields[field].alias or field).replace("_", " ")


def list_rows(name: str, old: Iterable[str], new: Iterable[str]) -> tuple[Row, ...]:
    """What was taken out of a list and what was put in, one row each."""
    before, after = list(old), list(new)
    gone = (Row(name, each, "") for each in before if each not in after)
    come = (Row(name, "", each) for each in after if each not in before)
    return (*gone, *come)


def days_in_words(days: Iterable[Day]) -> str:
    """'Mon\u2013Thu' or 'Mon, Wed'."""
    numbers = sorted({DAYS.index(day) for day in days})
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(_run(run) for run in runs)


def _run(run: list[int]) -> str:
    first, last = DAYS[run[0]].title(), DAYS[run[-1]].title()
    return first if len(run) == 1 else f"{first}, {last}" if len(run) == 2 else f"{first}\u2013{last}"


def _record(value: BaseModel) -> str:
    if isinstance(value, Phone):
        return f"{value.number} ({value.label})" if value.label else value.number
    if isinstance(value, Opening):
        return f"{days_in_words(value.days)} {value.opens}\u2013{value.closes}"
    if isinstance(value, Hours):
        return _hours(value)
    if isinstance(value, SourceRef):
        return f"{value.ref}, {value.section}" if value.section else value.ref
    given = {name: getattr(value, name) for name in type(value).model_fields}
    return ", ".join(f"{name.replace('_', ' ')} {said(each)}" for name, each in given.items() if each not in (None, ()))


def _hours(hours: Hours) -> str:
    if hours.kind == "weekly":
        return f"{said(hours.weekly)}{CLOSED_ON[hours.bank_holidays]}"
    return {
        "always": "day and night",
        "outside": f"whenever {hours.outside} is closed",
        "unpublished": "not published",
    }[hours.kind]
