"""A platform whose answer is cut in the middle, and a sign-in that does not answer: nothing lost, nobody else held up.

Down, slow, 429 and nonsense are in `tests/bot/slack/test_faults.py` and `tests/bot/teams/test_faults.py`. Here the
connection itself breaks: a socket that takes a call, says half of its answer and hangs up.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import anyio
import httpx
import pytest
from starlette.testclient import TestClient

from bot.core.house import House
from bot.teams import entra
from bot.teams.delivery import Undelivered

from ..bot.desks import desk_in
from ..bot.slack.conftest import running
from ..bot.slack.fake_slack import FakeSlack
from ..bot.teams.conftest import TUESDAY, Pauses, Platform, Teams, pauses, platform, served
from ..bot.web.fake_house import house as fake_house
from .conftest import Books

__all__ = ["pauses", "platform"]

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n"
CUTS = {"before a byte": b"", "in the head": HEAD[:20], "in the body": HEAD + b'{"ok": true, "ts'}
SILENT_TLS = "https://127.0.0.1:{}"


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK pauses before it tries again."""
    monkeypatch.setattr("slack_sdk.http_retry.jitter.random.random", lambda: 0.0)


@contextmanager
def hangs_up(said: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A server that takes a request, says this much and hangs up; its address, and what it was asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        thread = threading.Thread(target=_hang_up_on_everybody, args=(server, said, asked), daemon=True)
        thread.start()
        yield address, asked
        server.shutdown(socket.SHUT_RDWR)
    thread.join(10)


def _hang_up_on_everybody(server: socket.socket, said: bytes, asked: list[bytes]) -> None:
    while True:
        try:
            caller, _ = server.accept()
        except OSError:
            return
        with caller, suppress(OSError):
            caller.settimeout(5)
            asked.append(caller.recv(256 * 1024))
            caller.sendall(said)


@contextmanager
def silent() -> Iterator[str]:
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield SILENT_TLS.format(server.getsockname()[1])


@pytest.mark.parametrize("said", CUTS.values(), ids=list(CUTS))
def test_slack_hangs_up_in_the_middle_and_what_it_may_not_have_taken_comes_again(
    api: FakeSlack, tmp_path: Path, said: bytes
) -> None:
    """Whether Slack had taken it nobody knows; it hears that we could not answer, and comes again."""
    with running(api, tmp_path / "var") as slack, hangs_up(said) as (address, asked):
        books, working = Books(slack), slack.channel.outbox.client.base_url
        slack.channel.outbox.client.base_url = f"{address}/api/"
        assert books.says() == 503
        assert asked
        slack.channel.outbox.client.base_url = working
        books.redelivers()
        assert books.balance() == (0, 0, 0)


@pytest.mark.parametrize("said", [CUTS["before a byte"], CUTS["in the body"]], ids=["before a byte", "in the body"])
def test_teams_hangs_up_in_the_middle_and_what_it_may_not_have_taken_comes_again(
    platform: Platform, pauses: Pauses, tmp_path: Path, said: bytes
) -> None:
    desk = desk_in(tmp_path / "var", fake_house, lambda: TUESDAY)
    with TestClient(served(desk, platform, pauses)) as client, hangs_up(said) as (address, asked):
        teams = Teams(client, platform, desk, tmp_path / "var")
        working, platform.url = platform.url, address
        activity = teams.activity("message", text="always hungry")
        platform.url = working
        there = client.post("/api/messages", json=activity, headers=_signed(activity["serviceUrl"]))
        assert (there.status_code, bool(asked)) == (503, True)
        activity["serviceUrl"] = platform.service_url
        assert teams.delivers(activity) == 200
    assert len(platform.accepted) == 1


def _signed(service_url: str) -> dict[str, str]:
    from ..bot.teams.conftest import token

    return {"Authorization": f"Bearer {token(service_url)}"}


def test_a_sign_in_at_microsoft_that_does_not_answer_holds_up_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our token for Teams is fetched beside the loop, and not for long: Slack and the page go on."""
    monkeypatch.setattr(entra, "FETCH_SECONDS", 0.2)
    steps: list[int] = []

    async def others_go_on() -> None:
        while True:
            steps.append(len(steps))
            await asyncio.sleep(0)

    async def both(login: str) -> None:
        token = entra.EntraToken("11111111-2222-3333-4444-555555555555", "secret", login)
        beside = asyncio.create_task(others_go_on())
        with pytest.raises(Undelivered, match="no token"):
            await token("https://api.botframework.com/.default", "aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb")
        beside.cancel()

    with silent() as login:
        anyio.run(both, login)
    assert steps


def test_a_person_on_the_page_is_answered_while_slack_and_teams_are_away(api: FakeSlack, tmp_path: Path) -> None:
    with running(api, tmp_path / "var") as slack, hangs_up(b"") as (address, _):
        slack.channel.outbox.client.base_url = f"{address}/api/"
        assert Books(slack).says() == 503
        page = slack.client.post("/ask", data={"typed": "always hungry"})
        assert page.status_code == httpx.codes.OK
        assert "999" in page.text


@pytest.fixture
def house() -> House:
    return fake_house()
