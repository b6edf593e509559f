"""The comparison in a process of its own: what it says, how it is stopped, and that it holds nothing of ours."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from bot.officers.change import Change, Changes
from bot.web.studio import compared
from bot.web.studio.compared import BrokeOff, Said, answered, in_own_process
from bot.web.studio.comparing import Stopped
from knowledge.errors import EarlyHelpError, Fault, KnowledgeErrors, Position

WORDS = "she said the lad flinched"
FOUND = Changes("a", "b", (Change("cases", "exshire", "t", WORDS),))
FAULT = Fault(Position(Path("/x/knowledge/y.yaml"), 7), "x", "There is no such role.")


def run(script: str, tell: object = None, tmp_path: Path = Path()) -> Changes:
    told = tell if callable(tell) else lambda _done, _said: None
    return in_own_process(Path("old"), Path("new"), told, vectors=tmp_path, command=(sys.executable, "-c", script))


def saying(*lines: Said) -> str:
    """A child that says these lines."""
    given = [compared._lines.dump_json(each).decode() for each in lines]
    return f"for line in {given!r}: print(line, flush=True)"


def test_how_far_it_is_comes_first_and_then_what_changes() -> None:
    told: list[tuple[float, str]] = []
    script = saying(Said(0.2, "Reading."), Said(0.6, "Asking."), Said(1.0, changes=FOUND))
    assert run(script, lambda done, said: told.append((done, said))) == FOUND
    assert told == [(0.2, "Reading."), (0.6, "Asking.")]


def test_faults_come_back_with_their_place() -> None:
    with pytest.raises(KnowledgeErrors) as caught:
        run(saying(Said(faults=(FAULT,))))
    assert caught.value.faults == (FAULT,)


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "for want of memory"),
        ("import sys; sys.exit(3)", r"ended before its time \(code 3\)"),
        ("print('no line of ours')", "ended before its time"),
        (saying(Said(refused="There is no such council.")), "no such council"),
    ],
    ids=["killed", "ended", "strange", "refused"],
)
def test_a_child_that_ends_early_is_told_plainly(script: str, says: str) -> None:
    with pytest.raises(BrokeOff, match=says):
        run(script)


def test_what_broke_is_told_without_a_word_of_a_case(capfd: pytest.CaptureFixture[str]) -> None:
    def breaks() -> Said:
        raise ValueError(WORDS)

    said = answered(breaks)
    assert said.broke.startswith("ValueError at test_compared.py:")
    with pytest.raises(RuntimeError) as caught:
        run(f"import sys; print({WORDS!r}, file=sys.stderr)\n{saying(said)}")
    assert WORDS not in str(caught.value) + "".join(capfd.readouterr())


def test_whatever_keeps_it_is_a_line() -> None:
    def unsound() -> Said:
        raise KnowledgeErrors([FAULT])

    def unknown() -> Said:
        raise EarlyHelpError("There is no such council.")

    def full() -> Said:
        raise MemoryError

    assert answered(unsound).faults == (FAULT,)
    assert answered(unknown).refused == "There is no such council."
    assert "memory" in answered(full).refused


def test_who_stops_waiting_ends_the_child(tmp_path: Path) -> None:
    mark = tmp_path / "pid"

    def stop(_done: float, _said: str) -> None:
        raise Stopped

    forever = f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid()))\n{saying(Said())}\ntime.sleep(600)"
    with pytest.raises(Stopped):
        run(forever, stop)
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)


def test_the_child_has_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("EARLYHELP_SECRET", "SLACK_BOT_TOKEN", "EARLYHELP_DATABASE_PASSWORD"):
        monkeypatch.setenv(name, "a secret")
    tells = "import json, os; print(json.dumps({'refused': ' '.join(sorted(os.environ.values()))}))"
    with pytest.raises(BrokeOff) as caught:
        run(tells)
    assert "a secret" not in str(caught.value)
