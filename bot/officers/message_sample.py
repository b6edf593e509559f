"""The invented messages that a change is tried on: some of every kind, chosen by a stable mark of their words.

The same messages are chosen every time, so that two looks at one change show the same. Messages that tell of the signs
that changed come on top: of a few hundred, hardly one would tell of any given sign.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from nlp.training.messages import Message, read_messages

SAMPLE = 480
ABOUT = 120
"""At most so many more that tell of what changed."""


@cache
def invented_messages() -> tuple[Message, ...]:
    """Every message that this project made up; read once."""
    return read_messages()


def sample(
    messages: Sequence[Message],
    *,
    about: Collection[str] = (),
    saying: Iterable[str] = (),
    size: int = SAMPLE,
    more: int = ABOUT,
) -> tuple[Message, ...]:
    """`size` messages of every file and level in proportion, and up to `more` about these signs or with these words."""
    spread = _spread(messages, size)
    chosen = {each.text for each in spread}
    words = [word.lower() for word in saying]
    telling = [
        each
        for each in messages
        if each.text not in chosen
        and (set(each.signs or ()) & set(about) or any(word in each.text.lower() for word in words))
    ]
    return (*spread, *sorted(telling, key=_mark)[:more])


def _spread(messages: Sequence[Message], size: int) -> tuple[Message, ...]:
    kinds: dict[tuple[str, int], list[Message]] = defaultdict(list)
    for each in messages:
        kinds[each.group, each.level].append(each)
    share = min(1.0, size / max(1, len(messages)))
    ranked = (sorted(found, key=_mark) for _, found in sorted(kinds.items()))
    return tuple(each for found in ranked for each in found[: max(1, round(share * len(found)))])


def _mark(message: Message) -> str:
    return hashlib.sha256(message.text.encode()).hexdigest()
