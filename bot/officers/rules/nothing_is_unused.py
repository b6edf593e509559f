"""What nobody is ever led to is noted: it may be wanted, but more often somebody meant to use it and forgot.

A note blocks nothing and is told by `earlyhelp check --notes`.

PASS  a contact whose role a route, a flow, a domain or a special concern names, or that a setting or a text names
PASS  a source that some fact refers to; a shared flow that another flow leads to
FAIL  a contact with role: camhs, where no route, no flow and no domain names camhs and no text says its name
FAIL  a source that nothing refers to
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.answers.special import FLOWS, ROLES
from bot.officers.rules.whole import Whole
from knowledge.errors import Fault
from knowledge.schema.authority import Authority, SourceFile
from knowledge.schema.contact import Contact, ContactFile, Role
from knowledge.schema.indicator import IndicatorFile
from knowledge.schema.place import PlaceFile
from knowledge.strict_yaml import Document

RULE = "unused"
BY_THE_PROGRAM = frozenset(role for roles in ROLES.values() for role in roles)
FLOWS_OF_THE_PROGRAM = frozenset(FLOWS.values())


def check(whole: Whole) -> Iterator[Fault]:
    """A note for each contact, source and flow that nothing leads to."""
    yield from _contacts(whole)
    yield from _sources(whole)
    yield from _flows(whole)


def _contacts(whole: Whole) -> Iterator[Fault]:
    for pack, file, document in whole.files.of(ContactFile):
        roles, by_id, said = _roles_led_to(whole, pack), _contacts_of_settings(whole, pack), _said(whole, pack)
        for index, contact in enumerate(file.contacts):
            if contact.role not in roles and contact.id not in by_id and not _is_said(contact, said):
                what = f"No route, flow, domain or place leads to '{contact.id}'."
                instead = f"Add its role '{contact.role}' to a route, a flow or a domain's also_helps, or delete it."
                yield Fault(document.position(("contacts", index)), RULE, what, "", instead, "note")


def _roles_led_to(whole: Whole, pack: str) -> frozenset[Role]:
    authority = whole.files.get(pack, "authority.yaml", Authority)
    routed = {role for route in authority.routes for role in route.roles} if authority else set()
    helping = {role for _, file, _ in whole.files.of(IndicatorFile) for role in file.also_helps}
    return frozenset(routed) | helping | whole.roles_in_flows(pack) | BY_THE_PROGRAM


def _contacts_of_settings(whole: Whole, pack: str) -> frozenset[str]:
    places = whole.files.get(pack, "places.yaml", PlaceFile)
    return frozenset(setting.contact for setting in places.settings if setting.contact) if places else frozenset()


def _is_said(contact: Contact, said: str) -> bool:
    return any(name.casefold() in said for name in (contact.name, *contact.also_called))


def _said(whole: Whole, pack: str) -> str:
    """Every word that its levels, terms and flows say."""
    documents = [
        document for (each, name), (_, document) in whole.files.files.items()
        if each == pack and name in {"levels.yaml", "authority.yaml", "places.yaml"}
    ]  # fmt: skip
    documents += [document for flow, document in whole.flows_of(pack) if not flow.shared]
    return " ".join(text for document in documents for _, text in document.texts).casefold()


def _sources(whole: Whole) -> Iterator[Fault]:
    referred = {ref for document in _documents(whole) for _, ref in document.texts_under("ref")}
    for _, file, document in whole.files.of(SourceFile):
        for index, source in enumerate(file.sources):
            if source.id not in referred:
                what = f"Nothing refers to the source '{source.id}'."
                yield Fault(document.position(("sources", index)), RULE, what, "", "Refer to it, or delete it.", "note")


def _flows(whole: Whole) -> Iterator[Fault]:
    said = (each for _, document in whole.flows.values() for each in document.texts)
    led_to = {text.partition("#")[0] for path, text in said if path != ("id",)}
    for flow, document in whole.flows.values():
        if flow.shared and flow.id not in led_to and flow.id not in FLOWS_OF_THE_PROGRAM:
            what = f"No flow leads to '{flow.id}'."
            yield Fault(document.position(("id",)), RULE, what, "", "Lead a choice to it, or delete the file.", "note")


def _documents(whole: Whole) -> Iterator[Document]:
    yield from (document for _, document in whole.files.files.values())
    yield from (document for _, document in whole.flows.values())
