"""What officers were told was missing, on either store."""

from __future__ import annotations

import datetime as dt
import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge.clock import LONDON
from tests.bot.store.conftest import Kept
from trends import missing
from trends.missing import Full, Note

TUESDAY = dt.datetime(2026, 11, 24, 10, 0, tzinfo=LONDON)
DAYS = 90
GROUP = Note("exshire", "no-service", "there is a nurture group")
LEVEL = Note("exshire", "wrong-level")


def told(kept: Kept, *notes: Note, now: dt.datetime = TUESDAY) -> None:
    for note in notes:
        missing.keep(kept.notes(), note, keep_days=DAYS, now=now)


def waiting(kept: Kept, authority: str = "", *, now: dt.datetime = TUESDAY) -> tuple[missing.Waiting, ...]:
    return missing.waiting(kept.notes(), authority, keep_days=DAYS, now=now)


def test_p8_a_row_is_the_week_the_authority_the_kind_and_the_words_and_nothing_else(kept: Kept) -> None:
    told(kept, GROUP)

    assert kept.rows("missing") == [("2026-W48", "exshire", "no-service", GROUP.text)]


def test_p8_the_order_of_arrival_cannot_be_read(kept: Kept) -> None:
    notes = [Note("exshire", "no-service", text) for text in ("carers", "a group", "books")]
    for order in itertools.permutations(notes):
        told(kept, *order)
        assert [row[3] for row in kept.rows("missing")] == ["a group", "books", "carers"]
        for each in waiting(kept):
            assert missing.done(kept.notes(), each.id)


def test_the_same_words_in_one_week_are_one_row_however_many_send_them_at_once(kept: Kept) -> None:
    told(kept, GROUP)
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda _: told(kept, GROUP), range(6)))

    assert [each.text for each in waiting(kept)] == [GROUP.text]


def test_officers_read_what_is_theirs_the_latest_weeks_first(kept: Kept) -> None:
    told(kept, LEVEL, Note("oldexshire", "wrong-steps"))
    told(kept, GROUP, now=TUESDAY + dt.timedelta(weeks=1))

    assert [each.kind for each in waiting(kept, "exshire")] == ["no-service", "wrong-level"]
    assert len(waiting(kept)) == 3


def test_p2_no_note_is_kept_longer_than_was_said(kept: Kept) -> None:
    told(kept, GROUP)
    assert waiting(kept, now=TUESDAY + dt.timedelta(days=DAYS - 7)) != ()
    missing.forget_old(kept.notes(), keep_days=DAYS, now=TUESDAY + dt.timedelta(days=DAYS))

    assert kept.rows("missing") == []


def test_a_note_that_was_dealt_with_is_deleted_and_others_stay(kept: Kept) -> None:
    told(kept, GROUP, LEVEL)
    (group,) = [each for each in waiting(kept) if each.text]

    assert [missing.done(kept.notes(), group.id), missing.done(kept.notes(), group.id)] == [True, False]
    assert [each.kind for each in waiting(kept)] == ["wrong-level"]


def test_what_nobody_ever_wrote_is_nothing(kept: Kept) -> None:
    assert waiting(kept) == ()
    assert missing.done(kept.notes(), "x") is False
    missing.forget_old(kept.notes(), keep_days=DAYS, now=TUESDAY)


def test_no_more_is_taken_than_somebody_could_read(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing, "MOST", 2)
    told(kept, GROUP, LEVEL)
    with pytest.raises(Full):
        told(kept, Note("exshire", "wrong-steps"))

    assert len(waiting(kept)) == 2


def test_the_longest_words_that_may_be_kept_are_kept(kept: Kept) -> None:
    words = "\u20ac\u2019" * 1000
    told(kept, Note("exshire", "no-service", words))

    assert [each.text for each in waiting(kept)] == [words]
