"""What rides in a button: it fits, and what was heard is the last thing left out."""

from __future__ import annotations

import hashlib

from bot.core.conversation import Conversation
from nlp.understanding import Heard

SLACK_BUTTON = 2000


def heard(number: int) -> tuple[Heard, ...]:
    """As many signs as asked, with ids that hardly compress; the first is present, the others were denied."""
    ids = (hashlib.sha256(str(each).encode()).hexdigest() for each in range(number))
    return tuple(Heard(each, "negated" if at else "present", "child", (), "words") for at, each in enumerate(ids))


def test_what_was_asked_is_left_out_before_anything_that_was_heard() -> None:
    near = tuple(each.indicator for each in heard(60)[20:])
    told = Conversation(authority="exshire", heard=heard(20), near=near, flow="here")

    short = Conversation.decode(told.encode(longest=SLACK_BUTTON))

    assert len(told.encode()) > SLACK_BUTTON >= len(told.encode(longest=SLACK_BUTTON))
    assert short.heard == told.heard
    assert (short.near, short.flow) == ((), "here")


def test_of_too_many_signs_the_present_ones_stay() -> None:
    told = Conversation(authority="exshire", heard=heard(200))

    text = told.encode(longest=SLACK_BUTTON)

    assert len(text) <= SLACK_BUTTON
    assert told.heard[0] in Conversation.decode(text).heard
    assert len(Conversation.decode(text).heard) > 10
