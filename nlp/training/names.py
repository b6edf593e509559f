"""Teaches the guard what a name is: writes `nlp/guard/context.npz` and `nlp/guard/weights.json`.

    python -m nlp.training.names        (needs requirements.txt beside this file; about twenty minutes)

First the head that reads a word's context is taught (`nlp.training.context`), then a logistic regression weighs what it
says together with the other signs. No weight belongs to a word: only to what is known of it, how it is written and
where it stands, so that names nobody has met are found as well.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from spacy.language import Language

from nlp.encoder import Encoder
from nlp.guard.context import HEAD
from nlp.guard.names import Names
from nlp.guard.vocabulary import Vocabulary, build_vocabulary
from nlp.guard.weights import WEIGHTS
from nlp.inner import Inner
from nlp.language import load_english
from nlp.training.context import Heads, rows_of
from nlp.training.name_lessons import Lesson, lessons

SEED = 7
SELDOM = 8
"""Signs seen less often than this are left out."""
STRENGTH = 0.3
LEANING = -1.8
"""Below nought: rather a clean message stopped than a name read."""

Example = tuple[tuple[str, ...], bool]


def examples(english: Language, vocabulary: Vocabulary, heads: Heads, taught: Sequence[Lesson]) -> Iterator[Example]:
    """The signs of every word that is weighed, and whether it is a name."""
    names, encoder = Names(vocabulary), Encoder.load()
    for lesson, doc in zip(taught, english.pipe(each.text for each in taught), strict=True):
        for spot, signs in names.weighed(doc, heads.shares(lesson, Inner.of(lesson.text, encoder))):
            yield signs, lesson.has_name_at(spot.word.start)


def fit(taught: Sequence[Example]) -> dict[str, Any]:
    """The weights, and what is enough."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen = Counter(sign for signs, _ in taught for sign in set(signs))
    table = DictVectorizer()
    rows = table.fit_transform([{sign: 1.0 for sign in signs if seen[sign] >= SELDOM} for signs, _ in taught])
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(rows, [name for _, name in taught])
    weights = zip(table.feature_names_, model.coef_[0], strict=True)
    kept = {sign: round(float(weight), 3) for sign, weight in weights if abs(weight) >= 0.02}
    return {"enough": round(LEANING - float(model.intercept_[0]), 3), "signs": dict(sorted(kept.items()))}


def main() -> None:
    """Teaches, and writes the head and the weights."""
    english, chance = load_english(), random.Random(SEED)  # noqa: S311 - nothing secret hangs on it
    vocabulary, taught = build_vocabulary(english), list(lessons(chance))
    rows = rows_of(english, vocabulary, taught, chance)
    rows.teach().save(HEAD)
    heads = Heads.of(rows, vocabulary)
    weights = fit(list(examples(english, vocabulary, heads, taught)))
    WEIGHTS.write_text(json.dumps(weights, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
