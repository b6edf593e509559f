"""Initials and single letters that stand for a child: "T.W. in 7D", "AK in 9B", "little R", "J told me".

"Child A", "sibling B" and "parent X" are how professionals leave a name out, and are let through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.guard.identifier import PERSON, Identifier
from nlp.guard.slots import NUMBERED
from nlp.guard.wordlist import word_list
from nlp.guard.words import Word

WHY = "looks like initials"
DOTTED = re.compile(r"(?<![\w.])(?!I\.\s)([A-Z]\.\s?[A-Z]\.?(?:[A-Z]\.?)?)(?!\w)")
IN_CLASS = re.compile(r"(?<!\w)([A-Z]{2})(?=\s*[,(]?\s*(?:in|from|of)?\s*(?:[yY](?:ea)?r?\s?)?\d{1,2}[A-Z]\b)")
LITTLE = re.compile(r"(?<!\w)((?i:little|lil|wee|baby|big)\s+[A-HJ-Z])(?![\w'.])")
SUBJECT = re.compile(
    r"(?<![\w.'-])([B-HJ-Z])(?=(?:['’]s)?\s+(?:is|was|has|had|said|says|told|tells|came|comes|disclosed|went|goes|lives|"
    r"cut|hit|hits|refused|looked|seems|seemed|appears|does|did|doesn['’]?t|didn['’]?t|wo?n['’]t|mum|dad|mother|father|sister|brother)\b)"
)
OPENING = re.compile(r"(?:^|[.!?]\s)([A-PR-Z]\.)(?=\s+[a-z])")
ABBREVIATIONS = word_list(
    "pe re it ta tv gp pm am dv hv ad ot pc uk us eu id mp pa dt ni sw ed rn ie eg",
)


def find_initials(text: str, words: tuple[Word, ...], not_names: frozenset[str]) -> Iterator[Identifier]:
    """Letters used in place of a name."""
    before = {word.start: words[at - 1].base if at else "" for at, word in enumerate(words)}
    for pattern in (DOTTED, IN_CLASS, LITTLE, SUBJECT, OPENING):
        for match in pattern.finditer(text):
            letters = match.group(1).lower().replace(".", "").replace(" ", "")
            general = letters in ABBREVIATIONS or letters in not_names
            if not general and before.get(match.start(), "") not in NUMBERED | {
                "type",
                "plan",
                "vitamin",
                "class",
                "year",
            }:
                yield Identifier(match.start(1), match.end(1), PERSON, WHY)
