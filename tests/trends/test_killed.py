"""A process that is killed at any moment leaves sound counters: each count is wholly there, or wholly absent."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from trends.migrations import migrations

ROOT = Path(__file__).parent.parent.parent
COUNTING = """
import sys
from pathlib import Path
from trends.counters import CounterRow, CountersFile
for n in range(100_000):
    row = CounterRow("exshire", "web", area=f"area-{n % 50}")
    CountersFile(Path(sys.argv[1])).count(row, hours="in", week="2026-W48")
    print(n + 1, flush=True)
"""
MERGING = """
import datetime as dt, sys
from pathlib import Path
from trends.counters import CountersFile
from trends.keeping import coarsen_old_weeks
print("merging", flush=True)
now = dt.datetime(2027, 11, 24, 12, tzinfo=dt.timezone.utc)
coarsen_old_weeks(CountersFile(Path(sys.argv[1])), after_weeks=20, now=now)
"""


def killed(program: str, file: Path, *, after_lines: int, dawdling: int = 0) -> list[str]:
    """Runs a program, kills it with -9 once it has said so much and a moment later, and gives back what it said."""
    process = subprocess.Popen([sys.executable, "-c", program, str(file)], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    said = b"".join(process.stdout.readline() for _ in range(after_lines))
    for _ in range(dawdling):
        file.exists()
    process.kill()
    said += process.stdout.read()
    process.wait()
    process.stdout.close()
    return [line for line in said.decode().splitlines(keepends=True) if line.endswith("\n")]


@pytest.mark.parametrize("seed", range(3))
def test_p6_counts_survive_kill_9(seed: int, tmp_path: Path) -> None:
    file, chance = tmp_path / "c.sqlite", random.Random(seed)
    acknowledged = 0
    for _ in range(2):
        lines = killed(COUNTING, file, after_lines=chance.randint(1, 60), dawdling=chance.randint(0, 3000))
        acknowledged += len(lines)
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
            counted = connection.execute("select sum(n) from weekly_counts").fetchone()[0]
            hours = connection.execute("select sum(n) from weekly_hours").fetchone()[0]
        assert acknowledged <= counted <= acknowledged + 1, "each acknowledged count, and perhaps the one under way"
        assert counted == hours, "a worry and its hours are one count"
        acknowledged = counted


@pytest.mark.parametrize("seed", range(3))
def test_p8_weeks_survive_kill_9_while_they_become_months(seed: int, tmp_path: Path) -> None:
    from sqlite_utils import Database

    file = tmp_path / "c.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        migrations.apply(Database(connection))
        connection.executemany(
            "insert into weekly_counts values (?, 'exshire', 'web', ?, '', '', '', '', '', 0, 1)",
            [(f"2026-W{week:02}", f"area-{n}") for week in range(1, 53) for n in range(400)],
        )
        connection.commit()
    killed(MERGING, file, after_lines=1, dawdling=random.Random(seed).randint(0, 40_000))

    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        weeks, months = (
            connection.execute(f"select coalesce(sum(n), 0) from {table}").fetchone()[0]
            for table in ("weekly_counts", "monthly_counts")
        )
    assert (weeks, months) in {(52 * 400, 0), (0, 52 * 400)}
