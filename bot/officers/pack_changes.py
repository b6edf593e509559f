"""What changes in levels, signs, places and the authority's own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.officers.change import Change, Part, Row, Severity
from bot.officers.said import Model, by_id, fields_changed, list_rows, name_of, pairs, said
from knowledge.pack import NATIONAL, Pack
from knowledge.schema.indicator import Indicator
from knowledge.schema.level import BandLevel, Level

LISTS = ("phrases", "unless", "escalates", "examples")


def level_changes(old: Pack, new: Pack) -> Iterator[Change]:
    """Levels, and what each band means here."""
    for name, before, after in pairs(by_id(old.levels), by_id(new.levels)):
        yield _level(new, name, before, after)
    rows = tuple(_band_rows(old, new))
    if rows:
        sentence = f"What is found out means another level: {'; '.join(_band(row) for row in rows)}."
        severity: Severity = "worse" if any(_is_lower(row, new) for row in rows) else "look"
        yield Change("levels", new.id, "What each band means here", sentence, severity, rows)


def sign_changes(old: Pack, new: Pack, bank: tuple[Pack, Pack]) -> Iterator[Change]:
    """Signs as this pack grades and words them. `bank` is the national pack, old and new: its changes are told once."""
    for name, before, after in pairs(old.indicators, new.indicators):
        if new.id != NATIONAL and _told_nationally(name, before, after, bank):
            continue
        if before is None and after is not None:
            rows = list_rows("phrases", (), after.phrases)
            yield Change(
                "signs", new.id, after.id, f"A new sign ({said(after.band)}): {after.says}", "look", rows, name
            )
        elif before is not None and after is None:
            yield Change("signs", new.id, before.id, f"No longer a sign: {before.says}", "worse", id=name)
        elif before is not None and after is not None:
            yield _sign(new, before, after)


def place_changes(old: Pack, new: Pack) -> Iterator[Change]:
    """Areas, settings, and what is said about them."""
    yield from _records("places", "area", by_id(old.places.areas), by_id(new.places.areas), new.id)
    yield from _records("places", "setting", by_id(old.places.settings), by_id(new.places.settings), new.id)
    if rows := fields_changed(old.places, new.places, without=("areas", "settings")):
        yield Change("places", new.id, "What is said about places", _names(rows), "plain", rows)


def authority_changes(old: Pack, new: Pack) -> Iterator[Change]:
    """The file authority.yaml: names, forms, routes, office hours, the flow; and the sources."""
    before, after = old.authority, new.authority
    if rows := fields_changed(before, after, without=("terms",)):
        matters = {"routes", "special days", "assumed office hours", "flow", "no names"}
        severity: Severity = "look" if matters & {row.name for row in rows} else "plain"
        yield Change("authority", new.id, after.name, _names(rows), severity, rows)
    yield from _records("authority", "term", by_id(before.terms), by_id(after.terms), new.id)
    yield from _records("authority", "source", old.sources, new.sources, new.id)


def _level(pack: Pack, name: str, before: Level | None, after: Level | None) -> Change:
    if before is None or after is None:
        found = before or after
        assert found is not None, "a pair has at least one side"
        says = "is new" if after else "is a level no more"
        severity: Severity = "look" if after else "worse"
        return Change("levels", pack.id, found.name, f"{found.name} {says}.", severity, id=name)
    rows = fields_changed(before, after)
    severity = "look" if {row.name for row in rows} & {"name", "next step", "consent", "consent needed"} else "plain"
    return Change("levels", pack.id, after.name, f"{after.name}: {_names(rows)}", severity, rows, name)


def _band_rows(old: Pack, new: Pack) -> Iterator[Row]:
    before, after = _meaning(old), _meaning(new)
    for key in dict.fromkeys((*before, *after)):
        mapped, now = before.get(key), after.get(key)
        if (mapped and mapped.level) != (now and now.level):
            name = said(key[0]) + (f", {key[1]} agencies" if key[1] == "several" else f", {key[1]} agency")
            yield Row(name.removesuffix(", any agency"), mapped.level if mapped else "", now.level if now else "")


def _meaning(pack: Pack) -> dict[tuple[str, str], BandLevel]:
    return {(each.band, each.agencies): each for each in pack.bands}


def _band(row: Row) -> str:
    return f"{row.name} is {row.new or 'nothing of its own'} instead of {row.old or 'nothing of its own'}"


def _is_lower(row: Row, pack: Pack) -> bool:
    order = [level.id for level in pack.levels]
    return row.old in order and row.new in order and order.index(row.new) < order.index(row.old)


def _told_nationally(name: str, before: Indicator | None, after: Indicator | None, bank: tuple[Pack, Pack]) -> bool:
    return bank[0].indicators.get(name) == before and bank[1].indicators.get(name) == after


def _sign(pack: Pack, before: Indicator, after: Indicator) -> Change:
    rows = [*fields_changed(before, after, without=LISTS)]
    for field in LISTS:
        if field != "examples":
            old, new = getattr(before, field), getattr(after, field)
            rows += list_rows(name_of(field, Indicator), map(said, old), map(said, new))
    rows += list_rows("examples", before.examples.match, after.examples.match)
    rows += list_rows("examples that are not it", before.examples.not_, after.examples.not_)
    lower = after.band.rank < before.band.rank or (before.report_now and not after.report_now)
    heard = {row.name for row in rows} & {"band", "phrases", "unless", "escalates", "report now", "ages", "route"}
    severity: Severity = "worse" if lower else "look" if heard else "plain"
    return Change("signs", pack.id, after.id, f"{after.says} {_counted(rows)}", severity, tuple(rows), after.id)


def _counted(rows: list[Row]) -> str:
    """'2 phrases more, 1 phrase fewer; another band.'"""
    said_of: list[str] = []
    for name in dict.fromkeys(row.name for row in rows):
        found = [row for row in rows if row.name == name]
        if name not in {"phrases", "unless", "escalates", "examples", "examples that are not it"}:
            said_of.append(f"{name} is {found[0].new or 'nothing'} instead of {found[0].old or 'nothing'}")
            continue
        more, fewer = sum(not row.old for row in found), sum(not row.new for row in found)
        counts = [f"{more} more" if more else "", f"{fewer} fewer" if fewer else ""]
        said_of.append(f"{name}: {' and '.join(each for each in counts if each)}")
    return f"{'; '.join(said_of).capitalize()}." if said_of else "The order of its phrases."


def _records(
    part: Part, kind: str, before: Mapping[str, Model], after: Mapping[str, Model], pack: str
) -> Iterator[Change]:
    """Records that were added, taken out or changed, each by its id."""
    for name, old, new in pairs(before, after):
        title = f"{kind.capitalize()} {name}"
        if old is None:
            assert new is not None, "a pair has at least one side"
            yield Change(part, pack, title, f"{title} is new: {said(new)}.", id=name)
        elif new is None:
            yield Change(
                part, pack, title, f"{title} is gone: {said(old)}.", "look" if part == "places" else "plain", id=name
            )
        else:
            rows = fields_changed(old, new)
            yield Change(part, pack, title, f"{title}: {_names(rows)}", rows=rows, id=name)


def _names(rows: tuple[Row, ...]) -> str:
    return f"{', '.join(row.name for row in rows)} changed."
