"""The shapes in which people write an age: "8yo", "aged 3, 5 and 9", "6/12", "a seven-week-old", "Yr 10".

Each shape captures its numbers as `n` and has a unit. The long lists are what a number must not stand beside to be an
age: "for 6 months" and "2 months ago" are lengths of time, "3 brothers" is a count.
"""

from __future__ import annotations

import re
from functools import cache

NUMBER_WORDS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
NUMBER = rf"(?:\d{{1,2}}(?:\.5|½)?|(?:{'|'.join(NUMBER_WORDS[1:])})\b)"
ONE = rf"(?P<n>{NUMBER})"
SEVERAL = rf"(?P<n>{NUMBER}(?:\s*(?:,|and|&|/|\+|,\s*and|to|or)\s*{NUMBER}){{0,9}})"
"""At most ten: a row of a thousand numbers is no family, and would be read anew from each of them."""

PERSON = (
    r"(?:he|she|they|who|boy|girl|lad|lass|child|pupil|student|son|daughter|brother|sister|sibling|baby|"
    r"babies|infant|kid|twin|twins|lads|lasses|friend|mate|cousin|kids|children|boys|girls|siblings|daughters|sons|one|female|male|"
    r"youngest|eldest|oldest|middle)"
)
IS = r"(?:'s|s| is| are| was just| just turned| of|,| -| aged| at)?,?\s*+(?:only|just|nearly|about|around|now|turning)?"

NOT_COUNTED = (
    r"(?!\d|[:.]\d|[%/]|\s*(?:am|pm|st|nd|rd|th|times?|x|of|hours?|hrs?|minutes?|mins?|days?|weeks?|wks?|months?|mths?|years|yrs|"
    r"stone|kg|lb|other|siblings|brothers|sisters|kids|children|friends|more|per|foot|ft|miles|"
    r"cans|people|men)\b)"
)
BARE = rf"(?P<n>\d{{1,2}}|(?:{'|'.join(NUMBER_WORDS[2:])})\b)"
PLAIN = rf"(?<![\d£.:/-]){BARE}{NOT_COUNTED}"

LENGTHS = ("for", "over", "last", "past", "every", "within", "after", "next", "in", "than")
NOT_A_LENGTH = "".join(rf"(?<!\b{word} )" for word in LENGTHS)
NOT_AGO = (
    r"(?!\s*(?:ago|later|back|since|of|in\s+a\s+row|time|earlier|running|straight|away|apart|left|behind|below|"
    r"delay|gap|notice|pregnan|gestation|gone|trial|contract|now))"
)
START = r"(?<![\d/-])"

OLD_IN_YEARS = r"(?:yo|y/o|y\.o\.?|yr?s?[\s-]*olds?|y[\s-]olds?|years?[\s-]*olds?|years? of age|yrs? of age|yrold)"
MONTH = r"(?:months?|mths?|mnths?|mo)"
WEEK = r"(?:weeks?|wks?)"
NOT_A_DATE = r"(?<!on )(?<!by )(?<!until )(?<!dated )"

SHAPES = (
    (rf"{START}{SEVERAL}[\s-]*{OLD_IN_YEARS}\b", "year"),
    (rf"\b(?:aged?|ages)\s*+(?:of|about|around|between|from|only|just)?\s*+{SEVERAL}(?!\s*(?:m|w|d|\d))", "year"),
    (rf"\b{PERSON}{IS}\s*+\(?{PLAIN}", "year"),
    (rf"\b{PERSON}\s*+(?:is|of|,|'s)?\s*+{ONE}\s*(?:years?|yrs?){NOT_AGO}\b", "year"),
    (rf"\b(?<!it is )(?:is|was|he's|she's|hes|shes) {BARE}(?=[,.;:!?)]|$)", "year"),
    (rf"(?:^|[.!?]\s+){BARE}(?=[.,;!?])", "year"),
    (rf"(?<=[a-z)],) {BARE}(?=[,.;!?)])", "year"),
    (rf"\b(?:has|have|got) {ONE} (?:years?|yrs?)(?=[,.]|$| (?!of|left|experience|in|to|with|ago))", "year"),
    (rf"{START}{ONE}[\s-]*(?:years?|yrs?|yr)[\s-]*(?:boy|girl|lad|child|pupil|student)\b", "year"),
    (rf"\b(?:is|he's|she's|now) {ONE}\s*{MONTH}{NOT_AGO}(?! (?:clean|sober|dry|in))\b", "month"),
    (rf"\b(?:baby|infant|bab|newborn)\b[^.!?]{{0,40}}?,\s*{ONE}\s*{MONTH}(?=[,.;)])", "month"),
    (rf"\b(?:baby|infant|bab|newborn)\b[^.!?]{{0,40}}?,\s*{ONE}\s*{WEEK}(?=[,.;)])", "week"),
    (r"(?<!\w)\((?P<n>\d{1,2})(?:\s*(?:yrs?|years?|yo|y))?\)", "year"),
    (rf"\b(?:just turned|turned|turns|nearly|almost|barely)\s+{PLAIN}", "year"),
    (rf"{START}{SEVERAL}[\s-]*(?:{MONTH}|mon|m)[\s-]*olds?\b", "month"),
    (rf"{START}{SEVERAL}[\s-]*{WEEK}[\s-]*olds?\b", "week"),
    (rf"{START}{SEVERAL}[\s-]*days?[\s-]*olds?\b", "day"),
    (rf"\baged?\s*{ONE}\s*{MONTH}\b", "month"),
    (rf"\baged?\s*{ONE}\s*{WEEK}\b", "week"),
    (rf"{NOT_A_LENGTH}(?<![\d/]){ONE}[\s-]*{MONTH}[\s-]+(?:baby|infant|boy|girl|bab)\b", "month"),
    (rf"{NOT_A_LENGTH}(?<![\d/]){ONE}[\s-]*{WEEK}[\s-]+(?:baby|infant|boy|girl)\b", "week"),
    (rf"\b{PERSON}{IS}\s*+\(?{ONE}\s*{MONTH}{NOT_AGO}\b", "month"),
    (rf"\b{PERSON}{IS}\s*+\(?{ONE}\s*{WEEK}{NOT_AGO}\b", "week"),
    (rf"{NOT_A_LENGTH}{NOT_A_DATE}(?<![\d/])(?P<n>\d{{1,2}})/12(?![\d/]|\s*(?:ago|since|history))", "month"),
    (r"(?<!for )(?<!in )(?<![\d/])(?P<n>\d{1,2})/52(?=\s*old|\s*baby|\s*infant)", "week"),
)

CLASSES = "|".join(["1[0-3]", "[1-9]", *NUMBER_WORDS[1:14]])
NOT_THEN = "".join(rf"(?<!\b{words} )" for words in ("since", "back in", "from", "was in", "were in", "until"))
SCHOOL_YEAR = (
    rf"{NOT_THEN}\b(?:years?|yrs?|y)[\s.-]?(?P<n>{CLASSES})s?\b(?!\s*(?:of\b|ago|plan|months|weeks|/))"
    r"(?:\s*(?:and|&|/|,)\s*(?:year|yr|y)?\s?(?P<m>\d{1,2})\b)?"
)
THEN = re.compile(r"\b(?:since|when|until|till)\s++(?:he|she|they|i|we)?\s*+$")
THEN_REACHES = 60
"""Characters before an age in which "since he was" may stand."""
WEEKS_GONE = r"(?:1[2-9]|2\d|3\d|4[0-2]|(?:twenty|thirty)(?:-\w+)?)\s*(?:weeks?|wks?)"
GESTATION = re.compile(
    r"\b\d{1,2}\s*(?:weeks?|wks?|months?)\s*(?:pregnant|gestation|gone|along)"
    r"|(?<![\d/])(?:[6-9]|[1-3]\d|4[0-2])/40(?![\d/])"
    rf"|(?:woman|lady|mum|mother)[ ,]*(?:is |at |of )?(?:about |now )?{WEEKS_GONE}"
)


@cache
def age_shapes() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Every shape, compiled, with its unit."""
    return tuple((re.compile(shape), unit) for shape, unit in SHAPES)


@cache
def school_year() -> re.Pattern[str]:
    """A school year, or two ("years 3 and 5")."""
    return re.compile(SCHOOL_YEAR)


def number(word: str) -> float:
    """The value of digits, a half included, or of a number word."""
    if word in NUMBER_WORDS:
        return float(NUMBER_WORDS.index(word))
    return float(word.replace("½", ".5"))
