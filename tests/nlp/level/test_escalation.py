"""The same sign weighs more in some circumstances and means nothing at some ages."""

from __future__ import annotations

import pytest

from knowledge.schema.common import Band
from knowledge.schema.indicator import Indicator
from nlp.level import escalate, fits_age
from nlp.stage import read_stage


def indicator(**changes: object) -> Indicator:
    return Indicator.model_validate(
        {
            "id": "sexual.kissing",
            "band": "early_help",
            "says": "A sign.",
            "phrases": ["a sign"],
            "ages": {"from": 5, "to": 9},
            "escalates": [{"when": "under_one", "to": "child_protection"}, {"when": "repeated", "to": "child_in_need"}],
            "source": {"ref": "somewhere"},
            **changes,
        }
    )


def test_a_circumstance_moves_the_sign_up() -> None:
    assert escalate(indicator(), {"repeated"}, read_stage("y4")) is Band.CHILD_IN_NEED


def test_the_highest_of_several_circumstances_decides_and_age_is_one() -> None:
    assert escalate(indicator(), {"repeated"}, read_stage("3wk old")) is Band.CHILD_PROTECTION


def test_no_circumstance_leaves_the_band() -> None:
    assert escalate(indicator(), set(), read_stage("y4")) is Band.EARLY_HELP


def test_an_escalation_never_lowers() -> None:
    sign = indicator(band="child_protection")
    assert escalate(sign, {"repeated"}, read_stage("y4")) is Band.CHILD_PROTECTION


@pytest.mark.parametrize(
    ("said", "fits"),
    [("y4", True), ("toddler", False), ("Year 10", False), ("no age at all", True), ("aged 3, 7", True)],
)
def test_a_sign_is_asserted_at_its_ages(said: str, fits: bool) -> None:
    assert fits_age(indicator(), read_stage(said)) is fits


def test_p3_significant_harm_is_asserted_at_any_age() -> None:
    assert fits_age(indicator(band="child_protection"), read_stage("toddler"))
    assert fits_age(indicator(), read_stage("toddler"), band=Band.CHILD_PROTECTION)
