"""What people type, and the choice it means."""

from __future__ import annotations

import pytest

from flows import engine
from flows.library import Library
from flows.typed import chosen, match_typed
from flows.views import ChoiceView

CHOICES = (
    ChoiceView("yes", "Yes"),
    ChoiceView("no", "No, it needs others too", ("no",)),
    ChoiceView("not-asked", "Not asked yet"),
    ChoiceView("unsure", "I don't know", unsure=True),
)


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("yes", "yes"),
        ("Yeah", "yes"),
        ("YEP!", "yes"),
        ("y", "yes"),
        ("no", "no"),
        ("nope", "no"),
        ("No, it needs others too.", "no"),
        ("dunno", "unsure"),
        ("I don’t know", "unsure"),
        ("idk", "unsure"),
        ("not sure", "unsure"),
        ("?", "unsure"),
        ("no idea", "unsure"),
        ("2", "no"),
        ("2.", "no"),
        ("option 3", "not-asked"),
        ("c", "not-asked"),
        ("not asked", "not-asked"),
        ("not-asked", "not-asked"),
        ("5", None),
        ("0", None),
        ("", None),
        ("   ", None),
        ("yes but he is frightened", None),
        ("she said no to everything", None),
        ("asdf", None),
    ],
)
def test_typed_words_mean(typed: str, choice: str | None) -> None:
    assert match_typed(typed, CHOICES) == choice


def test_words_that_fit_two_choices_mean_neither() -> None:
    twins = (ChoiceView("met", "Yes, met", ("yes",)), ChoiceView("nearly", "Yes, nearly", ("yes",)))
    assert match_typed("yes", twins) is None


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("danger", "danger"),
        ("999", "danger"),
        ("The child is in danger now", "danger"),
        ("go back", "back"),
        ("sun", "sun"),
    ],
)
def test_p1_danger_and_back_can_be_typed_at_every_step(sound: Library, typed: str, choice: str) -> None:
    view = engine.view(sound, engine.start(sound, "test.weather"))
    assert chosen(view, typed) == choice


def test_words_with_no_choice_mean_nothing(sound: Library) -> None:
    view = engine.view(sound, engine.start(sound, "test.weather"))
    assert chosen(view, "") is None
    assert chosen(view, "the moon") is None
