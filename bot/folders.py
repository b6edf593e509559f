"""Where a tree of knowledge and flows lies: a checkout, a draft or a release."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Folders:
    """Where everything is read from; `vectors` is written to when the phrases change."""

    knowledge: Path = ROOT / "knowledge"
    flows: Path = ROOT / "flows"
    vectors: Path = ROOT / "var"

    @classmethod
    def under(cls, root: Path, vectors: Path = ROOT / "var") -> Folders:
        """The folders of a tree: a checkout, a draft or a release."""
        return cls(root / "knowledge", root / "flows", vectors)

    @property
    def root(self) -> Path:
        """The tree that these folders stand in."""
        return self.knowledge.parent
