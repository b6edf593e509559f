"""The command line. Its verbs are a contract: stdout is data, stderr talk; exit 0 fine, 1 problems, 2 wrong usage."""

from __future__ import annotations

import sys

import click

from bot.commands import ask, chat, check, contacts, evaluate, explain, flow, manifest, quality, schemas, serve, slack
from knowledge.errors import EarlyHelpError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="earlyhelp")
def cli() -> None:
    """How worried should I be about this child, and what do I do next? Describe the worry without names."""


cli.add_command(ask.ask)
cli.add_command(chat.chat)
cli.add_command(serve.serve)
cli.add_command(slack.slack)
cli.add_command(check.check)
cli.add_command(contacts.contacts)
cli.add_command(flow.flow)
cli.add_command(evaluate.evaluate)
cli.add_command(explain.explain)
cli.add_command(quality.quality)
cli.add_command(manifest.manifest)
cli.add_command(schemas.schemas)


def main() -> None:
    """Runs the command named on the command line; an error that a person can put right is a sentence, no traceback."""
    try:
        cli()
    except EarlyHelpError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
