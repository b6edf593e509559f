"""A reply as plain text: for the terminal, notifications, screen readers, and anything that shows no buttons."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.reply import Choice, ContactLine, Evidence, Reply


def plain_text(reply: Reply) -> str:
    """Every part of the reply in the order on the screen; choices are numbered so that they can be typed."""
    return "\n\n".join(part for part in _parts(reply) if part)


def contact_text(line: ContactLine) -> str:
    """'Emergency Duty Team, 0800 833 408 (open until 08:30)', with any caution after it."""
    reach = f", {line.number}" if line.number else ""
    when = f" ({line.when})" if line.when else ""
    extra = [line.how if not line.number else None, line.caution]
    return " ".join([f"{line.name}{reach}{when}.", *(each for each in extra if each)])


def evidence_text(evidence: Evidence) -> str:
    """The person's words first, then the sign they were matched with and where it is published."""
    quotes = ", ".join(f"\u201c{quote}\u201d" for quote in evidence.quotes)
    heard = f" (heard as {evidence.heard_as})" if evidence.heard_as else ""
    said = f"{quotes}{heard}: " if quotes else f"{evidence.heard_as}: ".capitalize() if evidence.heard_as else ""
    return f"{said}{evidence.says} [{evidence.source}]"


def _parts(reply: Reply) -> Iterator[str]:
    yield reply.headline
    yield "\n".join(f"RING: {contact_text(line)}" for line in reply.ring_now)
    yield from reply.paragraphs
    yield _list("Who to call:", [contact_text(each) for each in reply.contacts])
    yield _list("Why:", [evidence_text(each) for each in reply.reasons])
    yield _list("Set aside:", [evidence_text(each) for each in reply.set_aside])
    if reply.question:
        yield reply.question.asks + (f"\n{reply.question.help}" if reply.question.help else "")
    yield reply.note or ""
    yield _numbered(reply.all_choices)
    yield from reply.more
    yield "\n".join(reply.small_print)


def _list(title: str, lines: list[str]) -> str:
    return "\n".join([title, *(f"- {line}" for line in lines)]) if lines else ""


def _numbered(choices: tuple[Choice, ...]) -> str:
    return "\n".join(f"[{number}] {choice.label}" for number, choice in enumerate(choices, 1))
