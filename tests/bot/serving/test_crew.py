"""The crew with made-up workers and a made-up clock: who is started, stopped and killed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from bot.serving.crew import MEGABYTE, Bounds, Crew

USUAL = Bounds()


@dataclass(eq=False)
class Made:
    """A worker that only remembers what it was told."""

    pid: int
    told: list[str] = field(default_factory=list)
    bytes: int = 500 * MEGABYTE

    def stop(self) -> None:
        self.told.append("stop")

    def kill(self) -> None:
        self.told.append("kill")

    def tell_where(self) -> None:
        self.told.append("tell where")

    def memory(self) -> int:
        return self.bytes


@dataclass
class Story:
    """A crew, everybody it ever started, and what it said."""

    size: int = 2
    started: list[Made] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    now: float = 1000.0
    bounds: Bounds = USUAL

    def __post_init__(self) -> None:
        self.crew = Crew(self.size, self._start, self._say, self.bounds)
        self.after(0)

    def _say(self, sentence: str, /, *given: object) -> None:
        self.said.append(sentence % given)

    def _start(self, _number: int) -> Made:
        self.started.append(Made(100 + len(self.started)))
        return self.started[-1]

    def after(self, seconds: float) -> None:
        self.now += seconds
        self.crew.tick(self.now)

    def ready(self, *numbers: int) -> None:
        for number in numbers:
            self.crew.ready(self.started[number], self.now)
        self.after(0)

    def gone(self, number: int, how: str = "was killed", status: int | None = None) -> None:
        self.crew.gone(self.started[number], how, self.now, status=status)
        self.after(0)

    def beats(self, seconds: float, *numbers: int) -> None:
        for _ in range(int(seconds)):
            for number in numbers:
                self.crew.beat(self.started[number], self.now)
            self.after(1)


@pytest.fixture
def two() -> Story:
    """Two workers that answer."""
    story = Story()
    story.ready(0, 1)
    return story


def test_everybody_is_started_at_once_and_answers_when_ready() -> None:
    story = Story(size=3)
    assert (len(story.started), story.crew.answering) == (3, 0)
    story.ready(0, 1, 2)
    assert story.crew.answering == 3


def test_a_worker_that_dies_is_replaced_at_once(two: Story) -> None:
    two.gone(0)
    assert len(two.started) == 3
    assert "started in 0 s" in two.said[-1]


def test_a_worker_that_dies_again_and_again_is_replaced_ever_later_and_it_is_said_why(two: Story) -> None:
    two.gone(0)
    pauses = []
    for worker in range(2, 12):
        two.gone(worker, "ended with status 3")
        waited = 0
        while len(two.started) == worker + 1:
            two.beats(1, 1)
            waited += 1
        pauses.append(waited)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    assert "ended with status 3 before it was ready. Another is started in 60 s." in two.said[-1]


def test_a_worker_that_lived_long_before_it_died_is_no_part_of_a_row_of_deaths(two: Story) -> None:
    two.gone(0)
    two.ready(2)
    two.beats(61, 1, 2)
    two.gone(2)
    assert len(two.started) == 4


def test_a_restart_stops_a_worker_only_once_the_next_is_ready_and_one_after_the_other(two: Story) -> None:
    two.crew.renew()
    two.after(0)
    assert (len(two.started), two.started[0].told, two.crew.answering) == (3, [], 2)
    two.ready(2)
    assert (two.started[0].told, two.started[1].told, len(two.started)) == (["stop"], [], 4)
    two.ready(3)
    two.gone(0)
    two.gone(1)
    assert [each.told for each in two.started] == [["stop"], ["stop"], [], []]
    assert not two.crew.renewing


def test_a_single_worker_is_restarted_the_same_way_so_that_somebody_always_answers() -> None:
    story = Story(size=1)
    story.ready(0)
    story.crew.renew()
    story.after(0)
    assert (story.crew.answering, story.started[0].told) == (1, [])
    story.ready(1)
    assert (story.crew.answering, story.started[0].told) == (1, ["stop"])


def test_a_restart_is_given_up_when_the_new_worker_does_not_come_up(two: Story) -> None:
    two.crew.renew()
    two.after(0)
    two.gone(2, "ended with status 2", 2)
    two.beats(100, 0, 1)
    assert (len(two.started), two.crew.answering, two.crew.renewing) == (3, 2, False)
    assert "Worker 100 goes on in its place." in two.said[-1]


def test_a_worker_that_hangs_says_where_and_is_killed_and_replaced(two: Story) -> None:
    two.beats(16, 1)
    assert two.started[0].told == ["tell where"]
    two.beats(1, 1)
    two.beats(1, 1)
    assert two.started[0].told[:2] == ["tell where", "kill"]
    two.gone(0)
    assert (len(two.started), two.started[1].told) == (3, [])


def test_a_worker_may_take_its_time_to_load_but_not_for_ever(two: Story) -> None:
    two.gone(0)
    two.beats(119, 1)
    assert two.started[2].told == []
    two.beats(3, 1)
    assert two.started[2].told[0] == "tell where"


def test_a_worker_that_takes_too_much_memory_is_replaced_and_the_new_one_comes_first(two: Story) -> None:
    two.started[1].bytes = 1600 * MEGABYTE
    two.crew.watch_memory()
    two.after(0)
    two.crew.watch_memory()
    two.after(0)
    assert (len(two.started), two.started[1].told, two.crew.answering) == (3, [], 2)
    two.ready(2)
    assert two.started[1].told == ["stop"]
    assert "takes 1600 MB, more than 1500" in two.said[0]


def test_stopping_asks_everybody_and_is_over_when_the_last_is_gone(two: Story) -> None:
    two.crew.stop(two.now)
    assert [each.told for each in two.started] == [["stop"], ["stop"]]
    two.gone(0)
    assert not two.crew.done
    two.gone(1)
    assert two.crew.done
    assert len(two.started) == 2


def test_whoever_does_not_end_in_time_is_killed(two: Story) -> None:
    two.crew.stop(two.now)
    two.after(41)
    assert two.started[0].told == ["stop", "kill"]


def test_a_second_stop_waits_for_nobody(two: Story) -> None:
    two.crew.stop(two.now)
    two.crew.stop(two.now)
    assert two.started[0].told == ["stop", "kill"]


def test_a_fault_in_the_settings_ends_the_start_with_its_status() -> None:
    story = Story()
    story.gone(0, "ended with status 2", 2)
    assert story.crew.failed == 2


def test_a_death_at_the_first_start_is_no_fault_of_the_settings() -> None:
    story = Story()
    story.gone(0)
    assert (story.crew.failed, len(story.started)) == (None, 3)


def test_while_a_dead_worker_is_replaced_no_other_is_restarted(two: Story) -> None:
    two.gone(0)
    two.crew.renew()
    two.after(0)
    assert len(two.started) == 3
    two.ready(2)
    assert len(two.started) == 4, "now the restart begins"


def test_what_is_bounded_can_be_set_by_an_operator() -> None:
    story = Story(bounds=replace(USUAL, memory=400 * MEGABYTE))
    story.ready(0, 1)
    story.crew.watch_memory()
    assert "more than 400" in story.said[0]
