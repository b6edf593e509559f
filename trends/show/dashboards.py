"""What Datasette shows of the published file: its title and words, the dashboards, the settings that keep it safe.

Every number is drawn with what may be printed for it, so that a number that was held back is seen as one and not as
nothing. Charts are drawn as SVG by Vega, which the dashboards' package brings along; nothing comes from elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from trends.show import queries
from trends.show.figures import Figures
from trends.show.words import how_to_read

Chart = dict[str, Any]

DATABASE = "published"
INK, BAR, LIGHT, DARK = "#0b0c0c", "#1d70b8", "#ffffff", "#9cc3e6"
OUTCOMES_SHOWN = 15
EMBEDDED = {"embedOptions": {"actions": False, "renderer": "svg"}}
FONT = {"font": "system-ui, sans-serif", "background": "#ffffff", "axis": {"labelLimit": 380, "labelFontSize": 12}}
NO_GRID = {"domain": False, "ticks": False, "labelAngle": 0, "title": None}

LAYOUT = [
    ["read", "read"],
    ["weeks", "weeks"],
    ["bands", "bands"],
    ["domains", "domains"],
    ["unmatched", "hours"],
    ["shares", "shares"],
    ["areas", "areas"],
    ["settings", "settings"],
    ["ends", "ends"],
    ["outcomes", "outcomes"],
    ["feedback", "channels"],
    ["definitions", "unknown"],
]
SETTINGS: Mapping[str, int | bool] = {
    "default_allow_sql": True,
    "sql_time_limit_ms": 1000,
    "max_returned_rows": 5000,
    "default_cache_ttl": 0,
    "allow_download": True,
}


def metadata(figures: Figures) -> dict[str, Any]:
    """Datasette's metadata for this publication."""
    about = figures.about()
    title = about.get("title", "What practitioners worry about")
    council, quarter = first(figures, queries.COUNCILS), first(figures, queries.QUARTERS)
    filters = {
        "council": _choice("Council", queries.COUNCILS, council),
        "quarter": _choice("Quarter", queries.QUARTERS, quarter),
    }
    return {
        "title": title,
        "description_html": _description(about),
        "source": "earlyhelp",
        "extra_css_urls": ["/assets/trends.css"],
        "extra_js_urls": ["/assets/trends.js"],
        "databases": {DATABASE: {"description": about.get("how_numbers_are_protected", "")}},
        "plugins": {
            "datasette-dashboards": {
                "trends": {
                    "title": title,
                    "description": "One council at a time. Closed weeks, months and quarters only.",
                    "layout": LAYOUT,
                    "filters": filters,
                    "charts": charts(about),
                },
                "councils": {
                    "title": "The councils side by side",
                    "description": "Each council's own monthly totals. No sum of all is published.",
                    "layout": [["councils"]],
                    "charts": {"councils": heat("Worries by month", queries.side_by_side("authorities"))},
                },
            }
        },
    }


def charts(about: Mapping[str, str]) -> dict[str, Chart]:
    """The charts of one council, by the name they have in the layout."""
    return {
        "read": {"library": "markdown", "display": at_the_top(about)},
        "weeks": line("Worries by week", queries.by_week("weeks")),
        "bands": heat("Worries by month and by how serious they came out", queries.over_time("bands")),
        "domains": heat("Worries by kind and by how serious they came out", queries.of_quarter("domains")),
        "areas": heat("Worries by area", queries.of_quarter("areas")),
        "settings": heat("Worries by kind of setting", queries.of_quarter("settings")),
        "unmatched": bars("Worries that nothing matched", queries.share("unmatched-share")),
        "hours": heat("In and out of office hours", queries.over_time("hours")),
        "ends": heat("Where guided walks ended", queries.over_time("ends")),
        "outcomes": bars("Outcomes reached most often", queries.largest_of_quarter("outcomes", OUTCOMES_SHOWN)),
        "feedback": heat("Was the answer helpful?", queries.over_time("feedback")),
        "channels": heat("Where they were asked", queries.over_time("channels")),
        "shares": heat("Measures", queries.shares(), shaded=False),
        "definitions": table("What the measures mean", queries.definitions()),
        "unknown": table("What this tool cannot know", queries.not_known()),
    }


def heat(title: str, query: str, *, shaded: bool = True) -> Chart:
    """Numbers in a grid, darker where they are larger; totals are not shaded."""
    placed = {
        "x": {"field": "column", "type": "nominal", "sort": None, "axis": {**NO_GRID, "orient": "top"}},
        "y": {"field": "row", "type": "nominal", "sort": None, "axis": NO_GRID},
    }
    shade = {"field": "n", "type": "quantitative", "scale": {"range": [LIGHT, DARK], "interpolate": "rgb"}}
    filled = {**placed, "color": {**shade, "legend": None} if shaded else {"value": LIGHT}}
    words = {"text": {"field": "shown"}, "color": {"value": INK}}
    return _chart(title, query, {
        "height": {"step": 24},
        "layer": [
            {"transform": [{"filter": "!datum.whole && datum.shown"}],
             "mark": {"type": "rect", "stroke": "#d0d4d8", "aria": False}, "encoding": filled},
            {"mark": {"type": "text", "fontSize": 12}, "encoding": {**placed, **words}},
        ],
    })  # fmt: skip


def bars(title: str, query: str) -> Chart:
    """A bar for each row, with what is printed for it."""
    placed: dict[str, Chart] = {
        "y": {"field": "row", "type": "nominal", "sort": None, "axis": NO_GRID},
        "x": {"field": "n", "type": "quantitative", "axis": None, "scale": {"zero": True}},
    }
    return _chart(title, query, {
        "height": {"step": 24},
        "transform": [
            {"calculate": "datum.n || 0", "as": "n"},
            {"joinaggregate": [{"op": "max", "field": "n", "as": "most"}]},
            {"calculate": "datum.most * 1.15", "as": "room"},
        ],
        "layer": [
            {"mark": {"type": "bar", "opacity": 0, "aria": False},
             "encoding": {**placed, "x": {**placed["x"], "field": "room"}}},
            {"mark": {"type": "bar", "color": BAR, "aria": False}, "encoding": placed},
            {"mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 12, "color": INK},
             "encoding": {**placed, "text": {"field": "shown"}}},
        ],
    })  # fmt: skip


def line(title: str, query: str) -> Chart:
    """A number a week. A week that was held back leaves a gap."""
    return _chart(title, query, {
        "height": 220,
        "mark": {"type": "line", "color": BAR, "invalid": "break-paths-show-domains", "point": {"color": BAR}},
        "encoding": {
            "x": {"field": "monday", "type": "temporal", "title": None,
                  "axis": {"format": "%d %b %y", "labelAngle": 0, "labelOverlap": True, "tickCount": 10}},
            "y": {"field": "n", "type": "quantitative", "title": "worries", "scale": {"zero": True}},
            "tooltip": [{"field": "monday", "type": "temporal", "title": "Week of"},
                        {"field": "shown", "title": "Worries"}],
        },
    })  # fmt: skip


def table(title: str, query: str) -> Chart:
    """Words in rows."""
    return {"title": title, "db": DATABASE, "library": "table", "query": query}


def at_the_top(about: Mapping[str, str]) -> str:
    """The sentences above the charts, as Markdown."""
    told = [f"**{how_to_read(about)}** Nothing is printed where nothing can be.", about.get("what_is_counted", "")]
    closed, version = about.get("made_at_closed_week", ""), about.get("knowledge_version", "")
    return "\n\n".join([*filter(None, told), f"Counters up to week {closed}, knowledge {version}."])


def first(figures: Figures, query: str) -> str:
    """What a filter shows until somebody chooses."""
    found = figures.database.execute(query).fetchone()
    return str(found[0]) if found else ""


def _choice(name: str, query: str, default: str) -> dict[str, str]:
    return {"name": name, "type": "select", "db": DATABASE, "query": query, "default": default}


def _chart(title: str, query: str, drawn: Chart) -> Chart:
    display = {"usermeta": EMBEDDED, "config": FONT, **drawn}
    return {"title": title, "db": DATABASE, "library": "vega-lite", "query": query, "display": display}


def _description(about: Mapping[str, str]) -> str:
    words = [
        '<a href="/-/dashboards/trends">Open the dashboard of one council</a> or '
        '<a href="/-/dashboards/councils">the councils side by side</a>.',
        escape(how_to_read(about)),
        escape(about.get("how_numbers_are_protected", "")),
        "Any question may be asked of these figures in SQL: what was held back is not in this file, and nothing can be "
        "written to it.",
    ]
    return "".join(f"<p>{each}</p>" for each in words if each)
