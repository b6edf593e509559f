"""A clause leads to the sign it is most like, and perhaps a close second; words found exactly always count."""

from __future__ import annotations

from nlp.matcher.hits import Hit
from nlp.matcher.strongest import strongest


def hit(sign: str, score: float, *, reader: str = "meaning", start: int = 0) -> Hit:
    return Hit(sign, start, start + 10, reader, score, "a phrase")  # type: ignore[arg-type]


def kept(*hits: Hit) -> list[str]:
    return [each.indicator_id for each in strongest(hits)]


def test_of_many_signs_in_one_clause_the_best_stays() -> None:
    assert kept(hit("a", 0.60), hit("b", 0.75), hit("c", 0.65)) == ["b"]


def test_a_close_second_stays_and_a_close_third_does_not() -> None:
    assert kept(hit("a", 0.72), hit("b", 0.75), hit("c", 0.73)) == ["b", "c"]


def test_each_clause_has_its_own_best() -> None:
    assert kept(hit("a", 0.60), hit("b", 0.75, start=50)) == ["a", "b"]


def test_words_found_exactly_are_never_crowded_out() -> None:
    assert kept(hit("a", 1.0, reader="words"), hit("b", 0.9), hit("c", 1.0, reader="words")) == ["a", "b", "c"]
