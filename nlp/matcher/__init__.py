"""Finds the indicators that a text speaks of, word for word and by meaning, each with its evidence."""

from nlp.matcher.cutoffs import Cutoffs
from nlp.matcher.hits import Candidate, Hit, Reading
from nlp.matcher.matcher import Matcher

__all__ = ["Candidate", "Cutoffs", "Hit", "Matcher", "Reading"]
