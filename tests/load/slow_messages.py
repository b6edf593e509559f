"""Messages made to be slow to read: long runs of one thing, which a careless pattern or loop reads again and again."""

from __future__ import annotations

from collections.abc import Callable

WORRY = "Year 4 lad is always hungry, wears the same jumper all week and mum has stopped answering the phone. "


def run(piece: str) -> Callable[[int], str]:
    return lambda length: (piece * (length // len(piece) + 1))[:length]


KINDS: dict[str, Callable[[int], str]] = {
    "plain worries": run(WORRY),
    "one word": run("a"),
    "one word again and again": run("hungry "),
    "phone numbers": run("07700 900123 "),
    "one long number": run("0"),
    "commas": run("she, he, "),
    "lines": run("hungry\n"),
    "white space": lambda length: "hungry" + " " * (length - 12) + "bruise",
    "at signs": run("a@"),
    "dots": lambda length: "hungry child " + "." * (length - 13),
    "hyphens": run("a-"),
    "slips": run("hungrry brused child "),
    "small words": run("the "),
    "quotation marks": run("\"she said 'he said "),
    "brackets": lambda length: "(" * (length // 2) + "hungry" + ")" * (length // 2 - 6),
    "capitals": run("Mum Dad Nan "),
    "denials": run("and not no never "),
    "pictures": run("\N{GRINNING FACE} hungry "),
    "marks on letters": run("h\u0301\u0302\u0303u\u0301ngry "),
    "links": run("http://a.b/c?d "),
    "postcodes": run("OL1 1A "),
    "dates": run("12/3/ "),
    "ages": run("3, 4 and "),
    "streets": run("12 the high "),
    "a run of letters among words": lambda length: WORRY + "x" * (length - len(WORRY)),
    "spelt out addresses": run("a dot b dot c dot "),
    "domains": run("a.b-c."),
}
