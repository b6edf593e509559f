"""Shows one step of a flow as a reply: a question, an action, or an end with its contact and its time."""

from __future__ import annotations

import datetime as dt

from bot.core.answers.context import DANGER, DUTY, NEW, Context
from bot.core.reply import Choice, ContactLine, Kind, Question, Reply
from flows.calendar import review_day
from flows.schema import BACK
from flows.views import ActionView, ChoiceView, OutcomeView, QuestionView, View
from knowledge import clock

PREFIX = "step:"
DEFAULT_DAYS = 14
CALENDAR = Choice("calendar", "Put the date in my calendar")
OWN_DATE = "Look again in {days} days, or sooner if anything changes. Put the date in your diary now."


def step_reply(view: View, context: Context) -> Reply:
    """One step, with everything that may be pressed next."""
    if isinstance(view, QuestionView):
        return context.finish(_question(view))
    if isinstance(view, ActionView):
        return context.finish(_action(view))
    return context.finish(_outcome(view, context))


def calendar_reply(view: View | None, context: Context) -> Reply:
    """The date to look again, in words; channels that can offer a file add it to this."""
    today = clock.in_london(context.now).date()
    found = review_day(view, today) if isinstance(view, OutcomeView) else None
    day = found or today + dt.timedelta(days=DEFAULT_DAYS)
    return context.finish(
        Reply(
            kind=Kind.STEP,
            headline=f"Look again on {day:%A} {day.day} {day:%B %Y}, or sooner if anything changes.",
            paragraphs=("Put it in your diary without a name: \u201cLook again: early help\u201d.",),
            choices=(DANGER, NEW),
        )
    )


def _question(view: QuestionView) -> Reply:
    choices = tuple(_choice(each) for each in view.choices)
    return Reply(
        kind=Kind.STEP,
        headline=view.frame.progress,
        question=Question(view.asks, choices, view.help),
        choices=_around(view),
        small_print=(view.frame.flow_title,),
    )


def _action(view: ActionView) -> Reply:
    return Reply(
        kind=Kind.STEP,
        headline=view.frame.progress,
        paragraphs=(f"{view.does}", f"Who: {view.who}. By when: {view.by}."),
        choices=(*(_choice(each, main=True) for each in view.choices), *_around(view)),
        small_print=(view.frame.flow_title,),
    )


def _outcome(view: OutcomeView, context: Context) -> Reply:
    now = view.when == "now"
    contacts = context.lines(context.offers_of(*view.contacts))
    review = (CALENDAR,) if view.review_days else ()
    return Reply(
        kind=Kind.OUTCOME,
        headline=view.title,
        ring_now=_ring(view, context) if now else (),
        paragraphs=tuple(each for each in _said(view) if each),
        contacts=() if now else (contacts or context.ring_now(*DUTY)),
        choices=(*(_choice(each) for each in view.choices), *review, *_around(view), NEW),
        small_print=(view.frame.flow_title,),
    )


def _ring(view: OutcomeView, context: Context) -> tuple[ContactLine, ...]:
    """The number to ring first; and 999 wherever the outcome names it, whoever else answers at this hour (P3)."""
    first = context.ring_now(*view.contacts) or context.ring_now(*DUTY)
    named = context.emergency() if "emergency" in view.contacts else ()
    return (*first, *(each for each in named if each not in first))


def _said(view: OutcomeView) -> tuple[str | None, ...]:
    return (
        f"{view.action}",
        f"When: {view.when}.",
        f"Tell the family: {view.tell_family}",
        f"But: {view.tell_family_not}" if view.tell_family_not else None,
        f"Write down: {view.record}",
        view.chase,
        OWN_DATE.format(days=view.review_days) if view.review_days else None,
    )


def _around(view: View) -> tuple[Choice, ...]:
    """Going back, and the way out for danger: at every step."""
    going_back = (Choice(f"{PREFIX}{BACK}", "Go back"),) if view.frame.can_go_back else ()
    exit_now = () if view.frame.at_danger_exit else (DANGER,)
    return (*going_back, *exit_now)


def _choice(view: ChoiceView, *, main: bool = False) -> Choice:
    return Choice(f"{PREFIX}{view.id}", view.says, "main" if main else "plain")
