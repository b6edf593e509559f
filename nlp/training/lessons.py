"""What one teaching is made of: whole messages that teach levels and signs, and the bank's phrases that teach signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray

from knowledge.schema.indicator import Indicator
from nlp.encoder import Encoder
from nlp.inner import LONGEST_STRETCH
from nlp.training.messages import Message
from nlp.wordpiece import piece_numbers

States = Sequence[NDArray[np.float16]]


@dataclass(frozen=True)
class Lessons:
    """Messages and phrases with what the lower layers make of each; `names` are the signs in a fixed order.

    `meant` gives each phrase's sign by its place in `names`; one past the end means "none of them": a look-alike.
    """

    messages: Sequence[Message]
    message_states: States
    phrases: Sequence[str]
    meant: Sequence[int]
    phrase_states: States
    names: Sequence[str]

    @classmethod
    def of(cls, messages: Sequence[Message], signs: Sequence[Indicator], encoder: Encoder) -> Lessons:
        """The lessons of these messages and of every phrase, sentence and look-alike of these signs."""
        said = [(text, at) for at, sign in enumerate(signs) for text in (sign.says, *sign.phrases)]
        unlike = [(text, len(signs)) for sign in signs for text in sign.unless]
        phrases = [text for text, _ in (*said, *unlike)]
        return cls(
            messages=messages,
            message_states=states_of([message.text for message in messages], encoder),
            phrases=phrases,
            meant=[at for _, at in (*said, *unlike)],
            phrase_states=states_of(phrases, encoder),
            names=[sign.id for sign in signs],
        )

    @cached_property
    def levels(self) -> torch.Tensor:
        """How the levels share each message: [messages, 5]."""
        return torch.tensor(np.stack([message.shares() for message in self.messages]))

    @cached_property
    def weights(self) -> torch.Tensor:
        """How much each message counts: [messages]."""
        return torch.tensor([message.weight for message in self.messages])

    @cached_property
    def told(self) -> torch.Tensor:
        """How the signs share each message, rows of zeros where the writer said nothing: [messages, signs + 1]."""
        place = {name: at for at, name in enumerate(self.names)}
        shares = torch.zeros(len(self.messages), len(self.names) + 1)
        for row, message in enumerate(self.messages):
            known = [place[name] for name in message.signs or () if name in place]
            for rank, at in enumerate(known, 1):
                shares[row, at] = 1 / rank
            if message.signs == () and message.level == 0:
                shares[row, -1] = 1
        return shares / shares.sum(1, keepdim=True).clamp(min=1e-9)

    def without(self, groups: Sequence[str]) -> Lessons:
        """The same without the messages of these writers."""
        kept = [row for row, message in enumerate(self.messages) if message.group not in groups]
        return Lessons(
            messages=[self.messages[row] for row in kept],
            message_states=[self.message_states[row] for row in kept],
            phrases=self.phrases,
            meant=self.meant,
            phrase_states=self.phrase_states,
            names=self.names,
        )


def states_of(texts: Sequence[str], encoder: Encoder) -> list[NDArray[np.float16]]:
    """What the lower layers make of each text: [pieces, 384] each, in half precision to save memory."""
    pieces = (piece_numbers(text, longest=LONGEST_STRETCH) for text in texts)
    return [encoder.inner([numbers])[0][0].astype(np.float16) for numbers in pieces]
