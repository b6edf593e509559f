"""How the counters' table came to be: one small named function a change, applied in order, each once.

Never edit one that has been released; add another below it.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("earlyhelp-trends")


@migrations()
def m001_weekly_counts(database: Database) -> None:
    """The counters. Without row ids, so that the order of arrival is kept nowhere."""
    database.execute(
        """
        create table weekly_counts (
            week text not null,
            authority text not null,
            channel text not null,
            area text not null,
            setting_type text not null,
            domain text not null,
            band text not null,
            flow text not null,
            outcome text not null,
            matched integer not null check (matched in (0, 1)),
            n integer not null check (n > 0),
            primary key (week, authority, channel, area, setting_type, domain, band, flow, outcome, matched)
        ) strict, without rowid
        """
    )
