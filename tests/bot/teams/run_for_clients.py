"""The one app with Teams on, token check and all, for a client on this machine: only the keys come from elsewhere.

    python tests/bot/teams/run_for_clients.py --port 3979 --keys http://127.0.0.1:3970/v1/.well-known/openidconfiguration

The client's proxy signs activities as the platform does and serves its keys beside that address (".../keys").
`--made-up` answers without the language model, with the handful of words of `tests/bot/web/fake_house.py`.
`--at` sets the clock, which then runs on; `--officer` names who may type "status".
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jwt

from bot.assemble import assemble
from bot.desk import Desk
from bot.metrics import Metrics
from bot.store.counting import CountInto
from bot.store.handled import SqliteHandled
from bot.store.remembered import SqliteRemembered
from bot.teams.app import Connection, add_teams
from bot.teams.sdk import PUBLIC
from bot.web.app import create_app
from bot.web.serve import server
from knowledge import clock
from trends.counters import CountersFile

ROOT = Path(__file__).parents[3]
APP_ID = "11111111-2222-3333-4444-555555555555"
PLAYGROUND_TENANT = "00000000-0000-0000-0000-0000000000001"


async def own_token(_: object, __: object) -> str:
    """What is shown to a connector that checks nothing."""
    return jwt.encode({"appid": APP_ID, "exp": int(time.time()) + 3600}, "k" * 32, algorithm="HS256")


def made_up() -> Any:
    spec = importlib.util.spec_from_file_location("fake_house", ROOT / "tests/bot/web/fake_house.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.house()


def running_from(start: dt.datetime) -> Callable[[], dt.datetime]:
    """A clock that shows this moment now and goes on."""
    began = time.monotonic()
    return lambda: start + dt.timedelta(seconds=time.monotonic() - began)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=3979)
    parser.add_argument("--keys", required=True)
    parser.add_argument("--tenant", action="append", default=[])
    parser.add_argument("--store", type=Path, default=None)
    parser.add_argument("--made-up", action="store_true")
    parser.add_argument("--at", type=dt.datetime.fromisoformat, default=clock.now())
    parser.add_argument("--officer", action="append", default=[])
    asked = parser.parse_args()
    house = made_up() if asked.made_up else assemble()
    folder = asked.store or Path(tempfile.mkdtemp())
    now = running_from(asked.at)
    desk = Desk(
        current=lambda: house,
        clock=now,
        handled=SqliteHandled(folder / "store.sqlite", clock=now),
        remembered=SqliteRemembered(folder / "store.sqlite", clock=now, secret=b"only for tests"),
        counting=CountInto(CountersFile(folder / "counters.sqlite")),
        metrics=Metrics.new(),
    )
    web = create_app(desk)
    tenants = tuple(asked.tenant) or (PLAYGROUND_TENANT,)
    cloud = replace(PUBLIC, openid_metadata_url=asked.keys)
    add_teams(web, desk, Connection(APP_ID, tenants, tuple(asked.officer), token=own_token, cloud=cloud))
    print(f"answers on http://127.0.0.1:{asked.port}/api/messages", flush=True)
    server(web, host="127.0.0.1", port=asked.port).run()


if __name__ == "__main__":
    main()
