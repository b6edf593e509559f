"""The form for where somebody works: the council, then its area and school, so that the right numbers are shown."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.conversation import Conversation
from bot.core.house import House
from bot.teams.cards import one_card
from bot.teams.parts import Element, heading, press, text

ASKS = "Where do you work?"
SHORT = "I remember it for you, so that you get the right levels and numbers. Type \u201cplace\u201d to change it."
SAVE = "Use this place"
NONE = "none"
"""What the field says when no area is chosen; no area has this id."""


def place_card(house: House, state: str) -> Element:
    """Fields for the council, and for the area and the school of the one chosen so far."""
    return one_card(tuple(_fields(house, Conversation.decode(state), state)), ASKS)


def _fields(house: House, conversation: Conversation, state: str) -> Iterator[Element]:
    places = house.pack_of(conversation).places
    yield heading(ASKS, size="Large")
    yield text(SHORT)
    yield _pick("authority", "Council", house.names(), conversation.authority)
    areas = tuple((area.id, area.name) for area in places.areas)
    if areas:
        yield _pick("area", places.area_word.capitalize(), (("", "I don't know"), *areas), conversation.area or NONE)
        yield text(places.how_to_find_yours)
    if places.settings:
        yield _school(house, conversation)
    yield {"type": "ActionSet", "actions": [press(SAVE, "place", {"state": state}, style="positive", inputs=True)]}


def _pick(name: str, label: str, options: tuple[tuple[str, str], ...], chosen: str) -> Element:
    choices = [{"title": title, "value": value or NONE} for value, title in options]
    field = {"type": "Input.ChoiceSet", "id": name, "label": label, "choices": choices, "style": "compact"}
    return {**field, "wrap": True, "placeholder": "Choose one", **({"value": chosen} if chosen else {})}


def _school(house: House, conversation: Conversation) -> Element:
    settings = house.pack_of(conversation).places.settings
    known = next((each.name for each in settings if each.id == conversation.setting), "")
    field = {"type": "Input.Text", "id": "school", "label": "School or centre, if you like", "maxLength": 200}
    return {**field, **({"value": known} if known else {})}
