"""Two servers with folders of their own and one PostgreSQL: what is published at one is answered by the other."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest

from bot.folders import ROOT
from knowledge.clock import now
from knowledge.releases.folder import Releases
from knowledge.releases.journal import By
from knowledge.releases.trees import copy_tree

pytestmark = pytest.mark.e2e
MADE_UP = ROOT / "tests" / "knowledge"
CONTACTS = Path("knowledge", "exshire", "contacts.yaml")
OLD, NEW = "0161 496 0100", "0161 496 0177"
EARLYHELP = [sys.executable, "-c", "from bot.commands import main; main()"]
APP = """authorities: [exshire]
store:
  database: {database}
  file: {folder}/store.sqlite
releases:
  folder: {folder}/releases
  draft: {folder}/draft
studio:
  sign_in: "off"
"""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A server in this folder; its address once it answers. It is told to end, and ends."""
    command = [*EARLYHELP, "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, env=_environment()) as server:
        try:
            assert server.stderr
            lines = iter(server.stderr.readline, "")
            yield next(line.split("answers on ")[1].split("/ ")[0] for line in lines if "answers on" in line)
        finally:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=60)


def _environment() -> dict[str, str]:
    return {**os.environ, "EARLYHELP_SECRET": "only for tests", "PYTHONPATH": str(ROOT)}


def a_machine(folder: Path, database: str) -> Path:
    """A folder with app.yaml and a small draft of a made-up council."""
    (folder / "draft").mkdir(parents=True)
    shutil.copytree(MADE_UP / "exshire", folder / "draft" / "knowledge")
    shutil.copytree(MADE_UP / "checks" / "planted" / "flows", folder / "draft" / "flows")
    (folder / "app.yaml").write_text(APP.format(database=database, folder=folder))
    return folder


def earlyhelp(folder: Path, *typed: str) -> str:
    command = [*EARLYHELP, *typed]
    done = subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def version_at(address: str) -> str:
    return str(httpx.get(f"{address}/readyz", timeout=30).json()["knowledge"]).partition("+")[0]


def test_what_is_published_on_one_machine_is_answered_by_the_other(database: str, tmp_path: Path) -> None:
    first, second = (a_machine(tmp_path / name, database) for name in ("first", "second"))
    release = second / "draft" / "knowledge" / "release.yaml"
    release.write_text(release.read_text().replace("version: ", "version: 2099.01.01-1 #", 1))
    with ExitStack() as servers:
        one, other = (servers.enter_context(serving(each)) for each in (first, second))
        shipped = version_at(one)
        assert version_at(other) == shipped != "2099.01.01-1"

        with psycopg.connect(database, autocommit=True) as connection:
            version = publish(second, database)
            assert version in earlyhelp(first, "status")
            for address in (one, other):
                while version_at(address) != version:
                    connection.execute("select pg_sleep(0.2)")
    third = a_machine(tmp_path / "third", database)
    with serving(third) as late:
        assert version_at(late) == version


def publish(machine: Path, database: str) -> str:
    """What `earlyhelp publish` does after its checks, which the small tree would not pass."""
    from bot.store.postgres import Pool
    from bot.store.shelf import PostgresShelf
    from bot.store.steps import every_step

    file = machine / "draft" / CONTACTS
    file.write_text(file.read_text().replace(OLD, NEW))
    pool = Pool(database, steps=every_step())
    releases = Releases(machine / "releases", PostgresShelf(pool))
    at = now()
    proposal = releases.propose(machine / "draft", by=By(id="a", title="A"), note="n", review_by=at.date(), now=at)
    version = releases.approve(proposal.id, by=By(id="b", title="B"), now=at)
    pool.close()
    return version


CHILD = """
import os, time
from bot.web.studio import compared
compared.BEAT_SECONDS = 0.05
def work(old, new, vectors, saying):
    print("a stray word")
    saying.progress(0.4, f"{os.nice(0)} {open('/proc/self/oom_score_adj').read().strip()}")
    time.sleep(600)
compared._work = work
compared.main(["old", "new", "vectors"])
"""


def test_a_comparison_stands_back_beats_and_ends_when_nobody_reads() -> None:
    from bot.web.studio import compared

    with subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE, cwd=ROOT) as child:
        assert child.stdout
        heard = (compared._lines.validate_json(line) for line in child.stdout)
        said = next(each for each in heard if each.done)
        assert (said.done, said.says) == (0.4, "19 800")
        child.stdout.close()
        assert child.wait(60) == 1


def test_a_comparison_of_real_trees_finds_the_number_that_changed(tmp_path: Path) -> None:
    from bot.web.studio.compared import in_own_process

    trees = tmp_path / "old", tmp_path / "new"
    for tree in trees:
        copy_tree(a_machine(tmp_path / f"machine-{tree.name}", "postgresql://x@/x") / "draft", tree)
    file = trees[1] / CONTACTS
    file.write_text(file.read_text().replace(OLD, NEW))
    told: list[float] = []
    found = in_own_process(*trees, lambda done, _said: told.append(done), vectors=tmp_path / "vectors")
    assert NEW in str(found)
    assert told == sorted(told)
