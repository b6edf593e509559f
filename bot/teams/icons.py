"""The app's two icons for Teams, drawn here: a speech bubble with three dots, in colour and as a white outline.

A picture is a function from a point to how much of it is covered (0 to 1); it is sampled finely and written as a PNG
with the standard library alone, so that no picture editor and no picture library is needed.
"""

from __future__ import annotations

import functools
import struct
import zlib
from collections.abc import Callable, Iterator

Point = tuple[float, float]
Covered = Callable[[float, float], bool]
Colour = tuple[int, int, int]

COLOUR_SIZE = 192
OUTLINE_SIZE = 32
TEAL: Colour = (11, 92, 102)
WHITE: Colour = (255, 255, 255)
FINE = 4
"""Samples a side for each pixel, so that edges are smooth."""


@functools.cache
def colour_icon() -> bytes:
    """192 by 192, a white bubble with teal dots on solid teal; the sign keeps to the middle that Teams never cuts."""
    box, tail, dots = _box(0.0), _tail(0.0), _dots(apart=0.14, radius=0.052)

    def colour(x: float, y: float) -> Colour:
        return WHITE if (box(x, y) or tail(x, y)) and not dots(x, y) else TEAL

    return _png(COLOUR_SIZE, colour, lambda _x, _y: True)


@functools.cache
def outline_icon() -> bytes:
    """32 by 32, white lines on nothing."""
    outer, inner, tail, dots = _box(0.2), _box(0.13), _tail(0.2), _dots(apart=0.2, radius=0.06)

    def line(x: float, y: float) -> bool:
        return (outer(x, y) and not inner(x, y)) or tail(x, y) or dots(x, y)

    return _png(OUTLINE_SIZE, lambda _x, _y: WHITE, line)


def _box(grown: float) -> Covered:
    """A rounded box in the unit square; `grown` beyond its own edge on every side."""
    left, top, right, bottom, corner = 0.24 - grown, 0.28 - grown, 0.76 + grown, 0.62 + grown, 0.11 + grown * 0.5

    def inside(x: float, y: float) -> bool:
        dx = max(left + corner - x, 0.0, x - (right - corner))
        dy = max(top + corner - y, 0.0, y - (bottom - corner))
        return dx * dx + dy * dy <= corner * corner

    return inside


def _tail(grown: float) -> Covered:
    """What makes the box speak, hanging from its bottom edge."""

    def inside(x: float, y: float) -> bool:
        down = y - (0.6 + grown)
        return 0.0 <= down <= 0.15 and 0.34 <= x <= 0.49 - down

    return inside


def _dots(*, apart: float, radius: float) -> Covered:
    centres = (0.5 - apart, 0.5, 0.5 + apart)
    return lambda x, y: any((x - centre) ** 2 + (y - 0.45) ** 2 <= radius * radius for centre in centres)


def _png(size: int, colour: Callable[[float, float], Colour], covered: Covered) -> bytes:
    """Red, green, blue and opacity, eight bits each."""
    rows = b"".join(b"\x00" + b"".join(_pixel(x, y, size, colour, covered) for x in range(size)) for y in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _pixel(x: int, y: int, size: int, colour: Callable[[float, float], Colour], covered: Covered) -> bytes:
    """The mean of the samples; a pixel that nothing covers is white and clear, so that no dark rim shows."""
    found = [colour(a, b) for a, b in _samples(x, y, size) if covered(a, b)]
    if not found:
        return bytes((*WHITE, 0))
    red, green, blue = (round(sum(each[channel] for each in found) / len(found)) for channel in range(3))
    return bytes((red, green, blue, round(255 * len(found) / FINE**2)))


def _samples(x: int, y: int, size: int) -> Iterator[Point]:
    for row in range(FINE):
        for column in range(FINE):
            yield (x + (column + 0.5) / FINE) / size, (y + (row + 0.5) / FINE) / size


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
