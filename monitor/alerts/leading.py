"""Which passage leads a finding, and which finding an alert. Words and weighs none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitor.alerts.headline_facts import facts_of
from monitor.alerts.headlines import choose_news
from monitor.alerts.news import WENT
from monitor.alerts.passage_severity import RatedPassage
from monitor.reading.reader import Reader
from snapshots.records import Direction

_PLAIN = 2  # parts of a sentence (act, data, purpose, party) with which a passage can be told


def order_passages(group: Sequence[RatedPassage], reader: Reader) -> list[RatedPassage]:
    """Return the passages of a finding, the one that leads first: the gravest, lost promises before gained words."""
    weights = {id(entry): _weight(entry, reader) for entry in group}
    return sorted(group, key=lambda e: (-e.severity.rank, not is_promise_lost(e), -weights[id(e)], -e.points))


def order_groups(groups: Sequence[Sequence[RatedPassage]], reader: Reader) -> list[Sequence[RatedPassage]]:
    """Return groups of passages, each in its order, the one that leads first.

    Of two as grave, a lost promise goes first, then what can be told plainly, then what the change is mostly about.
    """
    spoken = Counter(topic for group in groups for entry in group for topic in entry.topics[:2])

    def key(group: Sequence[RatedPassage]) -> tuple[int, bool, bool, int, int, int]:
        first = group[0]
        shared = spoken[first.topics[0]] if first.topics else 0
        is_plain = _weight(first, reader) >= _PLAIN
        return -first.severity.rank, not is_promise_lost(first), not is_plain, -first.points, -shared, -len(group)

    return sorted(groups, key=key)


def is_promise_lost(entry: RatedPassage) -> bool:
    """Whether what was kept from being done, or granted, is no longer said."""
    is_gone = all(item.sign in WENT for item in entry.passage.news)
    is_lost = entry.leading.endswith(("_lost", "_gone")) or entry.leading == "turned_round"
    return entry.direction is Direction.WIDENS and (is_gone or is_lost)


def _weight(entry: RatedPassage, reader: Reader) -> int:
    return facts_of(entry, choose_news(entry, reader), reader).weight
