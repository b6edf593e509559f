"""The rules for payloads that our own tests use, found by their file: the shim runs on its own."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[3] / "bot" / "slack" / "payload_rules.py"


def _loaded() -> Any:
    spec = importlib.util.spec_from_file_location("payload_rules", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


check_message, check_view = _loaded().check_message, _loaded().check_view
