"""Datasette on the published file: everything to look at and to ask, nothing to write, nothing from elsewhere."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import anyio
import httpx
import pytest

from trends.show import needed, serving
from trends.show.dashboards import LAYOUT, metadata
from trends.show.figures import figures_file, opened
from trends.show.needed import NotInstalled
from trends.show.serving import CSP, Newest

from .fake_publication import published

pytest.importorskip("datasette")

PAGES = ("/", "/published", "/published/cells", "/-/dashboards", "/-/dashboards/trends?council=Exshire&quarter=2026-Q3")


class Browser:
    """Asks the server without a network."""

    def __init__(self, file: Path) -> None:
        self.app = Newest(file)

    def get(self, path: str, **parameters: str) -> httpx.Response:
        return anyio.run(partial(self._ask, "GET", path, parameters))

    def post(self, path: str) -> httpx.Response:
        return anyio.run(partial(self._ask, "POST", path, {}))

    def ask(self, sql: str, **parameters: str) -> httpx.Response:
        return self.get("/published.json", sql=sql, _shape="objects", **parameters)

    async def _ask(self, method: str, path: str, parameters: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://trends.test") as client:
            return await client.request(method, path, params=parameters or None)


@pytest.fixture(scope="module")
def browser(folder: Path) -> Browser:
    return Browser(figures_file(folder))


def charts(folder: Path) -> Iterator[tuple[str, str]]:
    with opened(figures_file(folder)) as figures:
        dashboards = metadata(figures)["plugins"]["datasette-dashboards"]
    for board in dashboards.values():
        yield from ((name, chart["query"]) for name, chart in board["charts"].items() if "query" in chart)


@pytest.mark.parametrize("path", PAGES)
def test_pages_load_nothing_from_elsewhere(browser: Browser, path: str) -> None:
    page = browser.get(path)
    assert page.status_code == 200
    assert not re.findall(
        r"<(?:script|link|img|iframe)[^>]+(?:src|href)=[\"']?(?:https?:)?//(?!trends\.test)", page.text
    )
    assert page.headers["content-security-policy"] == CSP
    assert "http" not in CSP


def test_every_script_and_style_of_the_dashboard_is_served_here(browser: Browser) -> None:
    page = browser.get(PAGES[-1]).text
    files = re.findall(r"<(?:script|link)[^>]+(?:src|href)=\"([^\"]+)\"", page)
    assert any("vega" in file for file in files)
    assert [file for file in files if browser.get(file).status_code != 200] == []


def test_the_dashboard_begins_with_the_first_council_and_the_newest_quarter(browser: Browser) -> None:
    answer = browser.get("/-/dashboards/trends")
    assert answer.headers["location"] == "/-/dashboards/trends?council=Exshire&quarter=2026-Q3"


def test_every_chart_has_something_to_draw(browser: Browser, folder: Path) -> None:
    for name, query in charts(folder):
        rows = browser.ask(query, council="Exshire", quarter="2026-Q3").json()["rows"]
        assert rows, name
        assert rows[0].get("row") != "Nothing is published here", name


def test_every_chart_has_its_place(folder: Path) -> None:
    with opened(figures_file(folder)) as figures:
        names = metadata(figures)["plugins"]["datasette-dashboards"]["trends"]["charts"]
    assert {name for row in LAYOUT for name in row} == set(names)


def test_nothing_chosen_means_the_first_council_and_the_newest_quarter(browser: Browser, folder: Path) -> None:
    query = dict(charts(folder))["domains"]
    asked = browser.ask(query, council="", quarter="").json()["rows"]
    assert asked == browser.ask(query, council="Exshire", quarter="2026-Q3").json()["rows"]


def test_another_council_has_other_numbers(browser: Browser, folder: Path) -> None:
    query = dict(charts(folder))["domains"]
    asked = browser.ask(query, council="Wyeford Borough").json()["rows"]
    assert asked != browser.ask(query, council="Exshire").json()["rows"]


def test_a_chart_without_figures_says_so(browser: Browser, folder: Path) -> None:
    query = dict(charts(folder))["domains"]
    rows = browser.ask(query, council="Exshire", quarter="1999-Q1").json()["rows"]
    assert [row["row"] for row in rows] == ["Nothing is published here"]


def test_a_held_back_number_is_drawn_as_its_symbol(browser: Browser, folder: Path) -> None:
    rows = browser.ask(dict(charts(folder))["domains"], council="Exshire").json()["rows"]
    assert "c" in {row["shown"] for row in rows if row["n"] is None}


def test_weeks_are_drawn_at_their_monday(browser: Browser, folder: Path) -> None:
    rows = browser.ask(dict(charts(folder))["weeks"], council="Exshire").json()["rows"]
    assert rows[0]["monday"] == "2026-03-30"


@pytest.mark.parametrize(
    "sql",
    [
        "delete from cells",
        "update cells set n = 1",
        "attach 'x' as y",
        "pragma writable_schema = 1",
        "drop table cells",
    ],
)
def test_nothing_can_be_written_by_sql(browser: Browser, sql: str) -> None:
    assert browser.ask(sql).status_code == 400


def test_nothing_can_be_written_by_a_form(browser: Browser) -> None:
    assert browser.post("/published/cells").status_code >= 400


def test_no_other_file_is_served(browser: Browser) -> None:
    assert set(browser.get("/-/databases.json").json()[0]) >= {"name", "is_mutable"}
    assert [(each["name"], each["is_mutable"]) for each in browser.get("/-/databases.json").json()] == [
        ("published", False)
    ]


def test_only_plugins_that_are_known_to_call_nobody_are_there(browser: Browser) -> None:
    plugins = {each["name"] for each in browser.get("/-/plugins.json").json()}
    assert plugins == {"datasette-dashboards", "datasette-leaflet", "datasette-render-markdown"}


def test_a_newer_publication_is_served_without_a_restart(tmp_path: Path) -> None:
    file = published(tmp_path / "now")
    browser = Browser(file)
    assert browser.ask("select count(*) as n from cells").json()["rows"][0]["n"] > 0

    newer = published(tmp_path / "newer")
    with sqlite3.connect(newer) as database:
        database.execute("delete from cells")
    database.close()
    os.replace(newer, file)

    assert browser.ask("select count(*) as n from cells").json()["rows"] == [{"n": 0}]


def test_without_the_extra_the_command_that_brings_it_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needed, "find_spec", lambda _: None)
    with pytest.raises(NotInstalled, match=re.escape("pip install 'earlyhelp[trends]'")):
        serving.datasette_of(figures_file(folder))
