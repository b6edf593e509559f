"""`earlyhelp schemas`: writes the JSON Schemas that editors complete and underline YAML with."""

from __future__ import annotations

from pathlib import Path

import click
from pydantic import BaseModel

from bot.settings import Settings
from flows.schema import Flow
from knowledge.load import HERE
from knowledge.schema.authority import Authority, SourceFile
from knowledge.schema.case import CaseFile
from knowledge.schema.contact import ContactFile
from knowledge.schema.indicator import IndicatorFile, OverrideFile
from knowledge.schema.level import LevelFile
from knowledge.schema.place import PlaceFile
from knowledge.schema.release import Release
from knowledge.schema.to_json import json_schema
from trends.missing_kinds import Kinds

FOLDER = HERE / "schema" / "json"
SCHEMAS: dict[str, type[BaseModel]] = {
    "app": Settings,
    "authority": Authority,
    "cases": CaseFile,
    "contacts": ContactFile,
    "flow": Flow,
    "indicators": IndicatorFile,
    "levels": LevelFile,
    "missing": Kinds,
    "overrides": OverrideFile,
    "places": PlaceFile,
    "release": Release,
    "sources": SourceFile,
}


@click.command()
@click.option(
    "--folder", type=click.Path(path_type=Path), default=FOLDER, show_default=False, help="Where to write them."
)
def schemas(folder: Path) -> None:
    """Writes one JSON Schema for each kind of YAML file; each file's first line points at its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in SCHEMAS.items():
        (folder / f"{name}.json").write_text(json_schema(model), encoding="utf-8")
        click.echo(f"{name}.json", err=True)
