"""A worker as a process: started with our own command line, heard through a pipe, and never leaving its memory behind.

What a worker has in memory may be what somebody typed a moment ago, so no process of ours is ever written to a core
file, whatever kills it (promise P2). Where it hangs is written as names of files and lines, without a value.
"""

from __future__ import annotations

import faulthandler
import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.serving.part import VARIABLE, Part
from bot.serving.systemd import OURS_ALONE

PAGE = os.sysconf("SC_PAGE_SIZE")
WHERE = signal.SIGUSR1
KILLED = {signal.SIGKILL: "was killed (signal 9; without anybody's doing that is the system, out of memory)"}


def own_command() -> list[str]:
    """How this process was started, for one just like it."""
    return [sys.executable, *sys.orig_argv[1:]]


def leave_nothing() -> None:
    """No core file of this process; where it hangs can be asked for."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    faulthandler.register(WHERE, all_threads=True)


@dataclass(frozen=True)
class Process:
    """A worker that runs. `beats` is what it says, line by line."""

    running: subprocess.Popen[bytes]
    beats: int
    said: bytearray = field(default_factory=bytearray)

    @classmethod
    def start(
        cls, number: int, listening: socket.socket, command: Sequence[str], environment: Mapping[str, str]
    ) -> Process:
        """Starts the command as the worker of this number."""
        read, write = os.pipe()
        os.set_blocking(read, False)
        told = Part(number, listening.fileno(), write)
        kept = {name: value for name, value in environment.items() if name not in OURS_ALONE}
        try:
            running = subprocess.Popen(  # noqa: S603 - our own command line
                [*command],
                env={**kept, VARIABLE: told.encode()},
                pass_fds=(told.listening, told.beats),
                stdin=subprocess.DEVNULL,
            )
        finally:
            os.close(write)
        return cls(running, read)

    @property
    def pid(self) -> int:
        return self.running.pid

    def stop(self) -> None:
        self.running.terminate()

    def kill(self) -> None:
        self.running.kill()

    def tell_where(self) -> None:
        self.running.send_signal(WHERE)

    def memory(self) -> int:
        try:
            return int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1]) * PAGE
        except (OSError, ValueError, IndexError):
            return 0

    def lines(self) -> list[str] | None:
        """What it has said since the last time; None when the pipe is closed, so when it is gone."""
        try:
            while part := os.read(self.beats, 4096):
                self.said.extend(part)
        except BlockingIOError:
            *whole, rest = bytes(self.said).split(b"\n")
            self.said[:] = rest
            return [line.decode("utf-8", "replace") for line in whole]
        return None

    def end(self) -> tuple[str, int | None]:
        """How it ended, in words and as the status it ended with by itself. Waits for the end, which is near."""
        os.close(self.beats)
        status = self.running.wait()
        if status >= 0:
            return f"ended with status {status}", status
        number = -status
        return KILLED.get(signal.Signals(number), f"was ended by {signal.Signals(number).name}"), None
