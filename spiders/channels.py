"""The channels a declaration may name, and how one that fails leads to the next. Fetches nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Protocol

from snapshots.records import Capture, CaptureFailure, Outcome
from spiders.browser.channel import show
from spiders.declarations.declaration import Declaration
from spiders.memento.mementos import newest_mementos
from spiders.pages.crawl import AllKept, crawl

_HELD = 100  # documents whose failures are held until it is known whether another channel shows them


class Fetch(Protocol):
    """What fetches through one channel: results for each declaration, as they come, the telling one last."""

    def __call__(
        self, declarations: Sequence[Declaration], *, contact: str, kept: AllKept | None = None
    ) -> Iterator[Capture | CaptureFailure]: ...


CHANNELS: MappingProxyType[str, Fetch] = MappingProxyType({"http": crawl, "browser": show, "memento": newest_mementos})
"""What a declaration's `channels` are looked up in; a name that is not here is refused."""


Shows = Callable[[Capture], bool]
"""Whether a capture shows its document, or a wall, a shell, another page in its place."""


def fetch(
    declarations: Sequence[Declaration],
    *,
    contact: str,
    kept: AllKept | None = None,
    shows: Shows = lambda capture: True,
) -> Iterator[Capture | CaptureFailure]:
    """Fetch each declared document through the first of its channels that shows it.

    Yields a result for every attempt, so that each can be kept. An attempt after which another channel showed
    the page says so (`seen_through`): the page was seen at that look.
    """
    alone = [d for d in declarations if len(d.channels) == 1]
    if alone:
        yield from _fetch(alone, contact, kept, shows)
    more = [d for d in declarations if len(d.channels) > 1]
    for start in range(0, len(more), _HELD):
        yield from _fetch(more[start : start + _HELD], contact, kept, shows)


def _fetch(
    declarations: Sequence[Declaration], contact: str, kept: AllKept | None, shows: Shows
) -> Iterator[Capture | CaptureFailure]:
    left = {d.document.id: list(d.channels) for d in declarations}
    held: dict[str, list[Capture | CaptureFailure]] = {d.document.id: [] for d in declarations}
    while left:
        name = _next_channel(left)
        batch = [d for d in declarations if left.get(d.document.id, [""])[0] == name]
        for result in CHANNELS[name](batch, contact=contact, kept=kept):
            document_id = result.exchange.document_id
            is_last = len(left[document_id]) == 1
            if _is_seen(result, shows, is_last):
                yield from (_seen_otherwise(earlier, name) for earlier in held[document_id])
                yield result
                held[document_id] = []
                left[document_id] = [name]
            else:
                held[document_id].append(result)
        for document_id in [d.document.id for d in batch]:
            left[document_id] = _remaining(left[document_id][1:], held[document_id])
            if not left[document_id]:
                yield from held.pop(document_id)
                del left[document_id]


def _next_channel(left: Mapping[str, list[str]]) -> str:
    """Return the channel that the first document waits for: those that wait for the same one go with it."""
    return next(iter(left.values()))[0]


def _is_seen(result: Capture | CaptureFailure, shows: Shows, is_last: bool) -> bool:
    if isinstance(result, Capture):
        return is_last or shows(result)
    return result.outcome is Outcome.NOT_MODIFIED


def _remaining(channels: list[str], held: Sequence[Capture | CaptureFailure]) -> list[str]:
    """Leave the browser out where it would meet the same refusal: it mends pages, not answers."""
    is_mendable = any(isinstance(r, Capture) or r.outcome is Outcome.EMPTY for r in held)
    return channels if is_mendable or not held else [name for name in channels if name != "browser"]


def _seen_otherwise(result: Capture | CaptureFailure, channel: str) -> Capture | CaptureFailure:
    return replace(result, exchange=replace(result.exchange, seen_through=channel))
