"""A pydantic model as a JSON Schema that VS Code's YAML extension understands."""

from __future__ import annotations

import json

from pydantic import BaseModel


def json_schema(model: type[BaseModel]) -> str:
    """The schema as text, the same for the same model."""
    return json.dumps(model.model_json_schema(by_alias=True), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
