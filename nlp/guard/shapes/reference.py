"""Case, referral and crime references: a number behind "case", "ref", "log"..., or capitals, a hyphen and digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.guard.identifier import Identifier
from nlp.guard.shapes.known import Known
from nlp.guard.shapes.phone import SERVICE

WHY = "looks like a case reference"
NUMBERED = r"((?=[\w/-]*\d{3})[A-Z]{0,6}[-/]?\d[\w/-]*\w)"
CALLED = re.compile(
    r"\b(?:cases?|ref|refs|reference|referral|file|record|mash|mosaic|liquidlogic|cpoms|system ?one|emis|rio|crn|"
    rf"urn|episode|client|patient|pupil|hospital|mrn|eh|eha|ehcp|asset|arc|claim|tenancy)\b\.?\s*+"
    rf"(?:no|number|num|ref|reference|id)?\.?\s*+[:#]?\s*+{NUMBERED}(?!\w)",
    re.I,
)
SYSTEM = re.compile(
    r"\b(?:lcs|ics|ehm|eclipse|carefirst|care first|framework-?i|synergy|capita|impulse|azeus|niche|holmes|athena|"
    r"(?:contact|family|person|case|child|client|pupil|student|staff|referral|record|nhs|hospital|system)\s+"
    r"(?:id|no|number|ref)|"
    r"id|ref)\b[\s.:#]*+(?:(?:no|number|id|ref|is)\b[\s.:#]*+){0,4}+(\d{4,}[\w/-]*)(?!\w)",
    re.I,
)
LONG_NUMBER = re.compile(r"(?<![\w£$€.,/-])\d{7,}(?![\w/]|[.,]\d)")
CAPITALS = re.compile(r"(?<![\w-])(?!COVID|SARS|UK|GCSE)[A-Z]{1,6}[-/](?:\d{1,4}[-/])?\d{3,}(?:[-/]\d+)*[A-Z]?(?![\w])")
SMALL = re.compile(r"(?<![\w-])(?!covid)[a-z]{1,6}[-/](?:\d{2,4}[-/])?\d{5,}(?!\w)")
RUN_ON = re.compile(r"(?<!\w)[A-Z]{1,4}\d{5,}[A-Z]?(?!\w)")
CRIME = re.compile(
    r"\b(?:crime|incident|log|cad|police|crimestoppers|op)\b\.?\s*+(?:ref|reference|no|number|num|log)?\.?\s*+[:#]?\s*+"
    rf"{NUMBERED}(?!\w)(?!\s*(?:times|days|weeks|people|pounds|hrs|hours))",
    re.I,
)
CRIME_SHAPE = re.compile(r"(?<![\w/])\d{2}[A-Z]{0,3}/(?:\w{1,3}/)?\d{4,}/\d{2,4}(?![\w/])", re.I)
LOG_OF_DAY = re.compile(
    r"\b(?:log|cad|incident|inc)\b\.?\s*+(?:no|number|num|ref)?[.:#\s]*+(\d{2,5}\s*+(?:of|on|from|dated|,)?\s*+(?:the\s++)?"
    r"\d{1,2}(?:st|nd|rd|th|[/.-]\d{1,2}(?:[/.-]\d{2,4})?))(?!\w)",
    re.I,
)
AMOUNT = re.compile(r"(?:19|20)\d\d|\d+(?:mg|ml|kg|am|pm|g|k)|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{3}", re.I)


def find(text: str, known: Known) -> Iterator[Identifier]:
    """References that lead to one file."""
    for match in CALLED.finditer(text):
        if not AMOUNT.fullmatch(match.group(1)):
            yield Identifier(*match.span(1), "CASE_REF", WHY)
    for match in SYSTEM.finditer(text):
        if not AMOUNT.fullmatch(match.group(1)):
            yield Identifier(*match.span(1), "CASE_REF", WHY)
    for match in LOG_OF_DAY.finditer(text):
        yield Identifier(*match.span(1), "CRIME_REF", "looks like a crime reference")
    for match in LONG_NUMBER.finditer(text):
        if not _is_of_a_service(match.group(), known):
            yield Identifier(match.start(), match.end(), "CASE_REF", WHY)
    for pattern in (CAPITALS, SMALL, RUN_ON):
        for match in pattern.finditer(text):
            yield Identifier(match.start(), match.end(), "CASE_REF", WHY)
    for match in CRIME.finditer(text):
        if not AMOUNT.fullmatch(match.group(1)):
            yield Identifier(*match.span(1), "CRIME_REF", "looks like a crime reference")
    for match in CRIME_SHAPE.finditer(text):
        yield Identifier(match.start(), match.end(), "CRIME_REF", "looks like a crime reference")


def _is_of_a_service(digits: str, known: Known) -> bool:
    """True for a published telephone number typed without blanks."""
    return digits in known.phones or digits.startswith(SERVICE)
