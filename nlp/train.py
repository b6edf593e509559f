"""Teaches the voice, and scores it: `python -m nlp.train voice | score FILE...`.

`voice` first leaves out two writers' files, to see how the voice reads a stranger's words and to choose the thresholds
on those; then it learns from everything and writes `nlp/data/voice.onnx` and `voice.yaml`. It takes about half an hour
on two cores and needs `nlp/training/requirements.txt`. `score` measures what is there on files of graded messages, and
needs nothing beyond the product itself.
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
from nlp.training.messages import examples_of, read_file, read_indicators, read_messages
from nlp.training.scores import scores
from nlp.voice import DATA, Voice

STRANGERS: Final = ("written-2", "emotional-bullying-selfharm")
"""The files of the two writers that are left out while the thresholds are chosen."""
USAGE: Final = "Usage: python -m nlp.train voice | score FILE.jsonl..."


def teach_voice(folder: Path = DATA) -> None:
    """Two writers left out for the thresholds, and then the voice itself."""
    from nlp.training.export import export
    from nlp.training.thresholds import best_thresholds, score_with
    from nlp.training.tune import Settings, learn, states_of, tried_on_strangers

    messages, examples = read_messages(), examples_of(read_indicators())
    encoder, settings = Encoder.load(), Settings()
    every = (*messages, *examples)
    states = states_of(every, encoder)
    shares = tried_on_strangers(every, states, settings, left_out=[STRANGERS])
    asked = [row for row, message in enumerate(messages) if message.group in STRANGERS]
    thresholds = best_thresholds([messages[row] for row in asked], shares[asked])
    strangers = score_with([messages[row] for row in asked], shares[asked], thresholds)
    print(f"On writers not met before: {strangers}", file=sys.stderr)
    export(learn(every, states, settings), folder / "voice.onnx")
    about = {
        "thresholds": list(thresholds),
        "inner_layer": INNER_LAYER,
        "messages": len(messages),
        "examples": len(examples),
        "on_writers_not_met_before": str(strangers),
    }
    (folder / "voice.yaml").write_text(yaml.safe_dump(about, sort_keys=False, width=200), encoding="utf-8")


def score_voice(files: Sequence[Path]) -> None:
    """Print the table for each file, as the product would answer with the voice alone."""
    voice, encoder, english = Voice.load(), Encoder.load(), load_english()
    for file in files:
        messages = tuple(read_file(file))
        docs = english.pipe((message.text for message in messages), disable=["ner"])
        heard = (voice.listen(doc.text, clauses_of(doc), encoder) for doc in docs)
        print(f"{file.stem:12} {scores(messages, [voice.answer(voiced) for voiced in heard])}")


def main(arguments: Sequence[str]) -> int:
    """Run one command; 2 for wrong usage."""
    match list(arguments):
        case ["voice"]:
            teach_voice()
        case ["score", *files] if files:
            score_voice([Path(file) for file in files])
        case _:
            print(USAGE, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
