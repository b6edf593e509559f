"""Online names."""

from __future__ import annotations

import pytest

from nlp.guard.shapes import handle
from nlp.guard.shapes.known import Known

NOTHING_KNOWN = Known()


def found(text: str, known: Known = NOTHING_KNOWN) -> list[str]:
    return [text[one.start : one.end] for one in handle.find(text, known) if one.stops]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("snap @l1am.q77) gets", "@l1am.q77"),
        ("her insta is night.owl.diaries_08 now", "night.owl.diaries_08"),
        ("wechat mei_q_2012 with", "mei_q_2012"),
        ("roblox name xXwolf77Xx", "xXwolf77Xx"),
    ],
)
def test_p2_an_online_name_is_found(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "on tiktok at 2am",
        "snapchat 3 times",
        "@here can anyone help",
        "her insta is private",
        "on snap y9 girls",
    ],
)
def test_other_writing_is_left_alone(text):
    assert found(text) == []
