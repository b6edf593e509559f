"""Attacks through Teams: addresses and ids that were made up, words that would be markdown, another tenant.

Tokens, and who is let in at all, are tested in tests/bot/teams/test_door.py.
"""

from __future__ import annotations

import json
import re

import pytest

from bot.core.reply import ContactLine, Kind, Reply
from bot.teams.cards import cards
from bot.teams.parts import linked

from ..bot.teams.conftest import Teams, token

CLIMBING = ("../../../keys", "a/../../b", "c?x=y", "c#d", "%2e%2e/x", "..\\..\\x", "a b", "\u00e9")
HALVES = ("\ud800 always hungry", "always hungry \udfff", "always\u202e hungry", "\u0000 hungry")
ELSEWHERE = (
    "https://169.254.169.254/latest",
    "https://localhost:1/",
    "https://evil.example/",
    "https://smba.evil.example@10.0.0.1/",
)


def test_answers_go_only_where_the_platform_signed_that_they_go(teams: Teams) -> None:
    """The address to answer to stands in the signed token; one in the activity alone is nobody's."""
    for address in ELSEWHERE:
        activity = teams.activity("message", text="always hungry", serviceUrl=address)
        signed = f"Bearer {token(teams.platform.service_url)}"
        assert teams.post(activity, authorization=signed).status_code == 401
        assert teams.platform.accepted == []


def test_an_id_that_climbs_stays_below_the_address(teams: Teams) -> None:
    for made_up in CLIMBING:
        activity = teams.activity("message", text="always hungry")
        activity["conversation"]["id"] = made_up
        teams.delivers(activity)
        activity = teams.activity("message", text="always hungry", replyToId=made_up, id=made_up)
        teams.delivers(activity)
        below = "/connector/v3/conversations/"
        assert all(path.startswith(below) and path.count("/") == 5 for _, path in teams.platform.calls), (
            teams.platform.calls
        )


def test_a_redirect_of_the_connector_is_not_followed(teams: Teams) -> None:
    from ..bot.teams.conftest import Answer

    teams.platform.script = [Answer(307, {"Location": f"{teams.platform.url}/elsewhere"})] * 8
    teams.says("always hungry")
    assert not any(path.startswith("/elsewhere") for _, path in teams.platform.calls)


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/x)[Ring](https://evil.example",
        "https://a.example/[x](y)",
        "https://a.example/\\)",
        "https://a.example/<b>",
    ],
)
def test_an_address_in_a_pack_cannot_end_its_link_and_begin_another(address: str) -> None:
    made = linked("Web page", address)
    assert made.startswith("[Web page](https://a.example/")
    assert made.count("](") == 1
    assert made.endswith(")")
    assert not set(made[len("[Web page](") : -1]) & set("()[]<>\\ ")


def test_a_card_shows_a_hostile_contact_as_text() -> None:
    line = ContactLine(
        id="x", name="[x](https://evil.example) *b*", when="", number="", tel="", caution=None, how=None,
        email="a@b.example)[x](https://evil.example", url="https://a.example/)[x](https://evil.example", purpose="> q",
    )  # fmt: skip
    shown = str(cards(Reply(kind=Kind.CALLS, headline="Calls", contacts=(line,)))).replace("\\\\", "\\")
    assert not re.search(r"(?<!\\)\]\(https://evil", shown)


SIGNS = (
    "[Ring 999](https://evil.example)",
    "**bold**",
    "<at>everyone</at>",
    "![x](https://evil.example/x.png)",
    "# head",
    "- list",
)


def test_what_is_typed_is_a_run_of_text_and_never_markdown(teams: Teams) -> None:
    for sign in SIGNS:
        teams.says(f"always hungry {sign}")

        def blocks(part: object) -> list[dict[str, object]]:
            if isinstance(part, list):
                return [each for one in part for each in blocks(one)]
            if isinstance(part, dict):
                return [part, *(each for one in part.values() for each in blocks(one))]
            return []

        texts = [str(each.get("text")) for each in blocks(teams.card) if each.get("type") == "TextBlock"]
        assert not any(sign in text for text in texts)


def test_half_characters_and_marks_get_an_answer(teams: Teams) -> None:
    for text in HALVES:
        body = json.dumps(teams.activity("message", text=text)).encode()
        signed = {"Authorization": f"Bearer {token(teams.platform.service_url)}", "Content-Type": "application/json"}
        assert teams.client.post("/api/messages", content=body, headers=signed).status_code == 200
        assert teams.platform.cards


def test_a_deep_activity_is_refused_and_breaks_nothing(teams: Teams) -> None:
    for depth in (50, 500, 900, 5_000):
        deep: object = "x"
        for _ in range(depth):
            deep = {"a": deep} if depth < 1_000 else deep
        status = teams.delivers(
            {
                **teams.activity("message", text="always hungry"),
                "value": deep,
                "channelData": {"tenant": {"id": "aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb"}, "deep": deep},
            }
        )
        assert status in {200, 400, 500}, depth
