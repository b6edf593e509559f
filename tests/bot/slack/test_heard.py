"""What Slack sends, as plain words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.slack.heard import is_served, words_of
from bot.slack.text import NO_WIDTH, escaped, fitted, tappable

from .reading import shown


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("<@U0BOT> a boy is hungry", "a boy is hungry"),
        ("<@U0BOT>, <@U0BOT|bot>: a boy", "a boy"),
        ("<@U3BOB> told me he is hungry &amp; cold", "somebody told me he is hungry & cold"),
        ("I asked <@U3BOB> about him", "I asked somebody about him"),
        ("see <#C1|year-4> and <#C2>", "see year-4 and #C2"),
        ("<!here> and <!subteam^S1|@staff>", "and @staff"),
        ("ring <tel:+441617707777|0161 770 7777> or <tel:999>", "ring 0161 770 7777 or 999"),
        ("<mailto:a@example.org|a@example.org> <https://example.org>", "a@example.org https://example.org"),
        ("he said &lt;nothing&gt; &amp;lt;", "he said <nothing> &lt;"),
        ("he is hungry <@U0BOT>", "he is hungry"),
        (None, ""),
        (5, ""),
        ("  ", ""),
    ],
)
def test_words_are_what_was_typed(sent: object, said: str) -> None:
    assert words_of(sent, "U0BOT") == said


@given(
    some.text(alphabet=some.characters(exclude_characters="\r\n`", exclude_categories=["Cs", "Zs", "Cc"]), max_size=60)
)
def test_whatever_is_shown_is_exactly_what_was_given(text: str) -> None:
    assert shown(escaped(text)).replace(NO_WIDTH, "") == text.replace(NO_WIDTH, "")


@given(some.lists(some.text(alphabet="ab <&*", max_size=400), max_size=20), some.integers(min_value=40, max_value=300))
def test_what_is_split_to_fit_loses_no_sign(lines: list[str], longest: int) -> None:
    held = fitted(lines, escaped, between="\n", longest=longest)
    assert all(len(each) <= longest for each in held)
    assert "".join(shown("".join(held)).split()) == "".join("".join(lines).split())


def test_only_the_numbers_that_are_known_are_links() -> None:
    said = tappable("Ring 0161 496 0000, not 20161 496 0000 or 1999.", {"0161 496 0000": "+441614960000", "999": "999"})
    assert said.count("<tel:") == 1


@pytest.mark.parametrize(
    ("body", "served"),
    [
        ({"team_id": "T1"}, True),
        ({"team": {"id": "T1"}, "user": {"id": "U", "team_id": "T1"}}, True),
        ({"user": {"id": "U", "team_id": "T1"}}, True),
        ({"team_id": "T2"}, False),
        ({}, False),
        ({"team_id": None, "team": None}, False),
        ({"team": {"id": "T1"}, "user": {"id": "U", "team_id": "T9"}}, False),
        ({"team_id": "T1", "event": {"user_team": "T9"}}, False),
        ({"team_id": "T5", "enterprise_id": "E1"}, True),
        ({"team_id": "T5", "enterprise_id": "E1", "event": {"user_team": "T9"}, "is_ext_shared_channel": True}, False),
    ],
)
def test_both_the_workspace_and_the_persons_own_must_be_served(body: dict[str, object], served: bool) -> None:
    assert is_served(body, frozenset({"T1", "E1"})) is served
