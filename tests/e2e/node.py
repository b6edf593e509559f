"""What others wrote in JavaScript and the journeys need: put in place by `npm ci` once a lockfile, never vendored.

Names and licences stand in tests/e2e/clients/README.md. Without Node or without the registry the journeys are skipped.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CLIENTS = Path(__file__).parent / "clients"
MODULES = CLIENTS / "node_modules"
LOCKFILE = CLIENTS / "package-lock.json"
READY = MODULES / ".earlyhelp"
"""Holds the fingerprint of the lockfile that was installed."""
INSTALL_SECONDS = 180


def node() -> str:
    """The Node program. Skips the test where there is none."""
    found = shutil.which("node")
    if not found or not shutil.which("npm"):
        pytest.skip("There is no Node here: install nodejs and npm (20 or newer) to drive other people's clients.")
    return found


def modules() -> Path:
    """The folder of the installed packages. Skips the test where they cannot be had."""
    node()
    with _alone():
        wanted = hashlib.sha256(LOCKFILE.read_bytes()).hexdigest()
        if not READY.exists() or READY.read_text(encoding="utf-8") != wanted:
            _install()
            READY.write_text(wanted, encoding="utf-8")
    return MODULES


def _install() -> None:
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    try:
        done = subprocess.run(
            command, cwd=CLIENTS, check=False, capture_output=True, text=True, timeout=INSTALL_SECONDS
        )
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm ci in tests/e2e/clients took longer than {INSTALL_SECONDS} seconds.")
    if done.returncode:
        pytest.skip(f"npm ci in tests/e2e/clients failed: {_last_line(done.stderr)}")


def _last_line(text: str) -> str:
    return next((line for line in reversed(text.splitlines()) if line.strip()), "without a word")


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time, since tests may run side by side."""
    with (CLIENTS / "package.json").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
