"""What crosses between the program and the fetching process: a job in, results out. Fetches nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from snapshots.frozen_class import frozen
from snapshots.records import Capture, CaptureFailure
from spiders.http.timemaps import ArchivedCapture


@frozen
class Validators:
    """What a server said of an answer, with the request that it answered (RFC 9111, section 4): good for no other."""

    url: str  # that answered, redirects followed
    selecting: tuple[tuple[str, str], ...]  # headers of the request by which the answer was chosen, "" for none
    headers: tuple[tuple[str, str], ...]  # that make a request conditional


@frozen
class JobPage:
    """One document to fetch."""

    key: str  # that its results carry
    document_id: str
    addresses: tuple[str, ...]  # tried in order
    accept_language: str
    landmark: str
    obeys_robots: bool
    max_bytes: int
    timeout_seconds: float
    private_origins: tuple[str, ...] = ()  # loopback and private hosts that the declaration itself names
    validators: Validators | None = None  # of the page as it was captured last
    allow_hosts: tuple[str, ...] = ()  # other owners' domains that a browser may load from
    archives: tuple[str, ...] = ()  # where TimeMaps are asked for
    known: tuple[str, ...] = ()  # sources of what others captured and was kept
    shown_at: datetime | None = None  # the newest time at which the page was seen; what others saw before is no news
    memento: ArchivedCapture | None = None  # the only one that is wanted
    collection: str = ""  # the API of a collection of Open Terms Archive
    terms: str = ""  # of it, as `Service/Terms type`
    proxy: str = ""  # by which everything is asked, "" for the one of the environment


@frozen
class Politeness:
    """How the fetching process treats hosts."""

    delay_seconds: float = 3.0  # between a host's answer and the next request to it, at the least
    retries: int = 2
    backoff_seconds: float = 5.0  # before the first retry, doubled for each further one
    longest_wait_seconds: float = 60.0  # a Retry-After beyond it is not waited for
    resting: tuple[
        tuple[str, float], ...
    ] = ()  # hosts that an earlier run has asked, and the seconds left of their gap


@frozen
class Job:
    """One run of the fetching process."""

    spider: str  # the path of its class, which only the fetching process loads
    user_agent: str
    pages: tuple[JobPage, ...]
    politeness: Politeness
    browser: str = ""  # the program of one, where the spider needs it


@frozen
class JobResult:
    """One result of a page: the item that spiders yield, and a line of JSON between the processes."""

    key: str  # of the page
    capture: Capture | None = None  # either this
    failure: CaptureFailure | None = None  # or that
    more: bool = False  # another result for the page follows

    @classmethod
    def of(cls, key: str, result: Capture | CaptureFailure, *, more: bool = False) -> Self:
        """Return a result as an item."""
        if isinstance(result, Capture):
            return cls(key=key, capture=result, more=more)
        return cls(key=key, failure=result, more=more)

    @property
    def result(self) -> Capture | CaptureFailure:
        """The result that the item was made of."""
        result = self.capture or self.failure
        assert result is not None  # noqa: S101 an item is made of one
        return result
