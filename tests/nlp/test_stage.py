"""The child's age and stage are read as people write them, and lengths of time are not."""

from __future__ import annotations

import pytest

from nlp.stage import read_stage

AGES = {
    "y4 lad always hungry": 8,
    "Yr 10 girl": 14,
    "year 6 boy": 10,
    "A Year Six pupil": 10,
    "8yo with a cough": 8,
    "8 y/o girl": 8,
    "an eight-year-old": 8,
    "14 year old": 14,
    "boy of 11 came in": 11,
    "girl, 13, sleeps rough": 13,
    "the girl (14) left": 14,
    "she is eleven and tired": 11,
    "he's 9 and wets the bed": 9,
    "child aged 7": 7,
    "just turned 16": 16,
    "baby 6 months": 0.5,
    "a 6 month old": 0.5,
    "6/12 with a bruise": 0.5,
    "11 months old": 0.92,
    "4mth old baby": 0.33,
    "3wk old": 0.06,
    "seven-week-old": 0.13,
    "10 days old": 0.03,
    "boy in reception": 4,
    "in nursery three days": 3,
    "newborn twins": 0,
    "a toddler": 1,
    "KS2 pupil": 7,
    "sixth form student": 16,
    "a teenager": 13,
    "kids aged 3, 5 and 9": 3,
    "4 and 6 year olds left alone": 4,
    "y8 girl and her brother in y3": 7,
    "17 yr old with a 4 month old": 0.33,
    "Year 9 girl has a baby brother": 0,
    "Years 3 and 5": 7,
    "He hides. He's nine. He won't talk": 9,
    "Curtains stay shut. Sixteen. Never seen": 16,
    "Two lads of eight fell out": 8,
    "a girl in my class, eight, has asked": 8,
    "Fourteen-year-old": 14,
    "the child have 5 years": 5,
    "Baby in our room is 13 months and crawls": 1.08,
    "two brothers of 6 and he's 8": 8,
}
NO_AGES = (
    "six years ago dad left",
    "this has been going on for 6 months",
    "Year 2 of the plan",
    "over 3 months she has changed",
    "back in year 3 it was worse",
    "she has 3 brothers",
    "mum is 34",
    "a 45 year old man",
    "meeting on 6/12",
    "he is 5 minutes late",
    "sat in the reception area",
    "cried like a baby",
    "bring 4 pens",
    "since Year 3",
    "2 months ago",
    "been that way since he was 2",
    "32 weeks pregnant, baby is fine",
)


@pytest.mark.parametrize(("said", "years"), AGES.items(), ids=AGES)
def test_an_age_is_read(said: str, years: float) -> None:
    assert read_stage(said).youngest_years == pytest.approx(years, abs=0.01)


@pytest.mark.parametrize("said", NO_AGES)
def test_a_length_of_time_or_a_number_is_no_age(said: str) -> None:
    assert read_stage(said).youngest_years is None


@pytest.mark.parametrize(
    "said",
    [
        "bruise, not yet crawling",
        "not rolling yet",
        "3 week old",
        "4 months old with a mark",
        "non-mobile baby",
        "isn't crawling",
        "newborn",
        "prem baby",
    ],
)
def test_a_baby_who_cannot_move_about_is_not_mobile(said: str) -> None:
    assert read_stage(said).not_mobile


@pytest.mark.parametrize(
    "said", ["11 month old pulling up", "8yo", "5 months old and crawling", "toddler", "not walking to school, y4"]
)
def test_a_child_on_the_move_is_mobile(said: str) -> None:
    assert not read_stage(said).not_mobile


@pytest.mark.parametrize(
    "said",
    [
        "28 weeks pregnant",
        "she is expecting",
        "33/40 and smoking",
        "a woman at 32 weeks",
        "about six months pregnant",
        "her bump",
        "mum is pregnant again",
        "worried about the unborn",
    ],
)
def test_an_unborn_baby_is_noticed(said: str) -> None:
    assert read_stage(said).unborn


@pytest.mark.parametrize("said", ["she is not pregnant", "a bump on his head", "pregnancy test was negative", "y4 boy"])
def test_other_bumps_are_no_unborn_baby(said: str) -> None:
    assert not read_stage(said).unborn


def test_the_words_are_shown_as_written() -> None:
    stage = read_stage("A Yr 10 girl")
    assert (stage.words, stage.evidence.start if stage.evidence else None) == ("Yr 10", 2)


def test_of_several_children_both_ends_are_kept() -> None:
    stage = read_stage("aged 3, 5 and 9")
    assert (stage.youngest_years, stage.oldest) == (3, 9)
