"""What Slack would refuse, or show wrongly, of what we send. Pure: a payload in, sentences out; none means sound.

Two readers: the models of slack_sdk, which know most lengths, and rules of our own for what they let pass (measured:
unknown kinds of block, ids used twice, empty rows, more than fifty blocks, texts that are too long in places the models
do not look, elements where they may not stand). Written for our tests and for the shim in front of an emulator.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

MOST_IN_MESSAGE, MOST_IN_VIEW = 50, 100
LONGEST_TEXT = 40_000
KNOWN = {"section", "divider", "header", "context", "actions", "input", "context_actions"}
"""The kinds of block that we mean to send."""
IN_ACTIONS = {"button", "static_select"}
STYLES = {None, "primary", "danger"}
LONGEST_IN_SECTION = 3000


def check_message(said: dict[str, Any]) -> list[str]:
    """What is wrong with a message: `text` and `blocks`."""
    blocks = said.get("blocks") or []
    return [*_text(said), *_blocks(blocks, most=MOST_IN_MESSAGE)]


def check_view(view: dict[str, Any]) -> list[str]:
    """What is wrong with an App Home."""
    kind = [] if view.get("type") == "home" else [f"a view of type {view.get('type')}"]
    return [*kind, *_blocks(view.get("blocks") or [], most=MOST_IN_VIEW), *_feedback_only_in_messages(view)]


def _text(said: dict[str, Any]) -> Iterator[str]:
    text = said.get("text") or ""
    if not text.strip():
        yield "no text: a notification and a screen reader would have nothing"
    if len(text) > LONGEST_TEXT:
        yield f"text of {len(text)} characters"


def _blocks(blocks: list[dict[str, Any]], *, most: int) -> Iterator[str]:
    if len(blocks) > most:
        yield f"{len(blocks)} blocks"
    for number, block in enumerate(blocks):
        yield from (f"block {number}: {wrong}" for wrong in _block(block))
    yield from _twice("action_id", [each["action_id"] for each in elements(blocks) if "action_id" in each])
    yield from _twice("block_id", [each["block_id"] for each in blocks if "block_id" in each])


def _block(block: dict[str, Any]) -> Iterator[str]:
    if block.get("type") not in KNOWN:
        yield f"a block of type {block.get('type')}"
        return
    yield from _as_the_sdk_reads(block)
    yield from RULES.get(str(block["type"]), _nothing)(block)
    for text in _texts(block):
        yield from _text_object(text)


def _as_the_sdk_reads(block: dict[str, Any]) -> Iterator[str]:
    try:
        read = Block.parse(block)
        if read is None:
            yield "slack_sdk does not know it"
        else:
            read.validate_json()
    except (SlackObjectFormationError, TypeError, KeyError, ValueError) as error:
        yield f"slack_sdk: {error}"


def _section(block: dict[str, Any]) -> Iterator[str]:
    if not block.get("text") and not block.get("fields"):
        yield "a section without text"
    if "accessory" in block:
        yield from _element(block["accessory"])


def _header(block: dict[str, Any]) -> Iterator[str]:
    if block["text"].get("type") != "plain_text":
        yield "a header holds plain text only"
    if len(block["text"].get("text", "")) > 150:
        yield "a header of more than 150 characters"


def _actions(block: dict[str, Any]) -> Iterator[str]:
    inside = block.get("elements") or []
    if not 1 <= len(inside) <= 25:
        yield f"{len(inside)} elements in a row"
    for each in inside:
        if each.get("type") not in IN_ACTIONS:
            yield f"a {each.get('type')} in a row of actions"
        yield from _element(each)


def _context(block: dict[str, Any]) -> Iterator[str]:
    if not 1 <= len(block.get("elements") or []) <= 10:
        yield f"{len(block.get('elements') or [])} small texts"


def _input(block: dict[str, Any]) -> Iterator[str]:
    element = block.get("element") or {}
    if element.get("type") != "plain_text_input":
        yield f"a {element.get('type')} in an input"
    if len(element.get("initial_value", "")) > element.get("max_length", 3000):
        yield "a field that begins with more than it may hold"


def _context_actions(block: dict[str, Any]) -> Iterator[str]:
    inside = block.get("elements") or []
    if not 1 <= len(inside) <= 5:
        yield f"{len(inside)} context actions"
    for each in inside:
        if each.get("type") != "feedback_buttons":
            yield f"a {each.get('type')} among context actions"
        for side in ("positive_button", "negative_button"):
            yield from _labelled(each.get(side) or {})


def _element(element: dict[str, Any]) -> Iterator[str]:
    if not element.get("action_id"):
        yield "an element without action_id"
    if element.get("type") == "button":
        yield from _labelled(element)
        if element.get("style") not in STYLES:
            yield f"a button in style {element.get('style')}"
    if element.get("type") == "static_select":
        yield from _select(element)


def _labelled(button: dict[str, Any]) -> Iterator[str]:
    label = (button.get("text") or {}).get("text", "")
    if not 1 <= len(label) <= 75:
        yield f"a label of {len(label)} characters"
    if not 1 <= len(button.get("value", "")) <= 2000:
        yield f"a value of {len(button.get('value', ''))} characters"
    if len(button.get("accessibility_label", "")) > 75:
        yield "an accessibility label of more than 75 characters"


def _select(select: dict[str, Any]) -> Iterator[str]:
    groups = [select.get("options"), *(each.get("options") for each in select.get("option_groups", []))]
    for group in groups[1:] if "option_groups" in select else groups:
        if not 1 <= len(group or []) <= 100:
            yield f"{len(group or [])} options"
    options = [option for group in groups for option in group or []]
    for option in options:
        if not 1 <= len(option["text"]["text"]) <= 75 or not 1 <= len(option["value"]) <= 150:
            yield "an option that is too long or empty"
    yield from _twice("option value", [option["value"] for option in options])
    if "initial_option" in select and select["initial_option"] not in options:
        yield "the option chosen is not among the options"


def _text_object(text: dict[str, Any]) -> Iterator[str]:
    said = text.get("text", "")
    if not said.strip():
        yield "an empty text"
    if len(said) > LONGEST_IN_SECTION:
        yield f"a text of {len(said)} characters"
    if text.get("type") == "mrkdwn" and "<!" in said:
        yield "a call to a whole channel"


def _twice(what: str, ids: list[str]) -> Iterator[str]:
    for each in sorted({each for each in ids if ids.count(each) > 1}):
        yield f"{what} {each} is used twice"


def _feedback_only_in_messages(view: dict[str, Any]) -> Iterator[str]:
    if any(block.get("type") == "context_actions" for block in view.get("blocks") or []):
        yield "feedback buttons stand in messages only"


def _nothing(_: dict[str, Any]) -> Iterator[str]:
    return iter(())


def elements(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every element that can be pressed or filled."""
    found = [each for block in blocks for each in block.get("elements", [])]
    return [
        *found,
        *(block["accessory"] for block in blocks if "accessory" in block),
        *(block["element"] for block in blocks if "element" in block),
    ]


def _texts(block: dict[str, Any]) -> list[dict[str, Any]]:
    found = [block["text"]] if isinstance(block.get("text"), dict) else []
    if block.get("type") == "context":
        found += block.get("elements", [])
    return [*found, *block.get("fields", []), *([block["label"]] if "label" in block else [])]


RULES = {
    "section": _section,
    "header": _header,
    "actions": _actions,
    "context": _context,
    "input": _input,
    "context_actions": _context_actions,
}
