"""What officers were told was missing: kept in rows that lead back to nobody, read, dealt with, and gone in time."""

from __future__ import annotations

import datetime as dt
import itertools
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.clock import LONDON
from knowledge.strict_yaml import parse, read
from trends import missing
from trends.missing import Full, Note, NotesFile
from trends.missing_kinds import FILE, Kinds, kinds

TUESDAY = dt.datetime(2026, 11, 24, 10, 0, tzinfo=LONDON)
DAYS = 90
GROUP = Note("exshire", "no-service", "there is a nurture group")


def kept(file: Path, *notes: Note, now: dt.datetime = TUESDAY) -> None:
    for note in notes:
        missing.keep(NotesFile(file), note, keep_days=DAYS, now=now)


def waiting(file: Path, authority: str = "", *, now: dt.datetime = TUESDAY) -> tuple[missing.Waiting, ...]:
    return missing.waiting(NotesFile(file), authority, keep_days=DAYS, now=now)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "var" / "missing.sqlite"


def test_p8_a_row_is_the_week_the_authority_the_kind_and_the_words_and_nothing_else(file: Path) -> None:
    kept(file, GROUP)
    with closing(sqlite3.connect(file)) as connection:
        columns = [each[1] for each in connection.execute("pragma table_info(missing)")]
        assert columns == ["week", "authority", "kind", "text"]
        assert connection.execute("select * from missing").fetchall() == [
            ("2026-W48", "exshire", "no-service", GROUP.text)
        ]
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("select rowid from missing")
        assert [each[0] for each in connection.execute("select name from sqlite_master")] == ["missing"]


def test_p8_the_order_of_arrival_cannot_be_read_from_the_file(tmp_path: Path) -> None:
    notes = [Note("exshire", "no-service", text) for text in ("carers", "a group", "books")]
    files = []
    for number, order in enumerate(itertools.permutations(notes)):
        file = tmp_path / f"{number}.sqlite"
        kept(file, *order)
        with closing(sqlite3.connect(file)) as connection:
            files.append("\n".join(connection.iterdump()))
    assert len(set(files)) == 1


def test_the_same_words_in_one_week_are_one_row_so_a_redelivery_adds_nothing(file: Path) -> None:
    kept(file, GROUP, GROUP)
    assert [each.text for each in waiting(file)] == [GROUP.text]


def test_officers_read_what_is_theirs_the_latest_weeks_first(file: Path) -> None:
    kept(file, Note("exshire", "wrong-level"), Note("oldexshire", "wrong-steps"))
    kept(file, Note("exshire", "worry-not-known.school", "forest school"), now=TUESDAY + dt.timedelta(weeks=1))
    assert [(each.week, each.kind) for each in waiting(file, "exshire")] == [
        ("2026-W49", "worry-not-known.school"),
        ("2026-W48", "wrong-level"),
    ]
    assert len(waiting(file)) == 3
    assert waiting(file, "exshire")[0].means == "A kind of worry that was not known about school or nursery"


@pytest.mark.parametrize("day", range(7))
def test_p2_no_note_is_kept_longer_than_was_said_whatever_its_weekday(file: Path, day: int) -> None:
    told = dt.datetime(2026, 11, 23, 23, 59, tzinfo=LONDON) + dt.timedelta(days=day)
    kept(file, GROUP, now=told)
    assert waiting(file, now=told + dt.timedelta(days=DAYS - 7)) != ()
    assert waiting(file, now=told + dt.timedelta(days=DAYS)) == ()


def test_p2_what_is_too_old_is_gone_from_the_bytes_of_the_file(file: Path) -> None:
    kept(file, GROUP)
    missing.forget_old(NotesFile(file), keep_days=DAYS, now=TUESDAY + dt.timedelta(days=DAYS))
    assert b"nurture" not in b"".join(each.read_bytes() for each in file.parent.iterdir())


def test_p2_an_older_note_goes_when_a_new_one_comes(file: Path) -> None:
    kept(file, GROUP)
    kept(file, Note("exshire", "wrong-level"), now=TUESDAY + dt.timedelta(days=DAYS))
    assert b"nurture" not in file.read_bytes()


def test_a_note_that_was_dealt_with_is_deleted_for_good_and_others_stay(file: Path) -> None:
    kept(file, GROUP, Note("exshire", "wrong-level"))
    (group,) = [each for each in waiting(file) if each.text]
    assert missing.done(NotesFile(file), group.id) is True
    assert missing.done(NotesFile(file), group.id) is False
    assert [each.kind for each in waiting(file)] == ["wrong-level"]
    assert b"nurture" not in file.read_bytes()


def test_a_shorter_time_to_keep_holds_for_what_is_there_already(file: Path) -> None:
    kept(file, GROUP)
    assert missing.waiting(NotesFile(file), keep_days=0, now=TUESDAY) == ()


def test_what_nobody_ever_wrote_makes_no_file(file: Path) -> None:
    assert waiting(file) == ()
    assert missing.done(NotesFile(file), "x") is False
    missing.forget_old(NotesFile(file), keep_days=DAYS, now=TUESDAY)
    assert not file.exists()


def test_no_more_is_taken_than_somebody_could_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing, "MOST", 2)
    kept(file, GROUP, Note("exshire", "wrong-level"))
    with pytest.raises(Full):
        kept(file, Note("exshire", "wrong-steps"))


@given(st.text())
def test_words_are_kept_on_one_line_that_every_screen_can_show(text: str) -> None:
    plain = missing.plain_words(text)
    assert plain.isprintable()
    assert plain == missing.plain_words(plain)


def test_the_list_is_sound_and_every_id_reads_as_something() -> None:
    known = parse(read(FILE), Kinds)
    assert known == kinds()
    assert [each for each in sorted(known.ids) if known.meaning(each) == each or not known.label(each)] == []
    assert known.meaning("an-id-of-last-year") == "an-id-of-last-year"


def test_the_ids_of_the_list_are_unique() -> None:
    ids = [each.id for each in kinds().kinds]
    assert len(ids) == len(set(ids))
