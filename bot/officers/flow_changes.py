"""What changes in the flows, step by step and side by side, and where walks can end."""

from __future__ import annotations

from collections.abc import Iterator

from bot.officers.change import Change, Row, Severity
from bot.officers.said import said
from flows.library import Library, Where
from flows.schema import Action, Flow, Outcome, Question, Step
from knowledge.schema.common import Band

NOW = "now"
DUTY = frozenset({"duty", "out_of_hours", "emergency"})


def flow_changes(old: Library, new: Library) -> Iterator[Change]:
    """Flows that were added, taken out or changed."""
    for name in dict.fromkeys((*new.flows, *old.flows)):
        before, after = old.flows.get(name), new.flows.get(name)
        if before == after:
            continue
        if before is None:
            assert after is not None, "a flow stands in one of the two"
            yield Change(
                "flows", after.authority, after.title, f"A new flow, {name}.", "look", _steps(None, after), name
            )
        elif after is None:
            yield Change("flows", before.authority, before.title, f"The flow {name} is gone.", "worse", id=name)
        else:
            yield _changed(before, after, old, new)


def _changed(before: Flow, after: Flow, old: Library, new: Library) -> Change:
    rows = (*_frame(before, after), *_steps(before, after))
    severity: Severity = "worse" if _helps_less(before, after) else "look" if rows else "plain"
    sentence = " ".join([_counted(before, after), *_ends(old, new, after), *_walked_by(new, after)])
    return Change("flows", after.authority, after.title, sentence, severity, rows, after.id)


def step_text(step: Step) -> str:
    """One step as a practitioner meets it, a line for each thing said and for each way on."""
    if isinstance(step, Question):
        lines = [step.asks, step.help or "", *(f"{each.says} ({each.id}) \u2192 {each.next}" for each in step.choices)]
    elif isinstance(step, Action):
        wait = f"Wait {step.wait_days} days" if step.wait_days else ""
        lines = [step.does, f"Who: {step.who}", f"By: {step.by}", wait, f"\u2192 {step.next}"]
    else:
        lines = [step.title, *_outcome(step)]
    return "\n".join(line for line in lines if line)


def _outcome(step: Outcome) -> Iterator[str]:
    yield step.action
    yield f"When: {step.when}"
    yield f"Contacts: {', '.join(said(role).replace('_', ' ') for role in step.contacts)}"
    yield f"Look again after {step.review_days} days" if step.review_days else ""
    yield step.chase or ""
    yield f"Write down: {step.record}"
    yield f"Tell the family: {step.tell_family}"
    yield f"But: {step.tell_family_not}" if step.tell_family_not else ""
    for name, ref in (("They say no", step.disputed), ("No answer", step.not_answered), ("Later", step.look_again)):
        yield f"{name} \u2192 {ref}" if ref else ""


def _steps(before: Flow | None, after: Flow) -> tuple[Row, ...]:
    """A row for each step that differs, in the order of the new flow; those taken out last."""
    old = {step.id: step for step in before.steps} if before else {}
    new = {step.id: step for step in after.steps}
    return tuple(
        Row(name, step_text(old[name]) if name in old else "", step_text(new[name]) if name in new else "")
        for name in dict.fromkeys((*new, *old))
        if old.get(name) != new.get(name)
    )


def _frame(before: Flow, after: Flow) -> Iterator[Row]:
    """The flow's title, where it begins, and the way out for danger."""
    if before.title != after.title:
        yield Row("title", before.title, after.title)
    for name in ("start", "danger"):
        if getattr(before, name) != getattr(after, name):
            yield Row(name, str(getattr(before, name)), str(getattr(after, name)))
    for band in Band:
        began, begins = _entry(before, band), _entry(after, band)
        if began != begins:
            yield Row(f"begins at, {said(band)}", began, begins)


def _entry(flow: Flow, band: Band) -> str:
    return flow.entry.at(band) if flow.entry else flow.start


def _counted(before: Flow, after: Flow) -> str:
    old, new = {step.id: step for step in before.steps}, {step.id: step for step in after.steps}
    changed = sum(old[name] != new[name] for name in old.keys() & new.keys())
    counts = (
        (len(new.keys() - old.keys()), "new"),
        (len(old.keys() - new.keys()), "taken out"),
        (changed, "changed"),
    )
    told = [f"{number} {'step' if number == 1 else 'steps'} {what}" for number, what in counts if number]
    return f"{', '.join(told)}." if told else "No step changed, only what stands around them."


def _ends(old: Library, new: Library, flow: Flow) -> Iterator[str]:
    """Where walks from this flow's beginnings can end now and could not before, and the other way round."""
    before, after = _reached(old, flow.id), _reached(new, flow.id)
    if come := sorted(after - before):
        yield f"Walks can now end at {_listed(come, flow)}."
    if gone := sorted(before - after):
        yield f"They end no longer at {_listed(gone, flow)}."


def _reached(library: Library, flow: str) -> set[Where]:
    return {where for where in library.walks[flow] if isinstance(library.steps.get(where), Outcome)}


def _listed(found: list[Where], flow: Flow) -> str:
    return ", ".join(where.step if where.flow == flow.id else f"{where.flow}#{where.step}" for where in found)


def _walked_by(library: Library, flow: Flow) -> Iterator[str]:
    """Which authorities' walks come through a shared flow."""
    if flow.shared:
        through = {name for name, reached in library.walks.items() if any(where.flow == flow.id for where in reached)}
        owners = sorted({library.flows[name].authority for name in through} - {"shared"})
        yield f"Walks of {', '.join(owners)} come through it." if owners else "Every authority may come to it."


def _helps_less(before: Flow, after: Flow) -> bool:
    """Whether an end has lost its urgency or its duty team, or the way out for danger leads elsewhere."""
    old, new = {step.id: step for step in before.steps}, {step.id: step for step in after.steps}
    return before.danger != after.danger or any(_end_helps_less(old[name], new.get(name)) for name in old)


def _end_helps_less(before: Step, after: Step | None) -> bool:
    if not isinstance(before, Outcome):
        return False
    if not isinstance(after, Outcome):
        return before.when == NOW
    lost = (DUTY & set(before.contacts)) - set(after.contacts)
    return bool(lost) or (before.when == NOW and after.when != NOW)
