"""The corpus that the channels' builders are tested with."""

from __future__ import annotations

from bot.core.reply import Kind, Reply

from .replies import replies


def test_the_corpus_has_every_kind_of_reply() -> None:
    assert {reply.kind for reply in replies().values()} == set(Kind)


def test_the_corpus_fills_every_part_of_a_reply() -> None:
    parts = [name for name in Reply.__dataclass_fields__ if name not in {"kind", "version", "state"}]
    empty = [name for name in parts if not any(getattr(reply, name) for reply in replies().values())]
    assert empty == []
