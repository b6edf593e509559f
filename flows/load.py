"""Reads every flow file under a folder into one frozen library.

All files are read before anything is judged, so that an officer sees every fault at once. When anything is wrong
nothing is returned: the caller keeps the last good library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from flows.library import Library, Where, part
from flows.schema import Flow
from knowledge.errors import Fault, KnowledgeErrors, Position
from knowledge.files import Tree
from knowledge.strict_yaml import Document, read_as

HERE = Path(__file__).parent
NOTHING_UNSAVED: Mapping[Path, str] = MappingProxyType({})


def load_flows(root: Path = HERE, unsaved: Mapping[Path, str] = NOTHING_UNSAVED) -> Library:
    """The flows in `root`/*/*.yaml, with `unsaved` text in place of what is on the disk.

    Raises KnowledgeErrors with every fault found in any file.
    """
    return library_of(read_flows(root, unsaved))


def read_flows(root: Path = HERE, unsaved: Mapping[Path, str] = NOTHING_UNSAVED) -> tuple[tuple[Flow, Document], ...]:
    """Every flow with its document, for those who point at lines. Raises KnowledgeErrors."""
    tree = Tree.of(root, unsaved)
    faults: list[Fault] = []
    found: list[tuple[Flow, Document]] = []
    for file in tree.glob("*/*.yaml"):
        try:
            found.append(read_as(tree.text(file), file, Flow))
        except KnowledgeErrors as error:
            faults.extend(error.faults)
        except FileNotFoundError:
            faults.append(Fault(Position(file), "unreadable", "This link leads nowhere.", "", "Take it away."))
    faults.extend(fault for flow, document in found for fault in _misplaced(flow, document))
    if faults:
        raise KnowledgeErrors(faults)
    return tuple(found)


def library_of(found: tuple[tuple[Flow, Document], ...]) -> Library:
    """The flows as one graph."""
    positions = {where: position for flow, document in found for where, position in _positions(flow, document)}
    return Library.of((flow for flow, _ in found), positions)


def _misplaced(flow: Flow, document: Document) -> Iterator[Fault]:
    """The id says where the file stands; that keeps ids unique and easy to find."""
    expected = f"{document.file.parent.name}.{document.file.stem}"
    if flow.id != expected:
        what = f"The flow calls itself '{flow.id}', and its file is {document.file.parent.name}/{document.file.name}."
        yield Fault(document.position(("id",)), "flow-id", what, "", f"Write 'id: {expected}', or move the file.")
    if flow.authority != document.file.parent.name:
        what = f"The flow belongs to '{flow.authority}' and stands in the folder of '{document.file.parent.name}'."
        yield Fault(document.position(("authority",)), "flow-authority", what, "", "Put it in its authority's folder.")


def _positions(flow: Flow, document: Document) -> Iterator[tuple[Where, Position]]:
    yield Where(flow.id, ""), document.position()
    for path, position in document.values.items():
        if path and path[0] != "steps":
            yield part(Where(flow.id, ""), *path), position
    for index, step in enumerate(flow.steps):
        yield Where(flow.id, step.id), document.position(("steps", index))
    for path, position in document.values.items():
        if len(path) > 2 and path[0] == "steps":
            step = flow.steps[int(path[1])]
            yield part(Where(flow.id, step.id), *path[2:]), position
