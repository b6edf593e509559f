"""Matches typed words to one of the choices offered: "yeah", "2", "dunno", "option b", or the label itself.

Only a whole answer counts. "no idea" is not "no", and "yes but he is frightened" is a message, not a choice: where
nothing fits exactly one choice, the answer is None and the person is asked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from flows.schema import BACK
from flows.views import ChoiceView, View

SAME_ANSWER: Mapping[str, tuple[str, ...]] = {
    "yes": ("y", "yep", "yeah", "yea", "yup", "yes please", "aye", "i do", "they do", "they have", "it is", "it does"),
    "no": ("n", "nope", "nah", "no thanks", "not really", "they dont", "they havent", "it isnt", "it doesnt"),
    "unsure": (
        "dunno",
        "dont know",
        "i dont know",
        "idk",
        "not sure",
        "im not sure",
        "unsure",
        "no idea",
        "cant say",
        "maybe",
        "i am not sure",
        "i do not know",
        "do not know",
        "hard to say",
        "?",
    ),
    BACK: ("go back", "back", "previous", "undo"),
}
_NUMBER = re.compile(r"(?:option |number |no |answer )?(\d{1,2}|[a-h])\)?")


def chosen(view: View, text: str) -> str | None:
    """The id of the choice that `text` means at this step, the danger exit and going back included."""
    said = plain(text)
    if not said:
        return None
    if _means(view.frame.danger, said):
        return view.frame.danger.id
    if _canonical(said) == BACK:
        return BACK
    return match_typed(text, view.choices)


def match_typed(text: str, choices: Sequence[ChoiceView]) -> str | None:
    """The id of the only choice that `text` means, or None."""
    said = plain(text)
    if not said:
        return None
    named = _only(choice.id for choice in choices if _means(choice, said))
    return named or _by_number(said, choices)


def _means(choice: ChoiceView, said: str) -> bool:
    names = {plain(each) for each in (choice.id, choice.says, *choice.also_typed)}
    if choice.unsure:
        names.add("unsure")
    return said in names or _canonical(said) in names


def _by_number(said: str, choices: Sequence[ChoiceView]) -> str | None:
    found = _NUMBER.fullmatch(said)
    if not found:
        return None
    place = int(found[1]) if found[1].isdecimal() else ord(found[1]) - ord("a") + 1
    return choices[place - 1].id if 1 <= place <= len(choices) else None


def _canonical(said: str) -> str:
    return next((word for word, ways in SAME_ANSWER.items() if said in ways), said)


def _only(ids: Iterable[str]) -> str | None:
    found = list(ids)
    return found[0] if len(found) == 1 else None


def plain(text: str) -> str:
    """Lower case, apostrophes gone, other signs as spaces."""
    said = re.sub(r"['’`]", "", text.casefold())
    if said.strip() == "?":
        return "?"
    return " ".join(re.sub(r"[^\w]+", " ", said).split())
