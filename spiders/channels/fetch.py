"""How a channel that fails leads to the next that a declaration names. Fetches nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Protocol, cast

from snapshots.records import Capture, CaptureFailure, Outcome
from spiders.declarations.declaration import CHANNELS, Declaration
from spiders.jobs.declared_pages import FetchHistories

_HELD = 100  # documents whose failures are held until it is known whether another channel shows them

ShowsDocument = Callable[[Capture], bool]
"""Whether a capture shows its document, or a wall, a shell, another page in its place."""

Turn = Callable[[str, Sequence[Declaration]], AbstractContextManager[object]]
"""What is entered while documents are asked for through a channel, which it gets by its name."""


def no_turn(channel: str, declarations: Sequence[Declaration]) -> AbstractContextManager[object]:
    """Wait for nobody."""
    return nullcontext()


class CaptureChannel(Protocol):
    """What an entry point of the group `policywatch.channels` names: it fetches documents in one way.

    Yields at least one result for each declaration, as they come, the one that counts last. A page that can't be
    seen is a `CaptureFailure` and no exception. `histories` say what needs not be fetched again.
    """

    def __call__(
        self, declarations: Sequence[Declaration], *, contact: str, histories: FetchHistories | None = None
    ) -> Iterator[Capture | CaptureFailure]: ...


def load_channel(name: str) -> CaptureChannel:
    """Import an installed channel, not before a document is to be fetched through it."""
    return cast(CaptureChannel, CHANNELS.load(name))


def fetch(
    declarations: Sequence[Declaration],
    *,
    contact: str,
    histories: FetchHistories | None = None,
    shows: ShowsDocument = lambda capture: True,
    turn: Turn = no_turn,
) -> Iterator[Capture | CaptureFailure]:
    """Fetch each declared document through the first of its channels that shows it.

    Yields a result for every attempt, so that each can be kept. An attempt after which another channel showed
    the page says so (`seen_through`): the page was seen at that look. `turn` is entered around each use of a channel:
    it may wait until nobody else asks the same hosts.
    """
    alone = [d for d in declarations if len(d.channels) == 1]
    if alone:
        yield from _fetch(alone, contact, histories, shows, turn)
    more = [d for d in declarations if len(d.channels) > 1]
    for start in range(0, len(more), _HELD):
        yield from _fetch(more[start : start + _HELD], contact, histories, shows, turn)


def _fetch(
    declarations: Sequence[Declaration],
    contact: str,
    histories: FetchHistories | None,
    shows: ShowsDocument,
    turn: Turn,
) -> Iterator[Capture | CaptureFailure]:
    left = {d.document.id: list(d.channels) for d in declarations}
    held: dict[str, list[Capture | CaptureFailure]] = {d.document.id: [] for d in declarations}
    while left:
        name = next(iter(left.values()))[0]  # those that wait for the same as the first go with it
        batch = [d for d in declarations if left.get(d.document.id, [""])[0] == name]
        with turn(name, batch):
            for result in load_channel(name)(batch, contact=contact, histories=histories):
                document_id = result.exchange.document_id
                is_last = len(left[document_id]) == 1
                if _is_seen(result, shows, is_last):
                    yield from (_with_seen_through(earlier, name) for earlier in held[document_id])
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


def _is_seen(result: Capture | CaptureFailure, shows: ShowsDocument, is_last: bool) -> bool:
    if isinstance(result, Capture):
        return is_last or shows(result)
    return result.outcome is Outcome.NOT_MODIFIED


def _remaining(channels: list[str], held: Sequence[Capture | CaptureFailure]) -> list[str]:
    """Leave the browser out where it would meet the same refusal: it mends pages, not answers."""
    is_mendable = any(isinstance(r, Capture) or r.outcome is Outcome.EMPTY for r in held)
    return channels if is_mendable or not held else [name for name in channels if name != "browser"]


def _with_seen_through(result: Capture | CaptureFailure, channel: str) -> Capture | CaptureFailure:
    return replace(result, exchange=replace(result.exchange, seen_through=channel))
