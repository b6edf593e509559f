"""A release is read whole or not at all, and an authority's own word goes before the bank's."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import KnowledgeErrors, UnknownName
from knowledge.load import load_knowledge
from knowledge.schema.common import Band


def test_an_override_changes_the_band_for_its_authority_only(packs: Path) -> None:
    knowledge = load_knowledge(packs)
    assert knowledge.packs["exshire"].indicators["neglect.hungry"].band is Band.CHILD_IN_NEED
    assert knowledge.packs["national"].indicators["neglect.hungry"].band is Band.EARLY_HELP


def test_an_authoritys_own_sign_is_no_other_authoritys(packs: Path) -> None:
    knowledge = load_knowledge(packs)
    assert "exshire.cold" in knowledge.packs["exshire"].indicators
    assert "exshire.cold" not in knowledge.packs["national"].indicators
    assert knowledge.phrases["exshire.cold"].in_domain == "housing-money"


def test_every_fault_in_every_file_is_told_at_once(packs: Path) -> None:
    (packs / "exshire" / "levels.yaml").write_text("levels: []\nbands: []\nnumbers: 4\n")
    (packs / "exshire" / "places.yaml").write_text("areas:\n\t- id: x\n")
    (packs / "national" / "sources.yaml").unlink()
    with pytest.raises(KnowledgeErrors) as caught:
        load_knowledge(packs)
    told = str(caught.value)
    assert "levels.yaml:3:1: 'numbers' is not a key we know" in told
    assert "places.yaml:2:1: A tab" in told
    assert "The pack has no sources.yaml" in told


def test_an_override_of_a_sign_that_is_not_there_is_refused(packs: Path) -> None:
    file = packs / "exshire" / "indicators.yaml"
    file.write_text(file.read_text().replace("neglect.hungry", "neglect.hungrier"))
    with pytest.raises(KnowledgeErrors, match=r"indicators.yaml:2:16: No national indicator is called"):
        load_knowledge(packs)


def test_the_version_changes_with_any_file(packs: Path) -> None:
    before = load_knowledge(packs).version
    file = packs / "exshire" / "places.yaml"
    file.write_text(file.read_text().replace("Wyeton", "Zedton"))
    after = load_knowledge(packs).version
    assert before.startswith("2026.11.22-1+")
    assert after.startswith("2026.11.22-1+")
    assert before != after


def test_an_unknown_authority_or_level_is_told_with_the_nearest(packs: Path) -> None:
    knowledge = load_knowledge(packs)
    with pytest.raises(UnknownName, match="Did you mean 'exshire'"):
        knowledge.pack("exshir")
    with pytest.raises(UnknownName, match="Did you mean 'early-help'"):
        knowledge.packs["exshire"].level("erly-help")
