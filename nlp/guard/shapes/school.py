"""Named schools, nurseries, colleges and surgeries. With a year group they often point at one child.

The setting a practitioner chose for the conversation is known already and is no surprise, so it may be named. General
talk ("her primary school", "the local nursery", "at high school") names nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.guard.identifier import Identifier
from nlp.guard.shapes.known import Known
from nlp.guard.wordlist import word_list

TYPE = "SCHOOL"
WHY = "looks like a named school, nursery or surgery"
KIND = (
    r"(?:(?:(?:community|catholic|c of e|ce|cofe|rc|church of england|church|islamic|jewish|hindu|sikh|free|day|"
    r"girls'?|boys'?|junior|infants?|primary|secondary|high|grammar|special|middle|prep|nursery|comprehensive|studio|"
    r"hill|medical|health)\s+)*"
    r"(?:and nursery\s+)?(?:school|academy|nursery|college|sixth form(?: college)?|pre-?school|kindergarten|infants|"
    r"juniors|surgery|medical (?:centre|practice)|health centre|playgroup)|primary|infant and nursery|high|secondary)"
)
NAME_WORD = r"(?:[A-Z][\w’'-]{0,40}|of|and|the|&)"
TITLED = re.compile(
    rf"(?<!\w)((?:St\.?\s+|Our Lady\b|{NAME_WORD}\s+)(?:{NAME_WORD}\s+){{0,4}}?)"
    rf"((?i:{KIND}))\b(?!['’]s\s+office)"
)
SAINT = re.compile(rf"(?<!\w)((?:st|saint|our lady)\b\.?\s+(?:[\w’'.-]+\s+){{1,3}}?)({KIND})\b", re.I)
PLAIN = re.compile(
    r"\b(?:at|from|attends|to|in)\s+((?:[a-z’'-]+\s+){1,3}?)((?:(?:community|junior|infant|high|primary|special|day)\s+)?"
    r"(?:primary|academy|infants|nursery|school|college|sixth form|surgery|medical centre|high))\b",
    re.I,
)
CHAIN = re.compile(
    r"(?<!\w)(?:busy bees|kids planet|bright horizons|happy days|monkey puzzle|kiddi caru|toad hall|"
    r"mama bear['’]?s|partou|little dukes|old station nursery|kidsunlimited|kids allowed|co-?op childcare)\b"
    r"(?:\s+(?:in\s+)?[A-Z][a-z]+)?",
    re.I,
)
AT_SAINT = re.compile(r"\b(?:at|attends|goes to|go to)\s+((?:st|saint)\b\.?\s+([a-z]+['’]?s)\b)", re.I)
SAINTLY_TOWNS = word_list("helens albans annes ives andrews leonards neots davids johns thomas george george's")
GENERAL = word_list(
    "new old local private special same primary secondary high junior infant infants nursery school our",
    "their his her my your a an the this that another any every no one two three both all year first last",
    "next previous current mainstream state public independent catholic christian muslim islamic jewish",
    "faith church english day after before boarding home online virtual alternative music dance drama",
    "sunday saturday specialist local other different summer winter feeder middle grammar village town",
    "city nearby previous new primary sixth form college academy community reception gp doctor doctors dr",
    "dentist dental vet eye cosmetic brain heart open minor in at from to of and for breakfast parents",
    "mosque church temple gurdwara madrassa madrasa quran arabic polish",
    "parent pupil pupils child childs children childrens kids",
    "mum mums dad dads went go goes going since",
    "is was has not late early full part time hours hour free paid good bad big small busy into back off",
    "out leaving starting left start started missed missing misses preschool pre she he they we i it when",
    "if but on drama theatre art football swimming law medical forest",
)


def find(text: str, known: Known) -> Iterator[Identifier]:
    """Names of settings, unless it is the one chosen."""
    for match in TITLED.finditer(text):
        start = _start_of_name(match)
        if start is not None and _reads_as_a_name(text[start : match.start(2)].split(), match.group(2), known):
            yield from _unless_chosen(text, start, match.end(), known)
    for match in SAINT.finditer(text):
        yield from _unless_chosen(text, match.start(), match.end(), known)
    for match in CHAIN.finditer(text):
        yield from _unless_chosen(text, match.start(), match.end(), known)
    for match in AT_SAINT.finditer(text):
        if match.group(2).lower() not in SAINTLY_TOWNS:
            yield from _unless_chosen(text, *match.span(1), known)
    for match in PLAIN.finditer(text):
        if _could_be_a_name(match.group(1).split(), known):
            yield from _unless_chosen(text, match.start(1), match.end(), known)


def _start_of_name(match: re.Match[str]) -> int | None:
    """Where the name begins once general words in front ("The", "Our local") are left off; None if nothing is left."""
    words = list(re.finditer(r"\S+", match.group(1)))
    while words and (words[0].group().lower().rstrip("'’s") in GENERAL or words[0].group().lower() in GENERAL):
        words.pop(0)
    return match.start() + words[0].start() if words else None


def _reads_as_a_name(words: list[str], kind: str, known: Known) -> bool:
    """ "Rose Hill Primary" does; "Monday school" and "I'm the school" do not."""
    if words[-1].lower() in {"the", "and", "of", "&"}:
        return False
    return not (kind.islower() or kind.isupper()) or any(not known.is_common(word.removesuffix("'s")) for word in words)


def _could_be_a_name(words: list[str], known: Known) -> bool:
    lowered = [word.lower().removesuffix("'s").removesuffix("’s") for word in words]
    return not any(word in GENERAL for word in lowered) and any(not known.is_common(word) for word in lowered)


def _unless_chosen(text: str, start: int, end: int, known: Known) -> Iterator[Identifier]:
    name = text[start:end].lower()
    if not any(name in setting or setting in name for setting in known.settings):
        yield Identifier(start, end, TYPE, WHY)
