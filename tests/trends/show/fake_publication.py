"""A small publication of two made-up councils: some months, two quarters, a number held back here and there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from trends.published_schema import EVERYONE, NONE, TOTAL, create
from trends.show.figures import FILE_NAME

WEEKS = tuple(f"2026-W{week}" for week in range(14, 40))
MONTHS = ("2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09")
QUARTERS = ("2026-Q2", "2026-Q3")
PERIODS = {"week": WEEKS, "month": MONTHS, "quarter": QUARTERS}
COUNCILS = {"exshire": "Exshire", "wyeford": "Wyeford Borough"}
BANDS = {
    "universal": "Universal",
    "early_help": "Early help",
    "child_in_need": "Child in need",
    "child_protection": "Child protection",
    NONE: "Not said",
}
DOMAINS = {
    "neglect": "Neglect",
    "education": "Education",
    "domestic-abuse": "Domestic abuse",
    "fgm": "FGM",
    NONE: "Not said",
}
AREAS = {"north": "North", "south": "South", NONE: "Not said"}
SETTINGS = {"school": "School", "nursery": "Nursery", NONE: "Not said"}
CHANNELS = {"slack": "Slack", "teams": "Teams", "web": "Web page"}
HOURS = {"in": "In office hours", "out": "Out of office hours"}
ENDS = {"early-help": "Early help", "social-care": "Social care", "step-up": "Step up", "step-down": "Step down"}
OUTCOMES = {"exshire.early-help:begin": "Begin an assessment", "exshire.early-help:refer": "Refer to the front door"}
FEEDBACK = {"feedback-helpful": "Helpful", "feedback-not-helpful": "Not helpful"}

TABLES = (
    ("weeks", "Worries by week", "week", "", {}, "", {}),
    ("bands", "Worries by how serious they came out", "month", "band", BANDS, "", {}),
    ("domains", "Worries by kind and by how serious they came out", "quarter", "domain", DOMAINS, "band", BANDS),
    ("areas", "Worries by area", "quarter", "area", AREAS, "band", BANDS),
    ("settings", "Worries by kind of setting", "quarter", "setting_type", SETTINGS, "band", BANDS),
    ("channels", "Worries by where they were asked", "quarter", "channel", CHANNELS, "", {}),
    ("hours", "Worries in and out of office hours", "quarter", "hours", HOURS, "", {}),
    ("ends", "Where guided walks ended", "quarter", "end", ENDS, "", {}),
    ("outcomes", "Outcomes reached", "quarter", "outcome", OUTCOMES, "", {}),
    ("feedback", "Was the answer helpful?", "quarter", "opinion", FEEDBACK, "", {}),
)
KNOWN = (
    ("unmatched-share", "Worries that no published sign matched", 0.12, "12%"),
    ("out-of-hours-share", "Worries brought out of office hours", None, "c"),
    ("early-help-share", "Walks that end in early help rather than social care", 0.55, "55%"),
)
NOT_KNOWN = (
    ("re-referrals", "Families referred again within a year", "No family is known here, so none is known again."),
)
ABOUT = {
    "title": "What practitioners worry about",
    "made_at_closed_week": "2026-W39",
    "policy": "threshold",
    "threshold": "10",
    "round_to": "5",
    "symbol": "c",
    "symbol_means": "held back: under 10, or it would give away another number that is",
    "never_symbol": "z",
    "never_means": "empty by definition",
    "protection": "10",
    "how_numbers_are_protected": "Numbers under 10 and zeros are held back. Other numbers are rounded to 5.",
    "what_is_counted": "Worries as they were brought, not children.",
    "knowledge_version": "2026.11.22-1",
    "not_said": "Nobody chose it.",
}


def published(folder: Path) -> Path:
    """Writes the file into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE_NAME
    database = Database(file)
    create(database)
    database["tables"].insert_all(_tables())
    database["cells"].insert_all(_cells())
    database["measures"].insert_all(_measures())
    database["about"].insert_all({"key": key, "value": value} for key, value in ABOUT.items())
    database.conn.commit()
    database.close()
    return file


def _tables() -> Iterator[dict[str, str]]:
    for council, name in COUNCILS.items():
        for kind, title, every, rows_by, _, columns_by, _ in TABLES:
            yield {
                "id": f"{council}.{kind}",
                "title": title,
                "row_dimension": rows_by,
                "column_dimension": columns_by,
                "definition": f"What is counted as {kind}.",
                "note": "",
                "kind": kind,
                "authority": council,
                "authority_name": name,
                "every": every,
            }
    yield {
        "id": f"{EVERYONE}.authorities",
        "title": "Worries by authority",
        "row_dimension": "authority",
        "column_dimension": "",
        "definition": "No sum of all is published.",
        "note": "",
        "kind": "authorities",
        "authority": EVERYONE,
        "authority_name": "All",
        "every": "month",
    }


def _cells() -> Iterator[dict[str, object]]:
    for place, council in enumerate(COUNCILS):
        for kind, _, every, _, rows, _, columns in TABLES:
            for at, period in enumerate(PERIODS[every]):
                for r, row in enumerate([TOTAL, *rows]):
                    for c, column in enumerate([TOTAL, *columns]):
                        names = {**rows, **columns, TOTAL: "Total"}
                        true = 120 * (place + 1) // ((r + 1) * (c + 1)) + 10 * at
                        yield _cell(f"{council}.{kind}", period, (row, names[row]), (column, names[column]), true)
    for period in MONTHS:
        for council, name in COUNCILS.items():
            yield _cell(f"{EVERYONE}.authorities", period, (council, name), (TOTAL, "Total"), 5 * len(name))


def _cell(table: str, period: str, row: tuple[str, str], column: tuple[str, str], true: int) -> dict[str, object]:
    n = 5 * round(true / 5) if true >= 15 else None
    shown = "c" if n is None else str(n)
    return {
        "table_id": table,
        "period": period,
        "row": row[0],
        "row_name": row[1],
        "column": column[0],
        "column_name": column[1],
        "n": n,
        "shown": shown,
    }


def _measures() -> Iterator[dict[str, object]]:
    for council, name in COUNCILS.items():
        for period in QUARTERS:
            for id, title, value, shown in KNOWN:
                yield _measure(id, title, f"The share of {id}.", period, value, shown, 1, council, name)
    yield _measure(
        "step-ups",
        "Step-ups walked through",
        "Here it is the same.",
        "",
        None,
        "not known",
        0,
        "wyeford",
        "Wyeford Borough",
    )
    for id, title, why in NOT_KNOWN:
        yield _measure(id, title, why, "", None, "not known", 0, EVERYONE, "All")


def _measure(*values: object) -> dict[str, object]:
    names = ("id", "title", "definition", "period", "value", "shown", "known", "authority", "authority_name")
    return dict(zip(names, values, strict=True))
