"""The table an expert signs off: every step, every answer, who does what by when, and where it comes from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from flows.library import Library, Where
from flows.schema import DANGER, Action, Flow, Outcome, Question, Step
from knowledge.exchange.cells import harmless

HEADINGS = ("Step", "Kind", "Question or action", "Answer", "Leads to", "Who", "By when", "Source")


class Row(NamedTuple):
    """One answer of one step; a step with no answer has one row."""

    step: str
    kind: str
    text: str
    answer: str
    leads_to: str
    who: str
    by_when: str
    source: str


def rows(library: Library, flow_id: str) -> tuple[Row, ...]:
    """The whole flow, row by row, in the order of the file. Raises UnknownName."""
    flow = library.flow(flow_id)
    return tuple(row for step in flow.steps for row in _rows_of(library, flow, step))


def markdown(library: Library, flow_id: str) -> str:
    """The table in Markdown, with the lines for the signature."""
    flow = library.flow(flow_id)
    version = library.version(flow_id)
    lines = [f"# {flow.title}", "", f"Flow `{flow.id}`, version {version}. Review by {flow.review_by}."]
    lines += [f"Owner: {flow.owner}. From every step: danger leads to `{library.danger(flow_id)}`.", ""]
    lines += [_line(HEADINGS), _line(["---"] * len(HEADINGS))]
    lines += [_line(row) for row in rows(library, flow_id)]
    return "\n".join([*lines, "", "Checked by (role): ____________________  Date: ____________", ""])


def as_csv(library: Library, flow_id: str) -> str:
    """The table as CSV. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([harmless(cell) for cell in row] for row in rows(library, flow_id))
    return out.getvalue()


def _rows_of(library: Library, flow: Flow, step: Step) -> Iterator[Row]:
    text, who, when = _said(step)
    source = _source(flow, step)
    ways = [link for link in library.links(Where(flow.id, step.id)) if link.choice != DANGER]
    if not ways:
        yield Row(step.id, step.kind, text, "", "(end)", who, when, source)
    for number, link in enumerate(ways):
        told = (text, who, when, source) if number == 0 else ("", "", "", "")
        to = link.to.step if link.to.flow == flow.id else str(link.to)
        yield Row(step.id, step.kind, told[0], _answer(step, link.choice), to, told[1], told[2], told[3])


def _said(step: Step) -> tuple[str, str, str]:
    if isinstance(step, Question):
        return step.asks + (f" ({step.help})" if step.help else ""), "", ""
    if isinstance(step, Action):
        return step.does, step.who, step.by
    return _outcome_said(step), ", ".join(step.contacts), _outcome_when(step)


def _outcome_said(step: Outcome) -> str:
    parts = [f"{step.title}.", step.action, f"Write down: {step.record}", f"Tell the family: {step.tell_family}"]
    if step.tell_family_not:
        parts.append(f"When not: {step.tell_family_not}")
    return " ".join(parts)


def _outcome_when(step: Outcome) -> str:
    again = f"look again after {step.review_days} days" if step.review_days else step.chase
    return f"{step.when}; {again}"


def _answer(step: Step, choice_id: str) -> str:
    if not isinstance(step, Question):
        return choice_id
    choice = next(each for each in step.choices if each.id == choice_id)
    return f"{choice.says} [{choice.id}]"


def _source(flow: Flow, step: Step) -> str:
    source = step.source or flow.source
    return f"{source.ref}: {source.section}" if source.section else source.ref


def _line(cells: tuple[str, ...] | list[str] | Row) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
