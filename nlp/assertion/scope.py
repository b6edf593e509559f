"""How far a cue reaches: the token range it governs, given the clauses around it.

Careful rules stop at a verb that negation cannot be seen through. "Hasn't been seen with bruises" says no bruises;
"hasn't told anyone about the bruises" takes the bruises for granted.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from nlp.assertion.clauses import Clauses
from nlp.assertion.cues import Cue
from nlp.assertion.rules import rules

Range = tuple[int, int]

DEFINITE = {"the", "his", "her", "their", "my", "our", "your", "its", "this", "that", "these", "those"}
TOUCHING = 2


def reaches(cue: Cue, doc: Doc, clauses: Clauses) -> tuple[Range, ...]:
    """The token ranges, end excluded, that the cue governs; the cue's own words belong to none."""
    if cue.rule.reach == "message":
        return ((0, len(doc)),)
    ranges = []
    if cue.rule.direction in ("forward", "both"):
        ranges.append((cue.end, _forward(cue, doc, clauses)))
    if cue.rule.direction in ("backward", "both"):
        ranges.append((_backward(cue, clauses), cue.start))
    return tuple(ranges)


def _forward(cue: Cue, doc: Doc, clauses: Clauses) -> int:
    end = _clause_end(cue, doc, clauses)
    end = _stop_words(cue, doc, end)
    return _careful_end(doc, cue.end, end) if cue.rule.careful else end


def _clause_end(cue: Cue, doc: Doc, clauses: Clauses) -> int:
    if cue.rule.reach == "touching":
        return min(cue.end + TOUCHING, len(doc))
    sentence_end = clauses.sentence_of(cue.start)[1]
    if cue.rule.reach in ("sentence", "back_a_sentence"):
        return sentence_end
    spare = 1 if cue.rule.reach == "next_clause" else 0
    comma_passes = spare and _begins_its_sentence(cue, clauses)
    for place in range(cue.end, sentence_end):
        kind = clauses.starts[place]
        if kind is None or (spare and place == cue.end):
            continue
        if kind == "inner" and spare:
            spare -= 1
            continue
        if kind == "coordinate" and comma_passes and "," in (doc[place].text, doc[place - 1].text):
            comma_passes = False
            continue
        return place
    return sentence_end


def _begins_its_sentence(cue: Cue, clauses: Clauses) -> bool:
    """ "When she was little, he hit her": a lead-in that reaches over its comma."""
    start, _ = clauses.sentence_of(cue.start)
    return cue.start - start <= TOUCHING or clauses.starts[cue.start] == "hard"


def _stop_words(cue: Cue, doc: Doc, end: int) -> int:
    for token in doc[cue.end : end]:
        if token.norm_ not in cue.rule.ends_at:
            continue
        if token.norm_ == "," and _a_list_with_or(doc, token.i, end):
            continue
        return token.i
    return end


def _a_list_with_or(doc: Doc, comma: int, end: int) -> bool:
    return any(token.norm_ in {"or", "nor"} for token in doc[comma:end])


def _careful_end(doc: Doc, start: int, end: int) -> int:
    """The end of what a plain negation can deny, seen from its first verb that is not plain."""
    place = start
    while place < end:
        token = doc[place]
        if token.pos_ == "VERB" and token.lemma_.lower() not in rules().plain_verbs:
            place = _after_its_object(token, end)
            if place < end and doc[place].norm_ in {"or", "nor"}:
                continue
            return place
        if _taken_for_granted(token) and not _follows_to_be(doc, start, place):
            return place
        place += 1
    return end


def _after_its_object(verb: Token, end: int) -> int:
    """Past an object without "the" or "his", past pronouns; past nothing for verbs of telling unless "any" is said."""
    if verb.lemma_.lower() in rules().telling_verbs and not _any_follows(verb):
        return min(verb.i + 1, end)
    last = verb.i + 1
    for child in verb.children:
        if (
            child.dep_ in {"dobj", "dative", "prt", "attr", "acomp", "compound"}
            and child.i > verb.i
            and not _definite(child)
        ):
            last = max(last, _phrase_end(child))
    return min(last, end)


def _any_follows(verb: Token) -> bool:
    return any(token.norm_ in {"any", "anything", "ever"} for token in verb.doc[verb.i + 1 : verb.i + 5])


def _phrase_end(token: Token) -> int:
    """The end of a noun phrase with its "of" and its "or", without clauses and other prepositions."""
    last = token.i + 1
    for child in token.children:
        if child.i > token.i and (child.norm_ in {"of", "or"} or child.dep_ in {"conj", "pobj", "prt", "compound"}):
            last = max(last, _phrase_end(child))
    return last


def _definite(token: Token) -> bool:
    return any(child.norm_ in DEFINITE or child.dep_ == "poss" for child in token.children)


def _taken_for_granted(token: Token) -> bool:
    """ "about the bruises", "with his self harm": a known thing under a preposition."""
    if token.norm_ not in DEFINITE or token.i == 0 or token.dep_ not in {"poss", "det"}:
        return False
    return token.nbor(-1).dep_ == "prep" and token.nbor(-1).norm_ not in {"of", "in", "on", "at"}


def _follows_to_be(doc: Doc, start: int, place: int) -> bool:
    """ "is not with his abuser": nothing but the preposition stands between."""
    return place - start <= 1 and start > 0 and doc[start - 1].norm_ == "not"


def _backward(cue: Cue, clauses: Clauses) -> int:
    if cue.rule.reach == "touching":
        return max(0, cue.start - TOUCHING)
    start, _ = clauses.sentence_of(cue.start)
    if cue.rule.reach == "sentence":
        return start
    if cue.rule.reach == "back_a_sentence":
        return clauses.sentence_of(start - 1)[0] if start > 0 else 0
    spare = 1 if cue.rule.reach == "next_clause" else 0
    for place in range(cue.start, start, -1):
        kind = clauses.starts[place]
        if kind is None:
            continue
        if kind == "inner" and spare:
            spare -= 1
            continue
        return place
    return start
