"""What a journey through Teams is played on: bot and signer as real processes, and a Playground for each person.

    Chromium -> Playground -> signer (adds the token) -> bot with its token check on -> Playground -> Chromium

All of it runs in one network, where possible with nothing but the loopback; see `tests/e2e/network.py`.
"""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..network import Network

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
BOT = ROOT / "tests" / "bot" / "teams" / "run_for_clients.py"
PLAYGROUND = Path("@microsoft") / "m365agentsplayground" / "cli.js"
TENANT = "aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb"
OFFICER = "cccccccc-0000-0000-0000-000000000099"
TUESDAY_EVENING = "2026-11-24T17:40:00+00:00"
COLLEAGUES = tuple(enumerate(("Alex", "Charlie", "Jamie", "Kim", "Sam")))
"""The Playground wants five."""
START_SECONDS = 60.0
STOP_SECONDS = 10.0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Stage:
    """The bot, the signer before it, and the folder that the bot keeps its files in. `log` is what they all wrote."""

    network: Network
    folder: Path
    modules: Path
    node: str
    whole: bool = False
    """With the language model, which takes some seconds to start; else with the words of `fake_house`."""
    bot_port: int = field(default_factory=free_port)
    signer_port: int = field(default_factory=free_port)
    bot: subprocess.Popen[bytes] | None = None

    @property
    def bot_url(self) -> str:
        return f"http://127.0.0.1:{self.bot_port}"

    @property
    def signer_url(self) -> str:
        return f"http://127.0.0.1:{self.signer_port}"

    @property
    def log(self) -> str:
        """What bot and signer wrote since the stage was set."""
        return "\n".join(file.read_text(encoding="utf-8") for file in sorted(self.folder.glob("*.log")))

    @property
    def bot_log(self) -> str:
        return (self.folder / "bot.log").read_text(encoding="utf-8")

    def start(self, name: str, *words: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.Popen[bytes]:
        """A process inside the network; what it writes goes to NAME.log."""
        command = self.network.command("env", *(f"{key}={value}" for key, value in environment.items()), *words)
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def start_bot(self) -> None:
        keys = f"{self.signer_url}/v1/.well-known/openidconfiguration"
        who = ("--tenant", TENANT, "--officer", OFFICER, "--at", TUESDAY_EVENING)
        files = ("--store", self.folder / "var", *(() if self.whole else ("--made-up",)))
        self.bot = self.start("bot", sys.executable, BOT, "--port", str(self.bot_port), "--keys", keys, *who, *files)

    def kill_bot(self) -> None:
        """Without a chance to put anything in order."""
        assert self.bot
        stop(self.bot, signal.SIGKILL)

    def ready(self) -> None:
        """The bot is at work; started where it is not."""
        if self.bot is None or self.bot.poll() is not None:
            self.start_bot()
        assert self.bot
        self.wait_for(f"{self.bot_url}/healthz", self.bot)

    def wait_for(self, url: str, process: subprocess.Popen[bytes]) -> None:
        """Until something answers there, which this process is to do; fails at once when it has ended."""
        until = time.monotonic() + START_SECONDS
        while not self._up(url):
            assert process.poll() is None, f"what should answer at {url} has ended:\n{self.log[-2000:]}"
            assert time.monotonic() < until, f"nobody answers at {url}:\n{self.log[-2000:]}"

    def _up(self, url: str) -> bool:
        """Whether something answers there, after a second of waiting for it."""
        command = self.network.command(sys.executable, HERE / "knock.py", url, "--until-up", "1")
        return subprocess.run(command, check=False, capture_output=True, timeout=START_SECONDS).returncode == 0

    def post(self, url: str, body: object) -> int:
        """The status that is answered to a body that nobody signed."""
        return self._knock(url, json.dumps(body).encode())

    def deliver_again(self) -> int:
        """The last activity once more, signed, as Teams does when it heard no answer."""
        return self._knock(f"{self.signer_url}/again")

    def _knock(self, url: str, body: bytes = b"") -> int:
        command = self.network.command(sys.executable, HERE / "knock.py", url)
        said = subprocess.run(command, check=False, input=body, capture_output=True, timeout=START_SECONDS)
        assert said.returncode == 0, f"nobody answers at {url}:\n{said.stderr.decode()[-300:]}\n{self.log[-2000:]}"
        return int(said.stdout)


@contextmanager
def set_up(stage: Stage) -> Iterator[Stage]:
    """Bot and signer run as long as the block."""
    signer = stage.start(
        "signer", sys.executable, HERE / "signer.py", "--port", str(stage.signer_port), "--bot", stage.bot_url
    )
    try:
        stage.start_bot()
        stage.wait_for(f"{stage.signer_url}/v1/.well-known/keys", signer)
        stage.ready()
        yield stage
    finally:
        stop(signer)
        if stage.bot:
            stop(stage.bot)


@contextmanager
def playground(stage: Stage, person: str, *, officer: bool = False) -> Iterator[str]:
    """The address of a Playground that this person has to themselves."""
    home, port = stage.folder / person, free_port()
    home.mkdir()
    settings = home / "playground.yml"
    settings.write_text(json.dumps(people(person, officer=officer)), encoding="utf-8")
    running = stage.start(
        f"playground-{person}",
        *(stage.node, stage.modules / PLAYGROUND, "start", "-c", "msteams", "-p", str(port)),
        *("-e", f"{stage.signer_url}/api/messages", "--disable-telemetry"),
        cwd=home,
        TEAMSAPPTESTER_BROWSER="none",
        M365_AGENTS_PLAYGROUND_CONFIG_PATH=str(settings),
        HOME=str(home),
    )
    try:
        stage.wait_for(f"http://127.0.0.1:{port}/", running)
        yield f"http://127.0.0.1:{port}/"
    finally:
        stop(running)


def people(person: str, *, officer: bool) -> dict[str, Any]:
    """The Playground's settings: a person, colleagues, and the places where they meet, with ids of their own."""
    return {
        "version": "0.1.0",
        "tenantId": TENANT,
        "bot": {"id": "28:11111111-2222-3333-4444-555555555555", "name": "Early help"},
        "currentUser": somebody(f"29:{person}", "Robin Teacher", OFFICER if officer else f"aad-{person}"),
        "users": [somebody(f"29:{person}-{n}", f"{name} Colleague", f"aad-{person}-{n}") for n, name in COLLEAGUES],
        "personalChat": {"id": f"personal-{person}"},
        "groupChat": {"id": f"group-{person}", "name": "Year 4"},
        "team": {
            "id": f"team-{person}",
            "name": "School",
            "aadGroupId": "00000000-0000-0000-0000-000000000031",
            "channels": [{"id": f"channel-{person}", "name": "Safeguarding"}],
        },
    }


def somebody(named: str, name: str, entra: str) -> dict[str, str]:
    given, surname = name.split()
    address = f"{given.lower()}@example.org"
    return {
        "id": named,
        "name": name,
        "userPrincipleName": address,
        "aadObjectId": entra,
        "givenName": given,
        "surname": surname,
        "email": address,
    }


def stop(process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM) -> None:
    """Ends a process of ours and waits for its end."""
    process.send_signal(how)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
