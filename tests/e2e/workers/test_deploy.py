"""What a council's IT installs: each file is read by the program it is for, where that program is here.

nginx is started with our own file, and a message signed as Slack signs it goes through it to real workers.
"""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from typing import Any

import httpx
import pytest
import yaml

from .crew import ANSWERS, PATIENCE, ROOT, SECRET, Crew, crew, free_port, signed, taking_slack

pytestmark = pytest.mark.e2e

DEPLOY = ROOT / "deploy"
HOST = "earlyhelp.example.org"


def program(name: str) -> str:
    """Where it is. Skips the test where it is not."""
    found = shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin")
    if not found:
        pytest.skip(f"There is no {name} here.")
    return found


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """What a program says in this folder."""
    return subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)


@contextmanager
def nginx_before(port: int, folder: Path) -> Iterator[httpx.Client]:
    """nginx with our file, its port, its certificate and its upstream put in; a client that reaches it."""
    nginx, openssl, outside = program("nginx"), program("openssl"), free_port()
    wanted = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={HOST}"]
    names = ["-addext", f"subjectAltName=DNS:{HOST},IP:127.0.0.1", "-keyout", "key.pem", "-out", "chain.pem"]
    subprocess.run([openssl, *wanted, *names], cwd=folder, check=True, capture_output=True)
    ours = (DEPLOY / "nginx" / "earlyhelp.conf").read_text(encoding="utf-8")
    for before, after in {
        r"listen \[::\]:443 ssl http2;": "",
        r"listen 443 ssl http2;": f"listen 127.0.0.1:{outside} ssl http2;",
        r"127\.0\.0\.1:8080": f"127.0.0.1:{port}",
        r"/etc/ssl/earlyhelp/fullchain\.pem": f"{folder}/chain.pem",
        r"/etc/ssl/earlyhelp/privkey\.pem": f"{folder}/key.pem",
        r"/var/log/nginx/earlyhelp\.log": f"{folder}/error.log",
    }.items():
        ours, times = re.subn(before, after, ours)
        assert times, before
    (folder / "earlyhelp.conf").write_text(ours, encoding="utf-8")
    temporary = "".join(
        f"{each}_temp_path {folder}/{each};" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ {temporary} access_log off; include {folder}/earlyhelp.conf; }}",
        encoding="utf-8",
    )
    command = [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    trusted = ssl.create_default_context(cafile=str(folder / "chain.pem"))
    with (
        subprocess.Popen(command) as running,
        httpx.Client(
            base_url=f"https://127.0.0.1:{outside}",
            verify=trusted,
            timeout=PATIENCE,
            transport=httpx.HTTPTransport(verify=trusted, retries=8),
        ) as client,
    ):
        try:
            yield client
        finally:
            running.terminate()


@pytest.fixture(scope="module")
def slack() -> Iterator[tuple[str, Queue[dict[str, Any]]]]:
    with taking_slack() as found:
        yield found


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory, slack: tuple[str, Queue[dict[str, Any]]]) -> Iterator[Crew]:
    secrets = {"SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": "xoxb-only-for-tests"}
    with crew(tmp_path_factory.mktemp("behind"), "--workers", "1", slack=slack[0], **secrets) as found:
        found.address = found.says(ANSWERS.pattern)[0][2]
        yield found


@pytest.fixture(scope="module")
def outside(workers: Crew, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    port = int(workers.address.rsplit(":", 1)[1])
    with nginx_before(port, tmp_path_factory.mktemp("nginx")) as client:
        yield client


def test_a_message_that_slack_signed_is_answered_through_nginx(
    outside: httpx.Client, slack: tuple[str, Queue[dict[str, Any]]]
) -> None:
    body, headers = signed("Ev1", "always hungry")
    assert outside.post("/slack/events", content=body, headers=headers).status_code == 200
    assert "comes closest to" in str(slack[1].get(timeout=PATIENCE))
    forged = {**headers, "x-slack-signature": "v0=0"}
    assert outside.post("/slack/events", content=body, headers=forged).status_code == 401


def test_teams_is_let_through_and_refused_by_us_without_a_token(outside: httpx.Client) -> None:
    assert outside.post("/api/messages", json={}).status_code in {401, 404}, "404: Teams is off here"


@pytest.mark.parametrize("path", ["/metrics", "/healthz", "/readyz", "/slack/events/", "/anything", "/.env"])
def test_what_is_for_operators_is_not_there_from_outside(outside: httpx.Client, path: str) -> None:
    answer = outside.get(path)
    assert (answer.status_code, answer.headers["strict-transport-security"]) == (404, "max-age=31536000")


def test_the_page_is_answered_inside_and_nothing_typed_is_written(outside: httpx.Client, workers: Crew) -> None:
    typed = "always hungry " + "and he told me so this morning " * 300
    answer = outside.post("/ask", data={"typed": typed, "authority": "oldham"})
    assert answer.status_code == 200
    assert "told me so" not in "".join(workers.log)


def test_a_body_larger_than_any_that_is_read_is_stopped_at_the_door(outside: httpx.Client) -> None:
    assert outside.post("/slack/events", content=b"x" * 1_100_000).status_code == 413


def test_while_earlyhelp_is_away_a_person_reads_a_number(tmp_path: Path) -> None:
    with nginx_before(free_port(), tmp_path) as client:
        answer = client.get("/")
        assert (answer.status_code, "tel:999" in answer.text) == (503, True)
        assert client.post("/slack/events").status_code == 502, "so that Slack delivers it again"


@pytest.mark.parametrize("unit", ["earlyhelp.service", "earlyhelp-slack.service"])
def test_the_units_are_sound_and_leave_little_open(unit: str, tmp_path: Path) -> None:
    analyze = program("systemd-analyze")
    for file in (DEPLOY / "systemd").iterdir():
        said = file.read_text(encoding="utf-8").replace("/opt/earlyhelp/.venv/bin/earlyhelp", "/bin/true")
        (tmp_path / file.name).write_text(said, encoding="utf-8")
    verified = run([analyze, "verify", f"./{unit}"], tmp_path)
    assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")
    offline = ["security", "--offline=true", "--threshold=15", f"./{unit}"]
    told = run([analyze, *offline], tmp_path)
    assert told.returncode == 0, told.stdout[-300:]


def test_the_kubernetes_files_come_together_and_each_key_is_known() -> None:
    validate = pytest.importorskip("kubernetes_validate")
    command = [program("kubectl"), "kustomize", str(DEPLOY / "kubernetes")]
    written = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = list(yaml.safe_load_all(written))
    for each in found:
        validate.validate(each, validate.latest_version(), strict=True)
    kinds = {each["kind"] for each in found}
    assert kinds >= {"Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy", "Ingress", "ConfigMap"}
    policy = next(each for each in found if each["kind"] == "NetworkPolicy")
    names = policy["spec"]["egress"][0]["to"][0]["podSelector"]["matchLabels"]
    assert names == {"k8s-app": "kube-dns"}, "nothing was put in that would keep us from looking up names"
