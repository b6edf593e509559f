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


@migrations()
def m002_hours_on_their_own(database: Database) -> None:
    """In or out of office hours, by authority and week only: beside no other field, so that it says nothing of them."""
    database.execute(
        """
        create table weekly_hours (
            week text not null,
            authority text not null,
            hours text not null check (hours in ('in', 'out')),
            n integer not null check (n > 0),
            primary key (week, authority, hours)
        ) strict, without rowid
        """
    )


@migrations()
def m003_months(database: Database) -> None:
    """Where the counters of weeks go after a year: the same fields, by month. A month is in one of the two, whole."""
    database.execute(
        """
        create table monthly_counts (
            month text not null,
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
            primary key (month, authority, channel, area, setting_type, domain, band, flow, outcome, matched)
        ) strict, without rowid
        """
    )
    database.execute(
        """
        create table monthly_hours (
            month text not null,
            authority text not null,
            hours text not null check (hours in ('in', 'out')),
            n integer not null check (n > 0),
            primary key (month, authority, hours)
        ) strict, without rowid
        """
    )


@migrations()
def m004_what_was_published(database: Database) -> None:
    """Every number as it was published, so that no later file can show another one. Nothing in it is a true count."""
    database.execute(
        """
        create table already_published (
            authority text not null,
            counts text not null,
            period text not null,
            dims text not null,
            n integer,
            low integer not null,
            high integer,
            shown text not null,
            primary key (authority, counts, period, dims)
        ) strict, without rowid
        """
    )


@migrations()
def m005_secret(database: Database) -> None:
    """What decides between numbers that would protect equally well, so that nobody can work the choice out again."""
    database.execute("create table secret (one integer primary key check (one = 1), bytes blob not null) strict")
