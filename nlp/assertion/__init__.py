"""Whether a sign is present, negated, past, doubted, asked in general or about somebody else (rules are data)."""

from nlp.assertion.asserter import Asserter, Assessment

__all__ = ["Asserter", "Assessment"]
