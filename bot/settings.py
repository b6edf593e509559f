"""What an operator sets, read from app.yaml. Every setting is in `app.yaml` with a word on what it does.

Secrets are never written here: a channel that needs one names the environment variable it reads. A key that is not
known is an error with its line, so that a slip of the finger is not a setting that silently does nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import SplitResult, parse_qs, urlsplit

from pydantic import Field, StringConstraints

from knowledge.errors import EarlyHelpError, Fault, KnowledgeErrors, did_you_mean
from knowledge.schema.common import Identifier, Strict
from knowledge.strict_yaml import Document, parse, read

APP_YAML = Path("app.yaml")
ENTRA_FOR_ALL = re.compile(r"^https://login\.microsoftonline\.com/(common|organizations|consumers)\b")
GUID = "^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$"
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class NotConfigured(EarlyHelpError):
    """A channel that is on, or asked for, lacks a setting or a secret. The sentence says which, and where to put it."""

    exit_code = 2


class Web(Strict):
    """Where the web chat, the health checks and the other HTTP channels listen."""

    host: Text = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)


class Slack(Strict):
    """The Slack app. Tokens and the signing secret come from the environment: see docs/install-slack.md."""

    mode: Literal["off", "socket", "http"] = Field(default="off", description="socket needs no public address.")
    workspaces: tuple[Text, ...] = Field(default=(), description="Team ids served, such as T0123ABCD. No other is.")
    officers: tuple[Text, ...] = Field(default=(), description="Member ids who see the officers' part of App Home.")
    threads: bool = Field(default=True, description="Answer direct messages in threads, as Slack's agents do.")
    api: Text = Field(default="https://slack.com/api/", description="Where Slack's Web API is.")


class Teams(Strict):
    """The Microsoft Teams app. Its secret comes from the environment: see docs/install-teams.md."""

    mode: Literal["off", "on"] = "off"
    app_id: Annotated[str, StringConstraints(pattern=GUID)] | None = Field(
        default=None, description="The bot's application (client) id in Entra."
    )
    tenants: tuple[Text, ...] = Field(
        default=(), description="Tenant ids served. No other is. The first is the one that app_id is registered in."
    )
    officers: tuple[Text, ...] = Field(default=(), description="Object ids in Entra of who may ask for the status.")
    publisher: Annotated[str, StringConstraints(min_length=1, max_length=32)] | None = Field(
        default=None, description="Who offers the app, as the manifest says it; 32 letters at most."
    )
    address: Annotated[str, StringConstraints(pattern=r"^https://[^/?#]+/?$")] | None = Field(
        default=None, description="Where this server is reached from outside, such as https://earlyhelp.example.org."
    )


class Store(Strict):
    """What outlives a turn: fingerprints of handled events, ids of conversations. Nothing that anybody typed."""

    file: Path = Path("var/earlyhelp.sqlite")
    database: Text | None = Field(
        default=None,
        description="postgresql://user@host:5432/name, where several machines share one store. Left empty: files.",
    )
    keep_hours: int = Field(default=24, ge=1, le=168, description="How long an event counts as already handled.")
    conversation_hours: int = Field(default=4, ge=1, le=48, description="How long a conversation can be gone on with.")
    place_days: int = Field(default=180, ge=1, le=366, description="How long a person's chosen council is kept.")


class Trends(Strict):
    """The weekly counters, and what officers were told was missing."""

    file: Path = Path("var/counters.sqlite")
    keep_weeks: int = Field(default=104, ge=4, le=520, description="Older weeks are deleted.")
    missing: Path = Field(default=Path("var/missing.sqlite"), description="What officers were told was missing.")
    missing_days: int = Field(
        default=90, ge=0, le=366, description="How long that is kept at most. 0: it is not asked for."
    )
    policy: Path | None = Field(default=None, description="How small numbers are held back. Left empty: ours.")
    published: Path = Field(
        default=Path("var/trends"), description="What may be shown: suppressed figures, the board's report."
    )


class Releases(Strict):
    """Where published knowledge is kept, and which files are the draft."""

    folder: Path = Field(default=Path("var/releases"), description="Releases, the journal, and which one is live.")
    draft: Path | None = Field(
        default=None, description="The folder that holds knowledge/ and flows/ to edit. Default: the program's own."
    )


class Officer(Strict):
    """Somebody who may sign in to the studio."""

    id: Text = Field(description="The e-mail address or user id that the sign-in service gives.")
    title: Text = Field(description="The role shown in the journal, such as Early Help Partnership Officer.")
    role: Literal["viewer", "editor", "publisher"]


class Studio(Strict):
    """The officers' studio at /studio. Client secrets come from the environment: see docs/officers.md."""

    sign_in: Literal["off", "link", "oidc"] = Field(
        default="link", description="link prints a one-time address that works on this machine only."
    )
    issuer: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = Field(
        default=None, description="The OpenID Connect issuer, such as Entra's or https://slack.com."
    )
    client_id: Text | None = None
    address: Annotated[str, StringConstraints(pattern=r"^https?://[^/?#]+/?$")] | None = Field(
        default=None, description="Where this server is reached from outside, for the way back from the sign-in."
    )
    officers: tuple[Officer, ...] = ()


class Settings(Strict):
    """app.yaml."""

    authorities: tuple[Identifier, ...] = Field(min_length=1, description="Served, in the order shown.")
    default_authority: Identifier | None = Field(default=None, description="Chosen until somebody chooses another.")
    logs: Literal["plain", "json"] = Field(default="plain", description="json: one object a line, for a log collector.")
    web: Web = Web()
    slack: Slack = Slack()
    teams: Teams = Teams()
    store: Store = Store()
    trends: Trends = Trends()
    releases: Releases = Releases()
    studio: Studio = Studio()


def load_settings(file: Path = APP_YAML) -> Settings:
    """The settings in `file`. Raises KnowledgeErrors with file, line and column of every fault."""
    document = read(file)
    settings = parse(document, Settings)
    faults = _faults(settings, document)
    if faults:
        raise KnowledgeErrors(faults)
    return settings


def _faults(settings: Settings, document: Document) -> list[Fault]:
    """What the schema alone cannot see."""
    found = []
    if settings.default_authority and settings.default_authority not in settings.authorities:
        what = f"The default authority '{settings.default_authority}' is not among the authorities served."
        instead = did_you_mean(settings.default_authority, settings.authorities)
        found.append(Fault(document.position(("default_authority",)), "default-authority", what, "", instead))
    if len(set(settings.authorities)) < len(settings.authorities):
        what = "An authority is served twice."
        found.append(Fault(document.position(("authorities",)), "served-twice", what, "", "Name each once."))
    return [*found, *_store_faults(settings.store, document), *_studio_faults(settings.studio, document)]


def _store_faults(store: Store, document: Document) -> Iterator[Fault]:
    """What is wrong with the database's address. It may hold a password, so none of it is said again."""
    if store.database is None:
        return
    here, url = document.position(("store", "database")), _parts_of(store.database)
    if url.scheme not in {"postgresql", "postgres"} or not url.path.strip("/"):
        what, instead = "This is not the address of a database.", "Write postgresql://user@host:5432/name."
        yield Fault(here, "database", what, "Only PostgreSQL is known.", instead)
    if url.password is not None or "password" in parse_qs(url.query, keep_blank_values=True):
        why = "This file is read and copied by many."
        instead = "Take it out, change it, and set EARLYHELP_DATABASE_PASSWORD in the environment."
        yield Fault(here, "database", "The database's password stands here.", why, instead)


def _parts_of(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _studio_faults(studio: Studio, document: Document) -> Iterator[Fault]:
    """What would keep officers out, or let others in."""
    here = document.key_position(("studio",))
    if studio.sign_in == "oidc":
        for name in ("issuer", "client_id", "address"):
            if not getattr(studio, name):
                yield Fault(
                    here, "sign-in", f"Sign-in by oidc needs '{name}'.", "", "docs/officers.md says where from."
                )
    if studio.sign_in == "oidc" and studio.issuer and ENTRA_FOR_ALL.search(studio.issuer):
        what, why = "This issuer lets accounts of every organisation in.", "Only officers of yours may come in."
        position = document.position(("studio", "issuer"))
        yield Fault(position, "sign-in", what, why, "Write your tenant's id in its place.")
    seen: set[str] = set()
    for index, officer in enumerate(studio.officers):
        if officer.id.casefold() in seen:
            position = document.position(("studio", "officers", index, "id"))
            yield Fault(position, "sign-in", f"'{officer.id}' stands here twice.", "", "Keep one.")
        seen.add(officer.id.casefold())
