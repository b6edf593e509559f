"""The words that a label of a metric may hold, all of them: so no metric can hold a person, a place or free text.

A new reason to refuse or to fail gets its word here; until then it is counted as "other", and a test says so.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import get_args

from bot.core.reply import Kind
from trends.counters import Channel

OTHER = "other"

CHANNELS: tuple[str, ...] = get_args(Channel)
KINDS: tuple[str, ...] = tuple(dict.fromkeys([*map(str, Kind), "busy"]))
PLATFORMS = ("slack", "teams")
CLAIMS = ("done", "busy")
"""What is found of an event that was delivered again."""
CONTACT_STATES = ("expired", "expiring", "confirmed")

WHY = (
    "address",
    "bad_signature",
    "foreign",
    "ids",
    "misshapen",
    "no_keys",
    "no_timestamp",
    "not_a_form",
    "not_an_object",
    "not_json",
    "not_served",
    "not_text",
    "of_no_kind",
    "tenant",
    "token",
    "too_large",
    "too_often",
    "too_old",
)
"""Why a request was not read."""

REASONS = ("network", "timeout", "server_error", "rate_limited", "not_allowed", "refused")
"""Why an answer was not delivered."""
TELLING = frozenset({"network", "timeout", "server_error", "not_allowed"})
"""The reasons that tell of the platform or of our credentials, and not of the one message."""


def among(words: Collection[str], word: str) -> str:
    """The word, where it is in the list."""
    return word if word in words else OTHER


def reason_of_status(status: int) -> str:
    """Why a platform's answer with this status is no delivery."""
    if status == 429:
        return "rate_limited"
    if status in {401, 403}:
        return "not_allowed"
    return "server_error" if status >= 500 else "refused"
