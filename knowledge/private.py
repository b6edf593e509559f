"""Files and folders that only the account of this program may open, whatever the machine's habit is.

What stands in them is ids, fingerprints and, in one file, words that a practitioner asked to have kept: nothing for
everybody who has an account on the same machine. One that is there already keeps the rights that its owner gave it.
"""

from __future__ import annotations

import os
from pathlib import Path

FOR_US_ALONE = 0o600
OUR_FOLDER = 0o700


def private_folder(folder: Path) -> None:
    """Makes the folder where there is none. Raises OSError."""
    folder.mkdir(mode=OUR_FOLDER, parents=True, exist_ok=True)


def private_file(file: Path) -> None:
    """Makes the file, empty, where there is none, and its folder. Raises OSError."""
    private_folder(file.parent)
    if not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, FOR_US_ALONE))
