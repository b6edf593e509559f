"""The drawing, the Mermaid text and the table to sign."""

from __future__ import annotations

import csv
import io
from typing import Any
from xml.etree import ElementTree

from flows.draw import mermaid, svg
from flows.layout import place
from flows.library import Library, Where
from flows.table import HEADINGS, as_csv, markdown, rows


def test_the_drawing_is_well_formed_and_shows_every_step(sound: Library) -> None:
    drawn = svg(sound, "test.weather")
    ids = {element.get("id") for element in ElementTree.fromstring(drawn).iter()}
    assert {str(where) for where in sound.steps} <= ids


def test_signs_that_mean_something_in_xml_are_escaped(weather: Any) -> None:
    library = weather.library(weather.ask("sky", sun="home", fog="home"), title='Sun & "rain" <fog>')
    ElementTree.fromstring(svg(library, "test.weather"))
    assert '"What is the sky like?"' in mermaid(library, "test.weather")


def test_each_step_stands_below_what_leads_to_it(sound: Library) -> None:
    placed = place(sound, sound.flow("test.weather"))
    depth = {where: number for number, row in enumerate(placed.rows) for where in row}
    assert all(depth[edge.start] < depth[edge.end] for edge in placed.edges if not edge.waits)


def test_mermaid_draws_ways_that_take_time_dotted(sound: Library) -> None:
    assert '-.->|"after 1 days"|' in mermaid(sound, "test.weather")


def test_a_way_into_another_flow_is_a_door(weather: Any) -> None:
    library = Library.of([weather.flow([weather.ask("sky", sun="shared.rain", fog="home")])])
    assert "go on in: shared.rain" in svg(library, "test.weather")


def test_the_table_has_a_row_for_every_answer(sound: Library) -> None:
    answers = [(row.step, row.answer, row.leads_to) for row in rows(sound, "test.weather")]
    assert ("sky", "Fog [fog]", "stay") in answers
    assert ("stay", "", "(end)") in answers
    assert {step for step, _, _ in answers} == {where.step for where in sound.steps}


def test_the_table_ends_with_a_line_to_sign(sound: Library) -> None:
    assert "Checked by (role)" in markdown(sound, "test.weather").splitlines()[-1]


def test_the_csv_reads_back_and_holds_no_formula(weather: Any) -> None:
    library = weather.library(weather.end("stay", title="=1+1", action="Go."))
    read = list(csv.reader(io.StringIO(as_csv(library, "test.weather"))))
    assert tuple(read[0]) == HEADINGS
    assert read[1][2].startswith("'=1+1")
    assert Where("test.weather", read[1][0]) in library.steps
