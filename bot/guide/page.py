"""Draws a guide as HTML (Jinja) and as PDF (Typst): tagged, with a title and a language, on exactly one A4 page.

The letters are made as large as fit, down to `SMALLEST`; what still does not fit loses signs, never numbers.
The font and the typesetter come with their packages: nothing is read from the system or from the network.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import importlib.util
import json
from functools import cache
from pathlib import Path

import typst
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.guide.content import Guide
from knowledge.errors import EarlyHelpError

TEMPLATES = Path(__file__).parent / "templates"
SMALLEST = 8.5
SIZES = tuple(quarter / 4 for quarter in range(44, int(SMALLEST * 4) - 1, -1))
FEWEST_SIGNS = 2
HTML_SCALE = 0.94
"""Browsers set lines a little wider apart than the typesetter; measured so that every guide prints on one page."""
FONT_PACKAGE = "font_source_sans_pro"


class TooMuch(EarlyHelpError):
    """The guide does not fit on one page at a size that can be read."""


@dataclasses.dataclass(frozen=True)
class Fitted:
    """A guide as it fits on one page, and the size of its letters in points."""

    guide: Guide
    size: float


def fitted(guide: Guide) -> Fitted:
    """The largest letters that fit; with fewer signs where even the smallest do not. Raises TooMuch."""
    most = max((len(row.signs) for row in guide.rows), default=0)
    for count in range(most, min(most, FEWEST_SIGNS) - 1, -1):
        fewer = with_signs(guide, count)
        if pages(fewer, SMALLEST) == 1:
            return Fitted(fewer, next(size for size in SIZES if pages(fewer, size) == 1))
    raise TooMuch(f"The guide of {guide.authority} does not fit on one page. Shorten its levels or contacts.")


def with_signs(guide: Guide, count: int) -> Guide:
    """The guide with at most `count` signs to a level."""
    rows = tuple(dataclasses.replace(row, signs=row.signs[:count]) for row in guide.rows)
    return dataclasses.replace(guide, rows=rows)


def html(page: Fitted) -> str:
    """A page that prints on one sheet of A4 from any browser."""
    template = _templates().get_template("guide.html")
    return template.render(
        guide=page.guide, size=round(page.size * HTML_SCALE, 2), day=day_in_words, fonts=_fonts_in_text()
    )


def pdf(page: Fitted) -> bytes:
    """A tagged PDF (PDF/UA-1), the same bytes for the same guide on the same day."""
    noon = dt.datetime.combine(page.guide.printed, dt.time(12), dt.UTC)
    written = _typeset(page.guide, page.size).compile(format="pdf", pdf_standards="ua-1", timestamp=noon)
    assert isinstance(written, bytes), "a PDF is one file"
    return written


def pages(guide: Guide, size: float) -> int:
    """How many pages it takes with letters of this size."""
    return int(json.loads(_typeset(guide, size).query("<pages>", field="value", one=True)))


def day_in_words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _inputs(guide: Guide, size: float) -> dict[str, str]:
    data = dataclasses.asdict(guide)
    days = {"printed": day_in_words(guide.printed), "review_by": day_in_words(guide.review_by)}
    return {"guide": json.dumps({**data, **days}), "size": str(size)}


def _typeset(guide: Guide, size: float) -> typst.Compiler:
    return typst.Compiler(
        TEMPLATES / "guide.typ",
        root=TEMPLATES,
        font_paths=[_fonts()],
        ignore_system_fonts=True,
        sys_inputs=_inputs(guide, size),
    )


def _fonts() -> Path:
    """Where the font's package keeps its files; nothing of it is run."""
    found = importlib.util.find_spec(FONT_PACKAGE)
    assert found, f"{FONT_PACKAGE} is installed with earlyhelp"
    assert found.submodule_search_locations, f"{FONT_PACKAGE} is a package with files"
    return Path(found.submodule_search_locations[0]) / "files"


@cache
def _fonts_in_text() -> dict[str, str]:
    """The two weights as base64, by CSS weight: the page is one file and prints the same everywhere."""
    files = {"400": "SourceSansPro-Regular.otf", "700": "SourceSansPro-Bold.otf"}
    return {weight: base64.b64encode((_fonts() / name).read_bytes()).decode() for weight, name in files.items()}


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
