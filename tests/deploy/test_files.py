"""The files in deploy/ name what is there: folders, settings, addresses. What reads them is tested in tests/e2e."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from bot.settings import load_settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


def lines(name: str) -> list[str]:
    return (DEPLOY / name).read_text(encoding="utf-8").splitlines()


def test_the_container_copies_every_room_and_only_what_is_there() -> None:
    copied = [
        line.split()[1:-1] for line in lines("Containerfile") if line.startswith("COPY ") and "--from" not in line
    ]
    sources = {each for line in copied for each in line}
    rooms = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]["find"]["include"]
    assert {room.rstrip("*") for room in rooms} <= sources
    assert all((ROOT / each).exists() for each in sources)
    let_in = {line.removeprefix("!") for line in lines("Containerfile.containerignore") if line.startswith("!")}
    assert let_in == sources


def test_the_container_runs_as_nobody_in_particular_and_says_how_it_is() -> None:
    said = "\n".join(lines("Containerfile"))
    assert re.search(r"^USER 10001:10001$", said, re.MULTILINE)
    assert "HEALTHCHECK" in said


def test_the_settings_of_a_cluster_are_settings_that_we_know() -> None:
    settings = load_settings(DEPLOY / "kubernetes" / "app.yaml")
    assert settings.web.host == "0.0.0.0"
    assert settings.store.database


@pytest.mark.parametrize("probe", ["startupProbe", "readinessProbe", "livenessProbe"])
def test_each_probe_asks_an_address_that_we_have(probe: str) -> None:
    deployment = yaml.safe_load("\n".join(lines("kubernetes/deployment.yaml")))
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    path = container[probe]["httpGet"]["path"]
    assert path == ("/healthz" if probe == "livenessProbe" else "/readyz")


def test_nginx_leads_to_the_addresses_that_platforms_call_and_holds_a_body_in_memory() -> None:
    from bot.slack.door import LARGEST_BODY, PATH
    from bot.teams.door import ENDPOINT

    said = "\n".join(lines("nginx/earlyhelp.conf"))
    for path in (PATH, ENDPOINT):
        assert f"location = {path} {{" in said
    sizes = dict(re.findall(r"(client_max_body_size|client_body_buffer_size) (\w+);", said))
    assert set(sizes.values()) == {"1m"}
    assert LARGEST_BODY == 1024 * 1024
