"""From a log record to a line that tells nothing that anybody typed: the edge through which every record goes.

    record -> words (a literal of our own program's source, or none) + values (each of a known safe shape) -> Line

Nothing is let through because somebody was careful; it is let through because it cannot hold what was typed:

- **words**: the sentence of a record of ours must stand as a literal in the very file that logs it. A sentence put
  together while running, and every word of a library, is withheld; then the place in the source is told instead.
- **values**: numbers, names of kinds of errors that exist, places in source files, versions, the system's own words for
  an error number, a status, a short code of Slack's, a literal of the same folder. Anything else is withheld.
- **errors**: their kind and where they happened; of their text only phrases of `PHRASES`. Faults in knowledge files are
  told by file, line and rule; `earlyhelp check` says them in words.
"""

from __future__ import annotations

import ast
import builtins
import errno
import functools
import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.core.where import where
from bot.metric_words import WHY
from knowledge.errors import KnowledgeErrors

ROOT = Path(__file__).parent.parent
OURS = ("bot", "flows", "knowledge", "nlp", "trends")
WITHHELD = "(withheld)"
MOST_FAULTS = 5
LONGEST = 2000

FRAME = r"(?:[\w.-]{1,80}\.(?:pyx?|html|css|so)|<[\w .-]{1,60}>):(?:\d{1,6}|None)"
WHERE = re.compile(rf"{FRAME}(?: < {FRAME})*")
NAME = re.compile(r"\w{1,80}")
VERSION = re.compile(r"\d{4}\.\d{2}\.\d{2}-\d{1,4}(?:\+[0-9a-f]{8})?")
STATUS = re.compile(r"(?:ended with status|status|response_url answered) \d{1,3}|was ended by SIG[A-Z0-9]{2,8}")
CODE = re.compile(r"[a-z]{2,20}(?:_[a-z]{1,20}){1,5}|ratelimited")
SHAPES = {"version": VERSION, "where": WHERE, "status": STATUS, "code": CODE}
FAULT_AT = re.compile(r"[\w./-]{1,160}:\d{1,6}(?::\d{1,6})?")
RULE = re.compile(r"[a-z][a-z_-]{1,60}")
TOLD = re.compile(
    rf"(?P<kind>\w+)(?: (?P<more>[a-z_]+|response_url answered \d+))?(?: at (?P<where>{FRAME}(?: < {FRAME})*))?"
)
KIND_AND_WORDS = re.compile(r"(\w{3,80}): .*", re.DOTALL)
PHRASES = (
    "address already in use",
    "connection refused",
    "connection timeout expired",
    "database disk image is malformed",
    "database is locked",
    "disk i/o error",
    "does not exist",
    "file is not a database",
    "is shutting down",
    "is starting up",
    "no password supplied",
    "no space left on device",
    "password authentication failed",
    "permission denied",
    "read-only",
    "too many clients",
    "too many connections",
)
"""What may be told of an error's text: words of the system and of databases, none of which anybody types."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is told. `event` is the sentence as a name, whatever its values; `fields` are the values by name."""

    created: float
    level: str
    logger: str
    event: str
    says: str
    fields: dict[str, str] = field(default_factory=dict)


def line_of(record: logging.LogRecord) -> Line:
    """The line of a record. Never raises and never holds what is not known to be safe."""
    fields: dict[str, str] = {}
    try:
        event, says = _told(record, fields)
    except Exception as error:  # noqa: BLE001 - the edge: an object that breaks when it is looked at tells nothing
        event, says, fields = "unreadable", WITHHELD, {"error": type(error).__name__}
    logger = record.name if re.fullmatch(r"[\w.-]{1,80}", record.name) else WITHHELD
    return Line(record.created, logging.getLevelName(record.levelno), logger, event, says, fields)


def _told(record: logging.LogRecord, fields: dict[str, str]) -> tuple[str, str]:
    """The event and the sentence; what is known of the values goes into `fields`."""
    error = _error_of(record)
    known = _put(fields, _of_error(error)) if error is not None else ""
    if isinstance(record.msg, str) and _is_ours(record) and record.msg in _literals(record.pathname):
        given = record.args if isinstance(record.args, tuple) else (record.args,) if record.args else ()
        said = tuple(safe(each, record.pathname, fields) for each in given)
        return event_of(record.msg), " ".join([*_filled(record.msg, said).split("\n"), *known.split("\n")]).strip()
    fields["logged_at"] = f"{record.filename}:{record.lineno}"
    return "withheld", f"{WITHHELD} {known}".strip()


def safe(value: object, file: str, fields: dict[str, str]) -> str:
    """The value as it may be told, "(withheld)" if it may not. What it is goes into `fields`."""
    if isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, BaseException):
        return _put(fields, _of_error(value))
    if not isinstance(value, str) or len(value) > LONGEST:
        return WITHHELD
    if found := _shape(value) or _of_told(value):
        return _put(fields, found)
    if value in _literals_of_folder(str(Path(file).parent)):
        return value
    return _put(fields, _of_kind_and_words(value)) or WITHHELD


def _shape(text: str) -> dict[str, str]:
    """What the text is: by its shape, or because it is one of a list. Empty for what nobody knows to be safe."""
    for name, shape in SHAPES.items():
        if shape.fullmatch(text):
            return {name: text}
    lists = {"reason": _system_words(), "error": _kinds(), "code": WHY}
    return next(({name: text} for name, words in lists.items() if text in words), {})


def _of_told(text: str) -> dict[str, str]:
    """An error as `bot.slack.outbox.told` tells it: kind, code, place."""
    found = TOLD.fullmatch(text)
    if not found or found["kind"] not in _kinds():
        return {}
    more = found["more"] or ""
    safe_more = {"code": more} if CODE.fullmatch(more) else {"status": more} if STATUS.fullmatch(more) else {}
    return {"error": found["kind"], **safe_more, **({"where": found["where"]} if found["where"] else {})}


def _of_kind_and_words(text: str) -> dict[str, str]:
    """An error as kind and text: of the text only what is in `PHRASES`."""
    found = KIND_AND_WORDS.fullmatch(text)
    return {"error": found[1], **_phrases(text)} if found and found[1] in _kinds() else {}


def _of_error(error: BaseException) -> dict[str, str]:
    """What may be told of an error."""
    told = {"error": _if_like(NAME, type(error).__name__)}
    if isinstance(error, KnowledgeErrors):
        return {**told, "faults": _faults(error)}
    if isinstance(error, OSError) and error.errno and os.strerror(error.errno) in _system_words():
        told["reason"] = os.strerror(error.errno)
    elif phrases := _phrases(str(error)):
        told |= phrases
    elif (said := str(error)) in _kinds() or STATUS.fullmatch(said):
        told["reason"] = said
    if error.__traceback__:
        told["where"] = _short(where(error))
    return told


def _faults(error: KnowledgeErrors) -> str:
    """Where the first faults are, and by which rule."""
    said = [
        f"{_if_like(FAULT_AT, str(each.position))} {_if_like(RULE, each.rule)}" for each in error.faults[:MOST_FAULTS]
    ]
    more = [f"and {len(error.faults) - MOST_FAULTS} more"] if len(error.faults) > MOST_FAULTS else []
    return "; ".join([*said, *more, "earlyhelp check says why"])


def _if_like(shape: re.Pattern[str], text: str) -> str:
    return text if shape.fullmatch(text) else WITHHELD


def _phrases(text: str) -> dict[str, str]:
    found = [phrase for phrase in PHRASES if phrase in text.casefold()]
    return {"reason": ", ".join(found)} if found else {}


def _put(fields: dict[str, str], found: dict[str, str]) -> str:
    """Adds what was found, and gives it as words."""
    fields.update(found)
    told = " ".join(found[name] for name in ("error", "code", "status", "reason", "version", "faults") if name in found)
    return " at ".join(part for part in (told, found.get("where", "")) if part)


def _filled(template: str, said: tuple[str, ...]) -> str:
    """The sentence with its values; each stands in as text, whatever its place asks for."""
    return re.sub(r"%[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]", "%s", template) % said if said else template


def event_of(template: str) -> str:
    """ "A turn failed: %s at %s" as "a_turn_failed_at"."""
    return "_".join(re.findall(r"[a-z0-9]+", re.sub(r"%\S", " ", template).casefold()))[:80]


def _error_of(record: logging.LogRecord) -> BaseException | None:
    """The error that the record carries, wherever it does."""
    if record.exc_info and record.exc_info[1]:
        return record.exc_info[1]
    if isinstance(record.msg, BaseException):
        return record.msg
    return None


def _short(text: str) -> str:
    """A place whose frames are all of the known shape, cut to the innermost where it is very long."""
    frames = text.split(" < ")[:25]
    return " < ".join(frame if WHERE.fullmatch(frame) else "elsewhere" for frame in frames)


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OURS and Path(record.pathname).is_relative_to(ROOT)


@functools.lru_cache(maxsize=256)
def _literals(file: str) -> frozenset[str]:
    """Every text that stands as a literal in a source file of ours, parts of f-strings apart."""
    if not Path(file).is_relative_to(ROOT):
        return frozenset()
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    pieces = {id(part) for each in ast.walk(tree) if isinstance(each, ast.JoinedStr) for part in each.values}
    texts = (each for each in ast.walk(tree) if isinstance(each, ast.Constant) and id(each) not in pieces)
    return frozenset(each.value for each in texts if isinstance(each.value, str))


@functools.lru_cache(maxsize=64)
def _literals_of_folder(folder: str) -> frozenset[str]:
    """A value may come from a neighbouring file."""
    return frozenset().union(*(_literals(str(file)) for file in Path(folder).glob("*.py")))


@functools.cache
def _system_words() -> frozenset[str]:
    return frozenset(os.strerror(number) for number in errno.errorcode)


def _kinds() -> frozenset[str]:
    """The names of all kinds of errors that exist now: libraries bring theirs."""
    return frozenset(_named(BaseException)) | frozenset(dir(builtins))


def _named(kind: type[BaseException]) -> Iterator[str]:
    yield kind.__name__
    for each in kind.__subclasses__():
        yield from _named(each)
