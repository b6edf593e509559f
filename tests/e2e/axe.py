"""What axe-core finds wrong with a page or a part of it, by the rules of WCAG 2.2 AA and good practice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}}


def faults(page: Page, part: str | None = None) -> list[str]:
    """Each fault with the element that has it. `part` is a selector."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=part, options=OPTIONS).response["violations"]
    return [f"{each['id']}: {node['html'][:400]}" for each in found for node in each["nodes"]]
