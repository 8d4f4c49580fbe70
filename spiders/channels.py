"""The channels a declaration may name, and how one that fails leads to the next. Fetches nothing itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Protocol

from snapshots.records import Capture, CaptureFailure, Outcome
from spiders.crawl import AllKept, crawl
from spiders.declaration import Declaration
from spiders.mementos import newest_mementos

_HELD = 100  # documents whose failures are held until it is known whether another channel shows them


class Fetch(Protocol):
    """What fetches through one channel: results for each declaration, as they come, the telling one last."""

    def __call__(
        self, declarations: Sequence[Declaration], *, contact: str, kept: AllKept | None = None
    ) -> Iterator[Capture | CaptureFailure]: ...


CHANNELS: MappingProxyType[str, Fetch] = MappingProxyType({"http": crawl, "memento": newest_mementos})
"""What a declaration's `channels` are looked up in; a name that is not here is refused."""


def fetch(
    declarations: Sequence[Declaration], *, contact: str, kept: AllKept | None = None
) -> Iterator[Capture | CaptureFailure]:
    """Fetch each declared document through the first of its channels that shows it.

    Yields a result for every attempt, so that each can be kept. A failure after which another channel showed
    the page says so (`seen_through`): the page was seen at that look.
    """
    alone = [d for d in declarations if len(d.channels) == 1]
    if alone:
        yield from _fetch(alone, contact, kept)
    more = [d for d in declarations if len(d.channels) > 1]
    for start in range(0, len(more), _HELD):
        yield from _fetch(more[start : start + _HELD], contact, kept)


def _fetch(
    declarations: Sequence[Declaration], contact: str, kept: AllKept | None
) -> Iterator[Capture | CaptureFailure]:
    waiting = list(declarations)
    held: dict[str, list[CaptureFailure]] = {d.document.id: [] for d in declarations}
    for turn in range(max((len(d.channels) for d in waiting), default=0)):
        missed: dict[str, Declaration] = {}
        for name, through in CHANNELS.items():
            batch = {d.document.id: d for d in waiting if d.channels[turn] == name}
            missed |= batch
            for result in through(list(batch.values()), contact=contact, kept=kept) if batch else ():
                document_id = result.exchange.document_id
                if not isinstance(result, Capture) and result.outcome is not Outcome.NOT_MODIFIED:
                    held[document_id].append(result)
                    continue
                missed.pop(document_id, None)
                yield from (_seen_otherwise(failure, name) for failure in held.pop(document_id))
                yield result
        for document_id in [d for d in missed if len(missed[d].channels) == turn + 1]:
            missed.pop(document_id)
            yield from held.pop(document_id)
        waiting = list(missed.values())


def _seen_otherwise(failure: CaptureFailure, channel: str) -> CaptureFailure:
    return replace(failure, exchange=replace(failure.exchange, seen_through=channel))
