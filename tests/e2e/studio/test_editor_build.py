"""The editor's bundle is what its sources and its lock make, byte for byte; and its parts do what they say."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from ..node import node

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[3]
STUDIO = ROOT / "bot" / "web" / "studio"
BUNDLE = STUDIO / "static" / "editor.js"
PARTS = ["package.json", "package-lock.json", "build.mjs"]
INSTALL = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the editor's sources with what its lock names. Skips where there is no Node or no registry."""
    node()
    folder = tmp_path_factory.mktemp("editor")
    for name in PARTS:
        shutil.copy(STUDIO / "editor" / name, folder / name)
    shutil.copytree(STUDIO / "editor" / "source", folder / "source")
    done = subprocess.run(INSTALL, cwd=folder, check=False, capture_output=True, text=True, timeout=180)
    if done.returncode:
        pytest.skip(f"npm ci for the editor failed: {done.stderr.strip().splitlines()[-1:]}")
    return folder


def test_the_bundle_is_built_from_its_lock(workshop: Path) -> None:
    built = workshop / "built.js"
    subprocess.run([node(), "build.mjs", "--out", str(built)], cwd=workshop, check=True, timeout=60)

    assert built.read_bytes() == BUNDLE.read_bytes(), "run `make editor` and commit bot/web/studio/static/editor.js"


def test_the_bundle_carries_the_licences_of_what_is_built_in() -> None:
    head = BUNDLE.read_text(encoding="utf-8")[:30_000]

    assert "Permission is hereby granted" in head
    for package in ("@codemirror/view", "@codemirror/lang-yaml", "@lezer/yaml", "style-mod", "w3c-keyname"):
        assert package in head


def test_the_parts_of_the_editor(workshop: Path) -> None:
    tests = Path(__file__).parent / "editor_parts.test.mjs"
    shutil.copy(tests, workshop / tests.name)
    done = subprocess.run(
        [node(), "--test", tests.name], cwd=workshop, check=False, capture_output=True, text=True, timeout=60
    )

    assert done.returncode == 0, done.stdout
