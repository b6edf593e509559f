"""From a reply to Block Kit: pure, and without a word of its own beside the titles of its parts.

    Reply -> parts in the order on the screen -> blocks, and all of it as plain text for notifications, screen readers

The state of a conversation rides in each button (ids only), shortened to what a button holds. A label too long for a
telephone stands in full beside its button. Fifty blocks are Slack's most: sentences share sections, so that only very
many long choices could be too many, and those are then listed in full above short buttons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.core.conversation import Conversation
from bot.core.numbers import numbers_of
from bot.core.place_note import lacks_council
from bot.core.plain import evidence_text, plain_text
from bot.core.reply import Choice, ContactLine, Evidence, Kind, Question, Reply
from bot.slack import kit, words
from bot.slack.kit import Block
from bot.slack.text import bold, escaped, fitted, ring, tappable

MOST_BLOCKS = 50
LONGEST_TEXT = 38_000
LONGEST_SEEN = 30
"""Slack may cut a button's label after about thirty characters."""
STYLES = {"main": "primary", "plain": None, "danger": "danger"}
ASKED_FOR_OPINION = {Kind.LEVEL, Kind.NOTHING_MATCHED, Kind.OUTCOME}
PRESS = "choice"
RESEND = "resend"
RESEND_TEXT = "resend-text"
OPINION = "feedback"


@dataclass(frozen=True, slots=True)
class Beside:
    """What a channel adds to a reply: councils to choose from while none is chosen, and small lines at the end."""

    councils: tuple[tuple[str, str], ...] = ()
    closing: tuple[str, ...] = ()
    opinion: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent. `text` is what a notification shows and a screen reader reads."""

    text: str
    blocks: tuple[Block, ...] = ()


def message(reply: Reply, beside: Beside = Beside()) -> Message:
    """The reply as one message."""
    roomy = tuple(_parts(reply, beside, _Buttons(reply.state)))
    if len(roomy) <= MOST_BLOCKS:
        return Message(_text(reply), roomy)
    return Message(_text(reply), tuple(_parts(reply, beside, _Buttons(reply.state, listed=True))))


def words_only(reply: Reply) -> Message:
    """The same without a block, for when Slack refuses the blocks: every word, every number, choices to be typed."""
    return Message(_text(reply))


def beside(reply: Reply, councils: tuple[tuple[str, str], ...], closing: Iterable[str] = ()) -> Beside:
    """What goes beside this reply: the councils only where it lacks one."""
    offered = councils if lacks_council(reply) else ()
    return Beside(offered, tuple(closing), opinion=reply.kind in ASKED_FOR_OPINION)


def _text(reply: Reply) -> str:
    return fitted([plain_text(reply)], escaped, between="", longest=LONGEST_TEXT)[0]


class _Buttons:
    """Makes buttons with action ids that are unique in the message. `listed`: long labels are listed above them."""

    def __init__(self, state: str, *, listed: bool = False) -> None:
        self._conversation = Conversation.decode(state)
        self._listed = listed
        self._made = 0

    def value(self, choice: str) -> str:
        """The choice and the state, as one value that a button holds."""
        state = self._conversation.encode(longest=kit.LONGEST_VALUE - len(choice) - 1)
        return f"{choice} {state}"

    def rows(self, choices: Iterable[Choice]) -> list[Block]:
        """Short labels side by side, a long one in full with its button beside it, in their order."""
        chosen = list(choices)
        if self._listed:
            return self._as_list(chosen)
        rows: list[Block] = []
        side_by_side: list[Block] = []
        for choice in chosen:
            if len(choice.label) <= LONGEST_SEEN:
                side_by_side.append(self._button(choice, choice.label))
                continue
            rows += kit.actions(side_by_side)
            side_by_side = []
            label = fitted([choice.label], escaped, between="")[0]
            rows.append(kit.section(label, self._button(choice, words.CHOOSE)))
        return rows + kit.actions(side_by_side)

    def _as_list(self, choices: list[Choice]) -> list[Block]:
        long = [choice.label for choice in choices if len(choice.label) > kit.LONGEST_LABEL]
        above = [kit.section(text) for text in fitted(long, escaped, between="\n")]
        return above + kit.actions(self._button(choice, kit.cut(choice.label)) for choice in choices)

    def _button(self, choice: Choice, label: str) -> Block:
        self._made += 1
        read_as = choice.label if label != choice.label else None
        action, style = f"{PRESS}-{self._made}", STYLES[choice.style]
        return kit.button(label, action=action, value=self.value(choice.id), style=style, read_as=read_as)


def _parts(reply: Reply, beside: Beside, buttons: _Buttons) -> Iterator[Block]:
    """Every part of the reply that is not empty, in the order on the screen."""
    numbers = numbers_of((*reply.ring_now, *reply.contacts))
    yield from _top(reply, numbers)
    yield from _sections(reply.paragraphs, numbers)
    yield from _contacts(reply, numbers)
    yield from _evidence(words.WHY, reply.reasons)
    yield from _evidence(words.SET_ASIDE, reply.set_aside)
    yield from _question(reply.question, numbers, buttons)
    yield from _note(reply)
    yield from _resend(reply, buttons)
    yield from buttons.rows(reply.choices)
    yield from kit.small(_fitted(reply.more, numbers))
    yield from _which_council(beside, buttons)
    yield from _small_print(reply, beside, numbers)
    if beside.opinion:
        yield _opinion(reply)


def _fitted(lines: Iterable[str], numbers: Mapping[str, str], *, between: str = "\n\n") -> list[str]:
    return fitted(lines, lambda line: tappable(line, numbers), between=between)


def _sections(lines: Iterable[str], numbers: Mapping[str, str]) -> list[Block]:
    return [kit.section(text) for text in _fitted(lines, numbers)]


def _top(reply: Reply, numbers: Mapping[str, str]) -> Iterator[Block]:
    """The headline; with a line to tap for each number where somebody must be rung now."""
    in_sentence = any(number in reply.headline for number in numbers)
    if reply.ring_now or in_sentence or len(reply.headline) > kit.LONGEST_HEADER:
        lines = fitted([reply.headline], lambda line: bold(tappable(line, numbers)), between="\n")
        yield from (kit.section(line) for line in lines)
    else:
        yield kit.header(reply.headline)
    if reply.ring_now:
        lines = [_ring_now(line, numbers, reply.shared_caution) for line in reply.ring_now]
        yield from (kit.section(text) for text in fitted(lines, str, between="\n\n"))
        yield kit.divider()


def _ring_now(line: ContactLine, numbers: Mapping[str, str], shared_caution: str | None) -> str:
    who = f"{escaped(line.name)} ({escaped(line.when)})" if line.when else escaped(line.name)
    number = f"*{words.RING} {ring(line.number, line.tel)}*  " if line.number and line.tel else ""
    return "\n".join([f"{number}{who}", *_ways(line, numbers, shared_caution)])


def _contacts(reply: Reply, numbers: Mapping[str, str]) -> Iterator[Block]:
    if reply.contacts:
        first, *others = [_contact(line, numbers, reply.shared_caution) for line in reply.contacts]
        lines = [f"*{words.WHO_TO_CALL}*\n{first}", *others]
        yield from (kit.section(text) for text in fitted(lines, str, between="\n\n"))


def _contact(line: ContactLine, numbers: Mapping[str, str], shared_caution: str | None) -> str:
    when = f" ({escaped(line.when)})" if line.when else ""
    number = [f"{words.RING} {ring(line.number, line.tel)}"] if line.number and line.tel else []
    purpose = [tappable(line.purpose, numbers)] if line.purpose else []
    return "\n".join([f"*{escaped(line.name)}*{when}", *number, *purpose, *_ways(line, numbers, shared_caution)])


def _ways(line: ContactLine, numbers: Mapping[str, str], shared_caution: str | None) -> Iterator[str]:
    """What stands beside a number: how sure it is, and other ways to reach them."""
    if line.caution and not shared_caution:
        yield escaped(line.caution)
    if line.how and not line.number:
        yield tappable(line.how, numbers)
    if line.email:
        yield f"<mailto:{escaped(line.email)}|{escaped(line.email)}>"
    if line.url and line.url.startswith("https://"):
        yield f"<{line.url.replace('|', '%7C').replace('>', '%3E')}|{words.WEB_PAGE}>"


def _evidence(title: str, found: tuple[Evidence, ...]) -> list[Block]:
    if not found:
        return []
    lines = fitted((f"\u2022 {evidence_text(each)}" for each in found), escaped, between="\n")
    return [kit.section(text) for text in fitted([f"*{title}*", *lines], str, between="\n")]


def _question(question: Question | None, numbers: Mapping[str, str], buttons: _Buttons) -> Iterator[Block]:
    if question is None:
        return
    asks = fitted([question.asks], lambda line: bold(tappable(line, numbers)), between="\n")
    yield from (kit.section(text) for text in asks)
    if question.help:
        yield from kit.small(_fitted([question.help], numbers))
    yield from buttons.rows(question.choices)


def _note(reply: Reply) -> Iterator[Block]:
    """As code, so that Slack keeps its lines and offers to copy it."""
    if reply.note:
        yield kit.section(f"*{words.NOTE}*")
        for text in fitted(reply.note.split("\n\n"), _unformatted, between="\n\n", longest=2800):
            yield kit.section(f"```{text}```")


def _unformatted(text: str) -> str:
    """Between code marks nothing is formatted, and nothing may be added that would be copied with it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("```", "'''")


def _resend(reply: Reply, buttons: _Buttons) -> Iterator[Block]:
    """The message without the words that identify, in a field that can be put right before it is sent."""
    if reply.resend is None:
        return
    for number, text in enumerate(fitted([reply.resend], str, between=" ", longest=kit.LONGEST_FIELD)):
        yield kit.field(words.WITHOUT, action=f"{RESEND_TEXT}-{number}", text=text)
    send = kit.button(words.SEND_WITHOUT, action=RESEND, value=buttons.value(RESEND), style="primary")
    yield from kit.actions([send])


def _which_council(beside: Beside, buttons: _Buttons) -> Iterator[Block]:
    if beside.councils:
        yield kit.section(f"*{words.WHICH_COUNCIL}*")
        yield from buttons.rows(Choice(f"authority:{each}", name) for each, name in beside.councils)


def _small_print(reply: Reply, beside: Beside, numbers: Mapping[str, str]) -> list[Block]:
    lines = [each for each in (reply.shared_caution, *reply.small_print) if each]
    return [*kit.small(_fitted(lines, numbers, between="\n")), *kit.small(beside.closing)]


def _opinion(reply: Reply) -> Block:
    """Two buttons that add one to a counter. Their value names the authority only."""
    authority = Conversation.decode(reply.state).authority
    element = {
        "type": "feedback_buttons",
        "action_id": OPINION,
        "positive_button": _thumb(words.HELPFUL, words.HELPFUL_READ, f"helpful {authority}"),
        "negative_button": _thumb(words.NOT_HELPFUL, words.NOT_HELPFUL_READ, f"not-helpful {authority}"),
    }
    return {"type": "context_actions", "elements": [element]}


def _thumb(label: str, read_as: str, value: str) -> Block:
    return {"text": kit.plain(label), "accessibility_label": kit.cut(read_as), "value": value}
