"""Faults as text for people, and in the forms that other programs read: JSON lines, SARIF, GitHub's annotations."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from knowledge.errors import Fault

SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
GITHUB = {"error": "error", "warning": "warning", "note": "notice"}
Faults = tuple[Fault, ...]


def as_text(faults: Faults) -> Iterator[str]:
    """FILE:LINE:COL: what, why, what to write instead."""
    for fault in faults:
        yield str(fault) if fault.blocks else f"{fault.position}: {fault.severity}: {said(fault)}"


def as_json(faults: Faults) -> Iterator[str]:
    """One object a line."""
    for fault in faults:
        yield json.dumps(
            {
                "file": str(fault.position.file),
                "line": fault.position.line,
                "column": fault.position.column,
                "rule": fault.rule,
                "severity": fault.severity,
                "what": fault.what,
                "why": fault.why,
                "instead": fault.instead,
            },
            ensure_ascii=False,
        )


def as_github(faults: Faults) -> Iterator[str]:
    """Workflow commands, which GitHub shows beside the changed lines."""
    for fault in faults:
        at = fault.position
        place = f"file={_property(_here(at.file))},line={at.line},col={at.column},title={_property(fault.rule)}"
        yield f"::{GITHUB[fault.severity]} {place}::{_data(said(fault))}"


def as_sarif(faults: Faults) -> Iterator[str]:
    """One SARIF 2.1.0 log, for code scanning."""
    rules = sorted({fault.rule for fault in faults})
    driver = {"name": "earlyhelp", "rules": [{"id": rule} for rule in rules]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": [_result(each) for each in faults]}
    yield json.dumps({"$schema": SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def said(fault: Fault) -> str:
    """What, why and what to write instead, without the place."""
    return " ".join(part for part in (fault.what, fault.why, fault.instead) if part)


def _result(fault: Fault) -> dict[str, object]:
    at = fault.position
    region = {"startLine": at.line, "startColumn": at.column}
    place = {"artifactLocation": {"uri": _uri(at.file)}, "region": region}
    return {
        "ruleId": fault.rule,
        "level": fault.severity,
        "message": {"text": said(fault)},
        "locations": [{"physicalLocation": place}],
    }


def _here(file: Path) -> str:
    """The file as seen from this folder, where it lies below it."""
    whole = file.absolute()
    return (whole.relative_to(Path.cwd()) if whole.is_relative_to(Path.cwd()) else whole).as_posix()


def _uri(file: Path) -> str:
    named = Path(_here(file))
    return named.as_uri() if named.is_absolute() else quote(named.as_posix())


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[str, Callable[[Faults], Iterable[str]]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
