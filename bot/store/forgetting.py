"""What is kept for a time is deleted when its time is over, also while nobody asks: now, and every few hours."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

EVERY = dt.timedelta(hours=6)
Forget = Callable[[dt.datetime], None]
"""Deletes what is too old at that moment. Never raises: the next time tries again."""


def forget_from_now_on(*forgets: Forget, clock: Callable[[], dt.datetime]) -> threading.Event:
    """Starts to forget in a thread of its own. Set the event to end it; it ends with the process too."""
    ended = threading.Event()

    def keep_forgetting() -> None:
        while not ended.is_set():
            for forget in forgets:
                forget(clock())
            ended.wait(EVERY.total_seconds())

    threading.Thread(target=keep_forgetting, name="forgetting", daemon=True).start()
    return ended
