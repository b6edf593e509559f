"""What looks like a person's name, and what only looks like one."""

from __future__ import annotations

import pytest

from knowledge.checks.nobody_is_named import name_in


@pytest.mark.parametrize(
    "text",
    [
        "Ask for Sarah Jones.",
        "Ask for Priya.",
        "Speak to Mohammed about it",
        "Contact: Oluwaseun Adeyemi",
        "Lead: Siobhan Kearney",
        "Run by Mrs Okafor",
        "Dr. Patel reads it",
        "Cllr Brown",
        "sarah.jones@exshire.example",
        "Write to s_kaur, or to james_smith@exshire.example",
        "It was David A. Taylor who said so",
    ],
)
def test_a_persons_name_is_found(text: str) -> None:
    assert name_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ask for the duty worker.",
        "Contact: Family Hub",
        "Lead: Early Help Partnership",
        "Ask for Targeted Early Help",
        "duty.team@exshire.example",
        "lado.safeguardingchildren@exshire.example",
        "Child and Adolescent Mental Health Service",
        "Mr or Mrs nobody in particular",
        "Graded Care Profile 2",
        "Contact Childline on 0800 1111",
        "Oct to March",
    ],
)
def test_a_role_a_team_or_a_form_is_none(text: str) -> None:
    assert name_in(text) is None


def test_a_place_that_is_called_like_a_person_is_a_place() -> None:
    assert name_in("The hub at Charlotte Mason", "Exford / Charlotte Mason") is None
    assert name_in("The hub at Charlotte Mason") == "Charlotte Mason"
