"""What the tests of every room may ask for, and what holds for all: no example fails for taking long."""

from __future__ import annotations

from hypothesis import settings

from tests.postgres import database, empty_database, pool, postgres

__all__ = ["database", "empty_database", "pool", "postgres"]

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
