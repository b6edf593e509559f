"""What the program stands on: a CycloneDX list made of the lock files, with the licence that each package declares.

The lock files say what is installed, and by which hashes; `cyclonedx-py` reads the licences from what is installed.
What only development needs has the scope "excluded"; what only an extra or another system needs, "optional".
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "model.lock")
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?P<rest>(?:[^\n]*\\\n)*[^\n]*)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
IN_THEIR_FILES = {"axe-playwright-python": "MIT", "protobuf": "BSD-3-Clause", "sqlite-fts4": "Apache-2.0"}
"""Licences that stand in a package's licence file and not, in a form that is read, in what it says of itself."""
KEPT = ("type", "bom-ref", "name", "version", "description", "licenses", "purl", "externalReferences")


def main() -> None:
    target = Path(sys.argv[1])
    bom = bill(os.environ.get("SOURCE_DATE_EPOCH"))
    text = json.dumps(bom, indent=1, ensure_ascii=False) + "\n"
    if "--unproved" not in sys.argv:
        prove(text)
    target.write_text(text, encoding="utf-8")


def prove(text: str) -> None:
    """Ends the program where the list is none by CycloneDX's own schema. Takes some twenty seconds."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        sys.exit(f"The list is not as CycloneDX has it: {fault}")


def bill(moment: str | None = None) -> dict[str, Any]:
    """The list, as CycloneDX 1.6 has it."""
    bom = read_environment(moment)
    installed = {canonicalize_name(each["name"]): each for each in bom["components"]}
    scopes = scopes_of()
    bom["components"] = [
        component(pin, installed.get(canonicalize_name(pin["name"])), scopes)
        for pin in sorted(pins(), key=lambda pin: (canonicalize_name(pin["name"]), pin["version"]))
    ]
    refs = {bom["metadata"]["component"]["bom-ref"], *(each["bom-ref"] for each in bom["components"])}
    bom["dependencies"] = [
        {**each, "dependsOn": [ref for ref in each.get("dependsOn", []) if ref in refs]}
        for each in bom.get("dependencies", [])
        if each["ref"] in refs
    ]
    return bom


def read_environment(moment: str | None) -> dict[str, Any]:
    run = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "--sv", "1.6", "--of", "JSON"]
    run += ["--no-validate", "--pyproject", str(ROOT / "pyproject.toml"), "--mc-type", "application", sys.executable]
    environment = {**os.environ, **({"SOURCE_DATE_EPOCH": moment} if moment else {})}
    done = subprocess.run(run, capture_output=True, text=True, check=True, env=environment)  # noqa: S603
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def pins() -> Iterator[dict[str, Any]]:
    """(name, version, hashes) of each line of the lock files."""
    for lock in LOCKS:
        for found in PINNED.finditer((ROOT / lock).read_text(encoding="utf-8")):
            yield {"name": found["name"], "version": found["version"], "hashes": HASH.findall(found["rest"])}


def component(pin: dict[str, Any], found: dict[str, Any] | None, scopes: dict[str, str]) -> dict[str, Any]:
    """One package: what the lock says of it, and what it says of itself where that version is installed."""
    purl = f"pkg:pypi/{canonicalize_name(pin['name'])}@{pin['version']}"
    known = found if found and found["version"] == pin["version"] else None
    own = {key: value for key, value in (known or {}).items() if key in KEPT}
    hashes = [{"alg": "SHA-256", "content": each} for each in pin["hashes"]]
    if known and not own.get("licenses") and (licence := IN_THEIR_FILES.get(canonicalize_name(pin["name"]))):
        own["licenses"] = [{"license": {"id": licence}}]
    others = [each for each in own.pop("externalReferences", []) if each["type"] in {"vcs", "website", "documentation"}]
    return {
        "type": "library",
        "bom-ref": purl,
        **own,
        "name": pin["name"],
        "version": pin["version"],
        "purl": purl,
        "scope": scopes.get(canonicalize_name(pin["name"]), "excluded") if known else "optional",
        "externalReferences": [{"type": "distribution", "url": purl, "hashes": hashes}, *others],
    }


def scopes_of() -> dict[str, str]:
    """What is needed to run, and what for an extra; whatever is in neither is for development."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [each for needs in project.get("optional-dependencies", {}).values() for each in needs]
    models = [match["name"] for match in PINNED.finditer((ROOT / "model.lock").read_text(encoding="utf-8"))]
    required = closure([*project["dependencies"], *models])
    return {**dict.fromkeys(closure(extras), "optional"), **dict.fromkeys(required, "required")}


def closure(needs: Iterable[str]) -> set[str]:
    """The packages named and all that they need, as installed here."""
    found: set[str] = set()
    waiting = [Requirement(each) for each in needs]
    while waiting:
        need = waiting.pop()
        name = canonicalize_name(need.name)
        key = f"{name}[{','.join(sorted(need.extras))}]"
        if key in found:
            continue
        found |= {key, name}
        waiting += list(_needs_of(name, need.extras))
    return {each for each in found if not each.endswith("]")}


def _needs_of(name: str, extras: set[str]) -> Iterator[Requirement]:
    try:
        declared = distribution(name).requires or []
    except PackageNotFoundError:
        return
    for each in map(Requirement, declared):
        if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield each


if __name__ == "__main__":
    main()
