"""Reads one message: guard, spelling, matcher, assertion, level, in that order and forward only.

    text -> (who is in it? stop) -> slips put right -> signs spoken of -> happening? to whom? -> level

Built once for a version of the knowledge, then read-only; every conversation of a process shares it. Nothing of a
message is kept, logged or written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from knowledge.pack import Knowledge, Pack
from nlp.assertion import Asserter
from nlp.circumstances import Told
from nlp.clauses import clauses_of
from nlp.findings import STRENGTH, Finding, Span, Stage
from nlp.guard import GUESSED, Guard, Identifier
from nlp.inner import Inner
from nlp.language import load_english
from nlp.level import decide, escalate, fits_age
from nlp.matcher import Hit, Matcher
from nlp.matcher.strongest import strongest
from nlp.readable import is_empty, is_readable
from nlp.spelling import Spelled, Speller, words_of
from nlp.stage import read_stage
from nlp.understanding import NO_STAGE, Heard, Understanding
from nlp.voice import Voice

LONGEST = 10_000
"""Characters; about 1,700 words, which take a second or two. Longer texts are refused, with the numbers to ring."""
MOST_NEAR = 3

Ordinary = Callable[[str], bool]
"""Whether the person has said that a word is not a name."""


def never(_word: str) -> bool:
    """Nobody has said of any word that it is no name."""
    return False


@dataclass(frozen=True)
class Models:
    """What does not change with the knowledge, and takes seconds to load: a reload of the knowledge keeps it."""

    english: Language
    voice: Voice

    @classmethod
    def load(cls) -> Models:
        return cls(load_english(), Voice.load())


@dataclass(frozen=True)
class Reader:
    """Every stage, ready."""

    english: Language
    guard: Guard
    speller: Speller
    matcher: Matcher
    asserter: Asserter
    voice: Voice

    @classmethod
    def build(cls, knowledge: Knowledge, folder: Path, models: Models) -> Reader:
        """A reader of this knowledge; `folder` keeps the phrases' vectors between starts."""
        english = models.english
        signs = list(knowledge.phrases.values())
        names = sorted({name for pack in knowledge.packs.values() for name in pack.vocabulary})
        contacts = [contact for pack in knowledge.packs.values() for contact in pack.contacts]
        guard = Guard(
            english,
            known=names,
            phones=[phone.number for contact in contacts for phone in contact.phones],
            emails=[contact.email for contact in contacts if contact.email],
        )
        words = guard.vocabulary
        spoken = words_of(phrase for sign in signs for phrase in (*sign.phrases, *sign.unless))
        return cls(
            english=english,
            guard=guard,
            speller=Speller.of(known=words.dictionary.words | words.known, vocabulary=spoken),
            matcher=Matcher.build(
                signs, folder, encoder=models.voice.taught, english=english, taught=models.voice.taught.signs
            ),
            asserter=Asserter(english),
            voice=models.voice,
        )

    def read(self, text: str, pack: Pack, ordinary: Ordinary = never) -> Understanding:
        """What the message says, for this authority; or why it was not read."""
        if is_empty(text):
            return Understanding(text, refused="empty")
        if len(text) > LONGEST:
            return Understanding(text, refused="too_long")
        if not is_readable(text, self.guard.vocabulary.lists):
            return Understanding(text, refused="unreadable")
        doc, inner = self.english(text), Inner.of(text, self.voice.taught.encoder)
        identifiers = self._identifiers(doc, inner, pack, ordinary)
        if any(each.stops for each in identifiers):
            return Understanding(text, refused="identifiers", identifiers=identifiers)
        return replace(self._understood(doc, inner, pack), identifiers=identifiers)

    def recall(self, heard: Iterable[Heard], voiced: tuple[float, ...], pack: Pack) -> Understanding:
        """The level again, from what was heard in earlier turns; no words, so no quotes."""
        known = [each for each in heard if each.indicator in pack.indicators]
        findings = tuple(_recalled(each, pack) for each in known)
        return _decided(Understanding("", findings=findings, voiced=voiced), pack)

    def reword(self, understood: Understanding) -> str:
        """The message without what identifies somebody."""
        return self.guard.reword(understood.text, [each for each in understood.identifiers if each.stops])

    def _identifiers(self, doc: Doc, inner: Inner, pack: Pack, ordinary: Ordinary) -> tuple[Identifier, ...]:
        settings = frozenset(setting.name for setting in pack.places.settings)
        found = self.guard.find(doc, inner, settings=settings)
        return tuple(each for each in found if not (each.type in GUESSED and ordinary(doc.text[each.start : each.end])))

    def _understood(self, doc: Doc, inner: Inner, pack: Pack) -> Understanding:
        spelled = self.speller.correct(doc.text)
        read = self.english(spelled.text) if spelled.corrections else doc
        clauses = clauses_of(read)
        voiced = self.voice.listen(read.text, clauses, compared=self.matcher.compared(clauses), inner=inner)
        reading = self.matcher.read(read, clauses, voiced)
        stage = read_stage(read.text)
        hits = strongest(hit for hit in reading.hits if hit.indicator_id in pack.indicators)
        told = Told.of(read.text)
        findings = _together(self._finding(hit, read, told, stage, pack) for hit in hits)
        near = [each.indicator_id for each in reading.candidates if each.indicator_id in pack.indicators]
        return _decided(
            Understanding(
                text=doc.text,
                corrections=spelled.corrections,
                findings=tuple(_placed(finding, spelled) for finding in findings if finding),
                near=tuple(dict.fromkeys(near))[:MOST_NEAR],
                stage=replace(stage, evidence=_span_placed(stage.evidence, spelled)),
                voiced=voiced.probabilities,
            ),
            pack,
        )

    def _finding(self, hit: Hit, doc: Doc, told: Told, stage: Stage, pack: Pack) -> Finding | None:
        sign = pack.indicators[hit.indicator_id]
        around = told.circumstances_of(hit.start, hit.end, stage=stage)
        band = escalate(sign, around, stage)
        if not fits_age(sign, stage, band=band):
            return None
        negative = self.asserter.is_negative(self.english.make_doc(hit.phrase))
        said = self.asserter.assess(doc, hit.start, hit.end, negative_in_itself=negative)
        return Finding(
            indicator=sign.id,
            band=band,
            status=said.status,
            whose=said.whose,
            evidence=(Span(hit.start, hit.end),),
            cue=said.cue,
            reader=hit.reader,
            score=hit.score,
            circumstances=around,
            report_now=sign.report_now,
            domain=sign.in_domain,
        )


def _decided(understood: Understanding, pack: Pack) -> Understanding:
    asks = {sign.id: sign.ask for sign in pack.indicators.values() if sign.ask}
    decision = decide(understood.findings, stage=understood.stage, voiced=understood.voiced or None, asks=asks)
    return replace(understood, decision=decision)


def _recalled(heard: Heard, pack: Pack) -> Finding:
    sign = pack.indicators[heard.indicator]
    around = frozenset(heard.circumstances)
    return Finding(
        indicator=sign.id,
        band=escalate(sign, around, NO_STAGE),
        status=heard.status,
        whose=heard.whose,
        evidence=(),
        cue=None,
        reader=heard.reader,
        score=1.0,
        circumstances=around,
        report_now=sign.report_now,
        domain=sign.in_domain,
    )


def _together(findings: Iterable[Finding | None]) -> list[Finding]:
    """One finding a sign: the strongest reading, with all the words that led there."""
    kept: dict[str, Finding] = {}
    for finding in findings:
        if finding:
            before = kept.get(finding.indicator)
            kept[finding.indicator] = _stronger(before, finding) if before else finding
    return list(kept.values())


def _stronger(one: Finding, other: Finding) -> Finding:
    first, second = sorted((one, other), key=lambda each: (each.whose == "fiction", STRENGTH.index(each.status)))
    if first.status != second.status:
        return first
    return replace(
        first,
        band=max(first.band, second.band, key=lambda band: band.rank),
        evidence=tuple(sorted({*first.evidence, *second.evidence}, key=lambda span: span.start)),
        reader="words" if "words" in {first.reader, second.reader} else first.reader,
        score=max(first.score, second.score),
        circumstances=first.circumstances | second.circumstances,
    )


def _placed(finding: Finding, spelled: Spelled) -> Finding:
    """The finding with its places counted in the text as given."""
    evidence = tuple(Span(*spelled.to_original(span.start, span.end)) for span in finding.evidence)
    return replace(finding, evidence=evidence, cue=_span_placed(finding.cue, spelled))


def _span_placed(span: Span | None, spelled: Spelled) -> Span | None:
    return Span(*spelled.to_original(span.start, span.end)) if span else None
