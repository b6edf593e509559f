"""Names of people are found however they are typed, and other words are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import strict_yaml

NAMES = strict_yaml.read(Path(__file__).with_name("names_by_origin.yaml")).data
ORIGINS = [origin for origin in NAMES if origin != "words"]
TEMPLATES = [
    "{} is hungry every day",
    "im worried about {} in my class, always tired",
    "a boy called {} has gone missing",
    "hv says {} hasnt been weighed since june",
    "{}'s mum shouted at the gate",
]


def share_found(stops, names, *, small: bool) -> float:
    messages = [
        (template.format(name), name) for number, name in enumerate(names) for template in TEMPLATES[number % 4 :: 4]
    ]
    if small:
        messages = [(text.lower(), name) for text, name in messages]
    found = [any(kind == "PERSON" for kind, _ in stops(text)) for text, _ in messages]
    return sum(found) / len(found)


@pytest.mark.parametrize("small", [False, True], ids=["with-capitals", "in-small-letters"])
def test_p2_names_of_every_origin_are_found_about_equally_well(stops, small):
    shares = {origin: share_found(stops, NAMES[origin]["forenames"], small=small) for origin in ORIGINS}
    assert min(shares.values()) >= 0.95, shares
    assert max(shares.values()) - min(shares.values()) <= 0.05, shares


def test_p2_full_names_are_found_whole_with_their_particles(stops):
    for name in (
        "Jermaine Pinnock",
        "Yusuf ul Haq",
        "Karim bin Saleh",
        "Beatriz da Silva",
        "Eoin O'Driscoll",
        "Ellie-Mae",
    ):
        assert stops(f"We are worried about {name} in Year 3") == [("PERSON", name)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a girl called grace told me", "grace"),
        ("Her big sister, Summer, cooks for them", "Summer"),
        ("Will's mum was drunk at pick up", "Will"),
        ("mason's nan rang", "mason"),
        ("we think June, her older sister, hits her", "June"),
        ("spoke to amber today about home", "amber"),
        ("his mum shaz is using again", "shaz"),
        ("Mr Brown from next door hits her", "Brown"),
        ("dr okafor saw the marks", "okafor"),
        ("kacpers uncle collects him", "kacpers"),
        ("little R in reception never speaks", "little R"),
        ("T.W. in 7D told a teacher", "T.W."),
        ("AK in 9B is cutting", "AK"),
        ("K told the TA that dad hit her", "K"),
    ],
)
def test_p2_a_name_is_found_where_a_name_belongs(stops, text, name):
    assert ("PERSON", name) in stops(text)


@pytest.mark.parametrize(
    "text",
    [
        "y4 lad, always hungry, wears the same jumper all week, mum has stopped answering the phone",
        "Her nan will fetch her at 4. Will they mind if I ring?",
        "child C pushed child D over, sibling B saw it",
        "CAMHS, the HV and the SENCO all agree, MASH have it",
        "moved from Glodwick in may, Positive Steps are involved",
        "his freind sed he was realy scared becuase his boyfreind hit him on wensday",
        "i hope she has joy in summer and may grace us with a mark of faith",
        "mum takes sertraline and gives him calpol",
        "polish family, muslim, speak sorani at home",
        "the baby sleeps in a Moses basket",
        "snapchat and tiktok till 2am, then roblox",
        "Year 6 girl, 11, in care since June",
        "AWAY FROM SCHOOL FOR THREE WEEKS AND NOBODY KNOWS WHY",
        "",
    ],
)
def test_a_message_without_names_is_not_stopped(stops, text):
    assert stops(text) == []


def test_p2_a_word_the_person_says_is_no_name_is_let_through(identifiers):
    text = "The Zorbing club worries me"
    assert identifiers(text)
    assert identifiers(text, not_names=frozenset({"Zorbing"})) == ()


def test_p2_offsets_fit_the_text_as_given(identifiers):
    text = "  y4  Oluwaseun’s   mum\n\nrang"
    (found,) = identifiers(text)
    assert text[found.start : found.end] == "Oluwaseun"
