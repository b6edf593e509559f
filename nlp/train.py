"""Teaches the voice and finds the cut-offs: `python -m nlp.train voice | cutoffs | score FILE...`.

`voice` first leaves out two writers' files at a time, to see how the voice reads a stranger's words and to choose the
thresholds on those; then it learns from everything and writes `nlp/data/voice.onnx` and `voice.yaml`. It takes about
half an hour on two cores and needs `nlp/training/requirements.txt`. `cutoffs` sets the matcher's cut-offs. `score`
measures what is there on files of graded messages, and needs nothing beyond the product itself.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import yaml

from nlp.clauses import clauses_of
from nlp.encoder import INNER_LAYER, Encoder
from nlp.language import load_english
from nlp.training.messages import pairs_of_writers, read_file, read_indicators, read_messages, weak_messages
from nlp.training.scores import scores
from nlp.voice import DATA, Voice

USAGE: Final = "Usage: python -m nlp.train voice | cutoffs | score FILE.jsonl..."


def teach_voice(folder: Path = DATA) -> None:
    """Leave-one-writer-out, thresholds, and the voice itself."""
    from nlp.training.export import export
    from nlp.training.thresholds import best_thresholds, score_with
    from nlp.training.tune import Settings, learn, states_of, tried_on_strangers

    messages, weak = read_messages(), weak_messages(read_indicators())
    encoder, settings = Encoder.load(), Settings()
    every = (*messages, *weak)
    states = states_of(every, encoder)
    shares = tried_on_strangers(every, states, settings, left_out=pairs_of_writers(messages))[: len(messages)]
    np.save(folder / "voice-on-strangers.npy", shares.astype(np.float16))
    thresholds = best_thresholds(messages, shares)
    strangers = score_with(messages, shares, thresholds)
    print(f"On writers not met before: {strangers}", file=sys.stderr)
    export(learn(every, states, settings), folder / "voice.onnx")
    about = {
        "thresholds": list(thresholds),
        "inner_layer": INNER_LAYER,
        "messages": len(messages),
        "phrases_and_examples": len(weak),
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
        case ["cutoffs"]:
            from nlp.training.calibrate import find_cutoffs

            find_cutoffs()
        case ["score", *files] if files:
            score_voice([Path(file) for file in files])
        case _:
            print(USAGE, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
