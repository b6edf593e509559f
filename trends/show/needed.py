"""Packages that only some installations have: the extra `trends`."""

from __future__ import annotations

from importlib.util import find_spec

from knowledge.errors import EarlyHelpError

COMMAND = "pip install 'earlyhelp[trends]'"


class NotInstalled(EarlyHelpError):
    """A package that was left out is needed. The sentence says which command brings it."""

    exit_code = 2


def require(packages: tuple[str, ...], what: str) -> None:
    """Raises NotInstalled where one of the packages is missing."""
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise NotInstalled(f"{what} needs packages that are not installed ({', '.join(missing)}). Run: {COMMAND}")
