"""What a card must be: Microsoft's published schema, and our own rules for what that cannot say."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft6Validator

from bot.teams.cards import size
from bot.teams.presses import VERBS

from .reading import elements

LARGEST_MESSAGE = 25_000
LONGEST_TITLE = 120
NAMED_COLOURS = {"color", "isSubtle", "backgroundImage", "fontType"}


@lru_cache(maxsize=1)
def schema() -> Draft6Validator:
    text = (files("adaptive_cards") / "schemas" / "schema-1.5.json").read_text(encoding="utf-8")
    return Draft6Validator(json.loads(text))


def faults(card: dict[str, Any]) -> list[str]:
    """Everything wrong with a card; nothing when it is sound."""
    found = [f"schema: {error.message[:120]} at {list(error.absolute_path)}" for error in schema().iter_errors(card)]
    return [*found, *_root(card), *_ids(card), *_elements(card)]


def _root(card: dict[str, Any]) -> Iterator[str]:
    if (card.get("type"), card.get("version")) != ("AdaptiveCard", "1.5"):
        yield "no card of version 1.5"
    if size(card) > LARGEST_MESSAGE - 2_000:
        yield f"{size(card)} bytes"
    if not card.get("fallbackText"):
        yield "no words for a client that cannot draw it"


def _ids(card: dict[str, Any]) -> Iterator[str]:
    ids = Counter(each["id"] for each in elements(card) if "id" in each)
    yield from (f"the id {name} stands {n} times" for name, n in ids.items() if n > 1)
    aimed_at = [target for each in elements(card) for target in each.get("targetElements", [])]
    yield from (f"nothing is called {target}" for target in aimed_at if target not in ids)


def _elements(card: dict[str, Any]) -> Iterator[str]:
    for each in elements(card):
        if each["type"] == "TextBlock" and not (each["wrap"] and each["text"].strip()):
            yield f"a sentence that is cut or empty: {each['text'][:40]}"
        if NAMED_COLOURS & set(each):
            yield f"a colour of its own: {each['type']}"
        if each["type"] == "Action.Execute":
            yield from _execute(each)
        if each["type"].startswith("Input.") and not each.get("label"):
            yield f"a field without a label: {each['id']}"


def _execute(action: dict[str, Any]) -> Iterator[str]:
    title, fallback = action["title"], action.get("fallback", {})
    if action.get("verb") not in VERBS:
        yield f"'{title}' has no handler"
    if action["data"].get("verb") != action.get("verb"):
        yield f"'{title}' would lose its verb in an older client"
    if fallback.get("type") != "Action.Submit" or fallback.get("data") != action["data"]:
        yield f"'{title}' cannot be pressed in an older client"
    if not title.strip():
        yield "a button without a title"
    if set(action["data"]) - {"verb", "choice", "state", "authority"}:
        yield f"'{title}' carries more than ids"
