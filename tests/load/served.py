"""`earlyhelp serve --workers N` as a process of its own, in a folder of its own, and what it takes of the machine."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv" / "bin" / "python"
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
START_SECONDS = 180.0
TEAM, TENANT = "T01LOAD", "aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb"
APP_ID = "11111111-2222-3333-4444-555555555555"
SECRET = "a signing secret for measuring"
HOME = "oldham"

SETTINGS = """authorities: [bury, oldham, oxfordshire, tameside]
default_authority: {home}
slack: {{mode: http, workspaces: [{team}], api: "{platform}/api/"}}
{teams}
studio: {{sign_in: "off"}}
{more}
"""


TEAMS = """teams: {{mode: "on", app_id: {app}, tenants: [{tenant}]}}"""


@dataclass
class Served:
    """A running server. `said` is what it wrote, line by line, with the second it was read."""

    running: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    lines: Queue[str] = field(default_factory=Queue)
    address: str = ""
    spent: dict[int, float] = field(default_factory=dict)
    """CPU seconds by process, those that have ended too as far as they were looked at."""

    def read_on(self) -> None:
        """In a thread of its own, so that the pipe never fills."""
        assert self.running.stderr
        for line in self.running.stderr:
            self.said.append(line.rstrip())
            self.lines.put(line)
        self.lines.put("")

    def until(self, words: str, *, seconds: float = START_SECONDS) -> str:
        """The next line that holds these words."""
        while True:
            try:
                line = self.lines.get(timeout=seconds)
            except Empty:
                line = ""
            assert line, "\n".join(self.said)
            if words in line:
                return line

    def workers(self) -> list[int]:
        """The processes that answer."""
        children = Path(f"/proc/{self.running.pid}/task/{self.running.pid}/children").read_text().split()
        return [int(each) for each in children] or [self.running.pid]

    def memory(self) -> dict[int, float]:
        """Resident megabytes of each worker."""
        return {pid: _pages(pid) * PAGE / 1e6 for pid in self.workers()}

    def cpu(self) -> float:
        """CPU seconds of all workers since the start."""
        for pid in self.workers():
            self.spent[pid] = max(self.spent.get(pid, 0.0), _cpu(pid))
        return sum(self.spent.values())

    def renew(self) -> None:
        """A rolling restart."""
        self.running.send_signal(signal.SIGHUP)

    def kill_a_worker(self) -> int:
        """kill -9. The process that died."""
        victim = self.workers()[0]
        os.kill(victim, signal.SIGKILL)
        return victim


@contextmanager
def served(
    folder: Path,
    platform: str,
    *,
    workers: int = 2,
    made_up: bool = False,
    more: str = "",
    prefix: Sequence[str] = (),
    teams: bool = True,
    **environment: str,
) -> Iterator[Served]:
    """Starts it on a free port, and ends it. `prefix`: what it is started by, and leaves its place to it (exec)."""
    with_teams = TEAMS.format(app=APP_ID, tenant=TENANT) if teams else ""
    settings = SETTINGS.format(home=HOME, team=TEAM, platform=platform, teams=with_teams, more=more)
    (folder / "app.yaml").write_text(settings, encoding="utf-8")
    words = [str(ROOT / "tests" / "load" / "serve.py"), *(["--made-up"] if made_up else []), "serve", "--port", "0"]
    secrets = {
        "SLACK_BOT_TOKEN": "xoxb-only-for-measuring",
        "SLACK_SIGNING_SECRET": SECRET,
        "TEAMS_CLIENT_SECRET": "only for measuring",
        "EARLYHELP_LOAD_KEYS": platform,
    }
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": os.environ.get("HOME", "/")}
    running = subprocess.Popen(
        [*prefix, str(PYTHON), *words, "--workers", str(workers)],
        cwd=folder,
        env={**kept, **secrets, **environment},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    found = Served(running)
    reading = threading.Thread(target=found.read_on, daemon=True)
    reading.start()
    try:
        line = found.until(" answers on http://")
        found.address = line.split(" answers on ")[1].split("/ ")[0]
        yield found
    finally:
        running.terminate()
        running.wait(60)
        reading.join(10)
        if running.stderr:
            running.stderr.close()


def _pages(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    except (OSError, IndexError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS
