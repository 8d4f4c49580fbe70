"""What is remembered of a document: one recollection for each text that is served at its address in turn.

Region, language, product or edition part the texts; each has a base, states, dates and absences of its own. What
stands here of all of them together is what belongs to none: how far versions are numbered, and what was seen of walls.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta

from monitor.memory.freshness import Freshness, dump_freshness, load_freshness
from monitor.memory.learned import added, by_name, with_learned
from monitor.memory.recollection import Recollection, dump, load
from monitor.memory.rivals import after_turn
from snapshots.frozen_class import frozen
from snapshots.records import Learned

HEADS_FOR = timedelta(days=60)
"""How long a text that is served in turn with others of its lineage is one that a new capture may go back to."""

_MOST_HEADS = 6
_FORMATS = (2, 3)  # in the former all was written each time, in one


@frozen
class DocumentMemory:
    """The decider's memory of one document; `dump_document` writes it under names that stay as they are."""

    lineages: tuple[Recollection, ...] = ()  # in the order in which they were first served
    newest: int = 0  # the highest number given to a version so far
    current: int = 0  # number of the lineage that was shown last, 0 before the first
    strange: Mapping[str, str] = field(default_factory=dict)  # passages of walls and error pages, with their outcome
    freshness: Freshness | None = None  # since when it is not seen; None where an earlier program did not say

    def lineage(self, number: int) -> Recollection:
        """Return one lineage's memory as the decider takes it; that of a number not given yet is empty."""
        kept = self.lineages[number - 1] if 1 <= number <= len(self.lineages) else Recollection(lineage=number)
        return replace(kept, newest=self.newest, strange=dict(self.strange))

    @property
    def late(self) -> frozenset[int]:
        """Return the versions that the next capture may be compared with."""
        return frozenset(
            number for one in self.lineages for number in (one.version, one.taken_back, *one.heads, *one.formers)
        )

    @property
    def shown(self) -> Recollection:
        """Return the memory of the lineage that was shown last."""
        return self.lineage(self.current or 1)

    def after(
        self, memory: Recollection, at: datetime, *, shown_from: int | None, left: int = 0, attempt: int = 0
    ) -> DocumentMemory:
        """Return the memory with what was decided of a capture for one lineage.

        `shown_from` is the version that the lineage was at or was compared with, None where it was not shown; `left`
        the one that it was at, where that bears other marks: it may come back after long.
        """
        together = replace(self, newest=memory.newest, strange=dict(memory.strange))
        if memory.lineage > len(self.lineages) and self.lineages and not memory.version:
            return together  # what would have been another text was a wall
        if shown_from is not None:
            memory = replace(
                memory,
                heads=_heads(self, memory, shown_from, at),
                formers=_formers(self, memory, shown_from, left),
                last_at=max(at, memory.last_at or at),
            )
        if shown_from is not None and memory.rival_of:
            memory = after_turn(memory, self.lineage(memory.rival_of), at, attempt)
        every = list(self.lineages)
        replaced = self.lineage(memory.lineage).rival_of if not memory.rival_of else 0
        every[memory.lineage - 1 : memory.lineage] = [memory]
        if replaced:  # where that text comes back and stays, it is the change of this one
            every[replaced - 1] = replace(every[replaced - 1], rival_of=memory.lineage, turns=0, turn_since=None)
        current = self.current if shown_from is None else memory.lineage
        return replace(together, lineages=tuple(every), current=current)


def _heads(known: DocumentMemory, memory: Recollection, before: int, at: datetime) -> dict[int, datetime]:
    """Return the versions that take turns in a lineage, with when each was last shown.

    A new version takes the place of the one it was compared with; one that comes back takes turns with the one before.
    """
    latest = max([at, *memory.heads.values()])
    heads = {number: seen for number, seen in memory.heads.items() if latest - seen <= HEADS_FOR}
    if memory.version > known.newest:
        heads.pop(before, None)
    elif before:
        heads.setdefault(before, known.lineage(memory.lineage).last_at or at)
    heads[memory.version] = max(at, heads.get(memory.version, at))
    return dict(sorted(heads.items(), key=lambda head: head[1])[-_MOST_HEADS:])


def _formers(known: DocumentMemory, memory: Recollection, before: int, left: int) -> tuple[int, ...]:
    """Return the versions that a text with other marks took the place of; a new version succeeds the one before."""
    formers = {*memory.formers, *([left] if left else [])} - {memory.version}
    if memory.version > known.newest and before != left:
        formers.discard(before)
    return tuple(sorted(formers)[-_MOST_HEADS:])


def learned_since(before: DocumentMemory, memory: DocumentMemory) -> tuple[Learned, ...]:
    """Return what a memory has learned since another state of it: what `dump_document` leaves out."""
    return tuple(one for lineage in memory.lineages for one in added(before.lineage(lineage.lineage), lineage))


def dump_document(memory: DocumentMemory) -> bytes:
    """Return the memory as JSON, without what it learned."""
    return json.dumps(
        {
            "format": _FORMATS[-1],
            "freshness": dump_freshness(memory.freshness) if memory.freshness else None,
            "newest": memory.newest,
            "current": memory.current,
            "strange": list(memory.strange.items()),
            "lineages": [dump(lineage) for lineage in memory.lineages],
        },
        sort_keys=True,
    ).encode()


def load_document(content: bytes, learned: Iterable[Learned] = ()) -> DocumentMemory:
    """Return the memory that `dump_document` wrote, with all that it `learned`; an empty one for no bytes.

    Earlier programs remembered one text of a document: that is its first lineage.
    """
    if not content:
        return DocumentMemory()
    raw = json.loads(content)
    if raw["format"] in _FORMATS:
        names, fresh = by_name(learned), raw.get("freshness")
        return DocumentMemory(
            lineages=tuple(with_learned(load(lineage), names) for lineage in raw["lineages"]),
            newest=raw["newest"],
            current=raw["current"],
            strange=dict(raw["strange"]),
            freshness=load_freshness(fresh) if fresh else None,
        )
    only = load(raw)
    return DocumentMemory(
        lineages=(only,), newest=only.newest, current=1 if only.version else 0, strange=dict(only.strange)
    )
