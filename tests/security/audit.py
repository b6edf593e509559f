"""`make audit`: known holes in what is installed, secrets in the tree, and licences that nobody has agreed to.

    requirements.lock -> pip-audit -> advisories        every file in git -> secrets        installed -> licences

Exits 1 when something is found. What could not be asked is said as SKIPPED, with why, and fails nothing.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCKS = (ROOT / "requirements.lock", ROOT / "model.lock")
PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==(\S+)", re.MULTILINE)
LONGEST_FILE = 2_000_000
ANSWERS_WITHIN = 300
MOST_UNASKED = 0.5
"""When more than this share could not be looked up, nobody was asked at all."""

SECRETS = {
    "a private key": re.compile(rb"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "a Slack token": re.compile(
        rb"\bxox[abeoprs]-\d{8,}-[0-9A-Za-z-]{10,}|\bxapp-\d-[A-Z0-9]{8,}-\d{8,}-[0-9a-f]{20,}"
    ),
    "a Slack webhook": re.compile(rb"hooks\.slack\.com/services/T[A-Z0-9]{8,}/B[A-Z0-9]{8,}/\w{20,}"),
    "a key of a cloud": re.compile(rb"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bAIza[0-9A-Za-z_-]{35}\b"),
    "a token of a forge": re.compile(
        rb"\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bglpat-[A-Za-z0-9_-]{20,}\b|\bpypi-AgE[A-Za-z0-9_-]{50,}"
    ),
    "a client secret of Entra": re.compile(rb"(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])"),
    "a signed token": re.compile(rb"\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}"),
    "a password in an address": re.compile(
        rb"(?:postgres(?:ql)?|https?)://[^\s/:@\"'{}<>]+:(?!password@|secret@|hunter2@|canaryword@|x@)[^\s/@\"'{}<>]{8,}@"
    ),
    "a filled-in variable": re.compile(
        rb"\b(?:SLACK_BOT_TOKEN|SLACK_APP_TOKEN|SLACK_SIGNING_SECRET|TEAMS_CLIENT_SECRET|STUDIO_CLIENT_SECRET|"
        rb"EARLYHELP_SECRET|EARLYHELP_DATABASE_PASSWORD)=[\"']?(?=[^\s\"'$<{.]*\d)[^\s\"'$<{.]{20,}"
    ),
}
SIGNS = {
    "a private key": (b"PRIVATE KEY",),
    "a Slack token": (b"xox", b"xapp-"),
    "a Slack webhook": (b"hooks.slack.com",),
    "a key of a cloud": (b"AKIA", b"ASIA", b"AIza"),
    "a token of a forge": (b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_", b"glpat-", b"pypi-"),
    "a client secret of Entra": (b"Q~",),
    "a signed token": (b".eyJ",),
    "a password in an address": (b"://",),
    "a filled-in variable": (b"_SECRET=", b"_TOKEN=", b"_PASSWORD="),
}
"""What each must hold somewhere; looked for first, since a pattern takes a hundred times as long."""
AGREED = re.compile(
    r"\b(?:MIT(?:-0)?|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla Public License|Unlicense|Zlib|CC0|"
    r"Public Domain|OFL|SIL Open Font|Unicode|HPND|LGPL|Lesser General Public)",
    re.IGNORECASE,
)
NOT_AGREED = re.compile(
    r"(?<!L)(?<!Lesser )\b(?:A?GPL|Affero|(?:GNU )?General Public|SSPL|BUSL|Proprietary|Commercial)", re.IGNORECASE
)
SAID_ELSEWHERE = {"axe-playwright-python": "MIT (its LICENSE file)"}
"""Packages whose metadata names no licence, and what they say where."""


def main() -> int:
    """Prints what was found. The exit code."""
    found = [
        *_told("Known holes", holes()),
        *_told("Secrets in the tree", secrets_in_tree()),
        *_told("Licences", licences()),
    ]
    return 1 if found else 0


def _told(title: str, lines: Iterator[str]) -> list[str]:
    """Prints a part, and gives the lines of it that are faults."""
    said = list(lines)
    print(f"== {title}")
    for line in said or ["none found"]:
        print(f"   {line}")
    return [line for line in said if not line.startswith("SKIPPED")]


def holes() -> Iterator[str]:
    """One line for each advisory about a pinned package."""
    words = [sys.executable, "-m", "pip_audit", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
    words += ["--requirement", str(LOCKS[0])]
    try:
        ran = subprocess.run(words, capture_output=True, text=True, timeout=ANSWERS_WITHIN, check=False)
        asked = json.loads(ran.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, OSError, ValueError, KeyError, TypeError) as error:
        yield f"SKIPPED: pip-audit could not be run to its end ({type(error).__name__}), so no advisory was read."
        return
    unasked = [each for each in asked if "skip_reason" in each]
    if not asked or len(unasked) > MOST_UNASKED * len(asked):
        yield "SKIPPED: the service that knows the advisories does not answer from here, so no advisory was read."
        return
    for each in asked:
        for hole in each.get("vulns", ()):
            mended = ", ".join(hole.get("fix_versions", ())) or "no version yet"
            yield f"{each['name']} {each['version']}: {hole['id']}, mended in {mended}"
    if unasked:
        names = ", ".join(each["name"] for each in unasked)
        yield f"SKIPPED: {len(unasked)} packages are not known to the service: {names}"


def secrets_in_tree(root: Path = ROOT) -> Iterator[str]:
    """A line for each place in a file in git, or about to be, that looks like a secret. Never the secret itself."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    for name in sorted(filter(None, listed.stdout.decode().split("\0"))):
        file = root / name
        if not file.is_file() or file.is_symlink() or file.stat().st_size > LONGEST_FILE:
            continue
        yield from (f"{name}:{line}: looks like {what}" for line, what in secrets_in(file.read_bytes()))


def secrets_in(content: bytes) -> Iterator[tuple[int, str]]:
    """(line, kind) of everything in the bytes that looks like a real secret."""
    for what, shape in SECRETS.items():
        if not any(sign in content for sign in SIGNS[what]):
            continue
        for match in shape.finditer(content):
            yield content.count(b"\n", 0, match.start()) + 1, what


def licences() -> Iterator[str]:
    """A line for each package that is locked and installed under a licence that nobody has agreed to."""
    for name in sorted({name for lock in LOCKS for name, _ in PINNED.findall(lock.read_text(encoding="utf-8"))}):
        try:
            said = licence_of(importlib.metadata.metadata(name))
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system than this
        if name not in SAID_ELSEWHERE and (NOT_AGREED.search(said) or not AGREED.search(said)):
            yield f"{name}: {said or 'names no licence'}"


def licence_of(about: importlib.metadata.PackageMetadata) -> str:
    """What the package says of its licence, in whichever field it says it."""
    classes = [
        each.rpartition(" :: ")[2] for each in about.get_all("Classifier") or () if each.startswith("License ::")
    ]
    return str(about.get("License-Expression") or "; ".join(classes) or str(about.get("License") or "").split("\n")[0])


if __name__ == "__main__":
    sys.exit(main())
