"""The channels a declaration may name, and how one that fails leads to the next. Fetches nothing itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Protocol

from snapshots.records import Capture, CaptureFailure, Outcome
from spiders.crawl import Validators, crawl
from spiders.declaration import Declaration


class Fetch(Protocol):
    """What fetches through one channel: one result for each declaration, as they come."""

    def __call__(
        self, declarations: Sequence[Declaration], *, contact: str, validators: Validators | None = None
    ) -> Iterator[Capture | CaptureFailure]: ...


CHANNELS: MappingProxyType[str, Fetch] = MappingProxyType({"http": crawl})
"""What a declaration's `channels` are looked up in; a name that is not here is refused."""


def fetch(
    declarations: Sequence[Declaration], *, contact: str, validators: Validators | None = None
) -> Iterator[Capture | CaptureFailure]:
    """Fetch each declared document through the first of its channels that shows it.

    Yields one result for each channel tried, so that every attempt can be kept.
    """
    waiting = list(declarations)
    for turn in range(max((len(d.channels) for d in waiting), default=0)):
        missed: list[Declaration] = []
        for name, through in CHANNELS.items():
            batch = {d.document.id: d for d in waiting if d.channels[turn] == name}
            for result in through(list(batch.values()), contact=contact, validators=validators):
                is_seen = isinstance(result, Capture) or result.outcome is Outcome.NOT_MODIFIED
                declaration = batch[result.exchange.document_id]
                if not is_seen and turn + 1 < len(declaration.channels):
                    missed.append(declaration)
                yield result
        waiting = missed
