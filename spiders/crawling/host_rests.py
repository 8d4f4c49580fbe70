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
    """An extension of Scrapy: each answer begins the gap of its host anew."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        crawler.signals.connect(self._begin, signal=signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        return cls(crawler)

    def _begin(self, request: Request) -> None:
        slot = self._crawler.engine.downloader.slots.get(request.meta.get("download_slot"))
        if slot:
            slot.lastseen = monotonic()
