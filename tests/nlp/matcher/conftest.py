"""A small bank of signs that nobody taught the voice."""

import pytest

from knowledge.schema.common import Band, SourceRef
from knowledge.schema.indicator import Indicator

SOURCE = SourceRef(ref="invented")


def sign(name: str, band: Band, *phrases: str, unless: tuple[str, ...] = ()) -> Indicator:
    return Indicator(id=f"test.{name}", band=band, says=f"{phrases[0]}.", phrases=phrases, unless=unless, source=SOURCE)


SIGNS = (
    sign("hunger", Band.CHILD_IN_NEED, "always hungry", "nothing in the lunchbox", unless=("hungry after swimming",)),
    sign("hit", Band.CHILD_PROTECTION, "dad hits her", "hit him with a belt", unless=("hit a ball",)),
    sign("parent-drugs", Band.CHILD_IN_NEED, "drugs", "mum is using again"),
    sign("self-harm", Band.CHILD_PROTECTION, "wants to harm himself"),
    sign("teenage-drugs", Band.EARLY_HELP, "smokes weed", "tried drugs"),
)


@pytest.fixture(scope="session")
def signs() -> tuple[Indicator, ...]:
    return SIGNS
