"""The house as it ships: real packs, real flows, the real reader. Built once for all tests of a run."""

from __future__ import annotations

import pytest

from bot.assemble import assemble
from bot.core.house import House


@pytest.fixture(scope="session")
def house() -> House:
    return assemble()
