"""What strangers send: JSON of any shape, requests that are nearly right, tokens that were cut, text full of signs."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

CANARY = "xylocanary"
"""Stands in everything made up, and must stand in no log."""

SIGNS = st.sampled_from(
    [
        "<",
        ">",
        "&",
        '"',
        "'",
        "`",
        "*",
        "_",
        "|",
        "\\",
        "/",
        "..",
        "\x00",
        "\x1b[31m",
        "\r\n",
        "\u202e",
        "\u200b",
        "\ud800",
        "\ufeff",
        "{{7*7}}",
        "${x}",
        "%s",
        "%00",
        "=1+1",
        "<!channel>",
        "[x](https://e.example)",
        "<script>",
        "\u0301" * 20,
        "\U0001f62d",
        "﷽",
        CANARY,
        "always hungry",
        "a bruise",
        "help",
        "walk",
        "2",
        "yes",
        " " * 50,
        "_" * 60,
        "case" + " " * 60,
    ]
)
TEXT = st.lists(st.one_of(SIGNS, st.text(max_size=20)), max_size=6).map("".join)
LINE = TEXT.map(lambda text: text.encode("utf-8", "replace").decode())
NUMBERS = st.one_of(st.integers(), st.integers(10**40, 10**41), st.floats(), st.sampled_from([0, -1, 2**63]))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)),
    max_leaves=12,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place inside a JSON value."""
    found = [path] if path else []
    if isinstance(value, dict):
        return found + [each for key, inner in value.items() for each in places(inner, (*path, key))]
    if isinstance(value, list):
        return found + [each for at, inner in enumerate(value) for each in places(inner, (*path, at))]
    return found


@st.composite
def nearly(draw: st.DrawFn, *sound: Any) -> Any:
    """One of the sound values with one to three places of it replaced, taken away or added to."""
    found = copy.deepcopy(draw(st.sampled_from(sound)))
    for _ in range(draw(st.integers(1, 3))):
        there = places(found)
        if not there:
            return found
        *way, last = draw(st.sampled_from(there))
        around = found
        for step in way:
            around = around[step]
        what = draw(st.sampled_from(["replace", "replace", "remove", "add"]))
        if what == "remove":
            del around[last]
        elif what == "add" and isinstance(around, dict):
            around[draw(TEXT)] = draw(JSON)
        else:
            around[last] = draw(JSON)
    return found


@st.composite
def cut(draw: st.DrawFn, token: str) -> str:
    """A token of ours with letters changed, taken away, doubled or cut off."""
    letters = list(token)
    for _ in range(draw(st.integers(0, 6))):
        if not letters:
            break
        at = draw(st.integers(0, len(letters) - 1))
        what = draw(st.sampled_from(["change", "remove", "double", "cut"]))
        if what == "change":
            letters[at] = draw(st.sampled_from(list("Aa0-_=|/.+ \u00e9\x00")))
        elif what == "remove":
            del letters[at]
        elif what == "double":
            letters.insert(at, letters[at])
        else:
            del letters[at:]
    return "".join(letters)
