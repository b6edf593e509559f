"""Every kind of message, drawn at a telephone's width by slack-blocks-to-jsx: nothing missing, nothing cut off.

The messages are made by the builders from the corpus of replies that every channel is tested with.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="Install playwright to drive a browser.")

from playwright.sync_api import Browser, Page

from bot.core.reply import Reply
from bot.slack.kit import Block
from bot.slack.message import beside, message
from tests.bot.replies import replies

from ..node import modules, node

pytestmark = pytest.mark.e2e

DRAWING = Path(__file__).parent / "drawing" / "page.jsx"
PHONE = {"width": 390, "height": 844}
PAGE = (
    '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="page.css">'
    "<style>body { margin: 0 } #root { padding: 12px 8px }</style>"
    '<div id="root"></div><script src="page.js"></script>'
)
COUNCILS = (("oldham", "Oldham"), ("oxfordshire", "Oxfordshire"))
KINDS = {
    "urgent": "oxfordshire: urgent",
    "level": "oldham: level",
    "set-aside": "oldham: level with something set aside",
    "identifiers": "oldham: identifiers",
    "nothing-matched": "oldham: nothing matched",
    "step": "oldham: step 0",
    "outcome": "oldham: after the walk",
    "calls": "tameside: calls",
    "note": "oldham: note",
    "help": "no council: help",
    "too-long": "bury: too long",
    "unreadable": "bury: unreadable",
    "failed": "bury: failed",
    "which-council": "no council: which council",
}
MARKUP = re.compile(r"<[^|>]*\|([^>]*)>|[*_`~\u200b]")


@pytest.fixture(scope="module")
def drawing(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page that draws blocks."""
    folder, found = tmp_path_factory.mktemp("drawing"), modules()
    bundle = [node(), str(found / "esbuild" / "bin" / "esbuild"), str(DRAWING), "--bundle", "--minify"]
    options = [f"--outfile={folder / 'page.js'}", "--jsx=automatic", '--define:process.env.NODE_ENV="production"']
    subprocess.run([*bundle, *options], check=True, capture_output=True, env={"NODE_PATH": str(found)})
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, offline=True)
    page = context.new_page()
    page.goto(f"file://{folder / 'page.html'}")
    yield page
    context.close()


def blocks_of(reply: Reply) -> list[Block]:
    """As sent, but for `verbatim`: Slack formats such a text and adds no links; the library does not format it."""
    sent = json.dumps(message(reply, beside(reply, COUNCILS)).blocks)
    return list(json.loads(sent.replace('"verbatim": true', '"verbatim": false')))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_message_is_drawn_whole(drawing: Page, pictures: Path, kind: str) -> None:
    blocks = blocks_of(replies()[KINDS[kind]])
    drawing.evaluate("blocks => window.draw(blocks)", blocks)
    root = drawing.locator("#root")
    drawing.wait_for_function("document.querySelector('#root').innerText.includes('Early help')")
    root.screenshot(path=pictures / f"slack-drawn-{kind}.png")

    shown = squeezed(root.inner_text())
    for said in texts(blocks):
        assert squeezed(MARKUP.sub(r"\1", said).replace("&amp;", "&")) in shown
    assert drawing.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def texts(blocks: list[Block]) -> list[str]:
    """Each line that a person should read."""
    whole = [block["text"]["text"] for block in blocks if block["type"] in {"header", "section"}]
    small = [each["text"] for block in blocks if block["type"] == "context" for each in block["elements"]]
    labels = [each["text"]["text"] for block in blocks if block["type"] == "actions" for each in block["elements"]]
    return [line for text in (*whole, *small, *labels) for line in text.splitlines() if line.strip("` ")]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("\u200b", "")).lower()
