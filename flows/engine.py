"""Walks a flow: pure functions from a library and a state to the next state, and to what is shown.

A walk only goes forward. An answer that no longer fits the flow (an old button, a hand-made one) is passed over, never
an error: the person is asked the first question that is not answered yet. Coming to a step a second time, to the day of
a review, or to the end of what a button can hold begins the walk anew from there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flows.library import Library, Where
from flows.schema import BACK, DANGER, DISPUTED, DONE, LOOK_AGAIN, NOT_ANSWERED, Action, Outcome, Question
from flows.state import LONGEST, Answer, State, encode, read_text
from flows.views import ActionView, ChoiceView, Frame, OutcomeView, QuestionView, View
from knowledge.schema.common import Band

__all__ = [
    "BACK",
    "DANGER",
    "Decoded",
    "Renewed",
    "Resumed",
    "State",
    "Unreadable",
    "back",
    "change_answer",
    "current",
    "decode",
    "encode",
    "start",
    "step",
    "view",
]

DANGER_CHOICE = ChoiceView(DANGER, "The child is in danger now", ("danger", "in danger", "999", "emergency"))
SAID_OF_LINKS = {
    DONE: ChoiceView(DONE, "Done, what next?", ("next", "done", "ok", "go on")),
    NOT_ANSWERED: ChoiceView(NOT_ANSWERED, "Nobody is answering", ("no answer", "nobody answers")),
    DISPUTED: ChoiceView(DISPUTED, "They said no, and I disagree", ("they said no", "disagree", "pushed back")),
    LOOK_AGAIN: ChoiceView(LOOK_AGAIN, "The day has come: look again", ("look again", "carry on")),
}


@dataclass(frozen=True)
class Resumed:
    """The text named a place in the flow as it is today."""

    state: State


@dataclass(frozen=True)
class Renewed:
    """The flow has changed since, or some answers no longer fit; `lost` says how many were passed over."""

    state: State
    lost: int


@dataclass(frozen=True)
class Unreadable:
    """The text names no place in any flow we have; `why` is a sentence fit to show."""

    why: str


Decoded = Resumed | Renewed | Unreadable


def start(library: Library, flow_id: str, band: Band | None = None, *, authority: str | None = None) -> State:
    """The beginning of a flow for a band. `authority` says whose contacts a shared flow shows. Raises UnknownName."""
    flow = library.flow(flow_id)
    ref = flow.entry.at(band) if flow.entry and band else flow.start
    whose = authority if flow.shared and authority else flow.authority
    return State(flow_id, library.version(flow_id), whose, library.target(ref, flow_id))


def current(library: Library, state: State) -> Where:
    """The step to show: where the answers that still fit lead."""
    return _replay(library, state)[0]


def step(library: Library, state: State, choice: str) -> State:
    """The state after a choice. A choice that this step does not offer changes nothing: the step is shown again."""
    if choice == BACK:
        return back(state)
    here, kept = _replay(library, state)
    link = next((each for each in library.links(here) if each.choice == choice), None)
    if link is None or link.to not in library.steps:
        return state
    walked = {answer.at for answer in kept} | {here}
    longer = replace(state, answers=(*kept, Answer(here, choice)))
    if link.kind == "look-again" or link.to in walked or len(encode(longer)) > LONGEST:
        return replace(state, began=link.to, answers=())
    return longer


def back(state: State) -> State:
    """One answer fewer; at the beginning, the same state."""
    return replace(state, answers=state.answers[:-1])


def change_answer(state: State, at: int) -> State:
    """Asks the answer at index `at` again, and what followed it; an index outside leaves the state as it is."""
    if not 0 <= at < len(state.answers):
        return state
    return replace(state, answers=state.answers[:at])


def decode(library: Library, text: str) -> Decoded:
    """Reads a button's text. Never raises: garbage, unknown flows and older versions each have their own answer."""
    read = read_text(text)
    if read is None:
        return Unreadable("This button is from another time and can no longer be read. Please begin again.")
    flow = library.flows.get(read.flow)
    if flow is None or read.began not in library.steps or not _may_begin(library, read):
        return Unreadable("This guide has been replaced since. Please begin again.")
    state = replace(read, version=library.version(read.flow))
    _, kept = _replay(library, state)
    lost = len(read.answers) - len(kept)
    if lost == 0 and read.version == state.version:
        return Resumed(state)
    return Renewed(replace(state, answers=kept), lost)


def _may_begin(library: Library, state: State) -> bool:
    """Whether the step belongs to this flow's walk, and the authority to the flow."""
    flow = library.flow(state.flow)
    owner_fits = state.authority == flow.authority or (flow.shared and state.authority in library.authorities)
    return owner_fits and state.began in library.walks[flow.id]


def _replay(library: Library, state: State) -> tuple[Where, tuple[Answer, ...]]:
    """Where the answers lead, and those of them that fit on the way."""
    here = state.began
    kept: list[Answer] = []
    for answer in state.answers:
        if answer.at != here:
            continue
        to = next((link.to for link in library.links(here) if link.choice == answer.choice), None)
        if to in library.steps and to is not None:
            kept.append(answer)
            here = to
    return here, tuple(kept)


def view(library: Library, state: State) -> View:
    """What to show now."""
    here, kept = _replay(library, state)
    shown = library.steps[here]
    frame = _frame(library, state, here, len(kept))
    if isinstance(shown, Question):
        choices = tuple(ChoiceView(each.id, each.says, each.also_typed, each.unsure) for each in shown.choices)
        return QuestionView(frame, shown.asks, shown.help, choices)
    onward = _onward(library, here)
    if isinstance(shown, Action):
        return ActionView(frame, shown.who, shown.does, shown.by, shown.wait_days, onward)
    return _outcome_view(frame, shown, onward)


def _frame(library: Library, state: State, here: Where, answered: int) -> Frame:
    flow = library.flow(here.flow)
    ahead = library.remaining(here)
    number = answered + 1
    about = number + max(0, round((ahead.shortest + ahead.longest) / 2))
    return Frame(
        authority=state.authority,
        flow=here.flow,
        flow_title=flow.title,
        step=here.step,
        number=number,
        about=about,
        can_go_back=answered > 0,
        danger=DANGER_CHOICE,
        at_danger_exit=here == library.danger(here.flow),
    )


def _onward(library: Library, here: Where) -> tuple[ChoiceView, ...]:
    return tuple(SAID_OF_LINKS[link.choice] for link in library.links(here) if link.kind != "danger")


def _outcome_view(frame: Frame, outcome: Outcome, onward: tuple[ChoiceView, ...]) -> OutcomeView:
    return OutcomeView(
        frame,
        title=outcome.title,
        action=outcome.action,
        contacts=outcome.contacts,
        when=outcome.when,
        review_days=outcome.review_days,
        chase=outcome.chase,
        record=outcome.record,
        tell_family=outcome.tell_family,
        tell_family_not=outcome.tell_family_not,
        choices=onward,
    )
