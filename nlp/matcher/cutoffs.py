"""How near a clause must come to a phrase, or how sure the voice must be, before an indicator is asserted.

The numbers stand in `nlp/data/cutoffs.yaml`, chosen on the project's own messages (docs/decisions/004). `ask_within`
is how far below the cut-off an indicator is still offered as a question.

Cosines alone tell the indicator better than the level: right and wrong ones overlap. So the cut-off gives way where
the learned voice hears this level or a higher one in the whole message, and stiffens where it does not: by `lean`
times the probability's distance from one half.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from knowledge.schema.common import Band

CUTOFFS: Final = Path(__file__).parent.parent / "data" / "cutoffs.yaml"


@dataclass(frozen=True)
class Cutoffs:
    """Cosines between 0 and 1."""

    asserted_from: Mapping[Band, float]
    ask_within: float
    lean: float = 0.0
    never_below: float = 0.0
    """Where a sign is shown as a reason a person must be able to see the likeness, however sure the voice is."""
    sign_asserted_from: float = 0.15
    """The share that the voice must give a sign it was taught."""
    sign_asked_from: float = 0.06
    most_signs: int = 4

    @classmethod
    def load(cls, file: Path = CUTOFFS) -> Cutoffs:
        """The calibrated numbers."""
        values = yaml.safe_load(file.read_text(encoding="utf-8"))
        bands = {Band(band): float(cutoff) for band, cutoff in values["asserted_from"].items()}
        return cls(
            asserted_from=bands,
            ask_within=float(values["ask_within"]),
            lean=float(values["lean"]),
            never_below=float(values["never_below"]),
            sign_asserted_from=float(values["signs"]["asserted_from"]),
            sign_asked_from=float(values["signs"]["asked_from"]),
            most_signs=int(values["signs"]["most"]),
        )

    def of(self, band: Band, voiced: Sequence[float] | None) -> float:
        """The cosine from which an indicator of this band is asserted, given the voice's probabilities if heard."""
        if voiced is None:
            return self.asserted_from[band]
        leaning = self.asserted_from[band] - self.lean * (sum(voiced[band.rank + 1 :]) - 0.5)
        return max(self.never_below, leaning)
