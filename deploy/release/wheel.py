"""Builds what a council installs: `make dist` writes it all to dist/, the same bytes however often it is built.

    dist/earlyhelp-VERSION-py3-none-any.whl     the program, with its knowledge, flows and models of its own
    dist/requirements.lock, model.lock          everything it stands on, each with its hashes
    dist/app.yaml                               the settings to begin with
    dist/earlyhelp-VERSION.cdx.json             what is in it, by name, version, licence and hash (CycloneDX)
    dist/SHA256SUMS                             of all these

The wheel is built from a clean copy of the sources, with one date on every file: that of the last commit, or
SOURCE_DATE_EPOCH. What differs between machines (file modes, the order of a folder, leftovers) has no way in.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "flows", "knowledge", "nlp", "trends")
BESIDE = ("pyproject.toml", "README.md", "LICENSE")
HANDED_OVER = ("requirements.lock", "model.lock", "app.yaml")
EARLIEST = 315532800
"""1980: no zip file can say an earlier date."""


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    wheel = build(target)
    for name in HANDED_OVER:
        shutil.copyfile(ROOT / name, target / name)
    sbom = target / f"{wheel.name.partition('-py3')[0]}.cdx.json"
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment())}
    listing = [sys.executable, str(Path(__file__).with_name("sbom.py")), str(sbom)]
    subprocess.run(listing, check=True, env=environment)  # noqa: S603
    sums = (f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}" for file in sorted(target.iterdir()))
    (target / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="utf-8")
    for file in sorted(target.iterdir()):
        print(f"{file.stat().st_size:>12,}  {file}", file=sys.stderr)


def build(target: Path) -> Path:
    """The wheel, in `target`."""
    with tempfile.TemporaryDirectory(prefix="earlyhelp-dist-") as scratch:
        copy = Path(scratch) / "earlyhelp"
        for file in sources():
            place = copy / file.relative_to(ROOT)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)
            place.chmod(0o644)
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment()), "PYTHONHASHSEED": "0", "TZ": "UTC"}
        run = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(copy)]
        done = subprocess.run(  # noqa: S603
            run, env=environment, capture_output=True, text=True, check=False, umask=0o022
        )
        if done.returncode:
            sys.exit(done.stdout[-4000:] + done.stderr[-4000:])
    (wheel,) = target.glob("*.whl")
    return wheel


def sources() -> Iterator[Path]:
    """The files that git knows, or would know; without git those that are there."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *ROOMS, *BESIDE]
    done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    names = done.stdout.split("\0") if done.returncode == 0 else []
    found = [ROOT / name for name in names if name] or [file for room in ROOMS for file in (ROOT / room).rglob("*")]
    also = [ROOT / name for name in BESIDE]
    yield from sorted({each for each in (*found, *also) if each.is_file() and "__pycache__" not in each.parts})


def moment() -> int:
    """One date for every file, in seconds since 1970."""
    said = os.environ.get("SOURCE_DATE_EPOCH")
    if said:
        return max(int(said), EARLIEST)
    asked = ["git", "log", "-1", "--format=%ct"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    return max(int(done.stdout), EARLIEST) if done.returncode == 0 and done.stdout.strip() else EARLIEST


if __name__ == "__main__":
    main()
