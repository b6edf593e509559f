"""Names people go by online: @somebody, a word with an underscore, or one with digits or dots behind an app's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.guard.identifier import Identifier
from nlp.guard.shapes.known import Known

TYPE = "HANDLE"
WHY = "looks like a name used online"
EVERYBODY = frozenset({"here", "channel", "everyone", "earlyhelp", "all", "home", "school"})
AT = re.compile(r"(?<![\w.@])@([A-Za-z_][\w.]*\w|\w[\w.]*[A-Za-z_])(?!@)")
UNDERSCORE = re.compile(r"(?<![\w/.@])(?=\w*[A-Za-z])[A-Za-z\d.]+_[\w.]*\w(?![@/])")
APPS = (
    r"insta|instagram|ig|snap|snapchat|snapchats|sc|tiktok|tik tok|tt|wechat|weixin|discord|roblox|fortnite|minecraft|"
    r"twitter|xbox|psn|playstation|gamer ?tag|user ?name|handle|account|profile|telegram|whatsapp|steam|facebook|fb|"
    r"kik|yubo|wizz|twitch|youtube|bereal|messenger|vinted|onlyfans|reddit|omegle"
)
ON_APP = re.compile(
    rf"\b(?:{APPS})\b(?:\s+(?:name|id|user|account|handle|username|tag|called))?(?:\s*(?:is|was|as|=|:|,|\(|-|under)\s*|\s+)"
    r"((?=[\w.]*[A-Za-z])(?=[\w.]*(?:[\d_]|\.\w))[\w.]*\w)",
    re.I,
)
NUMBERED = re.compile(r"(?<![\w#])[\w.]{2,32}#\d{4}(?!\w)")
NAMED = re.compile(
    r"\b(?:user ?name|handle|gamer ?tag|screen ?name|profile(?: name)?|goes by|known online as|account name)\b"
    r"(?:\s+(?:is|was|of|as|called|on \w+ is))*[\s:=]+[‘'\"“]?([\w.-]{3,31}\w)[’'\"”]?",
    re.I,
)
AMOUNT = re.compile(
    r"\d+(?:st|nd|rd|th|am|pm|k|m|x|yo|yr|yrs|y|mins?|hrs?|wks?|s|\.\d+\w*)?|(?:y|yr|ks|year|l|p)\d+|\w\.\w\.?", re.I
)


def find(text: str, known: Known) -> Iterator[Identifier]:
    """Online names, without their app."""
    for match in AT.finditer(text):
        if match.group(1).lower() not in EVERYBODY:
            yield Identifier(match.start(), match.end(), TYPE, WHY)
    for match in UNDERSCORE.finditer(text):
        yield Identifier(match.start(), match.end(), TYPE, WHY)
    for match in NUMBERED.finditer(text):
        yield Identifier(match.start(), match.end(), TYPE, WHY)
    for match in NAMED.finditer(text):
        if not known.is_common(match.group(1)):
            yield Identifier(*match.span(1), TYPE, WHY)
    for match in ON_APP.finditer(text):
        word = match.group(1)
        if len(word) >= 4 and not AMOUNT.fullmatch(word):
            yield Identifier(*match.span(1), TYPE, WHY)
