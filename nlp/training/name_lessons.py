"""Invented people put into our own messages: what the guard learns from to tell a name from another word.

The people of `names.yaml` stand in our own messages, where a person was spoken of, and in short sentences; every other
word of those messages, and of the indicator bank's phrases, is no name.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge import strict_yaml
from nlp.guard.wordlist import word_list
from nlp.training.messages import MESSAGES, read_signs

NAMES = Path(__file__).with_name("names.yaml")
SENTENCES = 11_000
Span = tuple[int, int]
VERBS = "|".join(
    sorted(
        word_list(
            "is was has had told tells said says came comes got gets keeps never always wont won't doesnt",
            "didnt doesn't didn't went goes lives looks looked seems wants thinks just asked refuses refused hates",
            "cries cried stays arrives sleeps eats takes wears",
        )
    )
)
SOMEBODY = r"she|he|the (?:boy|girl|child|lad|kid|baby|pupil)|this (?:boy|girl|child)|mum|dad"
FAMILY = r"mum|dad|brother|sister|uncle|partner|boyfriend|stepdad|nan|cousin|friend|baby"
OWNED = rf"{FAMILY}|gran|coat|bag|phone|hair|clothes|arm|face|room|house"
SPOKEN_OF = {
    "subject": rf"\b(?:{SOMEBODY})\b(?= (?:{VERBS})\b)",
    "object": r"(?<= with | told | from )(?:him|her)\b|(?<= to | of | by | at )(?:him|her)\b(?=[.,;!?]|$)",
    "owner": rf"\b(?:his|her)\b(?= (?:{OWNED})\b)",
    "beside": rf"\b(?:his|her|my|the|their) (?:{FAMILY})\b",
}
PLACES = {kind: re.compile(pattern, re.I) for kind, pattern in SPOKEN_OF.items()}


@dataclass(frozen=True)
class Lesson:
    """A text, and where names stand in it."""

    text: str
    names: tuple[Span, ...]
    source: str
    """The message, phrase or sentence that it was made from."""

    def has_name_at(self, place: int) -> bool:
        """True for a place inside a name."""
        return any(start <= place < end for start, end in self.names)


class People:
    """Invented people, drawn so that every origin comes as often."""

    def __init__(self, listed: dict[str, dict[str, str]], chance: random.Random) -> None:
        self._listed = [{kind: names.split() for kind, names in origin.items()} for origin in listed.values()]
        self._chance = chance

    def draw(self) -> dict[str, str]:
        """The words that stand for one person in a sentence."""
        origin = self._chance.choice(self._listed)
        name, other = (self._chance.choice(origin["forenames"]) for _ in range(2))
        surname = self._chance.choice(origin["surnames"])
        return {"NAME": name, "OTHER": other, "SURNAME": surname, "FULL": f"{name} {surname}"}


def lessons(chance: random.Random) -> Iterator[Lesson]:
    """Messages as they are, messages with a name put in, the bank's phrases, and short sentences."""
    listed = strict_yaml.read(NAMES).data
    people = People(listed["names"], chance)
    for file in sorted(MESSAGES.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            yield Lesson(text, (), text)
            yield from filter(None, (with_a_name(text, people, chance) for _ in range(2)))
    yield from (Lesson(phrase, (), phrase) for sign in read_signs() for phrase in sign.phrases)
    for _ in range(SENTENCES):
        yield from_sentence(chance.choice(listed["sentences"]), people.draw(), small=chance.random() < 0.5)


def with_a_name(text: str, people: People, chance: random.Random) -> Lesson | None:
    """The message with a name where somebody is spoken of, in the message's own case; None where nobody is."""
    found = [(kind, match) for kind, pattern in PLACES.items() for match in pattern.finditer(text)]
    if not found:
        return None
    kind, match = chance.choice(found)
    words = people.draw()
    name = words["FULL"] if chance.random() < 0.2 else words["NAME"]
    name = name.lower() if chance.random() < (0.93 if text == text.lower() else 0.18) else name
    before, after = (match.end(), match.end()) if kind == "beside" else match.span()
    start = before + (kind == "beside")
    put = (" " if kind == "beside" else "") + name + ("'s" if kind == "owner" else "")
    return Lesson(text[:before] + put + text[after:], ((start, start + len(name)),), text)


def from_sentence(sentence: str, words: dict[str, str], *, small: bool) -> Lesson:
    """The sentence with its people."""
    text, names = "", []
    for piece in re.split("(SURNAME|NAME|FULL|OTHER)", sentence):
        if piece in words:
            names.append((len(text), len(text) + len(words[piece])))
        text += words.get(piece, piece)
    return Lesson(text.lower() if small else text, tuple(names), sentence)
