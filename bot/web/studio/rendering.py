"""From what a page shows to HTML: templates that escape everything, and what stands around every page."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.web.studio.people import Person

TEMPLATES = Environment(
    loader=PackageLoader("bot.web.studio"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
NAVIGATION = (
    ("home", "/studio", "What needs doing"),
    ("contacts", "/studio/contacts", "Contacts"),
    ("indicators", "/studio/indicators", "Indicators"),
    ("flows", "/studio/flows", "Flows"),
    ("files", "/studio/files", "All files"),
    ("try", "/studio/try", "Try a worry"),
    ("changes", "/studio/changes", "What changes"),
    ("publish", "/studio/publish", "Publish"),
    ("releases", "/studio/releases", "Releases"),
    ("trends", "/studio/trends", "Trends"),
    ("missing", "/studio/missing", "What was missing"),
)
SAID = {
    "saved": "Saved in the draft. Nobody is answered from it until it is published.",
    "same": "Nothing was different, so nothing was saved.",
    "put-back": "The live version of that file is back in the draft.",
    "proposed": "Proposed. A second person can publish it now.",
    "published": "Published. Every running bot answers with it within seconds.",
    "withdrawn": "The proposal was taken back. The draft is as it was.",
    "rolled-back": "The earlier release is live again. The draft was not changed.",
    "dealt-with": "Deleted, since it was dealt with.",
    "gone": "It was deleted already.",
    "signed-out": "You are signed out.",
}
"""What is said after something was done, by the word that stands in the address: no address can put words here."""


@dataclass(frozen=True, slots=True)
class Surrounding:
    """What stands around a page. `live` is the version that practitioners are answered from."""

    officer: Person | None = None
    csrf: str = ""
    live: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something was not done, in two sentences."""

    headline: str
    advice: str
    back: str = "/studio"


def render(
    template: str, surrounding: Surrounding, page: object, *, here: str = "", said: str = "", nonce: str = ""
) -> str:
    """A whole page. `said` is a word of SAID, as it came with the address."""
    return TEMPLATES.get_template(template).render(
        officer=surrounding.officer,
        csrf=surrounding.csrf,
        live=surrounding.live,
        nav=NAVIGATION,
        here=here,
        said=SAID.get(said, ""),
        nonce=nonce,
        page=page,
    )


def fragment(template: str, **given: object) -> str:
    """A part of a page, for the script that puts it in place."""
    return TEMPLATES.get_template(template).render(**given)


def problem_page(surrounding: Surrounding, *, headline: str, advice: str) -> str:
    return render("problem.html", surrounding, Problem(headline, advice))
