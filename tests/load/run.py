"""Plays scenarios of `tests/load/scenarios.py` and writes their figures as JSON.

    .venv-load/bin/python tests/load/run.py [--folder docs/load] [--made-up] [SCENARIO ...]

Without a scenario all are played but the soak. Figures are only worth keeping when nothing else runs: what else took
the processors meanwhile is written beside them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import locust
from scenarios import SHAPES, played

ROOT = Path(__file__).parents[2]
NOT_BY_ITSELF = {"soak"}


def machine() -> dict[str, Any]:
    """What the figures were made on."""
    cpu = next((line.split(": ")[1] for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "")
    memory = next((line.split()[1] for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), "0")
    return {
        "processor": cpu,
        "cores": os.cpu_count(),
        "memory_gb": round(int(memory) / 1e6, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "locust": locust.__version__,
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="minutes"),
        "load_before": os.getloadavg(),
        "busiest_others": _busiest(),
    }


def _lines(file: str) -> list[str]:
    return Path(file).read_text(encoding="utf-8").splitlines()


def _busiest() -> list[str]:
    """The three processes that take most of the processors, before anything of ours runs."""
    said = subprocess.run(["ps", "-eo", "pcpu,comm", "--sort=-pcpu"], capture_output=True, text=True, check=False)
    return [" ".join(line.split()) for line in said.stdout.splitlines()[1:4]]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "load")
    parser.add_argument("--made-up", action="store_true")
    parser.add_argument("scenarios", nargs="*", choices=[[], *SHAPES])
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    for name in asked.scenarios or [each for each in SHAPES if each not in NOT_BY_ITSELF]:
        made_on = machine()
        figures = played(SHAPES[name], made_up=asked.made_up)
        said = {"scenario": name, "machine": made_on, "made_up_reader": asked.made_up, **figures}
        (asked.folder / f"{name}.json").write_text(json.dumps(said), encoding="utf-8")
        short = {key: figures[key] for key in ("all", "turns_a_second", "read_a_second", "server_cpu_ms_a_turn")}
        print(name, json.dumps(short, indent=1), flush=True)


if __name__ == "__main__":
    main()
