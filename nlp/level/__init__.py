"""Which band the findings come closest to. The rules are data: nlp/level/rules.yaml."""

from nlp.level.decide import decide
from nlp.level.escalation import escalate, fits_age

__all__ = ["decide", "escalate", "fits_age"]
