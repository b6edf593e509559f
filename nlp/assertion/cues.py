"""Finds the cues of rules.yaml and the idioms of idioms.yaml in a text, longest first.

Cues are compared by spaCy's NORM, where n't, nt and not are one word. Cues with a <number>, <year> or <word> in them go
through the slower Matcher; there are tens of them, the rest are thousands-fast in a PhraseMatcher.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc

from nlp.assertion.rules import Idiom, Rule, idioms, rules

NUMBER = r"^(\d+(st|nd|rd|th)?|a|an|few|couple|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)$"
PLACEHOLDERS: dict[str, dict[str, object]] = {
    "<number>": {"NORM": {"REGEX": NUMBER}},
    "<word>": {"IS_ALPHA": True},
    "<year>": {"NORM": {"REGEX": r"^20[01]\d$"}},
}


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue at tokens start to end (excluded)."""

    rule: Rule
    start: int
    end: int


class CueFinder:
    """Holds the matchers; built once for a pipeline."""

    def __init__(self, nlp: Language) -> None:
        self._phrases = PhraseMatcher(nlp.vocab, attr="NORM")
        self._patterns = Matcher(nlp.vocab)
        self._idioms = PhraseMatcher(nlp.vocab, attr="NORM")
        self._fear = PhraseMatcher(nlp.vocab, attr="NORM")
        for number, rule in enumerate(rules().rules):
            plain = [nlp.make_doc(cue) for cue in rule.cues if "<" not in cue]
            self._phrases.add(str(number), plain)
            for cue in rule.cues:
                if "<" in cue:
                    self._patterns.add(str(number), [_pattern(nlp, cue)])
        for number, idiom in enumerate(idioms().idioms):
            self._idioms.add(str(number), [nlp.make_doc(words) for words in idiom.says])
        self._fear.add("fear", [nlp.make_doc(word) for word in idioms().fear])

    def cues(self, doc: Doc) -> tuple[Cue, ...]:
        """Every cue that no longer one contains, neutral ones left out, in order of place."""
        standing = [cue for cue in _not_within_a_longer(self._found(doc)) if cue.rule.category != "neutral"]
        return tuple(sorted(standing, key=lambda cue: cue.start))

    def idioms(self, doc: Doc) -> tuple[tuple[int, int], ...]:
        """The manners of speaking as token ranges; threats only where nothing in the message speaks of fear."""
        found = [(self._idiom(doc, key), start, end) for key, start, end in self._idioms(doc)]
        if not found:
            return ()
        return tuple(
            (start, end) for idiom, start, end in found if not (idiom.threat and self._fear_beyond(doc, start, end))
        )

    def _idiom(self, doc: Doc, key: int) -> Idiom:
        return idioms().idioms[int(doc.vocab.strings[key])]

    def _fear_beyond(self, doc: Doc, start: int, end: int) -> bool:
        """A word of fear counts unless it is a part of the idiom itself."""
        return any(to <= start or at >= end for _, at, to in self._fear(doc))

    def _found(self, doc: Doc) -> Iterator[Cue]:
        for matcher in (self._phrases, self._patterns):
            for key, start, end in matcher(doc):
                cue = Cue(rules().rules[int(doc.vocab.strings[key])], start, end)
                if not cue.rule.alone or _stands_alone(doc, cue):
                    yield cue


def _not_within_a_longer(found: Iterable[Cue]) -> list[Cue]:
    """In one sweep: of those that begin earlier, or with it and longer, the furthest end says whether one holds it."""
    kept: list[Cue] = []
    furthest, at_it = -1, (-1, -1)
    for cue in sorted(found, key=lambda cue: (cue.start, -cue.end)):
        place = (cue.start, cue.end)
        if cue.end > furthest or place == at_it:
            kept.append(cue)
        if cue.end > furthest:
            furthest, at_it = cue.end, place
    return kept


def _stands_alone(doc: Doc, cue: Cue) -> bool:
    """Whether the cue ends a line, a sentence, or stands before a comma."""
    if cue.end == len(doc):
        return True
    after = doc[cue.end]
    return after.text in {",", ".", ";", "!", "/", ")"} or "\n" in after.text


def _pattern(nlp: Language, cue: str) -> list[dict[str, object]]:
    parts = re.split(r"(<number>|<word>|<year>)", cue)
    pattern: list[dict[str, object]] = []
    for part in parts:
        if part in PLACEHOLDERS:
            pattern.append(PLACEHOLDERS[part])
        else:
            pattern += [{"NORM": token.norm_} for token in nlp.make_doc(part.strip())]
    return pattern
