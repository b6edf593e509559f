"""Only the workspaces of app.yaml are served, and only their own people."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.slack import words
from bot.slack.heard import is_served

from .conftest import Slack, direct

OUTSIDE = "T9ELSEWHERE"


@pytest.mark.parametrize(
    "more",
    [{"team": OUTSIDE}, {"user_team": OUTSIDE}, {"source_team": OUTSIDE}],
    ids=["another workspace", "somebody of another workspace", "through a shared channel"],
)
def test_only_the_workspaces_of_app_yaml_are_served(slack: Slack, more: dict[str, Any]) -> None:
    assert slack.send(direct("always hungry", **more)).status_code == 200
    assert slack.api.calls == []
    assert b'earlyhelp_refused_total{channel="slack",why="not_served"} 1.0' in slack.desk.metrics.page()


def test_a_command_from_elsewhere_is_told_so_with_999(slack: Slack) -> None:
    said = json.loads(slack.command("always hungry", team=OUTSIDE).text)
    assert said == {"response_type": "ephemeral", "text": words.NOT_SERVED}
    assert "999" in said["text"]


def test_an_organisation_serves_all_its_workspaces(slack: Slack) -> None:
    served = frozenset({"E1"})
    assert is_served({"team_id": "T7", "enterprise_id": "E1"}, served)
    assert not is_served({"team_id": "T7"}, served)
