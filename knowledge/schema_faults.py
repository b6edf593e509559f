"""Says what the schema refuses in plain English, with what to write instead."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from knowledge.errors import Fault, did_you_mean

if TYPE_CHECKING:
    from knowledge.strict_yaml import Document


def faults_from(error: ValidationError, model: type[BaseModel], document: Document) -> tuple[Fault, ...]:
    """One fault for each thing pydantic found, at the line it stands on."""
    details = [dict(detail) for detail in error.errors(include_url=False)]
    told = [each for each in details if not _is_an_echo(each, details)]
    return tuple(_fault(detail, model, document) for detail in told)


def _is_an_echo(detail: dict[str, Any], details: list[dict[str, Any]]) -> bool:
    """Pydantic calls a list too short when all its items were refused; the items say it better."""
    loc = detail["loc"]
    inside = any(other["loc"][: len(loc)] == loc and len(other["loc"]) > len(loc) for other in details)
    return detail["type"] == "too_short" and inside


def _fault(detail: dict[str, Any], model: type[BaseModel], document: Document) -> Fault:
    path = _path_in_file(detail["loc"], document)
    kind = detail["type"]
    name = str(path[-1]) if path else "the file"
    if kind == "extra_forbidden":
        known = list(_field_names(model, path[:-1]))
        return Fault(
            document.key_position(path),
            "unknown-key",
            f"'{name}' is not a key we know here.",
            "",
            did_you_mean(name, known),
        )
    if kind == "missing":
        missing = str(detail["loc"][-1])
        return Fault(
            document.position(path), "missing-key", f"'{missing}' is missing.", "", f"Add a line '{missing}: ...'."
        )
    what, instead = _in_words(kind, name, detail)
    return Fault(document.position(path), kind.replace("_", "-"), what, "", instead)


SHAPES = {
    r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$": "Write small letters, figures, dots and hyphens: early-help.",
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$": "Write small letters, figures and hyphens: ring-duty.",
    r"^[a-z0-9-]+\.[a-z0-9-]+$": "Write the folder, a dot and the file's name: shared.lado.",
    r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$": 'Write hours and minutes with two figures each: "08:30".',
    r"^\+?[0-9][0-9 ]{1,15}$": 'Write figures and spaces only: "0161 496 0000".',
}
"""The patterns of the schema, said so that nobody needs to read one."""

MUST_BE = {
    "too_short": ("is empty", "Write at least one."),
    "string_too_short": ("is empty", "Write at least one."),
    "tuple_type": ("must be a list", "Put each item on a line of its own after '- ', or all in [ ]."),
    "list_type": ("must be a list", "Put each item on a line of its own after '- ', or all in [ ]."),
    "model_type": ("must have keys of its own", "Write 'key: value' lines below it, two spaces further in."),
    "model_attributes_type": ("must have keys of its own", "Write 'key: value' lines below it, two spaces further in."),
    "dict_type": ("must have keys of its own", "Write 'key: value' lines below it, two spaces further in."),
    "int_parsing": ("must be a whole number", "Write it in figures, without quotes."),
    "int_type": ("must be a whole number", "Write it in figures, without quotes."),
    "bool_parsing": ("must be true or false", "Write true or false."),
    "bool_type": ("must be true or false", "Write true or false."),
}


def _in_words(kind: str, name: str, detail: dict[str, Any]) -> tuple[str, str]:
    given, context = detail.get("input"), detail.get("ctx", {})
    if kind in {"literal_error", "enum", "union_tag_invalid"}:
        return _not_allowed(name, context.get("tag", given), str(context.get("expected") or context["expected_tags"]))
    if kind == "string_type":
        return _not_text(name, given)
    if kind.startswith("date"):
        return f"'{given}' is not a date.", "Write year, month, day: 2026-11-30."
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern"))
        return f"'{given}' does not have the shape '{name}' needs.", SHAPES.get(pattern, f"It must match {pattern}.")
    must_be, instead = MUST_BE.get(kind, ("", ""))
    said = str(detail["msg"]).removeprefix("Value error, ")
    return (f"'{name}' {must_be}.", instead) if must_be else (f"'{name}': {said}.", "")


def _not_allowed(name: str, given: object, expected: str) -> tuple[str, str]:
    words = expected.replace(" or ", ", ").replace("'", "").split(", ")
    return f"'{given}' is not one of the words allowed for '{name}'.", did_you_mean(str(given), words)


def _not_text(name: str, given: object) -> tuple[str, str]:
    if given is None:
        return f"'{name}' is empty.", "Write something after the colon, or delete the line."
    if isinstance(given, list | dict):
        return f"'{name}' must be text, and is a list or has keys.", "Write it on one line; put brackets in quotes."
    shown = str(given).lower() if isinstance(given, bool) else given
    return f"'{name}' must be text, and {shown!r} is a number or a switch.", f'Put it in quotes: "{shown}".'


def _path_in_file(loc: tuple[str | int, ...], document: Document) -> tuple[str | int, ...]:
    """Pydantic's location without what is not in the file: union tags, and a missing last key."""
    path: tuple[str | int, ...] = ()
    for part in loc:
        if (*path, part) in document.values:
            path = (*path, part)
    return path


def _field_names(model: type[BaseModel], path: tuple[str | int, ...]) -> Iterator[str]:
    """The keys the schema knows at `path`."""
    for candidate in _models_at(model, [part for part in path if isinstance(part, str)]):
        for name, info in candidate.model_fields.items():
            yield info.alias or name


def _models_at(model: type[BaseModel], names: list[str]) -> list[type[BaseModel]]:
    found = [model]
    for name in names:
        annotations = [
            info.annotation for each in found for key, info in each.model_fields.items() if (info.alias or key) == name
        ]
        found = [inner for annotation in annotations for inner in _models_in(annotation)]
    return found


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [inner for argument in typing.get_args(annotation) for inner in _models_in(argument)]
