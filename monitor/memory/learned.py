"""What of a memory only grows, as bytes to which those of later captures are added: keys of texts, and whole texts.

Each lineage has a name for either. A whole text is the digest of it and the number of its version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from struct import Struct

from monitor.memory.recollection import Recollection
from snapshots.records import Learned

_KEY = Struct("8s")
_STATE = Struct(">32sI")


def added(before: Recollection, after: Recollection) -> Iterator[Learned]:
    """Yield what a lineage's memory has learned since another state of it."""
    keys = after.seen - before.seen if after.seen is not before.seen else frozenset()
    if keys:
        yield Learned(name=_seen(after.lineage), content=b"".join(sorted(keys)))
    states = _states_since(before.states, after.states) if after.states is not before.states else []
    if states:
        yield Learned(name=_states(after.lineage), content=b"".join(states))


def with_learned(memory: Recollection, learned: Mapping[str, bytes]) -> Recollection:
    """Return a lineage's memory with all that it ever learned; of two states of one text the later one holds."""
    keys = frozenset(key for (key,) in _KEY.iter_unpack(learned.get(_seen(memory.lineage), b"")))
    numbers = _STATE.iter_unpack(learned.get(_states(memory.lineage), b""))
    states = {digest.hex(): number for digest, number in numbers}
    return replace(memory, seen=memory.seen | keys if memory.seen else keys, states={**memory.states, **states})


def by_name(learned: Iterable[Learned]) -> dict[str, bytes]:
    """Return what was learned by its names."""
    return {one.name: one.content for one in learned}


def _states_since(before: Mapping[str, int], after: Mapping[str, int]) -> list[bytes]:
    return [
        _STATE.pack(bytes.fromhex(digest), number) for digest, number in after.items() if before.get(digest) != number
    ]


def _seen(lineage: int) -> str:
    return f"seen {lineage}"


def _states(lineage: int) -> str:
    return f"states {lineage}"
