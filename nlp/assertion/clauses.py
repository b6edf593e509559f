"""Where one clause ends and the next begins, as far as a negation or a "last year" can reach.

The parser is right often enough on well-formed text and wrong often enough in chat, so plain signs come first:
punctuation, words such as "but" and "because", and the pronouns that can only be subjects (he, she, they, we, I).
A boundary too many shortens a negation's reach, which keeps a worry present: that is the side to err on (P3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Token

Kind = Literal["sentence", "hard", "coordinate", "inner"]

ENDS_A_SENTENCE = {".", "!", "?", "..."}
HARD_MARKS = {";", "–", "—", "•", "|"}
HARD_WORDS = {
    "but", "however", "although", "though", "tho", "yet", "except", "whereas", "otherwise", "because", "cos", "coz",
    "cuz", "bc", "so", "then", "despite", "anyway", "plus", "instead",
}  # fmt: skip
SUBORDINATORS = {
    "that",
    "if",
    "when",
    "while",
    "who",
    "which",
    "as",
    "since",
    "after",
    "before",
    "until",
    "whether",
    "how",
}
SUBJECT_PRONOUNS = {"he", "she", "they", "we", "i"}
SUBJECTS = {"nsubj", "nsubjpass", "csubj", "expl"}
COORDINATORS = {"and", "n", "&", "or", "nor", ","}
NEGATORS = {"not", "no", "never", "nor", "nobody", "without", "none"}


@dataclass(frozen=True, slots=True)
class Clauses:
    """`starts[i]` says what kind of boundary stands before token i, None inside a clause."""

    starts: tuple[Kind | None, ...]

    def sentence_of(self, index: int) -> tuple[int, int]:
        """The sentence around token `index`, end excluded."""
        start = index
        while start > 0 and self.starts[start] != "sentence":
            start -= 1
        end = index + 1
        while end < len(self.starts) and self.starts[end] != "sentence":
            end += 1
        return start, end

    def part_of(self, index: int) -> tuple[int, int]:
        """The clause around token `index`, end excluded."""
        start = index
        while start > 0 and self.starts[start] is None:
            start -= 1
        end = index + 1
        while end < len(self.starts) and self.starts[end] is None:
            end += 1
        return start, end


def split(doc: Doc) -> Clauses:
    """The clauses of a parsed text."""
    starts: list[Kind | None] = [None] * len(doc)
    for token in doc:
        kind = _kind_before(token)
        if not kind:
            continue
        place = token.i if kind in ("sentence", "hard") else _with_its_lead_in(token)
        starts[place] = starts[place] or ("coordinate" if _coordinated(doc, place, kind) else kind)
    if starts:
        starts[0] = "sentence"
    return Clauses(tuple(starts))


def _kind_before(token: Token) -> Kind | None:
    if token.i == 0 or _after_a_stop(token):
        return "sentence"
    if token.norm_ in HARD_WORDS or token.nbor(-1).text in HARD_MARKS or _after_a_dash(token):
        return "hard"
    if _begins_with_negation(token):
        return "coordinate"
    if _is_subject(token):
        return "inner"
    if _second_verb(token):
        return "coordinate"
    return "inner" if token.norm_ in {"who", "whom"} else None


def _after_a_stop(token: Token) -> bool:
    before = token.nbor(-1)
    if before.is_space and "\n" in before.text:
        return True
    if before.text in ENDS_A_SENTENCE and not token.is_punct:
        return True
    return (
        bool(token.is_sent_start)
        and not token.is_punct
        and before.text != ":"
        and token.norm_ not in {"no", "none", "nil"}
    )


def _after_a_dash(token: Token) -> bool:
    dash = token.nbor(-1)
    return dash.text == "-" and dash.i > 0 and bool(dash.nbor(-1).whitespace_)


def _begins_with_negation(token: Token) -> bool:
    """The second "no" of "no marks, no bruises" governs what follows it alone."""
    return token.norm_ in NEGATORS and token.nbor(-1).norm_ in COORDINATORS


def _is_subject(token: Token) -> bool:
    if token.norm_ in SUBJECT_PRONOUNS and token.text not in {"I.", "i."}:
        return not _inverted(token)
    if token.dep_ not in SUBJECTS or token.norm_ in NEGATORS or token.head.i < token.i:
        return False
    if token.i > 0 and _first_of_phrase(token).i > 0 and _first_of_phrase(token).nbor(-1).norm_ in {"or", "nor"}:
        return False
    return token.pos_ in {"NOUN", "PROPN", "PRON"} and token.head.pos_ in {"VERB", "AUX"}


def _inverted(token: Token) -> bool:
    """ "isn't he", "nor does he": the verb stands before its subject."""
    before = token.nbor(-1)
    before = before.nbor(-1) if before.norm_ == "not" and before.i > 0 else before
    return before.pos_ == "AUX" and token.i + 1 < len(token.doc) and before.head.i > token.i


def _second_verb(token: Token) -> bool:
    """ "hasn't been hit and has no marks": a finite verb after "and" begins anew."""
    if token.nbor(-1).norm_ not in {"and", "n", "&"}:
        return False
    return token.tag_ in {"VBZ", "VBP", "VBD", "MD"}


def _first_of_phrase(token: Token) -> Token:
    """The first word of the phrase the subject stands in: "his" of "his little brother"."""
    first = token
    while first.i > 0 and first.nbor(-1).head == token and first.nbor(-1).dep_ in {
        "poss", "det", "amod", "compound", "nummod", "predet", "nmod"
    }:  # fmt: skip
        first = first.nbor(-1)
    return first


def _coordinated(doc: Doc, place: int, kind: Kind) -> bool:
    """Whether a comma, "and" or "or" joins the new clause on."""
    return kind == "inner" and (doc[place].norm_ in COORDINATORS or doc[place - 1].norm_ in COORDINATORS)


def _with_its_lead_in(token: Token) -> int:
    """The boundary stands before "when", "if", "that" and before the subject's own "his little"."""
    first = _first_of_phrase(token).i
    doc = token.doc
    if first > 0 and doc[first - 1].norm_ in SUBORDINATORS:
        first -= 1
    if first > 0 and doc[first - 1].norm_ in {"and", "n", "&", "or"}:
        first -= 1
    return first
