"""Writes a plan into the text of places.yaml: only the lines it changes, so that comments and order stay."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from knowledge.edit import rewritten
from knowledge.exchange.schools import Plan
from knowledge.schema.common import Source
from knowledge.schema.place import Setting
from knowledge.strict_yaml import read_text

KEYS_IN_ORDER = ("id", "name", "also_called", "urn", "type", "area", "contact", "source")
HERE = Path("text")

Entry = Mapping[str, Any]


def with_plan(text: str, plan: Plan, *, remove_closed: bool) -> str:
    """The file with the plan carried out. `text` is a sound places.yaml. Raises NotEditable."""
    changed = [_changed(entry, plan) for entry in _entries(text, "settings")]
    text = _with_entries(text, "settings", changed)
    gone = {each.id for each in plan.closed} if remove_closed else set()
    left = [entry for entry in changed if entry["id"] not in gone]
    text = _with_entries(text, "settings", left)
    return _with_entries(text, "settings", [*left, *(_entry(each) for each in plan.added)])


def with_source(text: str, source: Source) -> str:
    """sources.yaml with this source: appended, or only its date changed where it stands already. Raises NotEditable."""
    entries = _entries(text, "sources")
    if source.id not in {entry["id"] for entry in entries}:
        return _with_entries(text, "sources", [*entries, source.model_dump(exclude_none=True)])
    dated = [{**entry, "dated": source.dated} if entry["id"] == source.id else entry for entry in entries]
    return _with_entries(text, "sources", dated)


def _entries(text: str, key: str) -> list[Entry]:
    return list(read_text(text, HERE).data.get(key) or [])


def _with_entries(text: str, key: str, entries: list[Entry]) -> str:
    if entries == _entries(text, key):
        return text
    return rewritten(text, (), {**read_text(text, HERE).data, key: entries})


def _changed(entry: Entry, plan: Plan) -> Entry:
    """The entry with its changes, a new key where the schema has it."""
    changes: Entry = {each.key: each.after for each in plan.changes if each.setting == entry["id"]}
    after = {**entry, **changes}
    return entry if after == entry else {key: after[key] for key in KEYS_IN_ORDER if key in after}


def _entry(setting: Setting) -> Entry:
    return setting.model_dump(exclude_none=True, exclude_defaults=True)
