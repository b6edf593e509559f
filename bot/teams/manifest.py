"""What a tenant's administrator uploads: a zip with the manifest of the app and its two icons.

The manifest asks for nothing: no permission on messages, files, people or mailboxes. The bot sees what is said to it.
"""

from __future__ import annotations

import io
import json
import zipfile
from importlib.metadata import version
from typing import Any

from bot.settings import NotConfigured, Teams
from bot.teams.icons import TEAL, colour_icon, outline_icon

SCHEMA_VERSION = "1.30"
SCHEMA = f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA_VERSION}/MicrosoftTeams.schema.json"
ALWAYS_THE_SAME_DAY = (1980, 1, 1, 0, 0, 0)
"""So that the same settings give the same file."""
SHORT = "How worried should I be about a child, and what do I do next? No names."
FULL = (
    "For people who work with children. Describe a worry in plain words, without names, and read which level of need "
    "it comes closest to in your council's own published words, why, what to do next, and whom to ring at this hour. "
    "A sign of serious harm is answered with the duty numbers first.\n\n"
    "Nothing you type is kept, unless you send it to the officers. The app cannot see a child's history, and a person "
    "decides, not the app. If a child is in danger now, ring 999."
)
EXAMPLE = "Year 4 boy, always hungry, wears the same jumper all week, mum has stopped answering the phone"
COMMANDS = (
    ("Help", "What this does, and what it keeps."),
    ("Call list", "Everybody you can ring, open now or later."),
    ("Walk me through it", "One plain question at a time, to an action, a contact and a date."),
    ("Note for my record", "A note to paste into the child's file. I keep nothing."),
    ("Place", "Choose your council, area and school."),
    ("Change council", "Choose another council."),
    ("Start again", "Ask about another worry."),
    ("The child is in danger now", "The numbers to ring, first."),
)
"""Each title is also what is typed, so each must be words that the bot understands."""


def package(teams: Teams) -> bytes:
    """The zip. Raises NotConfigured when app.yaml lacks what the manifest must say."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            ("manifest.json", (json.dumps(manifest(teams), indent=2, ensure_ascii=False) + "\n").encode()),
            ("color.png", colour_icon()),
            ("outline.png", outline_icon()),
        ):
            archive.writestr(zipfile.ZipInfo(name, ALWAYS_THE_SAME_DAY), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def manifest(teams: Teams) -> dict[str, Any]:
    """The manifest as Microsoft's schema has it. Raises NotConfigured."""
    app_id, publisher, address = _needed(teams)
    about = f"{address}/about"
    return {
        "$schema": SCHEMA,
        "manifestVersion": SCHEMA_VERSION,
        "version": version("earlyhelp"),
        "id": app_id,
        "localizationInfo": {"defaultLanguageTag": "en-gb"},
        "developer": {"name": publisher, "websiteUrl": address, "privacyUrl": about, "termsOfUseUrl": about},
        "name": {"short": "Early help", "full": "Early help assistant, without names"},
        "description": {"short": SHORT, "full": FULL},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#{:02X}{:02X}{:02X}".format(*TEAL),
        "bots": [_bot(app_id)],
        "defaultInstallScope": "personal",
        "validDomains": [],
    }


def _bot(app_id: str) -> dict[str, Any]:
    prompt = {"title": "A worry about a child", "description": "Say it in your own words, without names."}
    commands = [{"title": title, "description": says} for title, says in COMMANDS]
    return {
        "botId": app_id,
        "scopes": ["personal", "team", "groupChat"],
        "supportsFiles": False,
        "isNotificationOnly": False,
        "commandLists": [
            {"scopes": ["personal"], "commands": [{**prompt, "type": "prompt", "prompt": EXAMPLE}, *commands]}
        ],
    }


def _needed(teams: Teams) -> tuple[str, str, str]:
    if not (teams.app_id and teams.publisher and teams.address):
        raise NotConfigured("The manifest needs teams.app_id, teams.publisher and teams.address in app.yaml.")
    return teams.app_id, teams.publisher, teams.address.rstrip("/")
