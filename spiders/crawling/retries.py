"""Patient retries: a downloader middleware, and the retry that a callback asks for. Judges no page.

Scrapy's own retries at once, without a back-off, and knows no Retry-After.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from scrapy import Request
from scrapy.http import Response

from snapshots.network import retry_after
from snapshots.records import CaptureFailure, HopPurpose, Outcome
from spiders.crawling.network_errors import NETWORK_ERRORS, classify
from spiders.crawling.visits import COOKIES, HOPS, PURPOSE, follow_up
from spiders.http.outcomes import header, judge_status

TRANSIENT = frozenset(
    [Outcome.TIMEOUT, Outcome.SERVER_ERROR, Outcome.TOO_MANY_REQUESTS, Outcome.UNREACHABLE, Outcome.DNS]
)
"""What another try may mend."""

_WAIT = "retry_wait_seconds"


class PatientRetryMiddleware:
    """Asks again where that may help, as long as the host does not ask to be left alone."""

    def __init__(self, settings: Any) -> None:
        self._settings = settings

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        return cls(crawler.settings)

    async def process_request(self, request: Request) -> None:
        """Hold a retry back until its time has come."""
        if seconds := request.meta.pop(_WAIT, 0):
            await asyncio.sleep(seconds)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Return the answer, or the retry of one whose status may pass."""
        outcome, _ = judge_status(response.status)
        # An archive's copy of a failure: another try brings the same copy.
        is_copy = request.meta[PURPOSE] is HopPurpose.MEMENTO and response.headers.get("Memento-Datetime")
        if outcome not in TRANSIENT or is_copy:
            return response
        asked = (response.headers.get("Retry-After") or b"").decode("latin-1")
        return _retry(request, self._settings, asked) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Return the retry of a request that got no answer."""
        if not isinstance(exception, NETWORK_ERRORS) or classify(exception, request)[0] not in TRANSIENT:
            return None
        return _retry(request, self._settings, "")


def retry_of(request: Request, result: object, settings: Any) -> Request | None:
    """Return the retry of a request whose answer a callback found to be no good, None where none may help.

    What `scrapy.downloadermiddlewares.retry.get_retry_request` is to Scrapy's own middleware.
    """
    if not isinstance(result, CaptureFailure) or result.outcome not in TRANSIENT or result.exchange.source:
        return None
    return _retry(request, settings, header(result.exchange.response_headers, "retry-after"))


def _retry(request: Request, settings: Any, header_value: str) -> Request | None:
    """Return the request from its first address on, None where the tries or the host's patience are used up."""
    tries = request.meta.get("retry_times", 0)
    if request.meta.get("dont_retry") or tries >= settings.getint("RETRY_TIMES"):
        return None
    asked = retry_after(header_value, datetime.now(UTC)) or timedelta(0)
    wait = max(asked.total_seconds(), settings.getfloat("RETRY_BACKOFF_SECONDS") * 2**tries)
    if wait > settings.getfloat("RETRY_LONGEST_WAIT_SECONDS"):
        return None
    again = follow_up(request, request.meta[HOPS][:1], retry_times=tries + 1, **{_WAIT: wait, COOKIES: None})
    again.headers.pop("Cookie", None)
    return again
