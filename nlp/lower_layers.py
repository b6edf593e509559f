"""Cuts an ONNX model off behind one of its inner states, so that the layers above are neither loaded nor run.

onnxruntime runs the whole model even when only an inner state is asked for: of the sentence encoder's six layers we
need two, and the other four took most of the time. ONNX files are protocol buffers, and the little that must be known
of them stands here, so that the `onnx` package is not needed: a field is a key (number and kind), then its content.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

MODEL_GRAPH: Final = 7
NODE, INITIALIZER, OUTPUT, VALUE_INFO = 1, 5, 12, 13
NODE_INPUT, NODE_OUTPUT = 1, 2
TENSOR_NAME: Final = 8
VALUE_NAME: Final = 1

VARINT, FIXED_64, DELIMITED, FIXED_32 = 0, 1, 2, 5
WIDTHS: Final = {FIXED_64: 8, FIXED_32: 4}


class Field(NamedTuple):
    """One field of a message: its number, its content, and both as they are written."""

    number: int
    content: bytes
    written: bytes


def cut_behind(model: bytes, state: str) -> bytes:
    """The model up to the node that gives this state, with the state as its only output.

    Nodes stand in the order in which they are run; weights that only other nodes use are left out with them.
    """
    return b"".join(
        _written(MODEL_GRAPH, _cut_graph(field.content, state)) if field.number == MODEL_GRAPH else field.written
        for field in _fields(model)
    )


def _cut_graph(graph: bytes, state: str) -> bytes:
    fields = list(_fields(graph))
    nodes, used = _nodes_for(state, [field for field in fields if field.number == NODE])
    kept = [field for field in fields if field.number not in {NODE, INITIALIZER, OUTPUT, VALUE_INFO}]
    weights = [
        field for field in fields if field.number == INITIALIZER and used & set(_texts(field.content, TENSOR_NAME))
    ]
    output = _written(OUTPUT, _written(VALUE_NAME, state.encode()))
    return b"".join(field.written for field in (*nodes, *weights, *kept)) + output


def _nodes_for(state: str, nodes: list[Field]) -> tuple[list[Field], set[str]]:
    """The nodes that lead to the state, in the order in which they are run, and the names of all they use."""
    used, kept = {state}, []
    for node in reversed(nodes):
        if used & set(_texts(node.content, NODE_OUTPUT)):
            used |= set(_texts(node.content, NODE_INPUT))
            kept.append(node)
    if not kept:
        raise ValueError(f"The model has no node that gives {state!r}.")
    return kept[::-1], used


def _texts(message: bytes, number: int) -> list[str]:
    return [field.content.decode() for field in _fields(message) if field.number == number]


def _fields(message: bytes) -> Iterator[Field]:
    at = 0
    while at < len(message):
        begin = at
        key, at = _number(message, at)
        kind = key & 7
        if kind == VARINT:
            _, end = _number(message, at)
        elif kind == DELIMITED:
            length, at = _number(message, at)
            end = at + length
        else:
            end = at + WIDTHS[kind]
        yield Field(key >> 3, message[at:end], message[begin:end])
        at = end


def _number(message: bytes, at: int) -> tuple[int, int]:
    """A number written seven bits a byte, lowest first, and where the next thing begins."""
    number = shift = 0
    while True:
        byte = message[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number, at


def _written(number: int, content: bytes) -> bytes:
    """A field of that number with this content."""
    return _as_number(number << 3 | DELIMITED) + _as_number(len(content)) + content


def _as_number(number: int) -> bytes:
    low = bytearray()
    while number > 0x7F:
        low.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*low, number])
