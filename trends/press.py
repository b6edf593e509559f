"""What is new to publish, decided in the order in which the periods closed.

A quarter of one authority's worries is one block. Its weeks are published as each closes, then its months, and with
the last month the quarter: each takes what was published before as known. So it makes no difference how often somebody
publishes, and a number stays as it was first published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from trends.block import Block, Key, block_of
from trends.ledger import Entry, Ledger
from trends.names import Names
from trends.periods import every_of, is_closed, month_of, months_of, quarter_of, weeks_between, weeks_of
from trends.policy import Counts, Policy
from trends.protect import Chance, Printed, printed, protect
from trends.published_schema import NONE
from trends.tally import Tally

POPULATIONS: tuple[Counts, ...] = ("worries", "outcomes", "feedback")
Numbers = Mapping[Key, Printed]
UNSAID_HOURS = (("hours", NONE),)


class Press:
    """One run. `skipped` are closed periods whose weeks were merged or deleted before they could be published."""

    def __init__(
        self, policy: Policy, names: Names, counted: Tally, ledger: Ledger, *, week: str, secret: bytes
    ) -> None:
        self.policy, self.names, self.counted, self.ledger = policy, names, counted, ledger
        self.week, self.secret = week, secret
        self.first = counted.first or week
        self.skipped: list[str] = []

    def run(self) -> Mapping[str, Mapping[Key, Entry]]:
        """Every number that was not published before, by authority."""
        quarters = sorted({quarter_of(month_of(week)) for week in weeks_between(self.first, self.week)})
        return {authority: self._of(authority, quarters) for authority in self.names.authorities}

    def _of(self, authority: str, quarters: Iterable[str]) -> Mapping[Key, Entry]:
        before = {key: entry.printed for key, entry in self.ledger.get(authority, {}).items()}
        new: dict[Key, Printed] = {}
        for quarter in quarters:
            for counts in POPULATIONS:
                one = _Quarter(self, authority, counts, quarter, {**before, **new})
                new.update(one.new())
        return {key: self._entry(found) for key, found in new.items()}

    def _entry(self, found: Printed) -> Entry:
        return Entry(found, self.policy.rule.symbol if found.n is None else f"{found.n:,}")


class _Quarter:
    """One quarter of one authority's counts."""

    def __init__(self, press: Press, authority: str, counts: Counts, quarter: str, before: Numbers) -> None:
        self.press, self.authority, self.counts, self.quarter = press, authority, counts, quarter
        mine = {quarter, *months_of(quarter), *(week for month in months_of(quarter) for week in weeks_of(month))}
        self.known = {key: each for key, each in before.items() if key.counts == counts and key.period in mine}
        self.done = {key.period for key in self.known}
        self.months = [month for month in months_of(quarter) if month >= month_of(press.first)]

    def new(self) -> Numbers:
        """What of it is closed and was not published."""
        found: dict[Key, Printed] = {}
        for month in self.months:
            found.update(self._weeks(month))
            self.known.update(found)
            if is_closed(month, week=self.press.week):
                found.update(self._month(month))
                self.known.update(found)
        return found

    def _weeks(self, month: str) -> Iterator[tuple[Key, Printed]]:
        """Weeks are single numbers: each is published for itself alone, as soon as it is over."""
        weeks = [week for week in self._weeks_of(month) if week < self.press.week]
        for key in sorted(self._block(weeks).published):
            if key.period not in self.done:
                yield key, printed(self._true(key), self.press.policy.rule)

    def _month(self, month: str) -> Numbers:
        """A month, and with the last one its quarter."""
        last = month == months_of(self.quarter)[-1]
        periods = [self.quarter, *self.months] if last else [month]
        fresh = {period for period in periods if period not in self.done and period in {month, self.quarter}}
        if not fresh:
            return {}
        weeks = [week for each in periods if every_of(each) == "month" for week in self._weeks_of(each)]
        block = self._block([*periods, *weeks])
        known = {key: self.known[key] for key in block.keys if key in self.known}
        publish = {key for key in block.published if key.period in fresh}
        block = Block(frozenset(publish | set(known)), block.sums)
        truth = {key: self._true(key) for key in block.published}
        if self._is_stale(periods) or any(not _agrees(truth[key], known[key]) for key in known):
            self.press.skipped.append(f"{self.authority} {self.counts} {month}")
            return {}
        chance = Chance(self.press.secret, self.authority)
        return protect(block, truth, known, self.press.policy.rule, chance)

    def _is_stale(self, periods: Iterable[str]) -> bool:
        """Whether more was published of these periods, or less, than the counters still show."""
        months = tuple(months_of(self.quarter) if self.quarter in periods else periods)
        published = {month_of(period) if "W" in period else period for period in self.done}
        gone = [month for month in months if month not in self.months or month in self.press.counted.months]
        skipped = any(f"{self.authority} {self.counts} {month}" in self.press.skipped for month in months)
        return skipped or any(month in published for month in gone)

    def _block(self, periods: Iterable[str]) -> Block:
        policy, names = self.press.policy, self.press.names
        return block_of(self.authority, self.counts, periods, policy=policy, names=names, without=self._is_missing)

    def _is_missing(self, key: Key) -> bool:
        """Worries whose hour was not counted are there only for the weeks before hours were. They tell of nobody."""
        return key.dims == UNSAID_HOURS and self._true(key) == 0

    def _weeks_of(self, month: str) -> list[str]:
        """The weeks of a month since the first count; none where they were made a month."""
        kept = month not in self.press.counted.months
        return [week for week in weeks_of(month) if kept and week >= self.press.first]

    def _true(self, key: Key) -> int:
        return self.press.counted.numbers[self.authority][key]


def _agrees(number: int, known: Printed) -> bool:
    return known.low <= number <= known.high
