"""Teaches how much each sign of a name counts, and writes `nlp/guard/weights.json`.

    python -m nlp.training.names        (needs requirements.txt beside this file; some minutes)

Invented names (`names.yaml`) are put into our own messages, where a person was spoken of, and into short sentences;
every other word of those messages is no name. A logistic regression then weighs the signs. No weight belongs to a word:
only to what is known of it, how it is written and where it stands, so that names nobody has met are found as well.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from knowledge import strict_yaml
from nlp.guard.names import Names
from nlp.guard.vocabulary import Vocabulary, build_vocabulary
from nlp.guard.weights import WEIGHTS
from nlp.guard.wordlist import word_list
from nlp.language import load_english

NAMES = Path(__file__).with_name("names.yaml")
MESSAGES = Path(__file__).parent.parent / "messages"
SEED = 7
SENTENCES = 6_000
SELDOM = 8
"""Signs seen less often than this are left out."""
STRENGTH = 0.3
LEANING = -0.8
"""Below nought: rather a clean message stopped than a name read."""
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
    names: tuple[Span, ...] = ()


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
    """Messages as they are, messages with a name put in, and short sentences."""
    listed = strict_yaml.read(NAMES).data
    people = People(listed["names"], chance)
    for file in sorted(MESSAGES.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            yield Lesson(text)
            yield from filter(None, (with_a_name(text, people, chance) for _ in range(2)))
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
    return Lesson(text[:before] + put + text[after:], ((start, start + len(name)),))


def from_sentence(sentence: str, words: dict[str, str], *, small: bool) -> Lesson:
    """The sentence with its people."""
    text, names = "", []
    for piece in re.split("(SURNAME|NAME|FULL|OTHER)", sentence):
        if piece in words:
            names.append((len(text), len(text) + len(words[piece])))
        text += words.get(piece, piece)
    return Lesson(text.lower() if small else text, tuple(names))


def examples(english: Language, vocabulary: Vocabulary, taught: list[Lesson]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The signs of every word that is weighed, and whether it is a name."""
    names = Names(vocabulary)
    for lesson, doc in zip(taught, english.pipe(lesson.text for lesson in taught), strict=True):
        yield from _of_message(names, doc, lesson)


def _of_message(names: Names, doc: Doc, lesson: Lesson) -> Iterator[tuple[tuple[str, ...], bool]]:
    for spot, signs in names.weighed(doc):
        yield signs, any(start <= spot.word.start < end for start, end in lesson.names)


def fit(taught: list[tuple[tuple[str, ...], bool]]) -> dict[str, Any]:
    """The weights, and what is enough."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen = Counter(sign for signs, _ in taught for sign in set(signs))
    table = DictVectorizer()
    rows = table.fit_transform([{sign: 1.0 for sign in signs if seen[sign] >= SELDOM} for signs, _ in taught])
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(rows, [name for _, name in taught])
    weights = zip(table.feature_names_, model.coef_[0], strict=True)
    kept = {sign: round(float(weight), 3) for sign, weight in weights if abs(weight) >= 0.02}
    return {"enough": round(LEANING - float(model.intercept_[0]), 3), "signs": dict(sorted(kept.items()))}


def main() -> None:
    """Teaches, and writes the weights."""
    english, chance = load_english(), random.Random(SEED)  # noqa: S311 - nothing secret hangs on it
    taught = list(examples(english, build_vocabulary(english), list(lessons(chance))))
    WEIGHTS.write_text(json.dumps(fit(taught), indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
