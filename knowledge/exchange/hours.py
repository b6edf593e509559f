"""Opening hours in words, for paper and tables: 'Mon to Wed 08:30 to 17:00, Thu 08:30 to 16:30'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from knowledge.clock import DAYS
from knowledge.schema.contact import Contact, Day, Hours, Opening

BANK_HOLIDAYS = {"closed": "closed on bank holidays", "open": "bank holidays too", "not_stated": ""}


def hours_in_words(hours: Hours, contacts: Mapping[str, Contact]) -> str:
    """When somebody answers. `contacts` by id give the name of the team that a night team stands in for."""
    if hours.kind == "always":
        return "Day and night"
    if hours.kind == "unpublished":
        return "Hours not published"
    if hours.kind == "outside":
        day_team = contacts.get(str(hours.outside))
        return f"When {day_team.name} is closed" if day_team else "Out of hours"
    said = ", ".join(opening_in_words(each) for each in hours.weekly)
    holidays = BANK_HOLIDAYS[hours.bank_holidays]
    return f"{said}; {holidays}" if holidays else said


def opening_in_words(opening: Opening) -> str:
    """'Mon to Wed 08:30 to 17:00'."""
    return f"{days_in_words(opening.days)} {opening.opens} to {opening.closes}"


def days_in_words(days: Sequence[Day]) -> str:
    """Runs of three days and more as 'Mon to Wed', others by name."""
    runs = _runs(sorted({DAYS.index(day) for day in days}))
    return ", ".join(_run_in_words(run) for run in runs)


def _runs(numbers: Iterable[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _run_in_words(run: list[int]) -> str:
    names = [DAYS[number].capitalize() for number in run]
    return f"{names[0]} to {names[-1]}" if len(names) > 2 else " and ".join(names)
