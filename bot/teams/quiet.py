"""Keeps the SDK's own loggers from telling what an activity holds.

The SDK logs whole activities at DEBUG and whole exceptions, which quote what was typed, at ERROR; its HTTP client logs
addresses with the ids of conversations at INFO. What an operator needs is logged by us: an error's type and place.
"""

from __future__ import annotations

import logging

SILENT = logging.CRITICAL + 1
TALKERS = ("microsoft_teams", "microsoft_teams.common.http.client", "httpx", "httpcore", "msal", "opentelemetry")
"""With each client it makes, the SDK sets the level of "httpx" to that of its own client's logger: both stand here."""


def hush() -> None:
    """Silences the loggers that would tell, whatever level the root logger has, and keeps them so."""
    for name in TALKERS:
        logger = logging.getLogger(name)
        logger.setLevel(SILENT)
        if _no_record not in logger.filters:
            logger.addFilter(_no_record)


def _no_record(_: logging.LogRecord) -> bool:
    """Lets nothing through: a level may be set anew by whoever owns the logger, a filter stays."""
    return False
