"""Setting up: the manifest, the secrets, and a guide that says the same as the code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commands import cli
from bot.settings import NotConfigured, Settings, Slack
from bot.slack import words
from bot.slack.connection import WHERE, connection_of
from bot.slack.manifest import DESCRIPTION, LONG_DESCRIPTION, SCOPES, manifest

ROOT = Path(__file__).parent.parent.parent.parent
GUIDE = (ROOT / "docs" / "install-slack.md").read_text()
SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
HTTP = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}


def test_the_manifest_asks_for_the_fewest_scopes_and_the_guide_says_why_for_each() -> None:
    assert manifest()["oauth_config"]["scopes"] == {"bot": sorted(SCOPES)}
    assert [scope for scope in SCOPES if f"`{scope}`" not in GUIDE] == []
    assert [why for why in SCOPES.values() if why not in GUIDE] == []


def test_the_manifest_keeps_to_slacks_lengths() -> None:
    features = manifest()["features"]
    assert len(DESCRIPTION) <= 140
    assert 175 <= len(LONG_DESCRIPTION) <= 4000
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert len(features["agent_view"]["suggested_prompts"]) <= 4
    assert all(len(each["name"]) <= 24 and len(each["description"]) <= 150 for each in features["shortcuts"])
    assert all(len(each["command"]) <= 32 for each in features["slash_commands"])


def test_over_socket_mode_the_manifest_names_no_address() -> None:
    made = manifest()
    assert made["settings"]["socket_mode_enabled"] is True
    assert "url" not in json.dumps(made)


def test_over_http_every_address_is_ours() -> None:
    made = manifest(url="https://bot.example/")
    settings, command = made["settings"], made["features"]["slash_commands"][0]
    addresses = [
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        command["url"],
    ]
    assert addresses == ["https://bot.example/slack/events"] * 3
    assert settings["socket_mode_enabled"] is False


def test_without_agents_nothing_of_them_is_asked_for() -> None:
    made = manifest(agent=False)
    assert "agent_view" not in made["features"]
    assert "assistant:write" not in made["oauth_config"]["scopes"]["bot"]


def test_the_command_prints_the_manifest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.commands.manifest.settings", lambda: Settings(authorities=("bury",)))
    result = CliRunner().invoke(cli, ["manifest", "slack"])
    assert json.loads(result.stdout) == manifest()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [([], "give --url"), (["--url", "http://bot.example"], "does not begin with https://")],
)
def test_over_http_the_command_wants_a_safe_address(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    settings = Settings(authorities=("bury",), slack=Slack(mode="http"))
    monkeypatch.setattr("bot.commands.manifest.settings", lambda: settings)
    result = CliRunner().invoke(cli, ["manifest", "slack", *arguments])
    assert result.exit_code == 2
    assert says in result.stderr


@pytest.mark.parametrize(("mode", "environment"), [("socket", SOCKET), ("http", HTTP)])
def test_a_missing_secret_is_a_sentence_that_says_where_it_is(mode: str, environment: dict[str, str]) -> None:
    slack = Slack.model_validate({"mode": mode, "workspaces": ("T1",)})
    assert connection_of(slack, environment).served.workspaces == {"T1"}
    for name in environment:
        rest = {key: value for key, value in environment.items() if key != name}
        with pytest.raises(NotConfigured, match=name) as raised:
            connection_of(slack, rest)
        assert raised.value.exit_code == 2
        assert WHERE[name] in str(raised.value)


def test_nobody_is_served_by_accident() -> None:
    with pytest.raises(NotConfigured, match="names no workspace"):
        connection_of(Slack(mode="http"), HTTP)


def test_a_connection_shows_no_secret() -> None:
    slack = Slack(mode="http", workspaces=("T1",))
    assert "xoxb" not in repr(connection_of(slack, HTTP))


def test_the_socket_command_says_what_app_yaml_must_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.commands.slack.load", lambda: Settings(authorities=("bury",)))
    error = CliRunner().invoke(cli, ["slack"]).exception
    assert isinstance(error, NotConfigured)
    assert "needs socket" in str(error)


def test_the_guide_names_every_setting_secret_and_event() -> None:
    named = [
        *(f"`{key}`" for key in Slack.model_fields),
        *WHERE,
        *manifest()["settings"]["event_subscriptions"]["bot_events"],
    ]
    assert [name for name in named if name not in GUIDE] == []


def test_the_guide_shows_the_manifests_prompts_as_they_are() -> None:
    assert words.PROMPTS
    assert all(title in GUIDE for title, _ in words.PROMPTS)
