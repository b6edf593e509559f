"""Every flow that an authority, or the program itself, sends people to is there.

PASS  flow: exshire.early-help        with flows/exshire/early-help.yaml
FAIL  flow: exshire.early-hepl
FAIL  flow: otherton.early-help       in Exshire's authority.yaml: its meetings and numbers are not Exshire's
FAIL  flows/shared without lado.yaml, which signs with `route: lado` lead to
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.answers.special import FLOWS
from bot.officers.rules.whole import Whole
from knowledge.checks.signs_can_be_told_apart import signs
from knowledge.errors import Fault, did_you_mean
from knowledge.schema.authority import Authority

RULE = "unknown-flow"
WHY = "A person who asks to be walked through it would be left with nothing."


def check(whole: Whole) -> Iterator[Fault]:
    """A fault for each flow that is named and is not there."""
    for pack, authority, document in whole.files.of(Authority):
        own = {flow.id for flow, _ in whole.flows_of(pack)}
        if authority.flow not in own:
            what = f"'{pack}' has no flow called '{authority.flow}'."
            yield Fault(document.position(("flow",)), RULE, what, WHY, did_you_mean(authority.flow, own))
    for sign, document, path in signs(whole.files):
        flow = FLOWS.get(sign.route or "")
        if flow and flow not in whole.flows:
            what = f"Signs with 'route: {sign.route}' lead to the flow '{flow}', which is not there."
            yield Fault(document.position((*path, "route")), RULE, what, WHY, "Put it back.")
