"""What publishing costs: a year of a million consultations over every authority, and a year of twenty thousand.

Run by `make bench`, and alone with `python docs/bench_trends.py`. Each year is published in a process of its own, so
that its memory is its own.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from flows.load import load_flows
from flows.schema import Outcome
from knowledge.clock import LONDON
from knowledge.load import read_packs
from trends.counters import CountersFile
from trends.names import Names, names_of
from trends.policy import load_policy
from trends.publish import publish
from trends.synthetic import generate

NOW = dt.datetime(2027, 1, 12, 10, 0, tzinfo=LONDON)
ROOT = Path(__file__).parent.parent


def names() -> Names:
    flows = load_flows(ROOT / "flows").flows.values()
    outcomes = {
        f"{flow.id}:{step.id}": step.title for flow in flows for step in flow.steps if isinstance(step, Outcome)
    }
    return names_of(read_packs(ROOT / "knowledge"), outcomes=outcomes)


def measured() -> Iterator[str]:
    """A line for each year."""
    for consultations in (1_000_000, 20_000):
        with tempfile.TemporaryDirectory() as folder:
            counters = Path(folder) / "counters.sqlite"
            generate(counters, names(), until=NOW, consultations=consultations)
            command = [sys.executable, __file__, str(counters)]
            said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603
            yield f"publish a year, {consultations:9,}  {said}  (budget 10 s, 300 MB)"


def publish_once(counters: Path) -> str:
    known, began, worked = names(), time.perf_counter(), time.process_time()
    found = publish(
        CountersFile(counters), counters.with_name("published.sqlite"), policy=load_policy(), names=known, now=NOW
    )
    taken, worked = time.perf_counter() - began, time.process_time() - worked
    memory = peak_megabytes()
    cells = f"{found.cells:,} cells, {found.held_back:,} held back"
    return f"{taken:5.1f} s ({worked:.1f} s of work)  {memory:4.0f} MB  {cells}"


def peak_megabytes() -> float:
    """The most that this process has held; `getrusage` would tell of the process that started it as well."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(publish_once(Path(sys.argv[1])) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in measured())
