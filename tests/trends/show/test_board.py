"""The board's report: what stands in it, that nothing is lost to who does not see it, and that paper has two pages."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from trends.show.board import Board, board_of, over_weeks
from trends.show.figures import Cell, Table, figures_file, opened
from trends.show.plots import Line, ticks
from trends.show.report import to_html, to_pdf, write_boards


@pytest.fixture(scope="module")
def board(folder: Path) -> Board:
    with opened(figures_file(folder)) as figures:
        found = board_of(figures, "exshire", "Exshire")
    assert found
    return found


@pytest.fixture(scope="module")
def page(board: Board) -> str:
    return to_html(board)


@pytest.fixture(scope="module")
def paper(board: Board) -> PdfReader:
    return PdfReader(io.BytesIO(to_pdf(board)))


def test_the_report_is_about_the_newest_quarter(board: Board) -> None:
    assert board.when == "July to September 2026"


def test_it_has_the_pictures_that_a_board_asks_for(board: Board) -> None:
    assert [picture.title for picture in board.pictures] == [
        "Worries by week",
        "Worries by kind and by how serious they came out",
        "Worries by area",
        "Where guided walks ended",
        "Shares by quarter",
    ]


def test_each_picture_is_said_in_words_and_has_its_numbers(board: Board) -> None:
    for picture in board.pictures:
        assert picture.rows
        assert picture.rows[0][-1] in picture.instead or picture.rows[0][1] in picture.instead


def test_a_week_that_was_held_back_is_a_gap_with_its_symbol() -> None:
    table = Table("x.weeks", "Worries by week", "total", "total", "", "", "weeks", "x", "X", "week")
    numbers = [(30, "30"), (None, "c"), (40, "40")]
    weeks = [(f"2026-W{n}", Cell("total", "All", "total", "All", *each)) for n, each in enumerate(numbers, 30)]
    picture = over_weeks(table, weeks)

    assert isinstance(picture.plot, Line)
    assert picture.plot.numbers == (30, None, 40)
    assert "1 week was held back" in picture.instead


@pytest.mark.parametrize(("most", "lines"), [(9, (0, 2, 4, 6, 8, 10)), (40, (0, 10, 20, 30, 40)), (1, (0, 1))])
def test_the_lines_across_a_plot_are_round_numbers(most: int, lines: tuple[int, ...]) -> None:
    assert ticks(most) == lines


def test_the_page_says_what_it_can_and_cannot_know(page: str) -> None:
    for words in (
        "It counts worries, not children",
        "c means held back: under 10",
        "Worries that no published sign matched",
        "Families referred again within a year",
        "No family is known here",
        "What these figures cannot say",
        "with knowledge 2026.11.22-1",
    ):
        assert words in page


def test_what_only_one_council_cannot_know_stands_in_its_own_report(folder: Path) -> None:
    with opened(figures_file(folder)) as figures:
        boards = [board_of(figures, authority, name) for authority, name in figures.authorities().items()]
    assert [{each.id for each in board.not_known} for board in boards if board] == [
        {"re-referrals"},
        {"re-referrals", "step-ups"},
    ]


def test_the_page_needs_nothing_from_elsewhere(page: str) -> None:
    assert not re.findall(r"(?:src|href)=[\"'](?!data:)", page)
    assert "<script" not in page
    assert "http" not in re.sub(r"base64,[A-Za-z0-9+/=]+", "", page)


def test_the_page_has_a_language_a_title_and_a_text_for_each_picture(page: str, board: Board) -> None:
    assert '<html lang="en-GB">' in page
    assert "<title>Exshire: what practitioners worry about, July to September 2026</title>" in page
    assert len(re.findall(r'<img alt="[^"]{20,}"', page)) == len(board.pictures)


def test_a_name_is_never_read_as_markup(board: Board) -> None:
    odd = replace(board, authority_name='<b>#"$ Exshire</b>')
    assert "&lt;b&gt;#" in to_html(odd)
    assert '<b>#"$ Exshire</b>' in PdfReader(io.BytesIO(to_pdf(odd))).pages[0].extract_text()


def test_the_paper_has_two_pages_with_the_same_words(paper: PdfReader) -> None:
    words = [" ".join(page.extract_text().split()) for page in paper.pages]
    assert len(words) == 2
    assert "c means held back: under 10" in words[0]
    assert "Domestic abuse" in words[0]
    assert "What these figures cannot say" in words[1]


def test_the_paper_is_tagged_with_a_language_and_a_title(paper: PdfReader) -> None:
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert paper.trailer["/Root"]["/Lang"] == "en-GB"
    assert paper.metadata
    assert paper.metadata.title == "Exshire: what practitioners worry about, July to September 2026"


def test_each_picture_on_paper_has_its_sentence(paper: PdfReader, board: Board) -> None:
    said = {str(each) for each in alternatives(paper.trailer["/Root"]["/StructTreeRoot"])}
    assert {picture.instead for picture in board.pictures} <= said


def alternatives(node):  # type: ignore[no-untyped-def]
    """The alternative texts in a tree of tags."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for each in node:
            yield from alternatives(each)
    elif isinstance(node, dict):
        if "/Alt" in node:
            yield node["/Alt"]
        if "/K" in node:
            yield from alternatives(node["/K"])


def test_every_council_gets_its_own(folder: Path, tmp_path: Path) -> None:
    names = [file.name for file in write_boards(folder, tmp_path)]
    assert names == ["board-exshire.html", "board-exshire.pdf", "board-wyeford.html", "board-wyeford.pdf"]


def test_the_same_figures_give_the_same_page(board: Board, page: str) -> None:
    assert to_html(board) == page
