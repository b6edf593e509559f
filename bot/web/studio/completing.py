"""What the editor can complete: the keys of the file's schema, and the ids that the draft knows."""

from __future__ import annotations

import typing
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.web.studio.drafts import kind_of
from bot.web.studio.shelf import MODELS, Shelf
from flows.schema import Action, Flow, Outcome, Question, Step
from knowledge.pack import NATIONAL
from knowledge.schema.authority import SourceFile
from knowledge.schema.contact import ContactFile, Role
from knowledge.schema.indicator import IndicatorFile, OverrideFile
from knowledge.schema.level import LevelFile
from knowledge.schema.place import PlaceFile

Known = dict[str, list[dict[str, str]]]

BY_KEY: dict[str, str] = {
    "ref": "source",
    "indicator": "indicator",
    "indicators": "indicator",
    "not_indicators": "indicator",
    "next": "step",
    "start": "step",
    "danger": "step",
    "not_answered": "step",
    "disputed": "step",
    "look_again": "step",
    "outside": "contact",
    "contact": "contact",
    "roles": "role",
    "role": "role",
    "level": "level",
    "levels": "level",
    "area": "area",
    "areas": "area",
    "flow": "flow",
}
"""The name in `ids` of what may stand after a key."""


def completion_of(shelf: Shelf, root: Path, path: str) -> dict[str, Any]:
    """The JSON Schema of the file's kind, the ids that its authority may name, and which key takes which."""
    kind = kind_of(path)
    model = MODELS.get(kind)
    pack = path.split("/")[1] if "/" in path else ""
    contacts = "role" if kind == "flow" else "contact"
    return {
        "kind": kind,
        "schema": model.model_json_schema(by_alias=True) if model else {},
        "ids": known_ids(shelf, root, path, {pack, NATIONAL}),
        "complete": {**BY_KEY, "contacts": contacts},
    }


def known_ids(shelf: Shelf, root: Path, path: str, packs: Iterable[str]) -> Known:
    """Every id with a word on what it is, of these packs; indicators and flows of all."""
    own = set(packs)
    return {
        "indicator": [
            *(_of(each.id, each.says) for _, file in shelf.books(root, IndicatorFile) for each in file.indicators),
            *(
                _of(each.id, each.says)
                for book, over in shelf.books(root, OverrideFile)
                if book.pack in own
                for each in over.indicators
            ),
        ],
        "contact": [
            _of(each.id, each.name)
            for book, contacts in shelf.books(root, ContactFile)
            if book.pack in own
            for each in contacts.contacts
        ],
        "level": [
            _of(each.id, each.name)
            for book, levels in shelf.books(root, LevelFile)
            if book.pack in own
            for each in levels.levels
        ],
        "source": [
            _of(each.id, each.title)
            for book, sources in shelf.books(root, SourceFile)
            if book.pack in own
            for each in sources.sources
        ],
        "area": [
            _of(each.id, each.name)
            for book, places in shelf.books(root, PlaceFile)
            if book.pack in own
            for each in places.areas
        ],
        "role": [_of(each, each.replace("_", " ")) for each in typing.get_args(Role)],
        **_of_flows(shelf, root, path),
    }


def _of_flows(shelf: Shelf, root: Path, path: str) -> Known:
    flows = list(shelf.books(root, Flow))
    steps = [_of(step.id, summary(step)) for book, flow in flows if book.path == path for step in flow.steps]
    others = [_of(flow.id, flow.title) for _, flow in flows]
    return {"flow": others, "step": [*steps, *others]}


def summary(step: Step) -> str:
    """A step in its own words."""
    if isinstance(step, Question):
        return step.asks
    if isinstance(step, Action):
        return f"{step.who}: {step.does}"
    assert isinstance(step, Outcome), "a step is a question, an action or an outcome"
    return f"{step.title} ({step.when})"


def _of(id_: str, says: str) -> dict[str, str]:
    return {"id": id_, "says": says}
