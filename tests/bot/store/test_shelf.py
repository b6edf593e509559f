"""Releases on several machines: two folders and one PostgreSQL. What is done on one counts on all, and once."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.store import shelf
from bot.store.postgres import Pool
from bot.store.shelf import PostgresShelf
from bot.store.steps import every_step
from knowledge.errors import EarlyHelpError, UnknownName
from knowledge.releases.folder import NotPublished, Releases
from knowledge.releases.journal import Entry
from knowledge.releases.mirror import NotMirrored
from knowledge.releases.trees import changed_files
from tests.knowledge.releases.conftest import ANNE, BOB, CONTACTS, NOON, SHIPPED, draft

from ...postgres import Server

__all__ = ["draft"]
REVIEW = dt.date(2027, 2, 24)
Machine = Callable[[str], Releases]


@pytest.fixture
def machine(tmp_path: Path, pool: Pool) -> Machine:
    """A machine with a folder of its own, on the one database."""
    return lambda name: Releases(tmp_path / name, PostgresShelf(pool))


@pytest.fixture
def first(machine: Machine, draft: Path) -> Releases:
    """The machine that came first, with what came with the program."""
    releases = machine("first")
    releases.ship(draft, now=NOON)
    return releases


@pytest.fixture
def second(machine: Machine, first: Releases) -> Releases:
    assert first.live_version
    return machine("second")


def renumber(tree: Path, number: str) -> None:
    (tree / CONTACTS).write_text(f'number: "{number}"\n', encoding="utf-8")


def propose(releases: Releases, tree: Path, number: str = "") -> str:
    if number:
        renumber(tree, number)
    return releases.propose(tree, by=ANNE, note=f"Number {number}", review_by=REVIEW, now=NOON).id


def publish(releases: Releases, tree: Path, number: str) -> str:
    return releases.approve(propose(releases, tree, number), by=BOB, now=NOON)


def number_in(releases: Releases) -> str:
    live = releases.live()
    assert live
    return (live / CONTACTS).read_text(encoding="utf-8")


def left_over(releases: Releases) -> list[Path]:
    return list(releases.folder.rglob(".*.part"))


def test_an_empty_machine_takes_what_is_live_and_does_not_ship_its_own(second: Releases, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "knowledge").mkdir(parents=True)
    (own / "knowledge" / "release.yaml").write_text("version: 2099.01.01-1\nnote: x\nreview_by: 2099-02-01\n")
    assert second.ship(own, now=NOON) == SHIPPED.version
    assert second.versions() == (SHIPPED.version,)
    assert "0000" in number_in(second)


def test_what_is_published_on_one_machine_is_live_on_the_other(first: Releases, second: Releases, draft: Path) -> None:
    version = publish(first, draft, "0161 496 0001")
    assert second.live_version == ""
    second.catch_up()
    assert (second.live_version, second.versions()) == (version, (version, SHIPPED.version))
    assert "0001" in number_in(second)
    assert second.journal() == first.journal()
    assert [each.did for each in second.journal()] == ["shipped", "proposed", "published"]
    assert left_over(first) + left_over(second) == []


def test_one_proposes_here_and_another_approves_there(first: Releases, second: Releases, draft: Path) -> None:
    waiting = propose(first, draft, "0161 496 0002")
    second.catch_up()
    assert [each.id for each in second.proposals()] == [waiting]
    version = second.approve(waiting, by=BOB, now=NOON)

    first.catch_up()
    assert first.live_version == version
    assert "0002" in number_in(first)
    assert first.proposals() == second.proposals() == ()


def test_the_pointer_is_not_touched_by_what_changes_nothing_for_people(
    first: Releases, second: Releases, draft: Path
) -> None:
    second.catch_up()
    before = second.pointer.stat()
    propose(first, draft, "0161 496 0002")
    second.catch_up()
    after = second.pointer.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_proposal_taken_back_here_cannot_be_approved_there(first: Releases, second: Releases, draft: Path) -> None:
    waiting = propose(first, draft, "0161 496 0002")
    second.catch_up()
    first.withdraw(waiting, by=ANNE, now=NOON)
    with pytest.raises(UnknownName):
        second.approve(waiting, by=BOB, now=NOON)
    assert second.live_version == SHIPPED.version


def test_of_two_publishers_on_two_machines_one_wins(first: Releases, second: Releases, draft: Path) -> None:
    waiting = [propose(first, draft, f"0161 496 000{n}") for n in range(1, 3)]
    second.catch_up()
    found: list[str | EarlyHelpError] = []
    ready = threading.Barrier(2)

    def approve(releases: Releases, proposal: str) -> None:
        ready.wait()
        try:
            found.append(releases.approve(proposal, by=BOB, now=NOON))
        except NotPublished as error:
            found.append(error)

    pairs = zip((first, second), waiting, strict=True)
    threads = [threading.Thread(target=approve, args=pair) for pair in pairs]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    (version,) = [each for each in found if isinstance(each, str)]
    (refused,) = [each for each in found if not isinstance(each, str)]
    assert "propose anew" in str(refused)
    for each in (first, second):
        each.catch_up()
        assert each.live_version == version
        assert [entry.did for entry in each.journal()].count("published") == 1
    assert number_in(first) == number_in(second)


def test_rolling_back_on_one_machine_rolls_back_everywhere(first: Releases, second: Releases, draft: Path) -> None:
    publish(first, draft, "0161 496 0001")
    second.catch_up()
    second.roll_back(SHIPPED.version, by=ANNE, now=NOON)
    first.catch_up()
    assert first.live_version == SHIPPED.version
    assert "0000" in number_in(first)


def test_a_machine_that_was_away_catches_up_with_everything(first: Releases, second: Releases, draft: Path) -> None:
    second.catch_up()
    versions = [publish(first, draft, f"0161 496 00{n:02}") for n in range(1, 5)]
    waiting = propose(first, draft, "0161 496 0099")
    second.catch_up()
    assert second.versions() == (*reversed(versions), SHIPPED.version)
    assert [each.id for each in second.proposals()] == [waiting]
    for version in versions:
        assert changed_files(first.root_of(version), second.root_of(version)) == ()


def test_nothing_is_written_while_nothing_was_done(
    first: Releases, second: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    second.catch_up()
    monkeypatch.setattr(PostgresShelf, "standing", lambda _: pytest.fail("it read everything again"))
    second.catch_up()


def test_p6_a_corrupted_archive_is_refused_and_the_last_good_release_goes_on(
    first: Releases, second: Releases, draft: Path, pool: Pool
) -> None:
    second.catch_up()
    version = publish(first, draft, "0161 496 0001")
    damage(pool, version)
    with pytest.raises(NotMirrored, match=version):
        second.catch_up()
    assert second.live_version == SHIPPED.version
    assert "0000" in number_in(second)
    assert left_over(second) == []

    with pytest.raises(NotMirrored, match=version):
        propose(second, draft, "0161 496 0002")
    second.roll_back(SHIPPED.version, by=ANNE, now=NOON)
    first.catch_up()
    assert first.live_version == second.live_version == SHIPPED.version
    with pytest.raises(NotMirrored):
        second.catch_up()
    assert publish(second, draft, "0161 496 0003") == "2026.11.24-2"


def test_a_damaged_release_of_long_ago_keeps_nobody_from_publishing(
    first: Releases, second: Releases, draft: Path, pool: Pool
) -> None:
    version = publish(first, draft, "0161 496 0001")
    damage(pool, SHIPPED.version)
    with pytest.raises(NotMirrored, match=SHIPPED.version):
        second.catch_up()
    assert second.versions() == (version,)
    assert publish(second, draft, "0161 496 0002") == "2026.11.24-2"


def damage(pool: Pool, version: str) -> None:
    with pool.lent() as connection:
        damaged = "update earlyhelp.releases set archive = '\\x00' || substr(archive, 2) where version = %s"
        assert connection.execute(damaged, [version]).rowcount == 1


def test_the_releases_of_a_machine_that_joins_first_go_into_the_new_database(
    machine: Machine, draft: Path, tmp_path: Path
) -> None:
    alone = Releases(tmp_path / "first")
    alone.ship(draft, now=NOON)
    version = publish(alone, draft, "0161 496 0001")
    waiting = propose(alone, draft, "0161 496 0002")

    machine("first").catch_up()
    second = machine("second")
    second.catch_up()
    assert (second.live_version, second.versions()) == (version, (version, SHIPPED.version))
    assert second.journal() == alone.journal()
    assert second.approve(waiting, by=BOB, now=NOON) == "2026.11.24-2"


def test_a_machine_with_a_past_of_its_own_follows_the_others_and_keeps_its_journal(
    first: Releases, machine: Machine, draft: Path, tmp_path: Path
) -> None:
    live = publish(first, draft, "0161 496 0001")
    alone = Releases(tmp_path / "second")
    alone.ship(draft, now=NOON + dt.timedelta(hours=1))
    assert publish(alone, draft, "0161 496 7777") == live, "the same version, and other files"

    second = machine("second")
    second.catch_up()
    assert "0001" in number_in(second)
    assert second.journal() == first.journal()
    kept = (second.folder / "journal-before-joining.jsonl").read_text()
    assert "Number 0161 496 7777" in kept


def test_a_version_never_becomes_another_release(first: Releases, draft: Path) -> None:
    renumber(draft, "0161 496 0001")
    shipped = Entry(at=NOON, did="shipped", by=ANNE, version=SHIPPED.version)
    with first.shared.turn() as turn:
        assert turn
        with pytest.raises(NotPublished, match="another release"):
            turn.note(shipped, draft)


def test_a_database_that_was_lost_is_given_what_the_machines_have(
    first: Releases, second: Releases, draft: Path, pool: Pool
) -> None:
    version = publish(first, draft, "0161 496 0001")
    second.catch_up()
    with pool.lent() as connection:
        connection.execute("truncate earlyhelp.releases, earlyhelp.proposals, earlyhelp.journal, earlyhelp.live")
    second.catch_up()
    first.catch_up()
    assert first.live_version == second.live_version == version
    assert len(first.journal()) == 3


def test_where_the_database_is_away_nothing_is_done_and_people_are_answered(draft: Path, tmp_path: Path) -> None:
    nobody = Pool(f"postgresql://nobody@/none?host={tmp_path}", steps=())
    cut_off = Releases(tmp_path / "first", PostgresShelf(nobody))
    Releases(cut_off.folder).ship(draft, now=NOON)
    with pytest.raises(NotPublished, match="does not answer"):
        propose(cut_off, draft, "0161 496 0001")
    with pytest.raises(OSError, match="NotThere"):
        cut_off.catch_up()
    assert cut_off.live_version == SHIPPED.version
    assert cut_off.proposals() == ()
    nobody.close()


def test_a_database_that_breaks_off_in_between_leaves_everything_as_it_was(
    first: Releases, second: Releases, draft: Path, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = propose(first, draft, "0161 496 0001")
    before = first.journal()
    note = shelf._Turn.note

    def cut(turn: shelf._Turn, *given: object) -> None:
        note(turn, *given)  # type: ignore[arg-type]
        turn.connection.execute("select pg_terminate_backend(pg_backend_pid())")

    with monkeypatch.context() as broken:
        broken.setattr(shelf._Turn, "note", cut)
        with pytest.raises(NotPublished, match="Nothing was changed"):
            first.approve(waiting, by=BOB, now=NOON)
    assert (first.live_version, first.journal()) == (SHIPPED.version, before)

    while not pool.reachable():
        pass
    second.catch_up()
    assert second.live_version == SHIPPED.version
    assert second.approve(waiting, by=BOB, now=NOON) == "2026.11.24-1"


def test_a_full_disk_here_does_not_undo_what_counts_everywhere(
    first: Releases, second: Releases, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = propose(first, draft, "0161 496 0001")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("knowledge.releases.folder.journal.add", full)
        version = first.approve(waiting, by=BOB, now=NOON)
    assert first.live_version == SHIPPED.version
    for each in (first, second):
        each.catch_up()
        assert each.live_version == version


@pytest.fixture
def listening(database: str) -> Iterator[Callable[[], Pool]]:
    """Pools of other processes, closed in the end."""
    pools: list[Pool] = []

    def opened() -> Pool:
        pools.append(Pool(database, steps=every_step()))
        return pools[-1]

    yield opened
    for each in pools:
        each.close()


def test_every_process_hears_at_once_and_listens_again_after_the_database_was_away(
    first: Releases,
    draft: Path,
    tmp_path: Path,
    listening: Callable[[], Pool],
    postgres: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shelf, "LISTEN_AGAIN", 0.05)
    other, stop = Releases(tmp_path / "second", PostgresShelf(listening())), threading.Event()
    heard = threading.Semaphore(0)

    def follow() -> None:
        for _ in other.shared.changes(stop):
            try:
                other.catch_up()
            except OSError:
                continue
            heard.release()

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    assert heard.acquire(timeout=30)
    assert other.live_version == SHIPPED.version

    version = publish(first, draft, "0161 496 0001")
    assert follows(heard, other, version)

    with first.shared._pool.lent() as connection:  # type: ignore[attr-defined]
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%'")
    version = publish(first, draft, "0161 496 0002")
    assert follows(heard, other, version)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def follows(heard: threading.Semaphore, machine: Releases, version: str) -> bool:
    """Whether the machine comes to this version, sign by sign."""
    while machine.live_version != version:
        if not heard.acquire(timeout=30):
            return False
    return True
