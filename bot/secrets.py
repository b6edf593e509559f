"""What comes from the environment and stands in no file: tokens and signing secrets. None is ever printed or logged."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping

WORKERS = "EARLYHELP_WORKERS_SECRET"
"""Made anew at each start by the supervisor of several workers, so that they have one in common in any case."""
KEYS = ("EARLYHELP_SECRET", "SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN", "TEAMS_CLIENT_SECRET", WORKERS)
"""Looked at in this order for what keys the marks of people; the same in every process of one bot."""


def marking_secret(environment: Mapping[str, str]) -> bytes:
    """What keys the marks that stand for people in the store; a random one where no secret is set."""
    found = next((environment[key] for key in KEYS if environment.get(key)), None)
    return hashlib.sha256(b"marks of people:" + (found.encode() if found else secrets.token_bytes(32))).digest()


def studio_secret(environment: Mapping[str, str]) -> bytes:
    """What signs the officers' sessions; a random one where no secret is set, so that a restart signs everybody out."""
    names = ("EARLYHELP_SECRET", "STUDIO_CLIENT_SECRET", WORKERS)
    found = next((environment[key] for key in names if environment.get(key)), None)
    return hashlib.sha256(b"officers' sessions:" + (found.encode() if found else secrets.token_bytes(32))).digest()
