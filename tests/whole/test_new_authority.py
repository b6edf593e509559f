"""A new authority with the real reader: the cases that came with its pack hold, and it answers in its own words."""

from __future__ import annotations

import shutil

import pytest

from bot.assemble import assemble
from bot.core.consultation import answer
from bot.core.house import House
from bot.core.turn import Turn
from bot.folders import ROOT, Folders
from bot.officers.cases import run_cases
from bot.officers.placed_cases import cases_in
from tests.bot.officers.fill_in import ID, begun, filled
from tests.bot.web.conftest import TUESDAY


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """The tree, with a copy of the phrase vectors there are: a house of its own writes its own."""
    root = tmp_path_factory.mktemp("new")
    filled(begun(root))
    (root / "vectors").mkdir()
    for kept in (ROOT / "var").glob("phrases-*.npz"):
        shutil.copy(kept, root / "vectors")
    return Folders.under(root, vectors=root / "vectors")


@pytest.fixture(scope="module")
def house_of_new(folders: Folders) -> House:
    return assemble([ID], folders)


def test_it_answers_a_worry_with_its_own_level_and_number(house_of_new: House) -> None:
    typed = "always hungry, takes food from other children's lunch boxes, it has been going on for weeks"
    reply = answer(Turn(typed=typed, authority=ID), house_of_new, now=TUESDAY.replace(hour=10)).reply
    assert reply.headline == "This comes closest to Level 3: Child in Need."
    assert reply.contacts[0].number == "0161 496 0100"


def test_the_cases_that_came_with_it_hold(house_of_new: House, folders: Folders) -> None:
    cases = [case for case in cases_in(folders.knowledge) if case.authority == ID]
    assert len(cases) == 5
    assert [str(fault) for result in run_cases(house_of_new, cases) for fault in result.faults] == []
