"""`earlyhelp manifest`: what Slack or Teams must be told about the app before it can be installed."""

from __future__ import annotations

import json
from pathlib import Path

import click

from bot.commands.places import settings


@click.group()
def manifest() -> None:
    """Writes what Slack or Teams needs in order to install the app."""


@manifest.command()
@click.option("--url", metavar="URL", help="Where Slack reaches this server (https://host), for slack.mode: http.")
def slack(url: str | None) -> None:
    """Prints the manifest to paste where a Slack app is made. See docs/install-slack.md."""
    from bot.slack.manifest import manifest as made

    slack = settings().slack
    if slack.mode == "http" and not url:
        raise click.UsageError(
            "app.yaml has slack.mode: http, so Slack must know where to call: give --url https://host"
        )
    if url and not url.startswith("https://"):
        raise click.BadParameter(f"'{url}' does not begin with https://", param_hint="--url")
    click.echo(json.dumps(made(url=url or "", agent=slack.threads), indent=2))


@manifest.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("earlyhelp-teams.zip"),
    help="Where to write it. Default: earlyhelp-teams.zip.",
)
def teams(output: Path) -> None:
    """Writes the zip that a Teams administrator uploads. See docs/install-teams.md."""
    from bot.teams.manifest import package

    output.write_bytes(package(settings().teams))
    click.echo(f"{output}: upload it in the Teams admin centre, under Manage apps.", err=True)
