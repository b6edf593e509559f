"""Run inside a network of its own: a server, a Slack in another network, and a cable between them that is pulled.

    unshare -n python tests/e2e/faults/cut.py FOLDER

Prints what came of it as JSON: the statuses before, during and after, and (lost, doubled, not acknowledged).
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx

HERE = Path(__file__).parents[2]
sys.path.append(str(HERE.parent))
sys.modules["tests"] = ModuleType("tests")  # some wheels bring a package of this name
sys.modules["tests"].__path__ = [str(HERE)]

from tests.e2e.faults.slack_of_ours import Desk, slack_of_ours  # noqa: E402
from tests.load.served import served  # noqa: E402

OURS, THEIRS, PORT = "10.77.0.1", "10.77.0.2", 8099
SLACK = f"http://{THEIRS}:{PORT}"


@dataclass
class Afar:
    """What the Slack in the other network has noted, fetched over the cable."""

    seen: Counter[str] = field(default_factory=Counter)

    @property
    def answers(self) -> Counter[str]:
        return Counter(httpx.get(SLACK, timeout=10).json())


def run(*words: str | int) -> None:
    subprocess.run([str(word) for word in words], check=True)


def be_slack() -> None:
    """In the other network, until its stdin closes."""
    sys.stdin.readline()
    with slack_of_ours(THEIRS, PORT):
        print("ready", flush=True)
        sys.stdin.read()


def joined(pid: int) -> None:
    """A cable between this network and that of the process, with an address at each end."""
    run("ip", "link", "set", "lo", "up")
    run("ip", "link", "add", "name", "ours", "type", "veth", "peer", "name", "theirs", "netns", pid)
    run("ip", "addr", "add", f"{OURS}/24", "dev", "ours")
    run("ip", "link", "set", "ours", "up")
    there = ("nsenter", "--net", "--target", pid)
    run(*there, "ip", "addr", "add", f"{THEIRS}/24", "dev", "theirs")
    run(*there, "ip", "link", "set", "theirs", "up")


def played(folder: Path) -> dict[str, Any]:
    with served(folder, SLACK, workers=1, made_up=True, teams=False) as server:
        desk = Desk(server.address, Afar())  # type: ignore[arg-type]
        before = desk.says()
        run("ip", "link", "set", "ours", "down")
        during = [desk.says(), desk.says()]
        page = httpx.post(f"{server.address}/ask", data={"typed": "always hungry"}, timeout=60)
        run("ip", "link", "set", "ours", "up")
        desk.redelivers()
        after = desk.says()
        told = {"before": before, "during": during, "after": after, "page": "999" in page.text}
        return {**told, "balance": desk.balance()}


def main() -> None:
    if sys.argv[1:] == ["slack"]:
        be_slack()
        return
    pipe = subprocess.PIPE
    command = ["unshare", "-n", sys.executable, __file__, "slack"]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as slack:
        assert slack.stdin
        assert slack.stdout
        wait_for_a_network_of_its_own(slack.pid)
        joined(slack.pid)
        slack.stdin.write("\n")
        slack.stdin.flush()
        assert slack.stdout.readline() == "ready\n"
        print(json.dumps(played(Path(sys.argv[1]))), flush=True)
        slack.stdin.close()


def wait_for_a_network_of_its_own(pid: int) -> None:
    here, there = Path("/proc/self/ns/net"), Path(f"/proc/{pid}/ns/net")
    while here.readlink() == there.readlink():
        threading.Event().wait(0.01)


if __name__ == "__main__":
    main()
