"""Which passage leads a finding, and which finding an alert. Words and weighs none."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2

from monitor.alerts.headline_facts import CLAIMED, NAMING, HeadlineFacts, facts_of
from monitor.alerts.headline_quotes import plain
from monitor.alerts.headlines import choose_news
from monitor.alerts.news import WENT, News
from monitor.alerts.passage_severity import RatedPassage
from monitor.reading.reader import Reader
from snapshots.records import Direction

_VAGUE = (*NAMING, "unexplained")
_SHARE = 0.5  # of a point, for each of the weight of what a sentence names
_MASS = 3.0  # points at most, one for each doubling of the passages that say as grave a thing of the same topic
_POINTING = frozenset(["pointer", "see_also", "here"])
_PLAIN = 2  # parts of a sentence (act, data, purpose, party) with which a passage can be told


class Precedence:
    """Which of the passages of one change leads; what a headline could say of each is worked out once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._keys: dict[int, tuple[RatedPassage, tuple[float, ...]]] = {}  # by identity, with what it is that of

    def order_passages(self, group: Sequence[RatedPassage]) -> list[RatedPassage]:
        """Return the passages of a finding, the one that leads first."""
        return sorted(group, key=self._key)

    def order_groups(self, groups: Sequence[Sequence[RatedPassage]]) -> list[Sequence[RatedPassage]]:
        """Return groups of ordered passages, the one that leads first; what many passages say weighs more."""
        return sorted(groups, key=self._group_key)

    def _group_key(self, group: Sequence[RatedPassage]) -> tuple[float, ...]:
        severity, weight, fullness = self._key(group[0])
        as_grave = sum(entry.severity is group[0].severity for entry in group)
        return severity, weight - min(_MASS, log2(as_grave)), fullness, -len(group)

    def _key(self, entry: RatedPassage) -> tuple[float, ...]:
        found = self._keys.get(id(entry))
        if found is None:
            found = self._keys[id(entry)] = (entry, _key(entry, self._reader))
        return found[1]


def _key(entry: RatedPassage, reader: Reader) -> tuple[float, ...]:
    """Return how far in front a passage stands: the gravest first, lost promises before gained words.

    Of what is as grave, what can be told plainly goes before what only names something, what says what may be done
    before what lists things, what states before what gives an example or points elsewhere; and what its sentence
    names counts by the topics that it is of: minors before settings.
    """
    news = choose_news(entry, reader)
    facts = facts_of(entry, news, reader)
    is_lost = is_promise_lost(entry)
    plainness = (facts.weight >= _PLAIN) - (not facts.weight)
    back = entry.leading.startswith(_VAGUE) + _is_aside(entry, news, reader)
    back += not (facts.is_power or facts.right or is_lost)
    bonus = is_lost + (is_lost and facts.right in CLAIMED) + plainness - back
    return -entry.severity.rank, -(entry.points + bonus + _SHARE * _gravity(facts, reader)), -facts.weight


def _is_aside(entry: RatedPassage, news: News, reader: Reader) -> bool:
    """Whether a passage gives an example of what is said elsewhere, or leads to where more is said."""
    said = (news.hunk.after or "", news.hunk.before or "")
    is_pointing = any(s.flags & _POINTING for s in entry.passage.statements if s.text in said)
    return is_pointing or plain(news.text).lower().startswith(reader.known.text.examples)


def _gravity(facts: HeadlineFacts, reader: Reader) -> int:
    """Return what the named concepts weigh, each topic once."""
    pack = reader.pack
    concepts = [pack.concepts[key] for key in (*facts.named, ("rights", facts.right)) if key in pack.concepts]
    topics = {topic for concept in concepts for topic in concept.topics}
    return sum(pack.topic(topic).weight for topic in topics)


def is_promise_lost(entry: RatedPassage) -> bool:
    """Whether what was kept from being done, or granted, is no longer said."""
    is_gone = all(item.sign in WENT for item in entry.passage.news)
    is_lost = entry.leading.endswith(("_lost", "_gone")) or entry.leading == "turned_round"
    if entry.direction is Direction.MIXED:
        return is_lost
    return entry.direction is Direction.WIDENS and (is_gone or is_lost)
