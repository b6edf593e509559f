"""P2 and "no cloud": a real process is given a canary and asked whom it talked to and what it wrote."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

CANARY = "zqcanaryzq"
WORD = "rhododendron"
WATCHED = """
import json, runpy, sys
seen = []
def hook(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "urllib.Request"}:
        seen.append([event, repr(arguments[1:])])
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        seen.append([event, str(arguments[0])])
sys.addaudithook(hook)
from bot.commands import cli
try:
    cli(["ask", "--authority", "bury", "--json", sys.argv[1]], standalone_mode=False)
finally:
    print(json.dumps(seen), file=sys.stderr)
"""


def asked(text: str) -> tuple[str, list[list[str]]]:
    """What the process printed as data, and every connection and file it opened for writing."""
    done = subprocess.run([sys.executable, "-c", WATCHED, text], capture_output=True, text=True, check=True)
    return done.stdout, json.loads(done.stderr.strip().splitlines()[-1])


def test_p2_a_question_opens_no_connection_and_leaves_no_word_behind(tmp_path: Path) -> None:
    printed, seen = asked(f"he is always hungry and says {CANARY} every day")
    assert CANARY not in printed
    assert [each for each in seen if each[0] != "open"] == []
    written = [Path(name) for event, name in seen if event == "open"]
    kept = [file for file in written if file.is_file() and CANARY.encode() in file.read_bytes()]
    assert kept == []


CHAT = """
import sys
from bot.commands import cli
cli(["chat", "--authority", "bury"], standalone_mode=False)
"""


def files_after_a_chat(folder: Path, *typed: str) -> tuple[str, list[str]]:
    """What a chat in this folder printed, and the files there that hold the word."""
    (folder / "app.yaml").write_text("authorities: [bury]\n", encoding="utf-8")
    lines = "".join(f"{line}\n" for line in (*typed, "quit"))
    run = [sys.executable, "-c", CHAT]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)}
    done = subprocess.run(run, input=lines, capture_output=True, text=True, check=True, cwd=folder, env=environment)
    files = [each for each in folder.rglob("*") if each.is_file()]
    return done.stdout, [str(each.relative_to(folder)) for each in files if WORD.encode() in each.read_bytes()]


def test_p2_a_chat_keeps_words_only_of_a_note_and_only_in_the_officers_file(tmp_path: Path) -> None:
    printed, holding = files_after_a_chat(
        tmp_path,
        f"is {WORD} good for a school garden",
        "tell the officers what was missing",
        "say it in my own words",
        f"please list the {WORD} club",
    )
    assert "The officers will read it" in printed
    assert holding == ["var/missing.sqlite"]
