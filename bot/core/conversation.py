"""What must be remembered between two turns: ids, never words.

It rides in the button or the form field, so that a restart, a second worker or a week's pause loses nothing. It is not
signed: whoever changes it changes only the advice they get themselves, and everything in it is checked against the
knowledge when it is read back.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from dataclasses import dataclass, fields, replace
from typing import Any, Self, get_args

from knowledge.schema.indicator import Circumstance
from nlp.findings import STRENGTH, Reader, Status, Whose
from nlp.understanding import Heard

LONGEST = 4000
PRECISION = 1000
"""The voice's shares are remembered in thousandths."""
Told = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation so far. Every part is an id of the knowledge, or a fingerprint."""

    authority: str = ""
    area: str = ""
    setting: str = ""
    heard: tuple[Heard, ...] = ()
    voiced: tuple[int, ...] = ()
    """The learned voice's probabilities for levels 0 to 4, in thousandths."""
    near: tuple[str, ...] = ()
    """Indicators that came near, to ask about."""
    told: tuple[Told, ...] = ()
    """Answers to questions: (indicator, "yes" | "no" | "unsure")."""
    flow: str = ""
    """The flow's own encoded state."""
    offered: tuple[str, ...] = ()
    """Ids of the choices last shown, so that "2" can be typed."""
    not_names: tuple[str, ...] = ()
    """Fingerprints of words the person says are not names."""
    noting: tuple[str, ...] = ()
    """That the next message is for the officers: the kind of what was missing, and "sure" after a doubt."""

    @property
    def shares(self) -> tuple[float, ...]:
        """The voice's probabilities as they were remembered."""
        return tuple(each / PRECISION for each in self.voiced)

    def encode(self, *, longest: int = LONGEST) -> str:
        """The conversation as URL-safe text of at most `longest` characters.

        Of one too long the least needed is left out first: what was asked and offered, then the weakest signs heard.
        """
        packed = self._packed()
        if len(packed) > longest:
            packed = replace(self, near=(), told=(), offered=(), not_names=())._packed()
        heard = sorted(self.heard, key=lambda each: STRENGTH.index(each.status))
        while len(packed) > longest and heard:
            heard.pop()
            packed = replace(Conversation(self.authority, self.area, self.setting), heard=tuple(heard))._packed()
        return packed

    def _packed(self) -> str:
        given = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name)}
        given["heard"] = [[h.indicator, h.status, h.whose, list(h.circumstances), h.reader] for h in self.heard]
        packed = zlib.compress(json.dumps(given, separators=(",", ":")).encode(), 9)
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> Self:
        """The conversation from text; anything unreadable is a new conversation, never an error."""
        if not text or len(text) > LONGEST:
            return cls()
        try:
            data = json.loads(_unpack(text))
            return cls(**{f.name: _value(f.name, data[f.name]) for f in fields(cls) if f.name in data})
        except (ValueError, TypeError, KeyError, OverflowError, zlib.error, binascii.Error, RecursionError):
            return cls()

    def without_worry(self) -> Conversation:
        """The same person at the same place, with nothing heard yet."""
        return Conversation(authority=self.authority, area=self.area, setting=self.setting, not_names=self.not_names)

    def telling(self, indicator: str, answer: str) -> Conversation:
        """With one question answered; a later answer replaces an earlier one."""
        kept = tuple(each for each in self.told if each[0] != indicator)
        return replace(self, told=(*kept, (indicator, answer)))


def fingerprint(word: str) -> str:
    """A short one-way mark of a word, so that "that is not a name" needs no word to be kept."""
    return hashlib.sha256(word.casefold().encode()).hexdigest()[:10]


def _unpack(text: str) -> bytes:
    padded = text + "=" * (-len(text) % 4)
    packed = base64.b64decode(padded, altchars=b"-_", validate=True)
    return zlib.decompressobj().decompress(packed, LONGEST * 10)


def _value(name: str, value: Any) -> Any:
    if name == "heard":
        return tuple(_heard(*each) for each in value)
    if name == "told":
        return tuple((str(indicator), str(answer)) for indicator, answer in value)
    if name == "voiced":
        return tuple(min(PRECISION, max(0, int(each))) for each in value)
    if name in {"near", "offered", "not_names", "noting"}:
        return _texts(value)
    return str(value)


def _heard(indicator: Any, status: Any, whose: Any, circumstances: Any, reader: Any) -> Heard:
    for word, allowed in ((status, Status), (whose, Whose), (reader, Reader)):
        if word not in get_args(allowed):
            raise ValueError("a word that we never write")
    if not set(_texts(circumstances)) <= set(get_args(Circumstance)):
        raise ValueError("a circumstance that we never write")
    return Heard(str(indicator), status, whose, tuple(circumstances), reader)


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError("a list was expected")
    return tuple(str(each) for each in values)
