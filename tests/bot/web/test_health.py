"""/healthz, /readyz and /metrics: what they mean, and what they tell to whom."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.core.house import House
from bot.desk import Desk
from bot.web.app import create_app
from bot.web.beside import health_beside
from bot.web.health import STUCK_SECONDS, TEST_QUESTION, Health

from ..desks import desk_in
from .conftest import TUESDAY
from .fake_house import house

HERE, ELSEWHERE = ("127.0.0.1", 5000), ("10.0.0.7", 5000)


@dataclass
class Served:
    """An app with its health. `current` is what the desk answers with, `now` the seconds of its clock."""

    health: Health
    desk: Desk
    app: Any
    current: list[Callable[[], House]]
    now: list[float]
    sound: list[bool]
    folder: Path

    def get(self, path: str, *, client: tuple[str, int] = HERE, **headers: str) -> Any:
        return TestClient(self.app, client=client).get(path, headers=headers)

    def ready(self) -> Any:
        return self.get("/readyz").json()

    def looked(self) -> None:
        asyncio.run(self.health.look())


def house_that_breaks() -> House:
    """Every question fails in it."""

    def broken(*_: object) -> Any:
        raise RuntimeError("a reader that is broken")

    return replace(house(), read=broken)


@pytest.fixture
def served(tmp_path: Path) -> Served:
    current: list[Callable[[], House]] = [house]
    now, sound = [1000.0], [True]

    def in_use() -> House:
        return current[0]()

    desk = desk_in(tmp_path, in_use, lambda: TUESDAY)
    desk.metrics.clock = lambda: now[0]
    health = Health(desk, sound=lambda: sound[0], now=lambda: now[0])
    return Served(health, desk, create_app(desk, health=health), current, now, sound, tmp_path)


def test_a_process_is_ready_when_it_has_answered_a_test_question(served: Served) -> None:
    answer = served.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "degraded": [],
        "draining": False,
        "knowledge": house().knowledge.version,
        "store": True,
        "self_test": True,
        "sound": True,
        "platforms": {"slack": "silent", "teams": "silent"},
    }


def test_a_process_that_never_answered_is_not_ready_and_not_restarted(served: Served) -> None:
    served.current[0] = house_that_breaks

    assert served.get("/readyz").status_code == 503
    assert served.ready()["degraded"] == ["self_test"]
    assert served.get("/healthz").status_code == 200


def test_p6_a_process_that_has_answered_stays_in_service_when_new_knowledge_does_not(served: Served) -> None:
    served.looked()
    served.current[0] = house_that_breaks
    served.looked()

    assert served.get("/readyz").status_code == 200, "its turns still end in the duty numbers"
    assert served.ready()["degraded"] == ["self_test"]
    assert "earlyhelp_self_test_passed 0.0" in served.get("/metrics").text


def test_p6_a_store_that_is_away_takes_nobody_out_of_service(served: Served) -> None:
    served.looked()
    with sqlite3.connect(served.folder / "store.sqlite", isolation_level=None) as locked:
        locked.execute("begin exclusive")
        served.looked()
        assert served.get("/readyz").status_code == 200
        assert served.ready()["degraded"] == ["store"]
        assert "earlyhelp_store_reachable 0.0" in served.get("/metrics").text
        locked.execute("rollback")
    served.looked()
    assert served.ready()["degraded"] == []


def test_knowledge_that_was_refused_is_told_and_takes_nobody_out_of_service(served: Served) -> None:
    served.sound[0] = False
    served.looked()

    assert served.get("/readyz").status_code == 200
    assert served.ready()["degraded"] == ["knowledge"]


def test_a_process_that_drains_is_not_ready_and_alive(served: Served) -> None:
    served.looked()
    served.health.drain()

    assert served.get("/readyz").status_code == 503
    assert served.get("/healthz").status_code == 200


def test_an_answer_that_has_been_on_its_way_for_a_minute_asks_for_a_restart(served: Served) -> None:
    served.looked()
    with served.desk.metrics.waiting():
        served.now[0] += STUCK_SECONDS
        assert served.get("/healthz").status_code == 200
        served.now[0] += 1
        assert served.get("/healthz").status_code == 503
        assert served.get("/readyz").status_code == 503
    assert served.get("/healthz").status_code == 200


def test_platforms_are_known_by_what_was_last_delivered(served: Served) -> None:
    metrics = served.desk.metrics
    metrics.delivered("slack")
    served.now[0] += 1
    metrics.undelivered("slack", "timeout")
    served.looked()
    assert served.ready()["platforms"] == {"slack": "away", "teams": "silent"}
    assert served.ready()["degraded"] == ["slack"]
    assert served.get("/readyz").status_code == 200

    served.now[0] += 1
    metrics.delivered("slack")
    assert served.ready()["platforms"]["slack"] == "reached"


def test_a_look_that_was_not_taken_for_long_is_told(served: Served) -> None:
    served.looked()
    served.now[0] += STUCK_SECONDS + 1

    assert served.ready()["degraded"] == ["look"]


def test_a_process_without_pages_can_be_asked_on_a_port_of_its_own(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    async def asked() -> tuple[int, int, bytes]:
        async with health_beside(served.health, 0) as port, health_beside(Health(served.desk), port) as taken:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            answer = await reader.read()
            writer.close()
            return port, taken, answer

    port, taken, answer = asyncio.run(asked())
    assert port > 0
    assert taken == 0
    assert b" 200 OK" in answer
    assert b'"ready":true' in answer
    assert "The port for health checks cannot be had" in caplog.text


@pytest.mark.parametrize(
    ("client", "headers"),
    [(ELSEWHERE, {}), (HERE, {"X-Forwarded-For": "203.0.113.9"}), (("unknown", 1), {})],
    ids=["another machine", "through a proxy", "nobody knows"],
)
def test_outsiders_learn_the_status_and_no_detail(served: Served, client: Any, headers: dict[str, str]) -> None:
    assert served.get("/readyz", client=client, **headers).json() == {"ready": True}


def test_metrics_are_not_told_through_a_proxy(served: Served) -> None:
    assert served.get("/metrics", client=ELSEWHERE).status_code == 200
    assert served.get("/metrics", **{"X-Forwarded-For": "203.0.113.9"}).status_code == 404


def test_p8_the_test_question_is_counted_nowhere(served: Served) -> None:
    served.get("/readyz")
    page = served.get("/metrics").text

    assert "earlyhelp_answers_total{" not in page
    assert TEST_QUESTION not in page
    assert not (served.folder / "counters.sqlite").exists()


def test_metrics_tell_of_the_knowledge_and_its_contacts(served: Served) -> None:
    page = served.get("/metrics").text

    assert f'earlyhelp_knowledge_info{{version="{house().knowledge.version}"}} 1.0' in page
    assert 'earlyhelp_contacts{state="expired"} 0.0' in page
    assert 'earlyhelp_contacts{state="confirmed"} 0.0' not in page


def test_the_looks_are_taken_while_the_app_is_served_and_end_with_it(served: Served) -> None:
    with TestClient(served.app, client=HERE) as client:
        assert client.get("/readyz").json()["ready"] is True
    assert served.health.draining


def test_p6_a_look_that_fails_ends_nothing(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> bool:
        raise ValueError("rhododendron")

    served.health.sound = broken
    served.looked()
    assert served.get("/healthz").status_code == 200
    assert served.get("/readyz").status_code == 200
    assert "A look at the house failed: ValueError" in caplog.text
    assert "rhododendron" not in caplog.text
