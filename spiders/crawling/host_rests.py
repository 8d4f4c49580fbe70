"""A host rests between its answer and the next request. Sends nothing.

Scrapy counts the gap from the moment at which a request leaves its queue. Until that request is on the wire a name
may be looked up and a connection made, and the event loop may be busy with others: the host would see the next
request sooner than the gap. Counted from the answer, it can't, however slow anything is.
"""

from __future__ import annotations

from time import monotonic
from typing import Any, Self

from scrapy import Request, signals


class HostRests:
    """An extension of Scrapy: each answer begins the gap of its host anew, and one of an earlier run is waited for."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        began = monotonic()
        self._ends = {host: began + seconds for host, seconds in crawler.settings.getdict("RESTING_HOSTS").items()}
        crawler.signals.connect(self._go_on, signal=signals.request_reached_downloader)
        crawler.signals.connect(self._begin, signal=signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        return cls(crawler)

    def _go_on(self, request: Request) -> None:
        """Let the first request to a host wait as if this run had asked the host before it."""
        slot = self._slot_of(request)
        if slot and (end := self._ends.pop(request.meta["download_slot"], None)):
            slot.lastseen = end - slot.delay

    def _begin(self, request: Request) -> None:
        if slot := self._slot_of(request):
            slot.lastseen = monotonic()

    def _slot_of(self, request: Request) -> Any:
        return self._crawler.engine.downloader.slots.get(request.meta.get("download_slot"))
