"""The dashboard and the alerts ask only for what is really exposed, and every alert has its line in the guide."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.log_lines import event_of
from bot.metric_words import CHANNELS, CLAIMS, CONTACT_STATES, KINDS, OTHER, PLATFORMS, REASONS, WHY
from bot.metrics import Metrics
from bot.vitals import Vitals

ROOT = Path(__file__).parents[2]
DASHBOARD = json.loads((ROOT / "deploy" / "grafana" / "earlyhelp.json").read_text(encoding="utf-8"))
RULES = yaml.safe_load((ROOT / "deploy" / "prometheus" / "earlyhelp.rules.yml").read_text(encoding="utf-8"))
TRIED = (ROOT / "deploy" / "prometheus" / "earlyhelp.tests.yml").read_text(encoding="utf-8")
WORDS = {
    "channel": CHANNELS,
    "kind": KINDS,
    "why": WHY,
    "found": CLAIMS,
    "platform": PLATFORMS,
    "reason": REASONS,
    "state": CONTACT_STATES,
}
LABELS = {*WORDS, "version", "le", "instance", "job"}
NAME = re.compile(r"\bearlyhelp_[a-z_]+")
MATCHED = re.compile(r'(\w+)(?:=~|!~|!=|=)"([^"]*)"')
GROUPED = re.compile(r"\b(?:by|without) \(([^)]*)\)")


def exposed() -> set[str]:
    """Every name that a page of metrics has once everything has happened."""
    metrics = Metrics.new()
    metrics.answered("level", channel="web", seconds=0.1)
    metrics.refuse("web", "token")
    metrics.claimed("done")
    metrics.delivered("slack")
    metrics.undelivered("slack", "network")
    metrics.saw(Vitals(version="2026.11.24-1"))
    families = text_string_to_metric_families(metrics.page().decode())
    return {sample.name for family in families for sample in family.samples}


EXPOSED = exposed()


def panels() -> Iterator[dict[str, Any]]:
    yield from (panel for panel in DASHBOARD["panels"] if panel["type"] != "row")


def queries() -> Iterator[tuple[str, str]]:
    for panel in panels():
        yield from ((panel["title"], target["expr"]) for target in panel["targets"])
    yield from ((note["name"], note["expr"]) for note in DASHBOARD["annotations"]["list"])
    for rule in alerts():
        yield rule["alert"], rule["expr"]


def alerts() -> list[dict[str, Any]]:
    return [rule for group in RULES["groups"] for rule in group["rules"]]


@pytest.mark.parametrize(("title", "query"), list(queries()), ids=lambda each: str(each)[:40])
def test_every_name_and_every_label_in_a_query_is_exposed(title: str, query: str) -> None:
    assert NAME.search(query) or query.startswith("up{"), title
    assert set(NAME.findall(query)) <= EXPOSED
    for label, value in MATCHED.findall(query):
        assert label in LABELS
        assert label not in WORDS or {*value.split("|")} <= {*WORDS[label], OTHER}
    for labels in GROUPED.findall(query):
        assert {each.strip() for each in labels.split(",")} <= LABELS


def test_every_metric_is_on_the_dashboard_or_in_an_alert() -> None:
    asked = {name for _, query in queries() for name in NAME.findall(query)}
    parts = {"earlyhelp_answer_seconds_sum", "earlyhelp_answer_seconds_count"}

    assert EXPOSED - asked - parts == set()


def test_the_dashboard_is_one_that_grafana_can_show() -> None:
    assert DASHBOARD["schemaVersion"] >= 36
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert max(x for x, _ in cells) < 24
        assert not cells & taken, f"{panel['title']} lies on another"
        taken |= cells
    for panel in panels():
        assert panel["type"] in {"stat", "timeseries"}
        assert panel["description"].endswith(".")
        assert panel["datasource"]["uid"] == "${source}"
        assert len({target["refId"] for target in panel["targets"]}) == len(panel["targets"])
    (source,) = DASHBOARD["templating"]["list"]
    assert (source["name"], source["type"], source["query"]) == ("source", "datasource", "prometheus")


def test_every_alert_has_a_severity_a_sentence_and_a_line_in_the_guide() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert len(alerts()) > 15
    for rule in alerts():
        assert rule["labels"]["severity"] in {"critical", "warning", "notice"}
        assert rule["annotations"]["summary"].endswith(".")
        assert f"| `{rule['alert']}` |" in guide


def part_of_guide(title: str) -> str:
    """One part of the guide, from its title to the next."""
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    return re.split(r"^##+ ", guide.partition(f"### {title}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def test_the_guide_names_every_metric_and_no_other() -> None:
    guide = part_of_guide("Metrics")
    parts = {f"earlyhelp_answer_seconds_{part}" for part in ("bucket", "count", "sum")}

    assert {name.rstrip("_") for name in NAME.findall(guide)} - {"earlyhelp_answer_seconds"} == EXPOSED - parts


def test_every_event_in_the_guide_is_one_that_is_logged() -> None:
    named = re.findall(r"^\| `([a-z_]+)` \|", part_of_guide("The log"), re.MULTILINE)
    logged = {event_of(text) for room in ("bot", "trends") for text in sentences(ROOT / room)}

    assert len(named) > 5
    assert {*named} <= logged


def sentences(room: Path) -> Iterator[str]:
    """What stands in the first place of a logger's call."""
    for file in room.rglob("*.py"):
        found = re.findall(r'log\.\w+\(\s*("(?:[^"\\]|\\.)*")', file.read_text(encoding="utf-8"))
        yield from map(ast.literal_eval, found)


def test_the_alerts_that_are_tried_out_exist() -> None:
    tried = set(re.findall(r"alertname: (\w+)", TRIED))
    assert len(tried) > 6
    assert tried <= {rule["alert"] for rule in alerts()}
