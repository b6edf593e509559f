"""The few lines that App Home, the officers' status and the studio show."""

from __future__ import annotations

from pathlib import Path

from trends.show import headlines
from trends.show.figures import figures_file
from trends.show.headlines import NOTHING_YET, UNREADABLE


def test_one_authority_in_a_few_lines(folder: Path) -> None:
    first, levels, often, symbol = headlines(folder, "exshire")

    assert first == "Worries brought in September 2026: 170."
    assert levels.startswith("By level: Universal 110, Early help 90, Child in need 80")
    assert often.startswith("Most often in July to September 2026: Neglect 70, Education 50, Domestic abuse 40.")
    assert symbol.startswith("c means held back: under 10")


def test_all_authorities_beside_each_other_and_no_sum(folder: Path) -> None:
    first, _symbol = headlines(folder)
    assert first == "Worries brought in September 2026: Wyeford Borough 75, Exshire 35."


def test_nothing_published_yet_is_said(tmp_path: Path, folder: Path) -> None:
    assert headlines(tmp_path, "exshire") == (NOTHING_YET,)
    assert headlines(folder, "elsewhere") == (NOTHING_YET,)


def test_a_broken_file_is_said_and_raises_nothing(tmp_path: Path) -> None:
    figures_file(tmp_path).write_bytes(b"this is not a database at all" * 100)
    assert headlines(tmp_path) == (UNREADABLE,)
