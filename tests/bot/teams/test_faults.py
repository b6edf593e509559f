"""When the platform is down, slow or says "not now", and when processes die: nothing lost, nothing doubled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from starlette.testclient import TestClient

from bot.core.house import House
from bot.store.handled import LEASE
from bot.teams.delivery import Patience, Undelivered, a_share, deliver

from ..desks import desk_in
from .conftest import TUESDAY, Answer, Pauses, Platform, Teams, served
from .reading import all_words, button

BODIES = {"empty": b"", "no JSON": b"<html>", "broken": b'{"id": ', "a list": b"[]", "no id": b"{}"}


@pytest.mark.parametrize("status", [412, 429, 502, 503, 504])
def test_what_passes_is_tried_again_after_a_pause(teams: Teams, pauses: Pauses, status: int) -> None:
    teams.platform.script = [Answer(status), Answer(status)]

    assert teams.says("always hungry") == 200
    assert len(teams.platform.accepted) == 1
    assert pauses.taken == [0.4, 0.8]


def test_the_pause_that_the_platform_asks_for_is_kept(teams: Teams, pauses: Pauses) -> None:
    teams.platform.script = [Answer(429, {"Retry-After": "3"})]
    assert teams.says("always hungry") == 200
    assert pauses.taken == [3.0]


def test_a_pause_longer_than_the_platform_waits_is_not_begun(teams: Teams, pauses: Pauses) -> None:
    teams.platform.script = [Answer(429, {"Retry-After": "60"})]
    assert teams.says("always hungry") == 503
    assert pauses.taken == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413])
def test_what_does_not_pass_is_not_tried_again(teams: Teams, status: int) -> None:
    teams.platform.script = [Answer(status)]
    assert teams.says("always hungry") == 503
    assert len(teams.platform.calls) == 1


def test_pauses_differ_between_those_who_wait() -> None:
    shares = {a_share() for _ in range(20)}
    assert len(shares) > 1
    assert all(0.5 <= share <= 1.0 for share in shares)


@pytest.mark.parametrize("body", BODIES.values(), ids=list(BODIES))
def test_a_connector_that_answers_nonsense_has_taken_the_message_all_the_same(teams: Teams, body: bytes) -> None:
    teams.platform.script = [Answer(200, body=body)]
    activity = teams.activity("message", text="always hungry")
    statuses = [teams.delivers(activity), teams.delivers(activity)]

    assert statuses == [200, 200]
    assert len(teams.platform.accepted) == 1


def test_a_redelivery_is_not_answered_twice(teams: Teams) -> None:
    activity = teams.activity("message", text="always hungry")
    assert [teams.delivers(activity) for _ in range(3)] == [200, 200, 200]
    assert len(teams.platform.accepted) == 1


def test_after_a_failure_the_redelivery_is_answered(teams: Teams) -> None:
    teams.platform.script = [Answer(404)]
    activity = teams.activity("message", text="always hungry")

    assert [teams.delivers(activity), teams.delivers(activity), teams.delivers(activity)] == [503, 200, 200]
    assert len(teams.platform.accepted) == 1
    assert [each.n for each in teams.counted()] == [1]


def test_a_press_delivered_twice_shows_the_same_card_and_counts_once(teams: Teams) -> None:
    teams.says("always hungry")
    pressing = teams.pressing(button(teams.card, "Note for my record"))
    first, second = teams.post(pressing).json(), teams.post(pressing).json()
    assert first == second


def test_where_the_pressed_card_can_no_longer_be_changed_the_answer_stands_below_it(teams: Teams) -> None:
    teams.says("always hungry")
    data = button(teams.card, "Call list")["fallback"]["data"]
    teams.platform.script = [Answer(404)]

    assert teams.says("", value=data, replyToId="1:gone") == 200
    assert [method for method, _ in teams.platform.calls] == ["POST", "PUT", "POST"]
    assert "Who to call" in all_words(teams.card)


def test_an_error_inside_still_shows_the_numbers(teams: Teams) -> None:
    assert teams.says("kaboom") == 200
    assert "Something went wrong on my side" in all_words(teams.card)
    assert "999" in all_words(teams.card)


def test_a_card_that_cannot_be_built_is_shown_as_plain_words(teams: Teams, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a builder broke")

    monkeypatch.setattr("bot.teams.handlers.cards", broken)
    teams.says("bruise on a baby")
    assert "999" in all_words(teams.card)


def test_a_store_that_cannot_be_opened_stops_nobody(
    tmp_path: Path, platform: Platform, pauses: Pauses, house: House
) -> None:
    (tmp_path / "file").write_text("in the way")
    desk = desk_in(tmp_path / "file" / "below", lambda: house, lambda: TUESDAY)
    with TestClient(served(desk, platform, pauses)) as client:
        teams = Teams(client, platform, desk, tmp_path)
        assert teams.says("always hungry") == 200
    assert len(platform.accepted) == 1


def test_a_long_answer_goes_on_where_it_broke_off(teams: Teams, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.teams.cards.LARGEST", 4_000)
    monkeypatch.setattr("bot.teams.cards.FALLBACK_SHARE", 100)
    teams.platform.script = [Answer(), Answer(404)]
    activity = teams.activity("message", text="call list")

    assert teams.delivers(activity) == 503
    assert len(teams.platform.accepted) == 1
    assert teams.delivers(activity) == 200
    titles = [card["body"][0]["text"] for card in teams.platform.cards if card["body"][0]["type"] == "TextBlock"]
    assert len([each for each in titles if each.startswith("Who to call:")]) == 1
    assert len(teams.platform.cards) > 2


@pytest.fixture
def processes(tmp_path: Path, platform: Platform, pauses: Pauses, house: House) -> Iterator[list[Teams]]:
    """Three processes of the bot over one store, as three workers have it."""
    with ExitStack() as stack:
        found = []
        for _ in range(3):
            desk = desk_in(tmp_path / "var", lambda: house, lambda: TUESDAY)
            client = stack.enter_context(TestClient(served(desk, platform, pauses)))
            found.append(Teams(client, platform, desk, tmp_path / "var"))
        yield found


def test_one_activity_delivered_to_three_processes_is_answered_once(processes: list[Teams]) -> None:
    activity = processes[0].activity("message", text="always hungry")
    statuses = [each.delivers(activity) for each in processes for _ in range(3)]
    assert set(statuses) == {200}
    assert len(processes[0].platform.accepted) == 1


def test_while_one_process_answers_another_asks_the_platform_to_come_again(processes: list[Teams]) -> None:
    first, second, _ = processes
    activity = first.activity("message", text="always hungry")
    anyio.run(first.desk.begin, f"teams:{activity['conversation']['id']}:{activity['id']}")
    assert second.delivers(activity) == 503
    assert second.platform.accepted == []


def test_what_a_killed_process_left_is_answered_by_the_next_delivery(
    tmp_path: Path, platform: Platform, pauses: Pauses, house: House
) -> None:
    now = [TUESDAY]
    desk = desk_in(tmp_path, lambda: house, lambda: now[0])
    with TestClient(served(desk, platform, pauses)) as client:
        teams = Teams(client, platform, desk, tmp_path)
        activity = teams.activity("message", text="always hungry")
        anyio.run(desk.begin, f"teams:{activity['conversation']['id']}:{activity['id']}")
        now[0] += LEASE + dt.timedelta(seconds=1)
        assert teams.delivers(activity) == 200
    assert len(platform.accepted) == 1


def test_another_process_goes_on_with_a_conversation(processes: list[Teams]) -> None:
    first, second, _ = processes
    first.says("always hungry")
    second.sent = 10
    second.says("note for my record")
    assert "Sign it matched" in all_words(second.card)


REQUEST = httpx.Request("POST", "https://example.org/with/ids")


def failing(*errors: Exception) -> Any:
    left = list(errors)

    async def send() -> None:
        if left:
            raise left.pop(0)

    return send


@pytest.mark.parametrize("error", [httpx.ConnectError("down"), httpx.ConnectTimeout("down"), httpx.PoolTimeout("full")])
def test_a_connection_that_was_never_made_is_tried_again(error: Exception, pauses: Pauses) -> None:
    patience = Patience(pause=pauses, share=lambda: 1.0)
    anyio.run(deliver, failing(error), patience)
    assert len(pauses.taken) == 1


@pytest.mark.parametrize("error", [httpx.ReadTimeout("slow"), httpx.ReadError("cut"), httpx.RemoteProtocolError("odd")])
def test_what_may_have_arrived_is_not_sent_again_by_us(error: Exception, pauses: Pauses) -> None:
    with pytest.raises(Undelivered, match=type(error).__name__):
        anyio.run(deliver, failing(error), Patience(pause=pauses))
    assert pauses.taken == []


def test_trying_ends_before_the_platform_comes_again(pauses: Pauses) -> None:
    down = httpx.HTTPStatusError("", request=REQUEST, response=httpx.Response(429, request=REQUEST))
    with pytest.raises(Undelivered, match="status 429"):
        anyio.run(deliver, failing(*[down] * 50), Patience(pause=pauses, share=lambda: 1.0))
    assert sum(pauses.taken) <= 10
