"""Pictures of a flow, written in pure Python: an SVG to look at, and Mermaid text for a page that draws it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape

from flows.layout import Edge, Placed, place, summary
from flows.library import Library, Where
from flows.schema import Action, Outcome, Question

WIDTH, HEIGHT = 230, 84
GAP_ACROSS, GAP_DOWN = 40, 96
MARGIN = 30
LINE, CHARACTERS, LINES = 16, 32, 3
TOP = 70

FILL = {"question": "#e8f1fb", "action": "#fdf3d8", "outcome": "#dff2e1", "door": "#eeeeee"}
STYLE = (
    "text{font-family:Arial,Helvetica,sans-serif;font-size:12px;fill:#0b0c0c}"
    ".title{font-size:20px;font-weight:bold}.label{font-size:11px;fill:#333;text-anchor:middle;paint-order:stroke;stroke:#fff;stroke-width:3px}"
    "rect{stroke:#0b0c0c;stroke-width:1}path{fill:none;stroke:#505a5f;stroke-width:1.2}"
)
ARROW = (
    '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0L10 5L0 10z" style="fill:#505a5f;stroke:none"/></marker></defs>'
)
Point = tuple[float, float]


def svg(library: Library, flow_id: str) -> str:
    """The flow as an SVG document. Blue asks, yellow acts, green ends, grey goes on elsewhere. Raises UnknownName."""
    flow = library.flow(flow_id)
    placed = place(library, flow)
    corners = _corners(placed)
    width = max(x for x, _ in corners.values()) + WIDTH + MARGIN
    height = max(y for _, y in corners.values()) + HEIGHT + MARGIN
    drawn = tuple(_drawn(placed, corners))
    parts = [_title(flow.title), *(_path(line) for line in drawn)]
    parts += [_box(where, corner, library, _later(placed, where)) for where, corner in corners.items()]
    parts += [_label(line) for line in drawn if line.says]
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-label="{_quoted(flow.title)}">\n<style>{STYLE}</style>{ARROW}\n'
        f'<rect width="100%" height="100%" style="fill:#fff;stroke:none"/>\n{body}\n</svg>\n'
    )


def mermaid(library: Library, flow_id: str) -> str:
    """The flow as Mermaid flowchart text. Raises UnknownName."""
    placed = place(library, library.flow(flow_id))
    names = {where: f"s{number}" for number, where in enumerate(each for row in placed.rows for each in row)}
    boxes = [f"  {names[where]}{_mermaid_box(library, where)}" for where in names]
    ways = [f"  {names[edge.start]} {_mermaid_arrow(edge)} {names[edge.end]}" for edge in placed.edges]
    return "\n".join(["flowchart TD", *boxes, *ways]) + "\n"


def _corners(placed: Placed) -> dict[Where, Point]:
    """The upper left corner of every box; rows are centred."""
    widest = max(len(row) for row in placed.rows)
    found: dict[Where, Point] = {}
    for depth, row in enumerate(placed.rows):
        indent = (widest - len(row)) * (WIDTH + GAP_ACROSS) / 2
        for number, where in enumerate(row):
            across = MARGIN + indent + number * (WIDTH + GAP_ACROSS)
            found[where] = (across, TOP + depth * (HEIGHT + GAP_DOWN))
    return found


def _title(title: str) -> str:
    note = "From every step: the child is in danger now, ring 999."
    return (
        f'<text class="title" x="{MARGIN}" y="30">{escape(title)}</text><text x="{MARGIN}" y="50">{escape(note)}</text>'
    )


def _box(where: Where, corner: Point, library: Library, later: str) -> str:
    x, y = corner
    lines = textwrap.wrap(summary(library, where), CHARACTERS, max_lines=LINES, placeholder=" ...")
    lines += [later] if later else []
    top = y + (HEIGHT - LINE * len(lines)) / 2 + 12
    rows = "".join(
        f'<text x="{x + 10:.0f}" y="{top + number * LINE:.0f}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    kind = _kind(library, where)
    round_off = 30 if kind == "outcome" else 4
    return (
        f'<g id="{_quoted(str(where))}"><title>{escape(str(where))}</title><rect x="{x:.0f}" y="{y:.0f}" '
        f'width="{WIDTH}" height="{HEIGHT}" rx="{round_off}" style="fill:{FILL[kind]}"/>{rows}</g>'
    )


def _kind(library: Library, where: Where) -> str:
    step = library.steps.get(where)
    return step.kind if isinstance(step, Question | Action | Outcome) else "door"


def _later(placed: Placed, where: Where) -> str:
    """Where the walk goes on when days have passed: written in the box, since a line would cross the whole page."""
    return next((f"{edge.says}: {edge.end.step}" for edge in placed.edges if edge.start == where and edge.waits), "")


class _Line(NamedTuple):
    """A drawn line: from where, to where, the words on it, and how many lines leave the same box before it."""

    start: Point
    end: Point
    says: str
    number: int


def _drawn(placed: Placed, corners: dict[Where, Point]) -> Iterator[_Line]:
    """The lines out of each box, from left to right as their ends stand; two answers to one step share a line."""
    for where, (x, y) in corners.items():
        says: dict[Where, list[str]] = {}
        for edge in placed.edges:
            if edge.start == where and not edge.waits:
                says.setdefault(edge.end, []).append(edge.says)
        ends = sorted(says, key=lambda end: corners[end])
        for number, end in enumerate(ends):
            leaves = x + WIDTH * (number + 1) / (len(ends) + 1)
            enters = (corners[end][0] + WIDTH / 2, corners[end][1])
            yield _Line((leaves, y + HEIGHT), enters, " / ".join(filter(None, says[end])), number)


def _path(line: _Line) -> str:
    (x1, y1), (x2, y2) = line.start, line.end
    bend = max(40.0, abs(y2 - y1) / 2)
    turned = f"M{x1:.0f} {y1:.0f}C{x1:.0f} {y1 + bend:.0f} {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2:.0f}"
    return f'<path d="{turned}" marker-end="url(#arrow)"/>'


def _label(line: _Line) -> str:
    x, y = line.start
    return f'<text class="label" x="{x:.0f}" y="{y + 14 + 13 * line.number:.0f}">{escape(line.says)}</text>'


def _mermaid_box(library: Library, where: Where) -> str:
    text = _mermaid_text(summary(library, where))
    opens, closes = {"question": ("{{", "}}"), "outcome": ("([", "])"), "door": ("[[", "]]")}.get(
        _kind(library, where), ("[", "]")
    )
    return f'{opens}"{text}"{closes}'


def _mermaid_arrow(edge: Edge) -> str:
    line = "-.->" if edge.waits else "-->"
    return f'{line}|"{_mermaid_text(edge.says)}"|' if edge.says else line


def _mermaid_text(text: str) -> str:
    return text.replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")


def _quoted(text: str) -> str:
    return escape(text, {'"': "&quot;"})
