"""A network of its own for what a journey starts: only the loopback, so that nothing leaves and nobody else gets in.

    with loopback_only() as network:
        subprocess.Popen(network.command("node", ...))      runs inside
        playwright.chromium.launch(executable_path=network.program(folder, CHROMIUM))

Needs Linux's `unshare` and `nsenter`, and the right to use them. Without it everything runs on the machine's own
loopback, and `network.closed` is False.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOLD = "ip link set lo up && echo ready && exec cat"
TOOLS = ("unshare", "nsenter", "ip")
AS_ROOT = (("unshare", "-n"), ("--net",))
AS_SOMEBODY = (("unshare", "-rn"), ("--user", "--preserve-credentials", "--net"))


@dataclass(frozen=True, slots=True)
class Network:
    """Where processes are started. An empty prefix means the machine's own network."""

    prefix: tuple[str, ...] = ()

    @property
    def closed(self) -> bool:
        return bool(self.prefix)

    def command(self, *words: str | Path) -> list[str]:
        """The command that runs these words inside."""
        return [*self.prefix, *(str(word) for word in words)]

    def program(self, folder: Path, program: Path) -> Path:
        """A program that starts the given one inside: for whoever takes one path and no command."""
        script = folder / f"{program.name}-inside"
        script.write_text(f'#!/bin/sh\nexec {shlex.join(self.command(program))} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
        return script


@contextmanager
def loopback_only() -> Iterator[Network]:
    """A network that lives as long as the block."""
    make, enter = AS_ROOT if os.geteuid() == 0 else AS_SOMEBODY
    if not all(shutil.which(tool) for tool in TOOLS):
        yield Network()
        return
    pipe = subprocess.PIPE
    with subprocess.Popen([*make, "sh", "-c", HOLD], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as holder:
        assert holder.stdin
        assert holder.stdout
        made = holder.stdout.readline() == b"ready\n"
        yield Network(("nsenter", "--target", str(holder.pid), *enter) if made else ())
        holder.stdin.close()
