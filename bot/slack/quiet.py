"""Keeps the SDK's own loggers from telling what an event holds.

Bolt logs whole payloads of what it has no listener for, the SDK logs whole messages at DEBUG and whole exceptions,
which may quote what was typed, at ERROR. What the operator needs is logged by us: the type and place of an error.
"""

from __future__ import annotations

import logging

SILENT = logging.CRITICAL + 1
TALKERS = ("slack_bolt", "slack_sdk", "aiohttp")
SEALED = logging.getLogger("bot.slack.sealed")
"""Given to the SDK wherever it asks for a logger; its children take their level and filter from it."""


def hush() -> logging.Logger:
    """Silences every logger that would tell, whatever level the root logger has. The one to give to the SDK."""
    for logger in (SEALED, *map(logging.getLogger, TALKERS)):
        logger.setLevel(SILENT)
        logger.propagate = False
        if _no_record not in logger.filters:
            logger.addFilter(_no_record)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
    return SEALED


def _no_record(_: logging.LogRecord) -> bool:
    """Lets nothing through: a level may be set anew by whoever owns the logger, a filter stays."""
    return False
