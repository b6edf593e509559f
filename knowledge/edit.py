"""Changes one thing in a knowledge file and leaves every other character as it is: comments, order, quotes, line ends.

    rewritten(text, ("contacts", 0, "status"), "confirmed")        edited_contact(text, "exshire.mash", {"email": None})

PyYAML says where each value stands; what must change is cut out there and the new words are put in its place. At the
end the new text is read again: when it does not say exactly what was wanted, nothing is changed and `NotEditable`
says so. The form for a contact stands on this, so an officer's comment outlives a changed number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import yaml

from knowledge.errors import KnowledgeErrors, UnknownName
from knowledge.schema.contact import Contact
from knowledge.splicing import Editor, NotEditable, Splice, same
from knowledge.strict_yaml import Path_, read_text
from knowledge.written import HERE, Data

__all__ = ["NotEditable", "Splice", "applied", "edited_contact", "rewritten", "splices"]


def edited_contact(text: str, contact_id: str, changes: Mapping[str, Data]) -> str:
    """The file with some keys of one contact changed; None takes a key away. Raises UnknownName and NotEditable."""
    contacts = _contacts(text)
    for index, old in enumerate(contacts):
        if old.get("id") == contact_id:
            return rewritten(text, ("contacts", index), _changed(old, changes))
    raise UnknownName("contact", contact_id, [str(each.get("id")) for each in contacts])


def rewritten(text: str, path: Path_, value: Data) -> str:
    """The text with the value at `path` changed to `value`; what is the same already is not touched."""
    return applied(text, splices(text, path, value))


def splices(text: str, path: Path_, value: Data) -> tuple[Splice, ...]:
    """The places to change, in order. Raises KnowledgeErrors for a file that cannot be read, and NotEditable."""
    node, data = _root(text), _data(text)
    wanted = _with(data, path, value)
    found = tuple(sorted(Editor(text).changes(node, data, wanted)))
    apart = all(one.end <= other.start for one, other in pairwise(found))
    if not apart or not _says(applied(text, found), wanted):
        raise NotEditable("This place cannot be changed by itself. Change it in the text of the file.")
    return found


def applied(text: str, changes: Sequence[Splice]) -> str:
    """The text with the splices in place; they do not overlap."""
    kept, at = [], 0
    for each in sorted(changes):
        kept += [text[at : each.start], each.text]
        at = each.end
    return "".join([*kept, text[at:]])


def _contacts(text: str) -> list[Mapping[str, Data]]:
    data = _data(text)
    found = data.get("contacts") if isinstance(data, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _changed(old: Mapping[str, Data], changes: Mapping[str, Data]) -> Mapping[str, Data]:
    """The contact as wanted, with new keys where the schema has them."""
    order = [info.alias or name for name, info in Contact.model_fields.items()]
    wanted = {**old, **changes}
    place = {key: order.index(key) if key in order else len(order) for key in wanted}
    new = [key for key in wanted if key not in old]
    keys = list(old)
    for key in sorted(new, key=lambda each: place[each]):
        before = [each for each in keys if place[each] <= place[key]]
        keys.insert(keys.index(before[-1]) + 1 if before else len(keys), key)
    return {key: wanted[key] for key in keys if wanted[key] is not None}


def _root(text: str) -> yaml.Node:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        node = None
    if node is None:
        _data(text)
        raise NotEditable("There is nothing in this file yet. Write it in the text of the file.")
    return node


def _data(text: str) -> Data:
    """What the text says, whatever its line ends, as the loader reads it."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    found: Data = read_text(plain, HERE).data
    return found


def _with(data: Data, path: Path_, value: Data) -> Data:
    """The data with one value replaced."""
    if not path:
        return value
    part, rest = path[0], path[1:]
    if isinstance(data, Mapping) and isinstance(part, str):
        return {**data, part: _with(data.get(part), rest, value)}
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return [_with(each, rest, value) if index == part else each for index, each in enumerate(data)]
    raise NotEditable("There is no such place in this file.")


def _says(text: str, wanted: Data) -> bool:
    try:
        return same(_data(text), wanted)
    except KnowledgeErrors:
        return False
