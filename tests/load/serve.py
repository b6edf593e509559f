"""`earlyhelp` as it is, with one thing set: Teams' keys come from this machine, and so does the token we show there.

    EARLYHELP_LOAD_KEYS=http://127.0.0.1:PORT python tests/load/serve.py serve --workers 2

EARLYHELP_LOAD_CLOCK names a file with the seconds by which the clock is off, read each time somebody asks what time it
is: so a test can put the clock of a running server forward and back. A worker is started with this very command line,
so all of them are so. `--made-up` as the first word answers without the language models (tests/e2e/slack/run_bot.py),
which starts in a moment.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]


def teams_on_this_machine(platform: str) -> None:
    import bot.teams.app as teams

    as_it_is = teams.connection_of

    def connection_of(settings: Any, environment: Any) -> Any:
        cloud = replace(teams.PUBLIC, openid_metadata_url=f"{platform}/v1/.well-known/openidconfiguration")
        return replace(as_it_is(settings, environment), secret=None, token=own_token, cloud=cloud)

    teams.connection_of = connection_of


async def own_token(_: object, __: object) -> str:
    """What is shown to a connector that checks nothing."""
    import jwt

    return jwt.encode({"exp": int(time.time()) + 3600}, "k" * 32, algorithm="HS256")


def clock_from(file: Path) -> None:
    from knowledge import clock

    right = clock.now
    clock.now = lambda: right() + dt.timedelta(seconds=float(file.read_text() or 0))


def made_up() -> None:
    """The real knowledge and a reader of a handful of words, in place of the language models."""
    from bot import live

    file = TESTS / "e2e" / "slack" / "run_bot.py"
    spec = importlib.util.spec_from_file_location("run_bot", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    live.Live = module.MadeUp  # type: ignore[misc]


def main() -> None:
    words = sys.argv[1:]
    if words[:1] == ["--made-up"]:
        words = words[1:]
        made_up()
    if platform := os.environ.get("EARLYHELP_LOAD_KEYS"):
        teams_on_this_machine(platform)
    if file := os.environ.get("EARLYHELP_LOAD_CLOCK"):
        clock_from(Path(file))
    from bot import commands

    sys.argv = ["earlyhelp", *words]
    commands.main()


if __name__ == "__main__":
    main()
