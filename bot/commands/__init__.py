"""The command line. Its verbs are a contract: stdout is data, stderr talk; exit 0 fine, 1 problems, 2 wrong usage.

A command's module is imported when the command is used: `earlyhelp check` needs no language model and waits for none.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, MutableMapping

import click

from bot.backup.swapping import undo_unfinished
from knowledge.errors import EarlyHelpError

COMMANDS = {
    "ask": "ask.ask",
    "backup": "backup.backup",
    "restore": "restore.restore",
    "chat": "chat.chat",
    "serve": "serve.serve",
    "slack": "slack.slack",
    "check": "check.check",
    "case": "case.case",
    "diff": "diff.diff",
    "publish": "publish.publish",
    "rollback": "publish.rollback",
    "status": "publish.status",
    "new": "new.new",
    "contacts": "contacts.contacts",
    "flow": "flow.flow",
    "import": "import_.import_",
    "export": "export.export",
    "guide": "guide.guide",
    "evaluate": "evaluate.evaluate",
    "explain": "explain.explain",
    "quality": "quality.quality",
    "manifest": "manifest.manifest",
    "schemas": "schemas.schemas",
    "trends": "trends.trends",
}
"""Each verb, and where its command stands in this package: module.name."""


class WhenUsed(MutableMapping[str, click.Command]):
    """Commands by verb. Looking one up imports its module; counting and naming them imports nothing."""

    def __init__(self, places: dict[str, str]) -> None:
        self._places = dict(places)
        self._known: dict[str, click.Command] = {}

    def __getitem__(self, verb: str) -> click.Command:
        if verb not in self._known:
            module, _, name = self._places[verb].partition(".")
            self._known[verb] = getattr(importlib.import_module(f"{__name__}.{module}"), name)
        return self._known[verb]

    def __setitem__(self, verb: str, command: click.Command) -> None:
        self._places[verb] = ""
        self._known[verb] = command

    def __delitem__(self, verb: str) -> None:
        del self._places[verb]
        self._known.pop(verb, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@click.group(commands=WhenUsed(COMMANDS), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="earlyhelp")
def cli() -> None:
    """How worried should I be about this child, and what do I do next? Describe the worry without names."""


def main() -> None:
    """Runs the command named on the command line; an error that a person can put right is a sentence, no traceback."""
    try:
        if undo_unfinished():
            click.echo("A restore had been broken off. What it had moved was put back.", err=True)
        cli()
    except EarlyHelpError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
