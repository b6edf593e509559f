"""Promise P2 in the log: whatever breaks, and whoever tells of it, no word that anybody typed is in a line."""

from __future__ import annotations

import ast
import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import logs
from bot.log_lines import OURS, WITHHELD, line_of
from bot.logs import FIELDS, Edge, as_json, as_text, escaped
from knowledge.errors import Fault, KnowledgeErrors, Position

ROOT = Path(__file__).parents[2]
CANARY = "rhododendron"
TYPED = f"he says {CANARY} and wears it every day\n07700 900123"
SAFELY, LIVE, SERVE = "bot/core/safely.py", "bot/live.py", "bot/web/serve.py"


def record(
    said: Any, *values: Any, name: str = "bot.core.safely", file: str = SAFELY, **more: Any
) -> logging.LogRecord:
    """As a line in this file of ours would make it."""
    return logging.LogRecord(name, logging.ERROR, str(ROOT / file), 7, said, values, more.get("exc_info"))


def told(*given: Any, **more: Any) -> str:
    return as_text(line_of(record(*given, **more)))


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:  # noqa: BLE001 - to have it with its place
        return caught


def test_a_sentence_of_ours_is_told_with_its_safe_values() -> None:
    line = line_of(record("A turn failed: %s at %s", "ValueError", "reader.py:12 < desk.py:80"))

    assert line.event == "a_turn_failed_at"
    assert line.says == "A turn failed: ValueError at reader.py:12 < desk.py:80"
    assert line.fields == {"error": "ValueError", "where": "reader.py:12 < desk.py:80"}


@pytest.mark.parametrize(
    "value",
    [
        CANARY,
        TYPED,
        f"ValueError: {TYPED}",
        f"ValueError at {CANARY}",
        f"ValueError {CANARY} at a.py:1",
        f"a.py:1 < {CANARY}",
        f"status {CANARY}",
        "07700900123",
        [TYPED],
        {CANARY: 1}.keys(),
        object(),
        TYPED.encode(),
        f"{CANARY}: a_b",
        f"OperationalError: connection refused {CANARY}",
    ],
)
def test_p2_a_value_that_is_not_known_to_be_safe_is_withheld(value: Any) -> None:
    line = told("A turn failed: %s at %s", value, "a.py:1")

    assert CANARY not in line
    assert "900123" not in line
    assert line.startswith("ERROR bot.core.safely: A turn failed: ")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (12, "12"),
        (0.5, "0.5"),
        ("2026.11.24-2", "2026.11.24-2"),
        ("No such file or directory", "No such file or directory"),
        ("status 429", "status 429"),
        ("ended with status 3", "ended with status 3"),
        ("channel_not_found", "channel_not_found"),
        ("misshapen", "misshapen"),
        (
            "NotAccepted response_url answered 404 at outbox.py:131",
            "NotAccepted response_url answered 404 at outbox.py:131",
        ),
        ("RuntimeError invalid_auth at a.py:1 < b.py:2", "RuntimeError invalid_auth at a.py:1 < b.py:2"),
        (f"ValueError: connection refused, {CANARY}", "ValueError connection refused"),
        (FileNotFoundError(2, "No such file or directory", CANARY), "FileNotFoundError No such file or directory"),
        (ValueError(TYPED), "ValueError"),
    ],
    ids=repr,
)
def test_what_an_operator_needs_is_told(value: Any, said: str) -> None:
    import bot.slack.outbox  # noqa: F401 - the kinds of errors that exist

    assert told("A turn failed: %s at %s", value, "a.py:1") == f"ERROR bot.core.safely: A turn failed: {said} at a.py:1"


def test_p2_a_sentence_that_stands_nowhere_in_the_file_is_withheld() -> None:
    assert told(f"A turn failed: {TYPED}") == f"ERROR bot.core.safely: {WITHHELD} (logged at safely.py:7)"
    assert told("A turn failed: %s at %s", "ValueError", "a.py:1", file=SERVE).count(WITHHELD) == 1


@pytest.mark.parametrize("name", ["slack_sdk.web", "uvicorn.error", "httpx", "asyncio", "py.warnings", "root"])
def test_p2_no_word_of_a_library_is_told_but_the_kind_of_its_error_and_where(name: str) -> None:
    error = raised(ValueError(TYPED))
    said = told(f"payload {TYPED}", name=name, exc_info=(type(error), error, error.__traceback__))

    assert CANARY not in said
    assert said.startswith(f"ERROR {name}: {WITHHELD} ValueError at test_logs.py:")


def test_p2_a_library_in_our_name_is_no_one_of_ours() -> None:
    given = record("A turn failed: %s at %s", "ValueError", "a.py:1", file="/elsewhere/bot/x.py")
    assert line_of(given).event == "withheld"


def test_p2_an_error_logged_as_the_sentence_itself_tells_its_kind() -> None:
    busy = OSError(98, f"error while binding {CANARY}")
    assert told(busy, name="uvicorn.error", file=SERVE) == (
        f"ERROR uvicorn.error: {WITHHELD} OSError Address already in use (logged at serve.py:7)"
    )


def test_faults_in_knowledge_are_told_by_place_and_rule() -> None:
    faults = [
        Fault(Position(Path("knowledge/bury/contacts.yaml"), 12, 3), "unknown-key", CANARY, CANARY) for _ in range(9)
    ]
    said = told(
        "The changed knowledge was refused; version %s goes on.\n%s",
        "2026.11.24-1",
        KnowledgeErrors(faults),
        name="bot.live",
        file=LIVE,
    )

    assert CANARY not in said
    assert "version 2026.11.24-1 goes on. KnowledgeErrors" in said
    assert "knowledge/bury/contacts.yaml:12:3 unknown-key; " in said
    assert "and 4 more" in said


class Breaks:
    """Breaks whoever looks at it, and tells what was typed."""

    def __str__(self) -> str:
        raise ValueError(TYPED)

    __repr__ = __format__ = __str__  # type: ignore[assignment]


def test_p2_p6_what_breaks_when_it_is_looked_at_breaks_nothing_and_tells_nothing() -> None:
    class Fails(Exception):
        def __str__(self) -> str:
            raise ValueError(TYPED)

    assert CANARY not in told(Breaks())
    assert CANARY not in told("A turn failed: %s at %s", Breaks(), Fails())
    assert CANARY not in told("A turn failed: %s at %s", "too few values")
    assert CANARY not in told("A turn failed: %s at %s", {0: TYPED})
    assert CANARY not in told("100% of %d", TYPED)


def test_p2_no_line_is_made_into_two_and_no_terminal_is_told_to_do_anything() -> None:
    assert escaped("a\nb\x1b[2J\u2028\u202e\x00\x85é’") == "a\\nb\\x1b[2J\\u2028\\u202e\\x00\\x85é’"
    line = line_of(record("A turn failed: %s at %s", "ValueError", "a.py:1", name="bot.core\nERROR fake"))
    assert "\n" not in as_text(line)
    assert as_json(line).isascii()
    assert json.loads(as_json(line))["logger"] == WITHHELD


def test_a_line_of_json_holds_what_is_whitelisted_and_nothing_else() -> None:
    line = line_of(record("A turn failed: %s at %s", "ValueError", "a.py:1"))
    found = json.loads(as_json(line))

    assert list(found) == ["time", "level", "logger", "event", "says", "error", "where", "process"]
    assert set(found) <= {"time", "level", "logger", "event", "says", "process", *FIELDS}
    assert found["time"].endswith("Z")
    assert found["process"] == os.getpid()


def test_p6_a_stream_that_nobody_reads_stops_no_answer() -> None:
    closed = io.StringIO()
    closed.close()
    Edge(closed, "json").handle(record("A turn failed: %s at %s", "ValueError", "a.py:1"))


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of a logger in our rooms."""
    verbs = {"debug", "info", "warning", "error", "critical", "exception", "log"}
    for room in OURS:
        for file in (ROOT / room).rglob("*.py"):
            source = file.read_text(encoding="utf-8")
            for found in ast.walk(ast.parse(source)) if "getLogger" in source or "import logging" in source else ():
                if (
                    isinstance(found, ast.Call)
                    and isinstance(found.func, ast.Attribute)
                    and found.func.attr in verbs
                    and ast.unparse(found.func.value) in {"log", "logger", "logging"}
                ):
                    yield f"{file.relative_to(ROOT)}:{found.lineno}", found


def test_every_sentence_that_we_log_is_a_literal_and_no_error_goes_with_it() -> None:
    """What is not would be withheld when it is needed."""
    found = list(calls())
    assert len(found) > 40
    for at, call in found:
        assert isinstance(call.args[0], ast.Constant), at
        assert isinstance(call.args[0].value, str), at
        assert not call.keywords or at.startswith("bot/logs.py"), at
        assert call.func.attr != "exception", at  # type: ignore[attr-defined]


EVERYTHING_BREAKS = """
import asyncio, faulthandler, gc, logging, sys, threading, warnings
import httpx, uvicorn
from slack_sdk.web import WebClient
from bot.logs import set_up
set_up("json")
typed = sys.argv[1]

logging.getLogger("slack_sdk").setLevel(logging.DEBUG)
try:
    WebClient(token=typed, base_url="http://127.0.0.1:9/", timeout=1).chat_postMessage(channel="C1", text=typed)
except Exception:
    pass
logging.getLogger("httpx").setLevel(logging.DEBUG)
httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200))).get("http://x/" + typed)

async def app(scope, receive, send):
    raise RuntimeError(typed)

async def never_retrieved():
    raise ValueError(typed)

async def main():
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False, lifespan="off"))
    server.config.load()
    server.lifespan = server.config.lifespan_class(server.config)
    await server.startup()
    port = server.servers[0].sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /{typed} HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n".encode())
    assert b"500" in await reader.readline()
    writer.close()
    await server.shutdown()
    task = asyncio.ensure_future(never_retrieved())
    await asyncio.wait({task})
    del task
    gc.collect()
    asyncio.get_running_loop().call_exception_handler({"message": typed, "context": typed})

asyncio.run(main())
warnings.warn(typed)
def broken():
    raise KeyError(typed)
thread = threading.Thread(target=broken, name=typed)
thread.start()
thread.join()
class Dies:
    def __del__(self):
        raise RuntimeError(typed)
Dies()
logging.getLogger("lonely").propagate = False
logging.getLogger("lonely").error("nobody handles %s", typed)
logging.error("%d %s", typed)
logging.getLogger("bot.x").error("ours, badly: " + typed)
def deep(word):
    faulthandler.dump_traceback()
    raise SystemError(word)
deep(typed)
"""


def test_p2_a_process_in_which_everything_breaks_tells_no_word() -> None:
    run = [sys.executable, "-c", EVERYTHING_BREAKS, CANARY]
    done = subprocess.run(
        run, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, timeout=60
    )
    lines = done.stderr.splitlines()

    assert done.returncode == 1
    assert CANARY not in done.stdout + done.stderr
    for heard in ("asyncio", "lonely", "root", "httpx", "slack_sdk", "uvicorn.error", "bot.logs"):
        assert any(heard in line for line in lines), heard
    for kind in ("KeyError", "UserWarning", "ValueError", "SystemError", "RuntimeError"):
        assert any(kind in line for line in lines), kind
    native = [line for line in lines if not line.startswith("{")]
    assert all(line.startswith(("Current thread", "  File ")) for line in native), "only Python's own traceback"
    assert all(json.loads(line)["says"] for line in lines if line.startswith("{"))


def test_the_logs_of_the_servers_are_set_up_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """No server of ours brings a handler of its own, and both commands set the edge up."""
    from bot.web.serve import server

    assert server(lambda: None, host="127.0.0.1", port=0).config.log_config is None  # type: ignore[arg-type]
    for command in ("serve", "slack"):
        source = (ROOT / "bot" / "commands" / f"{command}.py").read_text()
        assert "set_up_logs(settings.logs)" in source
        assert "basicConfig" not in source


def test_setting_up_leaves_one_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    root, hooks = logging.getLogger(), (sys.excepthook, sys.unraisablehook, logging.lastResort)
    before = (root.handlers[:], root.level, logging.raiseExceptions)
    import threading
    import warnings

    kept = (threading.excepthook, warnings.showwarning)
    try:
        logs.set_up("json", io.StringIO())
        assert [type(each) for each in root.handlers] == [Edge]
    finally:
        root.handlers[:], logging.raiseExceptions = before[0], before[2]
        root.setLevel(before[1])
        sys.excepthook, sys.unraisablehook, logging.lastResort = hooks
        threading.excepthook, warnings.showwarning = kept
