"""Metrics of several workers: each writes its own files in one folder, and whoever is asked reads them all.

This is prometheus_client's own way. Two things are added: the space of a worker's files is reserved at its start,
since writing into a mapped file on a full disk would kill the worker; and the files of a worker that is gone are
removed where they tell of the living (counts stay).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from prometheus_client import CollectorRegistry, values
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from knowledge.private import private_folder

LIBRARY = "PROMETHEUS_MULTIPROC_DIR"
FILES = ("counter", "histogram", "gauge_livesum", "gauge_livemin", "gauge_livemax", "gauge_max")
RESERVED = 1 << 16
"""Bytes of a file at first; what all labels together need is well below."""
NAME = re.compile(r"[a-z_]+_(\d+)\.db")
PSS = re.compile(r"^Pss:\s+(\d+) kB$", re.MULTILINE)
RSS = re.compile(r"^VmRSS:\s+(\d+) kB$", re.MULTILINE)


def share_values(folder: Path) -> None:
    """From now on the metrics that this process makes are kept in the folder. Raises OSError."""
    private_folder(folder)
    for name in FILES:
        with (folder / f"{name}_{os.getpid()}.db").open("ab") as file:
            os.posix_fallocate(file.fileno(), 0, RESERVED)
    os.environ[LIBRARY] = str(folder)
    # The library looks at the environment once, when it is imported; a worker that was forked learns of it later.
    values.ValueClass = values.MultiProcessValue()  # type: ignore[no-untyped-call]


def registry_of_all(folder: Path) -> CollectorRegistry:
    """What all workers have counted, also those that are gone, and how the living are."""
    for pid in _pids(folder):
        if not _lives(pid):
            mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]
    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(folder))  # type: ignore[no-untyped-call]
    return registry


@dataclass(frozen=True)
class Processes:
    """How many processes there are, what memory they take, and which version of the knowledge this one answers with."""

    folder: Path | None
    version: str

    def collect(self) -> Iterator[Metric]:
        pids = [pid for pid in _pids(self.folder) if _lives(pid)] if self.folder else [os.getpid()]
        together, largest = sum(map(_share, pids)), max(map(_resident, pids), default=0)
        yield _gauge("processes", "Processes that answer.", len(pids))
        yield _gauge("memory_bytes", "Memory of all processes together, what they share counted once.", together)
        yield _gauge("largest_process_memory_bytes", "Resident memory of the largest process.", largest)
        if self.version:
            info = GaugeMetricFamily("earlyhelp_knowledge_info", "The release in use.", labels=["version"])
            info.add_metric([self.version], 1)
            yield info


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(f"earlyhelp_{name}", says, value=value)


def _pids(folder: Path) -> list[int]:
    """Processes that have files in the folder."""
    named = (NAME.fullmatch(file.name) for file in folder.glob("*.db"))
    return sorted({int(found[1]) for found in named if found})


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _share(pid: int) -> int:
    """A process's share of memory in bytes: pages used by two count half. 0 where the system does not tell."""
    return _read(pid, "smaps_rollup", PSS) or _resident(pid)


def _resident(pid: int) -> int:
    return _read(pid, "status", RSS)


def _read(pid: int, name: str, wanted: re.Pattern[str]) -> int:
    try:
        found = wanted.search(Path(f"/proc/{pid}/{name}").read_text(encoding="ascii", errors="replace"))
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0
