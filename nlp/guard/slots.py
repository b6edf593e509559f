"""Places in a sentence where a name belongs: "called ...", "...'s mum", "little ...", "Mr ...".

In such a slot a word is taken for a name on less evidence: also when it is in the dictionary, if it is a forename or is
written with a capital.
"""

from __future__ import annotations

import re

from nlp.guard.wordlist import word_list
from nlp.guard.words import Spot

CALLED = frozenset(
    {"called", "named", "nicknamed", "aka", "name", "names", "surname", "forename", "nickname", "christened"}
)
ANDS = frozenset({"and", "n", "&"})
DAYS = frozenset({"today", "yesterday", "tonight", "tomorrow", "mum", "mums"})
DOTTED_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "rev", "sgt", "cllr"})
DETERMINERS = word_list(
    "a an the no some any this that these those my your our her his their its best new such every each",
)
PREFIXES = word_list(
    "co re pre non un self semi anti post multi over under mid ex sub",
)
OPENERS = word_list(
    "that and but because says said think thinks when if since worried about so where re how hv then",
)
LINKS = frozenset({"is", "was", "a", "s"})
HONORIFICS = word_list(
    "mr mrs ms miss mister dr prof rev sir madam mme sgt pc dc dci dsgt councillor cllr imam pastor rabbi",
)
KIN = word_list(
    "mum mums mam mom mother dad dads father nan nana nanna gran grandma grandad grandmother grandfather",
    "stepdad stepmum stepfather stepmother brother sister bro sis sibling uncle aunt auntie aunty cousin",
    "son daughter twin twins baby babies boyfriend girlfriend bf gf partner husband wife ex friend mate",
    "bestie neighbour carer child boy girl lad lass pupil student toddler kid guardian fiance kids boys",
    "girls children siblings sisters brothers teacher stepson stepdaughter niece nephew classmate foster",
    "colleague worker",
)
SIZES = frozenset(
    {
        "little",
        "lil",
        "wee",
        "big",
        "old",
        "young",
        "poor",
        "our",
        "uncle",
        "auntie",
        "aunty",
        "aunt",
        "master",
        "dear",
        "bless",
    }
)
BELONGINGS = KIN | word_list(
    "house home school class form teacher family phone case file birthday bag coat bed room arm face",
    "lunch health behaviour attendance mood hair clothes parents parent mam address email worker social",
    "key nanny tutor plan surname snap insta passport ta flat trailer mate gp hv dog bedroom bruise story",
    "side nani dadi avo vovo mammy mummy daddy",
)
MONTHS = word_list(
    "january february march april may june july august september october november december jan feb mar apr jun jul",
    "aug sep sept oct nov dec easter christmas",
)
BEFORE_A_DATE = word_list("in since until till early late mid last next this during")
DAY_BEFORE = re.compile(r"(?<!\w)(?<!year )(?<!yr )(?<!age )(?<!aged )\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?$", re.I)
DAY_AFTER = re.compile(r"\s+(?:\d{4}|\d{1,2}(?:st|nd|rd|th))\b", re.I)
ABOUT_SOMEBODY = frozenset(
    (verb, word)
    for word, verbs in {
        "to": "spoke spoken speak speaking talked talk talking happened listened",
        "with": "spoke spoken speak worked working met meet meeting sat",
        "about": "worried concerned worry concerns concern asking do done know heard thinking",
    }.items()
    for verb in verbs.split()
)
AGES = r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
DESCRIPTION = re.compile(
    rf"\s*[,(]\s*(?:aged?\s+|who(?:'s| is)\s+|is\s+)?(?:\d{{1,2}}\b(?!\s*(?:times|pm|am|days?|weeks?|hours?))"
    rf"|(?:{AGES})\b(?!\s+(?:times|days?|weeks?|hours?|of))"
    r"|[yY](?:ea)?r?\s?\d{1,2}\b|(?:her|his|my|their|the|a)\s+(?:(?:big|little|older|younger|eldest|youngest|elder|twin|half|step)\s+)?"
    rf"(?:{'|'.join(sorted(KIN))})\b)|\s+[yY](?:ea)?r?\s?\d{{1,2}}\b",
)
NUMBERED = word_list(
    "child sibling person pupil parent student boy girl twin baby adult family case male female patient",
    "client young victim perpetrator suspect yp mother father",
)


def called(spot: Spot) -> bool:
    """ "a boy called Kai", "her name is Kai", "named Kai"."""
    if spot.at == 0 or (spot.word.opens_sentence and spot.gap != ":"):
        return False
    return spot.before() in CALLED or (spot.before(2) in CALLED and spot.before() in LINKS)


def titled(spot: Spot) -> bool:
    """ "Mr Kai", "dr kai"; "miss" needs a capital behind it, since children miss school."""
    if spot.gap.strip(".") or spot.before() not in HONORIFICS or spot.word.base in HONORIFICS:
        return False
    if spot.gap and spot.before() not in DOTTED_TITLES:
        return False
    return spot.word.title or spot.before() in {"mr", "mrs", "mister"}


def related(spot: Spot) -> bool:
    """ "his mum Kai", "little Kai", "baby Kai"."""
    if spot.at == 0 or spot.gap.strip(",(") or spot.words[spot.at - 1].possessive:
        return False
    return spot.before() in KIN or spot.before() in SIZES


def owning(spot: Spot) -> bool:
    """ "Kai's mum"."""
    return spot.word.possessive and spot.next is not None and spot.next.base in BELONGINGS


def described(spot: Spot) -> bool:
    """ "Kai, fifteen", "Kai (8)", "Kai, her big sister", "Kai y5": what follows says who somebody is."""
    return not determined(spot) and bool(DESCRIPTION.match(spot.text, spot.word.end))


def dated(spot: Spot) -> bool:
    """ "since April", "9 Jan", "Jan 2021", "jan–mar": a month or a holiday where a date stands; "Jun-Jun" is a name."""
    text, word, follower = spot.text, spot.word, spot.next
    if word.base not in MONTHS:
        return False
    beside_number = DAY_BEFORE.search(text[: word.start]) or DAY_AFTER.match(text[word.end :])
    others = MONTHS - {word.base}
    ranged = follower is not None and follower.between.strip() in {"-", "–", "/"} and follower.base in others
    return bool(beside_number) or ranged or spot.before() in BEFORE_A_DATE


def set_apart(spot: Spot) -> bool:
    """ "the lad, Kai, has ...": between two commas or brackets and alone there."""
    after = spot.text[spot.word.end : spot.word.end + 2].strip()
    return (spot.gap, after[:1]) in {(",", ","), ("(", ")"), ("(", ",")}


def acting(spot: Spot) -> bool:
    """ "Kai is ...", "Kai told ...": first in its clause and followed by a verb."""
    follower = spot.next
    opens = spot.word.opens_sentence or spot.gap in {",", "-", "–"} or spot.before() in OPENERS
    if follower is None or follower.between.strip():
        return False
    return (opens and follower.tag in {"VBZ", "VBD", "MD"}) or asked_about(spot)


def asked_about(spot: Spot) -> bool:
    """ "is Kai known to you?": first behind the verb that opens a question."""
    return (
        spot.before() in {"is", "was", "does", "did", "has"} and not spot.gap and spot.words[spot.at - 1].opens_sentence
    )


def beside_family(spot: Spot) -> bool:
    """ "Kai and nan", "mum and Kai"."""
    after = [word.base for word in spot.words[spot.at + 1 : spot.at + 3]]
    follows = len(after) == 2 and after[0] in ANDS and after[1] in KIN
    return follows or (spot.before() in ANDS and spot.before(2) in KIN and spot.before(3) not in DETERMINERS)


def owning_plainly(spot: Spot) -> bool:
    """ "kais mum": a possessive typed without its sign."""
    follower = spot.next
    if follower is None or spot.word.possessive or not spot.word.base.endswith("s"):
        return False
    return not follower.between.strip() and follower.base in BELONGINGS and not determined(spot)


def any_of_them(spot: Spot) -> bool:
    """True in any of the weaker slots; a word behind "mum" may also be what mum did."""
    named_relative = related(spot) and not spot.word.tag.startswith("V")
    weaker = (acting, spoken_of, described, owning, beside_family)
    return named_relative or any(slot(spot) for slot in weaker)


def spoken_of(spot: Spot) -> bool:
    """ "spoke to Kai today", "worried about Kai": and no noun follows, as it does in "worried about summer clubs"."""
    pair = (spot.before(2), spot.before())
    noun_follows = spot.next is not None and not spot.next.between.strip() and spot.next.tag.startswith("N")
    noun_follows = noun_follows and spot.next is not None and spot.next.base not in DAYS
    return pair in ABOUT_SOMEBODY and not noun_follows and not spot.gap


def determined(spot: Spot) -> bool:
    """ "the doppeler", "her freind", "co-ordnating": names do not stand behind a determiner or a prefix."""
    return (spot.before() in DETERMINERS and not spot.gap) or (spot.before() in PREFIXES and spot.gap == "-")
