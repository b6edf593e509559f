"""Where the letters of the board's report lie: in a package of their own, of which nothing is run."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

PACKAGE = "font_source_sans_pro"


def folder() -> Path:
    """The folder with the font's files."""
    found = find_spec(PACKAGE)
    assert found, f"{PACKAGE} is installed with earlyhelp"
    assert found.submodule_search_locations, f"{PACKAGE} is a package with files"
    return Path(found.submodule_search_locations[0]) / "files"
