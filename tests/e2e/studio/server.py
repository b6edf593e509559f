"""A server of one's own: `earlyhelp serve` in a temporary folder, with a copy of the knowledge as its draft.

    with studio_server(folder) as server:
        server.address, server.link(), server.text("knowledge/tameside/contacts.yaml"), server.fresh()

Its clock stands on a Tuesday at ten, when the duty teams answer.
"""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import yaml

ROOT = Path(__file__).parents[3]
RUN = ROOT / "tests" / "e2e" / "slack" / "run_bot.py"
TUESDAY = "2026-11-24T10:00"
LINK = re.compile(r"http://\S+/studio/sign-in#link=\S+")
START_SECONDS = 120.0
STOP_SECONDS = 40.0

FIRST, SECOND, READER = "first@council.example", "second@council.example", "reader@council.example"
OFFICERS = [
    {"id": FIRST, "title": "Early Help Partnership Officer", "role": "publisher"},
    {"id": SECOND, "title": "Safeguarding Partnership Manager", "role": "publisher"},
    {"id": READER, "title": "Locality Adviser", "role": "viewer"},
]


@dataclass
class StudioServer:
    """The running server and its draft."""

    folder: Path
    address: str
    running: subprocess.Popen[bytes]

    @property
    def draft(self) -> Path:
        return self.folder / "draft"

    @property
    def log(self) -> str:
        return (self.folder / "log.txt").read_text(encoding="utf-8", errors="replace")

    def link(self) -> str:
        """The one-time link that was printed at the start."""
        found = LINK.findall(self.log)
        assert found, f"no one-time link was printed:\n{self.log}"
        return str(found[-1])

    def text(self, name: str) -> str:
        """A file of the draft."""
        return (self.draft / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """As somebody with another editor would."""
        (self.draft / name).write_text(text, encoding="utf-8")

    def fresh(self) -> None:
        """The draft as it was shipped, and no unsaved text. What was published is not touched."""
        shutil.rmtree(self.folder / "var" / "releases" / "unsaved", ignore_errors=True)
        for name in ("knowledge", "flows"):
            copy_yaml(self.folder / "shipped" / name, self.draft / name)

    @property
    def live(self) -> str:
        """The version in use, as the server says."""
        return str(httpx.get(f"{self.address}/readyz").json()["knowledge"])


def copy_yaml(source: Path, target: Path) -> None:
    """The YAML files, and no others; a file that has not changed keeps its date."""
    wanted = {file.relative_to(source) for file in source.rglob("*.yaml")}
    for extra in {file.relative_to(target) for file in target.rglob("*.yaml")} - wanted:
        (target / extra).unlink()
    for name in wanted:
        file = target / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_bytes() != (source / name).read_bytes():
            shutil.copyfile(source / name, file)


def write_settings(folder: Path) -> None:
    """app.yaml of the checkout, with a draft and officers of its own."""
    settings = yaml.safe_load((ROOT / "app.yaml").read_text(encoding="utf-8"))
    settings["releases"] = {"folder": "var/releases", "draft": str(folder / "draft")}
    settings["studio"] = {"sign_in": "link", "officers": OFFICERS}
    (folder / "app.yaml").write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")


@contextmanager
def studio_server(folder: Path) -> Iterator[StudioServer]:
    """The server, until the end of the block."""
    write_settings(folder)
    port = _free_port()
    command = [sys.executable, str(RUN), "--at", TUESDAY, "--", "serve", "--port", str(port)]
    with (folder / "log.txt").open("wb") as log:
        for name in ("knowledge", "flows"):
            copy_yaml(ROOT / name, folder / "shipped" / name)
            copy_yaml(ROOT / name, folder / "draft" / name)
        running = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        server = StudioServer(folder, f"http://127.0.0.1:{port}", running)
        try:
            _wait_until_ready(server)
            yield server
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(STOP_SECONDS)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_until_ready(server: StudioServer) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert server.running.poll() is None, f"the server ended:\n{server.log}"
        try:
            if httpx.get(f"{server.address}/readyz", timeout=2).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{server.log}")
