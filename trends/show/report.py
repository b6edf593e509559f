"""The board's report as two files: a page for the screen that needs nothing beside it, and a tagged PDF for paper.

The page is Jinja2's, the PDF is Typst's (docs/decisions/013-showing-trends.md). Both get the same pictures and words.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Literal

import typst
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from trends.show.board import Board, Picture, board_of
from trends.show.figures import figures_file, opened
from trends.show.fonts import folder
from trends.show.words import words_of

TEMPLATES = Path(__file__).parent / "templates"


def write_boards(published: Path, into: Path) -> tuple[Path, ...]:
    """Writes `board-AUTHORITY.html` and `.pdf` of every council that has figures.

    Raises NothingPublished and sqlite3.Error.
    """
    into.mkdir(parents=True, exist_ok=True)
    return tuple(file for board in _boards(published) for file in _written(board, into))


def to_html(board: Board) -> str:
    """One page without anything from elsewhere."""
    return _environment().get_template("board.html").render(board=board, drawn=to_svg, words=words_of(board.about))


def to_pdf(board: Board) -> bytes:
    """A4, tagged (PDF/UA-1), with an alternative text for every picture."""
    data = {
        "title": board.title,
        "when": board.when,
        "words": asdict(words_of(board.about)),
        "measures": [asdict(each) for each in board.measures],
        "not_known": [asdict(each) for each in board.not_known],
        "pictures": [asdict(each) for each in board.pictures],
    }
    return _typeset("board", {"board": json.dumps(data)}, form="pdf")


def to_svg(picture: Picture) -> bytes:
    """A picture alone."""
    return _typeset("picture", {"plot": json.dumps(asdict(picture.plot))}, form="svg")


def _typeset(template: str, inputs: dict[str, str], *, form: Literal["pdf", "svg"]) -> bytes:
    standard: Literal["ua-1"] | None = "ua-1" if form == "pdf" else None
    made = _typesetter(template).compile(sys_inputs=inputs, format=form, pdf_standards=standard)
    assert isinstance(made, bytes), "one document is compiled, of one page where it is a picture"
    return made


@cache
def _typesetter(template: str) -> typst.Compiler:
    return typst.Compiler(
        TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=[folder()], ignore_system_fonts=True, sys_inputs={}
    )


def _boards(published: Path) -> Iterator[Board]:
    with opened(figures_file(published)) as figures:
        for authority, name in figures.authorities().items():
            if board := board_of(figures, authority, name):
                yield board


def _written(board: Board, into: Path) -> Iterator[Path]:
    for ending, content in ((".html", to_html(board).encode()), (".pdf", to_pdf(board))):
        file = into / f"board-{board.authority}{ending}"
        file.write_bytes(content)
        yield file


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["base64"] = lambda made: b64encode(made).decode()
    return environment
