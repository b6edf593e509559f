"""What a person is remembered by, on either store: ids, for hours, under a mark that cannot be read back."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.bot.store.conftest import NOON, Kept

HOURS = dt.timedelta(hours=4)
AN_HOUR = dt.timedelta(hours=1)
PERSON = "slack:T1:U1"


def test_another_process_goes_on_where_the_first_one_stopped(kept: Kept) -> None:
    kept.remembered().remember(PERSON, "ids", keep=HOURS)

    assert kept.remembered().recall(PERSON) == "ids"
    assert kept.remembered().recall("slack:T1:U2") == ""


def test_the_newest_replaces_what_was_there_and_nothing_forgets(kept: Kept) -> None:
    remembered = kept.remembered()
    remembered.remember(PERSON, "first", keep=HOURS)
    remembered.remember(PERSON, "second", keep=HOURS)
    assert remembered.recall(PERSON) == "second"

    remembered.remember(PERSON, "", keep=HOURS)
    assert remembered.recall(PERSON) == ""
    assert kept.rows("remembered") == []


def test_it_is_forgotten_after_its_hours_and_deleted_when_somebody_else_comes(kept: Kept) -> None:
    kept.remembered().remember(PERSON, "ids", keep=HOURS)

    assert kept.remembered(NOON + HOURS).recall(PERSON) == "ids"
    later = kept.remembered(NOON + HOURS + AN_HOUR)
    assert later.recall(PERSON) == ""
    later.remember("slack:T1:U2", "other", keep=HOURS)
    assert len(kept.rows("remembered")) == 1


def test_it_is_deleted_while_nobody_asks(kept: Kept) -> None:
    kept.remembered().remember(PERSON, "ids", keep=HOURS)
    kept.remembered().forget_old(NOON + HOURS + AN_HOUR)

    assert kept.rows("remembered") == []


def test_p8_the_store_alone_does_not_tell_who_asked(kept: Kept) -> None:
    kept.remembered(NOON.replace(minute=41)).remember(PERSON, "ids", keep=HOURS)

    ((mark, ids, forget_after),) = kept.rows("remembered")
    assert (len(mark), ids, forget_after) == (64, "ids", "2026-11-24T16")
    assert kept.remembered(secret=b"another").recall(PERSON) == ""


def test_many_who_write_at_once_leave_one_row_each(kept: Kept) -> None:
    remembered = kept.remembered()
    remembered.remember(PERSON, "0", keep=HOURS)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: remembered.remember(f"person {n % 2}", f"{n}", keep=HOURS), range(12)))

    assert len(kept.rows("remembered")) == 3


@pytest.mark.parametrize("person", ["", "\x00", "\udcff", "x" * 5000], ids=ascii)
def test_p6_no_persons_id_is_an_error(kept: Kept, person: str) -> None:
    kept.remembered().remember(person, "ids", keep=HOURS)

    assert kept.remembered().recall(person) == "ids"


@pytest.mark.parametrize("ids", ["\x00", "\udcff"], ids=ascii)
def test_p6_ids_that_are_none_stop_nobody(kept: Kept, ids: str) -> None:
    kept.remembered().remember(PERSON, ids, keep=HOURS)

    assert kept.remembered().recall(PERSON) in {"", ids}
