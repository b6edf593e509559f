"""The printable guide: one A4 page for every authority, level and setting, with its numbers, words and dates."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html as markup
import io
import re

import pytest
from pypdf import PdfReader

from bot.guide.content import Guide, bands_of, guide
from bot.guide.page import SMALLEST, TooMuch, day_in_words, fitted, html, pdf
from bot.guide.signs import main_level, signs_of
from bot.guide.words import guide_words
from knowledge.clock import LONDON
from knowledge.errors import UnknownName
from knowledge.load import load_knowledge
from knowledge.schema.common import Band

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=LONDON)
KNOWLEDGE = load_knowledge()
PACKS = KNOWLEDGE.packs
PAGES = [
    (authority, level) for authority, pack in PACKS.items() for level in (None, *(each.id for each in pack.levels))
]
SETTINGS = [each.id for each in guide_words().settings]
FOR_SETTINGS = [(authority, SETTINGS[place % len(SETTINGS)]) for place, authority in enumerate(PACKS)]
"""Each authority with another setting: the words differ, the pages do not."""


def made(authority: str, level: str | None = None, role: str | None = None) -> Guide:
    return guide(PACKS[authority], level=level, role=role, version="2026.11.23-1", now=NOW)


def text_of(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


@pytest.mark.parametrize(("authority", "level"), PAGES)
def test_every_level_of_every_authority_is_one_page_with_its_numbers(authority: str, level: str | None) -> None:
    page = fitted(made(authority, level))
    data = pdf(page)
    assert len(PdfReader(io.BytesIO(data)).pages) == 1
    assert page.size >= SMALLEST
    text = text_of(data)
    assert "999" in text
    assert "Never do nothing." in text
    for number in page.guide.numbers:
        assert number.name.split(";")[0] in text
        assert (number.number or "") in text
    for row in page.guide.rows:
        assert row.heading in text


@pytest.mark.parametrize(("authority", "role"), FOR_SETTINGS)
def test_a_setting_has_its_page(authority: str, role: str) -> None:
    page = fitted(made(authority, None, role))
    text = text_of(pdf(page))
    assert page.guide.for_whom == f"For {guide_words().setting(role).name}"
    assert page.guide.for_whom in text
    assert day_in_words(page.guide.review_by) in text
    assert "2026.11.23-1" in text


def test_the_pdf_is_tagged_and_has_a_title_and_a_language() -> None:
    reader = PdfReader(io.BytesIO(pdf(fitted(made("national")))))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"  # type: ignore[index]
    assert reader.metadata
    assert reader.metadata.title == f"{guide_words().title}, {PACKS['national'].authority.name}"
    assert reader.xmp_metadata
    assert b"pdfuaid" in reader.xmp_metadata.stream.get_data()


def test_the_page_is_a4_and_its_fonts_travel_with_it() -> None:
    page = PdfReader(io.BytesIO(pdf(fitted(made("national"))))).pages[0]
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    fonts = page["/Resources"]["/Font"].get_object()  # type: ignore[index]
    assert all("SourceSansPro" in fonts[name]["/BaseFont"] for name in fonts)


def test_the_same_guide_is_the_same_file() -> None:
    assert pdf(fitted(made("national"))) == pdf(fitted(made("national")))


@pytest.mark.parametrize("authority", PACKS)
def test_html_says_the_same_as_the_pdf(authority: str) -> None:
    page = fitted(made(authority))
    text = " ".join(markup.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html(page), flags=re.S)).split())
    for part in (page.guide.danger, page.guide.never, *page.guide.sources, *(row.next_step for row in page.guide.rows)):
        assert " ".join(part.split()) in text
    for number in page.guide.numbers:
        assert number.number is None or f'href="tel:{number.tel}"' in html(page)


def test_html_loads_nothing_from_elsewhere() -> None:
    page = html(fitted(made("national")))
    assert not re.search(r"""(src|href)=["']?https?:|@import|url\((?!data:)""", page)
    assert '<html lang="en-GB">' in page


def test_words_of_the_knowledge_cannot_become_markup() -> None:
    made_up = made("national")
    rows = (dataclasses.replace(made_up.rows[0], definition="<script>x</script> #panic() *a* $x$ \\ `"),)
    page = fitted(dataclasses.replace(made_up, rows=rows))
    assert "<script>" not in html(page)
    assert "<script>x</script> #panic() *a* $x$" in text_of(pdf(page))


@pytest.mark.parametrize("authority", PACKS)
def test_what_nobody_confirmed_says_so(authority: str) -> None:
    contacts = PACKS[authority].contacts_by_id.values()
    standing = {each.name: each.status for each in contacts}
    for number in made(authority).numbers:
        status = standing[number.name.split(";")[0]]
        assert number.standing == {
            "confirmed": "", "as_published": "As published; not confirmed since.", "unconfirmed": "Not confirmed."
        }[status]  # fmt: skip


@pytest.mark.parametrize(("authority", "level"), PAGES)
def test_duty_and_night_numbers_are_on_every_page(authority: str, level: str | None) -> None:
    pack = PACKS[authority]
    printed = {each.number for each in made(authority, level).ring_now}
    wanted = {
        phone.number for role in ("duty", "out_of_hours") for each in pack.with_role(role) for phone in each.phones
    }  # type: ignore[arg-type]
    assert printed == wanted
    assert bool(printed) != bool(made(authority, level).no_number)


@pytest.mark.parametrize("authority", PACKS)
def test_each_bands_signs_stand_at_one_level_and_others_point_there(authority: str) -> None:
    pack = PACKS[authority]
    for level in pack.levels:
        chosen = signs_of(pack, level, None, 8)
        mains = {band for band in Band if main_level(pack, band) == level.id}
        assert {each.band for each in chosen} <= mains
        assert bool(chosen) == bool(mains)
    for row, level in zip(made(authority).rows, pack.levels, strict=True):
        assert row.signs or row.signs_note
        assert bands_of(pack, level) or row.signs_note == guide_words().no_signs


def test_a_nursery_is_shown_no_signs_of_teenagers() -> None:
    for pack in PACKS.values():
        for level in pack.levels:
            for sign in signs_of(pack, level, guide_words().setting("nursery"), 8):
                assert sign.ages.youngest <= 5


def test_every_sign_and_domain_that_guide_yaml_names_is_in_the_bank() -> None:
    words = guide_words()
    bank = PACKS["national"].indicators
    assert {sign for each in (words, *words.settings) for sign in each.signs} <= bank.keys()
    assert {domain for each in (words, *words.settings) for domain in each.domains} <= {
        each.in_domain for each in bank.values()
    }


def test_a_health_team_is_only_for_those_it_serves() -> None:
    served = {
        each.name for pack in PACKS.values() for each in pack.contacts if each.serves.setting_types == ("school",)
    }
    for authority in PACKS:
        assert not served & {each.name for each in made(authority, None, "nursery").numbers}


@pytest.mark.parametrize(("typed", "known"), [("Teacher", "school"), ("health visitor", "health"), ("GP", "gp")])
def test_roles_are_known_by_everyday_words(typed: str, known: str) -> None:
    assert guide_words().setting(typed).id == known


def test_an_unknown_role_or_level_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'nursery'"):
        made("national", None, "nursry")
    with pytest.raises(UnknownName, match="no level called"):
        made("national", "levl")


def test_a_full_page_loses_signs_before_it_loses_a_number() -> None:
    full = made("national", "child-protection")
    row = dataclasses.replace(full.rows[0], signs=tuple("A long sign. " * 14 for _ in range(20)))
    page = fitted(dataclasses.replace(full, rows=(row,)))
    assert page.size == SMALLEST
    assert 2 <= len(page.guide.rows[0].signs) < 20
    assert page.guide.numbers == full.numbers


def test_what_can_never_fit_is_told() -> None:
    full = made("national", "child-protection")
    row = dataclasses.replace(full.rows[0], next_step="Do this. " * 900)
    with pytest.raises(TooMuch, match="does not fit on one page"):
        fitted(dataclasses.replace(full, rows=(row,)))
