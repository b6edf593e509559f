"""The operator's log on stderr: for people, or one JSON object a line where app.yaml says `logs: json`.

Every record of the process goes through one handler, and what may be told is decided there (`bot.log_lines`): also for
libraries, for warnings, for errors that nobody caught in any thread or task, and for objects that broke while they were
thrown away. There is no access log: a log of who asked when would be a diary.

    {"time": "2026-11-24T10:00:00.123Z", "level": "ERROR", "logger": "bot.core.safely", "event": "a_turn_failed_at",
     "says": "A turn failed: ValueError at reader.py:12", "error": "ValueError", "where": "reader.py:12", "process": 71}

The one thing not in that form is what Python writes when the process is killed by a fault in native code: names of
files and functions with lines, and no value.
"""

from __future__ import annotations

import datetime as dt
import faulthandler
import json
import logging
import os
import sys
import threading
import warnings
from contextlib import suppress
from types import TracebackType
from typing import Literal, TextIO

from bot.log_lines import OURS, Line, line_of

log = logging.getLogger(__name__)

Form = Literal["plain", "json"]
FIELDS = ("error", "reason", "code", "status", "version", "faults", "where", "logged_at")
"""Beside time, level, logger, event, says and process, all that a line may hold."""


class Edge(logging.Handler):
    """Writes each record as one line. Whatever goes wrong while it does, nothing of the record is told."""

    def __init__(self, stream: TextIO, form: Form) -> None:
        super().__init__()
        self.stream, self.form = stream, form

    def emit(self, record: logging.LogRecord) -> None:
        line = line_of(record)
        written = as_json(line) if self.form == "json" else as_text(line)
        try:
            self.stream.write(f"{written}\n")
            self.stream.flush()
        except (OSError, ValueError):
            return  # nobody listens any more; whoever is being answered need not know


def set_up(form: Form = "plain", stream: TextIO | None = None) -> None:
    """From now on everything that this process logs goes through the edge. Called once, at the start."""
    edge = Edge(stream or sys.stderr, form)
    root = logging.getLogger()
    root.handlers[:] = [edge]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    logging.lastResort = edge
    logging.raiseExceptions = False
    sys.excepthook = _nobody_caught
    sys.unraisablehook = _thrown_away
    threading.excepthook = _in_a_thread
    warnings.showwarning = _warned
    if stream is None:
        with suppress(OSError, ValueError):  # a stderr that is no file
            faulthandler.enable()


def as_json(line: Line) -> str:
    """One JSON object. Every character that is no plain ASCII is escaped, so a line is a line."""
    told = {
        "time": _time(line),
        "level": line.level,
        "logger": line.logger,
        "event": line.event,
        "says": line.says,
        **{name: line.fields[name] for name in FIELDS if name in line.fields},
        "process": os.getpid(),
    }
    return json.dumps(told)


def as_text(line: Line) -> str:
    """For people."""
    at = f" (logged at {line.fields['logged_at']})" if "logged_at" in line.fields else ""
    return escaped(f"{line.level} {line.logger}: {line.says}{at}")


def escaped(text: str) -> str:
    """The text on one line, without what a terminal would take for more than letters."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in text)


def _time(line: Line) -> str:
    moment = dt.datetime.fromtimestamp(line.created, dt.UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _nobody_caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        log.critical("Nobody caught an error, and the process ends.", exc_info=(kind, error, trace))


def _in_a_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None and told.exc_type is not SystemExit:
        log.error("Nobody caught an error in a thread.", exc_info=told.exc_value)


def _thrown_away(told: sys.UnraisableHookArgs) -> None:
    if told.exc_value is not None:
        log.error("An error came up where nobody could be told.", exc_info=told.exc_value)


def _warned(
    message: Warning | str,  # noqa: ARG001 - it may quote anything
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001 - the log is the only place
    line: str | None = None,  # noqa: ARG001
) -> None:
    at = f"{os.path.basename(filename)}:{lineno}"
    log.warning("A library warns: %s at %s", category.__name__, at)
