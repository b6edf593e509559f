"""Reads every flow file under a folder into one frozen library.

All files are read before anything is judged, so that an officer sees every fault at once. When anything is wrong
nothing is returned: the caller keeps the last good library.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flows.library import Library, Where
from flows.schema import Flow
from knowledge.errors import Fault, KnowledgeErrors, Position
from knowledge.strict_yaml import Document, parse, read

HERE = Path(__file__).parent


def load_flows(root: Path = HERE) -> Library:
    """The flows in `root`/*/*.yaml. Raises KnowledgeErrors with every fault found in any file."""
    faults: list[Fault] = []
    found: list[tuple[Flow, Document]] = []
    for file in sorted(root.glob("*/*.yaml")):
        try:
            document = read(file)
            found.append((parse(document, Flow), document))
        except KnowledgeErrors as error:
            faults.extend(error.faults)
        except OSError as error:
            faults.append(Fault(Position(file), "unreadable", f"The file cannot be read: {error.strerror}."))
    faults.extend(fault for flow, document in found for fault in _misplaced(flow, document))
    if faults:
        raise KnowledgeErrors(faults)
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
    for index, step in enumerate(flow.steps):
        yield Where(flow.id, step.id), document.position(("steps", index))
