"""The names that published figures carry, from the knowledge: ids are counted, people read names.

    names_of(read_packs(folder), outcomes={"flow:step": "Title", ...}) -> Names

Names also say which rows a table has: all that the knowledge knows, whether counted or not, so that a row's being
there tells nothing. A place or kind of worry that the knowledge no longer has goes to "Not said".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.load import Read, assemble
from knowledge.pack import NATIONAL, Knowledge, Pack
from knowledge.schema.common import Band
from knowledge.schema.indicator import IndicatorFile
from trends.measures import Measures, load_measures
from trends.published_schema import NONE, TOTAL

CHANNELS = {"slack": "Slack", "teams": "Microsoft Teams", "web": "Web page", "terminal": "Terminal"}
HOURS = {"in": "In office hours", "out": "Out of office hours"}
OPINIONS = {"feedback-helpful": "Helpful", "feedback-not-helpful": "Not helpful"}
OTHER_END = "other"
FIXED = {TOTAL: "All", NONE: "Not said", OTHER_END: "Something else"}
MAY_BE_UNSAID = frozenset({"band", "domain", "area", "setting_type", "hours"})


@dataclass(frozen=True)
class Names:
    """Names by id: of the authorities in the order shown, and of each dimension's values within an authority."""

    authorities: Mapping[str, str]
    values: Mapping[tuple[str, str], Mapping[str, str]]
    """By (authority, dimension), without "none" and "total"."""
    end_of: Mapping[str, str]
    """The kind of end of each outcome, by "flow:step"."""
    version: str = ""

    def rows(self, authority: str, dimension: str) -> tuple[str, ...]:
        """Every value that a table of this authority has in this dimension, in the order shown, without the total."""
        known = tuple(self.values.get((authority, dimension), {}))
        return (*known, NONE) if dimension in MAY_BE_UNSAID else known

    def row(self, authority: str, dimension: str, value: str) -> str | None:
        """The row that a counted value belongs to; None for an outcome that the knowledge never had or has lost."""
        if value in self.values[authority, dimension]:
            return value
        return NONE if dimension in MAY_BE_UNSAID else None

    def name(self, authority: str, dimension: str, value: str) -> str:
        """What people read. An id that is no longer known reads as its own words."""
        found = self.values.get((authority, dimension), {}).get(value) or FIXED.get(value)
        return found or value.rsplit(":", 1)[-1].replace("-", " ").replace("_", " ").capitalize()


def names_of(
    files: Read,
    *,
    outcomes: Mapping[str, str],
    authorities: Iterable[str] = (),
    measures: Measures | None = None,
) -> Names:
    """The names in these files. `outcomes` are the titles of the flows' outcomes by "flow:step".

    `authorities` are those served, in order; none named means all. National guidance always comes last.
    """
    knowledge, measured = assemble(files), measures or load_measures()
    served = [each for each in (tuple(authorities) or sorted(knowledge.packs)) if each != NATIONAL] + [NATIONAL]
    domains = {file.domain: file.title for _, file, _ in files.of(IndicatorFile)}
    values: dict[tuple[str, str], Mapping[str, str]] = {}
    for authority in served:
        pack = knowledge.pack(authority)
        values.update({(authority, key): found for key, found in _of_pack(pack, domains).items()})
        values[authority, "outcome"] = mine = _outcomes(authority, outcomes, measured)
        values[authority, "band"] = _bands(knowledge)
        values[authority, "end"] = _ends(mine, measured)
    named = {each: knowledge.pack(each).authority.name for each in served}
    return Names(named, values, measured.end_of, knowledge.version)


def _of_pack(pack: Pack, domains: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    own = {each.in_domain for each in pack.indicators.values()} - set(domains)
    return {
        "domain": {**domains, **{each: _words(each) for each in sorted(own)}},
        "area": {area.id: area.name for area in pack.places.areas},
        "setting_type": {each: _words(each) for each in sorted({setting.type for setting in pack.places.settings})},
        "channel": CHANNELS,
        "hours": HOURS,
        "opinion": OPINIONS,
    }


def _bands(knowledge: Knowledge) -> Mapping[str, str]:
    national = knowledge.pack(NATIONAL)
    return {str(band): national.level_for(band)[0].name for band in Band}


def _outcomes(authority: str, titles: Mapping[str, str], measures: Measures) -> Mapping[str, str]:
    """Those of the authority's own flow and of the flows that all share, and such as there were before."""
    homes = {authority, "shared"}
    known = {**dict.fromkeys(measures.end_of, ""), **titles}
    mine = {each: title for each, title in known.items() if each.split(".", 1)[0] in homes}
    return {each: title or _words(each.split(":")[1]) for each, title in mine.items()}


def _ends(outcomes: Mapping[str, str], measures: Measures) -> Mapping[str, str]:
    """The kinds of end that these outcomes have."""
    kinds = {measures.end_of.get(outcome, OTHER_END) for outcome in outcomes}
    names = {**{end.id: end.name for end in measures.ends}, OTHER_END: FIXED[OTHER_END]}
    return {kind: name for kind, name in names.items() if kind in kinds}


def _words(id: str) -> str:
    return id.replace("-", " ").capitalize()
