"""Teaches the voice, and scores it: `python -m nlp.train voice | strangers GROUP... | score FILE...`.

`voice` learns from everything and writes `nlp/data/voice.onnx` and `voice.yaml`. `strangers` leaves out the files of
some writers (`written-9`), to see how the voice reads a stranger's words and which thresholds suit; each takes about
half an hour on two cores and needs `nlp/training/requirements.txt`. `score` measures what is there on files of graded
messages, and needs nothing beyond the product itself.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import yaml

from nlp.clauses import clauses_of
from nlp.encoder import INNER_LAYER, Encoder
from nlp.language import load_english
from nlp.measure import figures
from nlp.taught import DATA
from nlp.training.messages import examples_of, read_file, read_messages, read_signs
from nlp.voice import Voice

USAGE: Final = "Usage: python -m nlp.train voice | strangers GROUP... | score FILE.jsonl..."


def teach_voice(folder: Path = DATA) -> None:
    """Learns from everything and writes `voice.onnx` and `voice.yaml`."""
    from nlp.training.export import export
    from nlp.training.lessons import Lessons
    from nlp.training.tune import Settings, learn

    messages, signs = read_messages(), read_signs()
    examples = examples_of(signs)
    lessons = Lessons.of((*messages, *examples), signs, Encoder.load())
    export(learn(lessons, Settings()), folder / "voice.onnx")
    before = yaml.safe_load((folder / "voice.yaml").read_text(encoding="utf-8"))
    about = {
        "thresholds": before["thresholds"],
        "inner_layer": INNER_LAYER,
        "messages": len(messages),
        "examples": len(examples),
        "phrases": len(lessons.phrases),
        "signs": list(lessons.names),
    }
    (folder / "voice.yaml").write_text(yaml.safe_dump(about, sort_keys=False, width=200), encoding="utf-8")


def try_on_strangers(groups: Sequence[str]) -> None:
    """Teaches a voice without these writers' files, scores it on them, and says which thresholds cost least there."""
    from nlp.training.lessons import Lessons
    from nlp.training.thresholds import best_thresholds, score_with
    from nlp.training.tune import Settings, learn, probabilities

    signs = read_signs()
    lessons = Lessons.of((*read_messages(), *examples_of(signs)), signs, Encoder.load())
    network = learn(lessons.without(groups), Settings())
    asked = [row for row, message in enumerate(lessons.messages) if message.group in groups]
    strangers = [lessons.messages[row] for row in asked]
    shares = probabilities(network, [lessons.message_states[row] for row in asked])
    thresholds = best_thresholds(strangers, shares)
    print(f"thresholds {thresholds}\n{score_with(strangers, shares, thresholds)}")


def score_voice(files: Sequence[Path]) -> None:
    """Print the table for each file, as the product would answer with the voice alone."""
    voice, english = Voice.load(), load_english()
    for file in files:
        messages = tuple(read_file(file))
        docs = english.pipe((message.text for message in messages), disable=["ner"])
        heard = (voice.listen(doc.text, clauses_of(doc)) for doc in docs)
        pairs = [(each.case, voice.answer(voiced)) for each, voiced in zip(messages, heard, strict=True)]
        print(f"{file.stem:12} {figures(pairs)}")


def main(arguments: Sequence[str]) -> int:
    """Run one command; 2 for wrong usage."""
    match list(arguments):
        case ["voice"]:
            teach_voice()
        case ["strangers", *groups] if groups:
            try_on_strangers(groups)
        case ["score", *files] if files:
            score_voice([Path(file) for file in files])
        case _:
            print(USAGE, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
