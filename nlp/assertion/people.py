"""Whom a sign is about: read from the subject of the verb that governs it, its object and its owner.

The child is the default. "Other adult" takes a sign out of the reckoning, so it is said only where the words leave
no child in the clause; a parent's sign is a parental indicator and stays in it.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from nlp.assertion.clauses import Clauses
from nlp.assertion.rules import people, rules
from nlp.findings import Whose

SUBJECTS = {"nsubj", "nsubjpass"}
LINKS = {
    "conj", "xcomp", "acomp", "attr", "dobj", "pobj", "prep", "advmod", "compound", "amod", "oprd",
    "pcomp", "appos", "agent", "prt", "nmod", "acl",
}  # fmt: skip


def whose(doc: Doc, start: int, end: int, clauses: Clauses) -> Whose:
    """Whom the tokens start to end are about."""
    head = doc[start:end].root
    owner = _first_known(_owners(head))
    if owner:
        return owner
    done_to = _first_known(_objects(head))
    if done_to in ("sibling", "other_child"):
        return done_to
    subject = _subject(head) or _named_before(doc, start, end, clauses)
    who = _kind(subject) if subject is not None else None
    if who in ("other_adult", "parent") and _a_child_beside(doc, head, subject, clauses):
        return "child"
    return who or "child"


def reported_by_another(head: Token) -> bool:
    """Whether somebody other than the child is said to say it: "mum says he isn't"."""
    for verb in [head, *head.ancestors]:
        if verb.lemma_.lower() not in rules().reporting_verbs or verb == head:
            continue
        speaker = _subject_of(verb)
        return speaker is not None and speaker.norm_ in people().reported_by
    return False


def _kind(token: Token) -> Whose | None:
    """Which of our lists the word is in; "my son" and "my husband" are the writer's own."""
    word = token.lemma_.lower()
    if _is_the_writers(token):
        own = any(child.norm_ == "own" for child in token.children)
        if word in people().own_children or (own and word in people().child):
            return "other_child"
        if word in people().own_adults:
            return "other_adult"
    return next((kind for kind, words in _lists() if word in words), None)


def _lists() -> tuple[tuple[Whose, frozenset[str]], ...]:
    known = people()
    return (
        ("parent", known.parent),
        ("sibling", known.sibling),
        ("other_child", known.other_child),
        ("other_adult", known.other_adult),
        ("child", known.child | known.pronouns),
    )


def _is_the_writers(token: Token) -> bool:
    """ "my", and neither in quotes nor in what somebody told: "he said my dad hits me" is the child speaking."""
    if not any(child.norm_ == "my" for child in token.children):
        return False
    before = list(token.doc[token.sent.start : token.i])
    told = any(
        word.lemma_.lower() in rules().reporting_verbs or word.is_quote or word.norm_ in {"like", "goes"}
        for word in before
    )
    to_me = any(word.norm_ == "me" for word in token.doc[token.i : token.sent.end])
    return not told and not to_me


def _first_known(tokens: list[Token]) -> Whose | None:
    kinds = [kind for token in tokens if (kind := _kind(token)) in ("sibling", "other_child", "parent")]
    return kinds[0] if kinds else None


def _owners(head: Token) -> list[Token]:
    """ "his sister's bruises", "bruises on his sister"."""
    if head.pos_ not in {"NOUN", "PROPN"}:
        return []
    owners = [child for child in head.children if child.dep_ == "poss"]
    under = [child for child in head.children if child.dep_ == "prep" and child.norm_ in {"on", "of"}]
    return owners + [noun for preposition in under for noun in preposition.children if noun.dep_ == "pobj"]


def _objects(head: Token) -> list[Token]:
    return [child for child in head.children if child.dep_ == "dobj"] if head.pos_ == "VERB" else []


def _subject(head: Token) -> Token | None:
    """The subject of the nearest verb above, through "and", "has" and the like; not across a new clause."""
    token = head
    while True:
        found = _subject_of(token)
        if found is not None:
            return found
        if token.dep_ in SUBJECTS:
            return token
        if token.dep_ == "relcl":
            return token.head
        if token.dep_ not in LINKS or token.head == token:
            return None
        token = token.head


def _named_before(doc: Doc, start: int, end: int, clauses: Clauses) -> Token | None:
    """Where the parser found no subject ("mum drinks" read as a noun): the first parent or sibling of the clause."""
    first, _ = clauses.part_of(start)
    comma = max((token.i for token in doc[first:start] if token.norm_ == ","), default=first)
    known = [token for token in doc[comma:end] if _kind(token) in ("parent", "sibling") and token.dep_ != "pobj"]
    return known[0] if known else None


def _subject_of(verb: Token) -> Token | None:
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
    if not subjects:
        return None
    subject = subjects[0]
    if subject.norm_ in {"who", "that", "which"} and verb.dep_ == "relcl":
        return verb.head
    return subject


def _a_child_beside(doc: Doc, head: Token, subject: Token | None, clauses: Clauses) -> bool:
    """A child's word or a pronoun elsewhere in the clause: "my colleague saw him hit"."""
    first, last = clauses.part_of(head.i)
    named = set(subject.subtree) if subject is not None else set()
    others = [token for token in doc[first:last] if token not in named]
    known = people().child | people().sibling | people().pronouns
    return any(token.lemma_.lower() in known or token.norm_ in known for token in others)
