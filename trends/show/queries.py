"""The few questions that the dashboards ask of the published file, as SQL for Datasette.

`:council` and `:quarter` are what the reader chose; left empty, the first council and the newest quarter are meant.
Rows come in the order in which they are to be drawn, and `shown` is what is printed, also in place of a number that
was held back. Where there is nothing to draw, a row says so.
"""

from __future__ import annotations

from knowledge.schema.common import Band

COUNCILS = "select distinct authority_name from tables where authority <> 'all' order by 1"
QUARTERS = "select distinct period from cells where period glob '*-Q*' order by 1 desc"
COUNCIL = (
    "t.authority_name = coalesce(nullif(:council, ''), "
    "(select min(authority_name) from tables where authority <> 'all'))"
)
QUARTER = "c.period = coalesce(nullif(:quarter, ''), (select max(period) from cells where period glob '*-Q*'))"
CELLS = "from cells c join tables t on t.id = c.table_id"
SHOWN = "coalesce(nullif(c.shown, 'z'), '') as shown"
"""Nothing in a cell that is empty by definition."""
WHOLE = "c.\"row\" = 'total' or c.\"column\" = 'total' as whole"
MONTH = (
    "substr('JanFebMarAprMayJunJulAugSepOctNovDec', cast(substr(c.period, 6, 2) as integer) * 3 - 2, 3) "
    "|| ' ' || substr(c.period, 3, 2)"
)
PERIOD = f"case when c.period glob '*-Q*' then replace(c.period, '-', ' ') else {MONTH} end"
JANUARY_4 = "substr(c.period, 1, 4) || '-01-04'"
MONDAY = (
    f"date({JANUARY_4}, '-' || ((strftime('%w', {JANUARY_4}) + 6) % 7) || ' days', "
    "'+' || ((cast(substr(c.period, 7) as integer) - 1) * 7) || ' days')"
)
RANKS = " ".join(f"when '{band}' then {band.rank}" for band in Band)
NOTHING = "Nothing is published here"


def of_quarter(kind: str) -> str:
    """A table of two dimensions in one quarter, its largest rows first."""
    at = 'w.table_id = c.table_id and w.period = c.period and w."row" = c."row" and w."column" = \'total\''
    size = f"(select w.n from cells w where {at})"  # noqa: S608
    order = f"{place('row')}, {size} desc, c.row_name, {place('column')}"
    return grid(f"""
        select c.row_name as "row", c.column_name as "column", c.n, {SHOWN}, {WHOLE},
               row_number() over (order by {order}) as place
        {CELLS} where t.kind = '{kind}' and {COUNCIL} and {QUARTER}
    """)


def over_time(kind: str) -> str:
    """A table of one dimension, period by period."""
    return grid(f"""
        select c.row_name as "row", {PERIOD} as "column", c.n, {SHOWN}, c."row" = 'total' as whole,
               row_number() over (order by {place("row")}, c.row_name, c.period) as place
        {CELLS} where t.kind = '{kind}' and {COUNCIL}
    """)


def side_by_side(kind: str) -> str:
    """The councils beside each other, period by period."""
    return grid(f"""
        select c.row_name as "row", {PERIOD} as "column", c.n, {SHOWN}, 0 as whole,
               row_number() over (order by c.row_name, c.period) as place
        {CELLS} where t.kind = '{kind}'
    """)


def shares() -> str:
    """Every measure that is known, quarter by quarter."""
    return grid(f"""
        select t.title as "row", replace(t.period, '-', ' ') as "column", t.value as n, t.shown, 0 as whole,
               row_number() over (order by t.title, t.period) as place
        from measures t where t.known = 1 and {COUNCIL}
    """)  # noqa: S608


def largest_of_quarter(kind: str, most: int) -> str:
    """The largest rows of a table of one dimension in one quarter."""
    return bars(f"""
        select c.row_name as "row", c.n, c.shown, row_number() over (order by c.n desc, c.row_name) as place
        {CELLS} where t.kind = '{kind}' and {COUNCIL} and {QUARTER} and c."row" <> 'total' and c.n is not null
        order by place limit {most}
    """)


def share(measure: str) -> str:
    """One measure, quarter by quarter."""
    return bars(f"""
        select replace(t.period, '-', ' ') as "row", t.value as n, t.shown,
               row_number() over (order by t.period) as place
        from measures t where t.id = '{measure}' and {COUNCIL}
    """)  # noqa: S608


def by_week(kind: str) -> str:
    """One number a week."""
    return f"select {MONDAY} as monday, c.n, c.shown {CELLS} where t.kind = '{kind}' and {COUNCIL} order by c.period"


def definitions() -> str:
    """What each measure means."""
    return 'select distinct title as "Measure", definition as "What it is" from measures where known = 1 order by 1'


def not_known() -> str:
    """What the strategies ask for and this tool cannot tell, with why."""
    return f"""
        select t.title as "Measure", t.definition as "Why it is not known"
        from measures t where t.known = 0 and (t.authority = 'all' or {COUNCIL}) order by 1
    """  # noqa: S608


def grid(found: str) -> str:
    """Rows with (row, column, n, shown, whole), in order of their place."""
    return _or_nothing(found, "'', null, '', 0, 0")


def bars(found: str) -> str:
    """Rows with (row, n, shown), in order of their place."""
    return _or_nothing(found, "null, '', 0")


def place(name: str) -> str:
    """Levels by rank, where levels they are; what was not said and the total come last."""
    last = f"case c.\"{name}\" when 'other' then 97 when 'none' then 98 when 'total' then 99"
    return f"{last} else case when t.{name}_dimension = 'band' then case c.\"{name}\" {RANKS} end else 10 end end"


def _or_nothing(found: str, rest: str) -> str:
    nothing = f"select '{NOTHING}', {rest} where not exists (select 1 from found)"  # noqa: S608
    return f"with found as ({found}) select * from found union all {nothing} order by place"  # noqa: S608
