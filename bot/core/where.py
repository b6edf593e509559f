"""Where an error happened, as far as it may be told: files and lines of ours, never a value (promise P2).

It stands alone so that whoever only logs need not load what answers.
"""

from __future__ import annotations

import traceback


def where(error: BaseException) -> str:
    """File and line of each frame, without source text or values."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames))
