"""Street addresses: a house number and a street, a flat in a named building, a plot on a site, or "lives on X Road".

A street without a number is a place where things happen and is left alone. "14 days in a row" and "a 10 minute walk"
are no addresses: no ordinary little word may stand between the number and the kind of street.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.guard.identifier import Identifier
from nlp.guard.shapes.known import FUNCTION_WORDS, Known
from nlp.guard.wordlist import word_list

TYPE = "ADDRESS"
WHY = "looks like an address"
CLEAR = (
    r"street|str|road|rd|avenue|ave|lane|ln|crescent|cres|terrace|terr|grove|gardens|gdns|mews|brow|garth|wynd|ginnel|"
    r"snicket|gr|gve|blvd|boulevard"
)
LOOSE = (
    r"st|close|cl|drive|dr|way|court|ct|place|pl|walk|row|square|sq|hill|rise|view|bank|green|park|parade|fold|"
    r"meadow|meadows|field|fields|croft|gate|vale|heath|mount|dene|nook|spur|wharf|quay|bungalows|cottages|house|villas|yard|"
    r"site|lodge|farm|cottage|estate|broadway|passage|approach|clough|ridge|caravan park|paddocks?"
)
UNIT = r"(?:(?:flat|apartment|apt|unit|room|plot|pitch|caravan|trailer|bay|number|no\.?)\s*\d{1,4}[a-z]?,?\s+)"
NUMBER = r"\d{1,4}[a-z]?(?:\s?[-/]\s?\d{1,4}[a-z]?)?"
NAMES = r"(?:[A-Za-z][\w'’.-]*\s+){1,3}?"
STREET = re.compile(rf"(?<![\w/.:£])((?:{UNIT}|{NUMBER},?\s++){{1,4}})({NAMES})({CLEAR}|{LOOSE})\b(?!['’])", re.I)
BUILDING = re.compile(
    rf"(?<!\w)({UNIT})((?:[A-Z][\w'’-]*\s+){{1,3}})"
    r"(house|court|tower|towers|heights|point|buildings|mansions|mill|hotel|hostel|inn|hall)\b",
    re.I,
)
HOME_STREET = re.compile(
    rf"\b(?:lives?|living|home|house|address|moved|staying|stays)\s+(?:is\s+)?(?:at|on|in|to|down)\s+"
    rf"((?:[A-Z][\w'’-]*\s+){{1,3}}(?:{CLEAR}|{LOOSE}))\b(?!['’])",
    re.I,
)
HOME = re.compile(r"\b(?:address|lives?|living|moved|home|house|flat|at|from|of|stays?|staying)\b[^.!?\d]{0,24}$", re.I)
HOME_WITHIN = 60
"""Characters before a number in which a word for a home may stand; more than HOME can span."""
HOME_NUMBER = re.compile(
    r"\b(?:(?:address|home)(?:\s+is|:)|(?:lives?|living|moved|moving|staying|stays|house|flat)\s+(?:in|to|at|is))\s+(?:at\s+)?"
    r"(\d{1,4}[a-z]?,?\s+(?:off\s+)?(?:the\s+)?([a-z][\w'’-]{3,}))\b(?!['’])",
    re.I,
)
OFF_STREET = re.compile(rf"(?<![\w/.:£])\d{{1,4}}[a-z]?,?\s+(?:just\s+)?off\s+(?:the\s+)?{NAMES}(?:{CLEAR})\b", re.I)
THREE_WORDS = re.compile(r"(?<!:)/{3}[a-z]+\.[a-z]+\.[a-z]+\b")


def find(text: str, known: Known) -> Iterator[Identifier]:
    """Addresses, the house number included."""
    for match in STREET.finditer(text):
        if _is_street(match, text, known):
            yield Identifier(match.start(), match.end(), TYPE, WHY)
    for building in BUILDING.finditer(text):
        if not any(known.is_common(word) for word in building.group(2).split() if word.islower()):
            yield Identifier(building.start(), building.end(), TYPE, WHY)
    for home in HOME_STREET.finditer(text):
        if all(word[0].isupper() for word in home.group(1).split()[:-1]):
            yield Identifier(*home.span(1), TYPE, WHY)
    for numbered in HOME_NUMBER.finditer(text):
        if not known.is_common(numbered.group(2)):
            yield Identifier(*numbered.span(1), TYPE, WHY)
    for off in OFF_STREET.finditer(text):
        yield Identifier(off.start(), off.end(), TYPE, WHY)
    for place in THREE_WORDS.finditer(text):
        yield Identifier(place.start(), place.end(), TYPE, WHY)


def _is_street(match: re.Match[str], text: str, known: Known) -> bool:
    words = match.group(2).split()
    if all(word[0].isupper() for word in words) and match.group(3)[0].isupper():
        return True
    if re.fullmatch(CLEAR, match.group(3), re.I):
        return not any(word.lower() in FUNCTION_WORDS for word in words)
    if any(known.is_common(word) and word.lower() not in STREET_NAMES for word in words):
        return False
    return bool(HOME.search(text, max(0, match.start() - HOME_WITHIN), match.start()))


STREET_NAMES = word_list(
    "north south east west old new high church mill station park school victoria king kings queen queens",
    "green chapel main hill market manor bridge garden castle spring summer wood field river water grange",
    "oak elm ash beech cherry rose stone white black red union george albert london york oxford",
    "manchester lower upper union forest lake windsor richmond cross",
)
