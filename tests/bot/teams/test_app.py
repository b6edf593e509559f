"""How Teams is switched on: what app.yaml and the environment must say, and that it lives in the one app."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.commands.channels import http_channels
from bot.desk import Desk
from bot.settings import NotConfigured, Settings
from bot.settings import Teams as TeamsSettings
from bot.teams.app import connection_of
from bot.teams.sdk import PUBLIC
from bot.web.app import create_app

from ..desks import desk_in
from ..web.fake_house import house
from .conftest import APP_ID, TENANT, TUESDAY, Teams

ON = TeamsSettings(mode="on", app_id=APP_ID, tenants=(TENANT,))
SECRET = {"TEAMS_CLIENT_SECRET": "a secret of nobody"}


def made(folder: Path) -> Desk:
    return desk_in(folder, house, lambda: TUESDAY)


@pytest.mark.parametrize(
    ("settings", "environment", "said"),
    [
        (ON.model_copy(update={"app_id": None}), SECRET, r"teams\.app_id"),
        (ON.model_copy(update={"tenants": ()}), SECRET, r"teams\.tenants"),
        (ON, {}, "TEAMS_CLIENT_SECRET"),
        (ON, {"TEAMS_CLIENT_SECRET": ""}, "TEAMS_CLIENT_SECRET"),
    ],
    ids=["no app", "no tenant", "no secret", "an empty secret"],
)
def test_what_is_missing_is_said_in_a_sentence(
    settings: TeamsSettings, environment: Mapping[str, str], said: str
) -> None:
    with pytest.raises(NotConfigured, match=said) as caught:
        connection_of(settings, environment)
    assert caught.value.exit_code == 2


def test_the_connection_is_the_platforms_own_and_shows_no_secret() -> None:
    connection = connection_of(ON, SECRET)
    assert connection.cloud == PUBLIC
    assert SECRET["TEAMS_CLIENT_SECRET"] not in repr(connection)


def test_switched_off_there_is_nothing_to_knock_at(tmp_path: Path) -> None:
    assert http_channels(Settings(authorities=("oldham",)), {}) == ()
    with TestClient(create_app(made(tmp_path))) as client:
        assert client.post("/api/messages", json={}).status_code == 404


def test_switched_on_it_is_carried_beside_the_web_chat(tmp_path: Path) -> None:
    (add,) = http_channels(Settings(authorities=("oldham",), teams=ON), SECRET)
    desk = made(tmp_path)
    web = create_app(desk)
    add(web, desk, None)  # type: ignore[arg-type]
    with TestClient(web) as client:
        assert client.post("/api/messages", json={}).status_code == 401
        assert client.get("/").status_code == 200
        assert client.get("/healthz").text == "ok"


def test_answers_to_teams_carry_the_headers_of_the_app(teams: Teams) -> None:
    response = teams.post(teams.activity("message", text="always hungry"))
    assert response.headers["cache-control"] == "no-store"


def test_nothing_is_read_from_a_file_of_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK would load a `.env` of the working folder."""
    import subprocess
    import sys

    (tmp_path / ".env").write_text("CLIENT_SECRET=from a file\n")
    monkeypatch.delenv("PYTHON_DOTENV_DISABLED", raising=False)
    script = "import os, bot.teams.sdk; print(os.environ.get('CLIENT_SECRET'))"
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "None"
    assert done.stderr == ""
