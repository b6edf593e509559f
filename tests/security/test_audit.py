"""The audit that `make audit` runs: it would find what it looks for. The tree itself is scanned there, in seconds."""

from __future__ import annotations

import json
import subprocess
from email.message import Message
from types import SimpleNamespace
from typing import Any, cast

import pytest

from . import audit

LEAKS = {
    "a private key": b"-----BEGIN RSA " + b"PRIVATE KEY-----",
    "a Slack token": b"xoxb-" + b"123456789012-123456789012-abcdefghijklmnop",
    "a key of a cloud": b"AKIA" + b"ABCDEFGHIJKLMNOP",
    "a token of a forge": b"ghp_" + b"a" * 36,
    "a client secret of Entra": b"abc8" + b"Q~" + b"d" * 34,
    "a signed token": b"eyJ" + b"a" * 30 + b".eyJ" + b"b" * 30 + b"." + b"c" * 40,
    "a password in an address": b"postgresql://earlyhelp:" + b"Tr0ub4dor&3x@db.example/earlyhelp",
    "a filled-in variable": b"SLACK_SIGNING_SECRET=" + b"0a1b2c3d4e5f60718293a4b5c6d7e8f9",
}


@pytest.mark.parametrize("kind", LEAKS)
def test_a_secret_would_be_found_and_its_line_told(kind: str) -> None:
    assert list(audit.secrets_in(b"first\nsecond " + LEAKS[kind])) == [(2, kind)]


@pytest.mark.parametrize(
    ("said", "agreed"),
    [("MIT", True), ("Apache-2.0 OR GPL-2.0", False), ("LGPL-3.0-only", True), ("AGPL-3.0", False), ("", False),
     ("GNU General Public License v3 (GPLv3)", False), ("GNU Lesser General Public License v3 (LGPLv3)", True)],
)  # fmt: skip
def test_a_licence_is_agreed_to_or_told(said: str, agreed: bool) -> None:
    about = Message()
    about["License-Expression"] = said
    read = audit.licence_of(cast(Any, about))
    assert (bool(audit.AGREED.search(read)) and not audit.NOT_AGREED.search(read)) is agreed


def test_every_locked_package_has_a_licence_that_was_agreed_to() -> None:
    assert list(audit.licences()) == []


def answered(monkeypatch: pytest.MonkeyPatch, dependencies: list[dict[str, Any]]) -> list[str]:
    said = SimpleNamespace(stdout=json.dumps({"dependencies": dependencies}))
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: said)
    return list(audit.holes())


def test_a_known_hole_is_told_with_its_mended_version(monkeypatch: pytest.MonkeyPatch) -> None:
    hole = {"id": "PYSEC-1", "fix_versions": ["2.0"]}
    assert answered(monkeypatch, [{"name": "x", "version": "1.0", "vulns": [hole]}]) == [
        "x 1.0: PYSEC-1, mended in 2.0"
    ]
    assert answered(monkeypatch, [{"name": "x", "version": "1.0", "vulns": []}]) == []


def test_what_could_not_be_asked_is_said_and_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    (said,) = answered(monkeypatch, [{"name": "x", "skip_reason": "not found"}])
    assert said.startswith("SKIPPED")
