"""Combinations that may point at one child without a name: "the only Year 6 girl in a wheelchair at ...".

They are a warning, not a stop: the person is told which words, and may go on. The rules are `combinations.yaml`:
wording that is enough alone, and kinds of detail of which two in one message are enough (a rare illness, a known fire).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge import strict_yaml
from nlp.guard.identifier import Identifier

TYPE = "COMBINATION"
WHY = "may point at one child even without a name"
RULES = Path(__file__).with_name("combinations.yaml")
ENOUGH = 2


@dataclass(frozen=True)
class Rules:
    """Patterns by name: those enough `alone`, and the kinds of which two count `together`."""

    alone: Mapping[str, re.Pattern[str]]
    together: Mapping[str, re.Pattern[str]]


def find_combinations(text: str) -> Iterator[Identifier]:
    """Wording that narrows down to one child."""
    rules = load_rules()
    for pattern in rules.alone.values():
        for match in pattern.finditer(text):
            yield _warning(match)
    kinds = [found for found in (pattern.search(text) for pattern in rules.together.values()) if found]
    if len(kinds) >= ENOUGH:
        yield from map(_warning, kinds)


@cache
def load_rules() -> Rules:
    """Read once in a process."""
    data = strict_yaml.read(RULES).data
    child = str(data["child"])

    def compiled(name: str) -> dict[str, re.Pattern[str]]:
        return {rule: re.compile(str(text).replace("{child}", child), re.I) for rule, text in data[name].items()}

    return Rules(compiled("alone"), compiled("together"))


def _warning(match: re.Match[str]) -> Identifier:
    return Identifier(match.start(), match.start() + len(match.group().rstrip()), TYPE, WHY, stops=False)
