"""How long counters stay: weeks become months after about a year, and old months are deleted whole.

A month is kept either as weeks or as a month, never as both, and moves from one to the other in one transaction. So a
number of a month is always the sum of the same weeks, and nothing can be learnt by setting one against the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from trends.counters import COLUMNS, Counters
from trends.periods import iso_week, month_of, weeks_before, weeks_of
from trends.tables import Tables

FIELDS = ", ".join(COLUMNS[1:])
HOURS_FIELDS = "authority, hours"


def tidy(counters: Counters, *, weeks_become_months_after: int, keep_weeks: int, now: dt.datetime) -> None:
    """Coarsens and forgets, by policy, and hides in which order counts came. Raises as `Counters` does."""
    coarsen_old_weeks(counters, after_weeks=weeks_become_months_after, now=now)
    forget_old_weeks(counters, keep_weeks=keep_weeks, now=now)
    counters.hide_the_order()


def coarsen_old_weeks(counters: Counters, *, after_weeks: int, now: dt.datetime) -> None:
    """Makes months of the weeks of every month that lies wholly further back than this. Raises as `Counters` does."""
    oldest = weeks_before(iso_week(now), after_weeks)
    with counters.opened() as tables:
        for month in _months_wholly_before(oldest, tables):
            first, last = weeks_of(month)[0], weeks_of(month)[-1]
            _move(tables, "counts", FIELDS, month, (first, last))
            _move(tables, "hours", HOURS_FIELDS, month, (first, last))


def forget_old_weeks(counters: Counters, *, keep_weeks: int, now: dt.datetime) -> None:
    """Deletes what is counted of every month that lies wholly further back than this. Raises as `Counters` does."""
    oldest = weeks_before(iso_week(now), keep_weeks)
    first_month_kept = month_of(oldest)
    with counters.opened() as tables:
        for table in ("counts", "hours"):
            tables.execute(f"delete from weekly_{table} where week < ?", [weeks_of(first_month_kept)[0]])  # noqa: S608
            tables.execute(f"delete from monthly_{table} where month < ?", [first_month_kept])  # noqa: S608


def _move(tables: Tables, table: str, fields: str, month: str, weeks: tuple[str, str]) -> None:
    """Adds the weeks up into their month, and deletes them."""
    tables.execute(
        f"insert into monthly_{table} (month, {fields}, n) "  # noqa: S608
        f"select ?, {fields}, sum(n) from weekly_{table} where week between ? and ? "
        f"group by {fields} order by {fields} "
        f"on conflict (month, {fields}) do update set n = monthly_{table}.n + excluded.n",
        [month, *weeks],
    )
    tables.execute(f"delete from weekly_{table} where week between ? and ?", list(weeks))  # noqa: S608


def _months_wholly_before(week: str, tables: Tables) -> Iterable[str]:
    """Months that still stand as weeks, all of which lie before `week`."""
    found = tables.execute("select distinct week from weekly_counts where week < ? order by week", [week])
    months = {month_of(str(week)) for (week,) in found}
    return sorted(month for month in months if weeks_of(month)[-1] < week)
