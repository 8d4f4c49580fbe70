"""What crosses between the program and the fetching process: a job in, results out. Fetches nothing."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from snapshots.codec import decode, encode, encode_plain
from snapshots.records import Capture, CaptureFailure, Exchange, Outcome
from spiders.memento.timemaps import ArchivedCapture


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One document to fetch."""

    key: str  # what its results are told under
    document_id: str
    addresses: tuple[str, ...]  # tried in order
    accept_language: str
    landmark: str
    obeys_robots: bool
    max_bytes: int
    timeout_seconds: float
    private_origins: tuple[str, ...] = ()  # loopback and private hosts that the declaration itself names
    validators: tuple[tuple[str, str], ...] = ()  # conditional headers for the first address
    allow_hosts: tuple[str, ...] = ()  # other owners' domains that a browser may load from
    archives: tuple[str, ...] = ()  # where TimeMaps are asked for
    known: tuple[str, ...] = ()  # raw mementos that were kept
    shown_at: datetime | None = None  # the newest time at which the page was seen; older mementos are no news
    memento: ArchivedCapture | None = None  # the only one that is wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Politeness:
    """How the fetching process treats hosts."""

    delay_seconds: float = 3.0  # between two requests to one host, varied by half
    retries: int = 2
    backoff_seconds: float = 5.0  # before the first retry, doubled for each further one
    longest_wait_seconds: float = 60.0  # a Retry-After beyond it is not waited for


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One run of the fetching process."""

    spider: str  # the name of the one that makes it
    user_agent: str
    pages: tuple[Page, ...]
    politeness: Politeness
    browser: str = ""  # the program of one, where the spider needs it


@dataclass(frozen=True, slots=True, kw_only=True)
class JobResult:
    """One result as it came out of the fetching process."""

    key: str  # of the page
    seen: Capture | CaptureFailure
    more: bool = False  # another result for the page follows


def write_result(told: JobResult) -> bytes:
    """Return a result as one line of JSON."""
    result = told.seen
    is_failure = isinstance(result, CaptureFailure)
    plain = {
        "key": told.key,
        "more": told.more,
        "exchange": encode(result.exchange).decode("ascii"),
        "body": None if result.body is None else base64.b64encode(result.body).decode("ascii"),
        "media_type": result.media_type,
        "charset": result.charset,
        "screenshot": None if result.screenshot is None else base64.b64encode(result.screenshot).decode("ascii"),
        "outcome": result.outcome.value if isinstance(result, CaptureFailure) else "",
        "detail": result.detail if isinstance(result, CaptureFailure) else "",
        "is_failure": is_failure,
    }
    return encode_plain(plain) + b"\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _ResultLine:
    key: str
    more: bool
    exchange: str
    body: str | None
    media_type: str
    charset: str
    screenshot: str | None
    outcome: str
    detail: str
    is_failure: bool


def read_result(line: bytes) -> JobResult:
    """Return what `write_result` wrote."""
    plain = decode(_ResultLine, line)
    return JobResult(key=plain.key, seen=_seen(plain), more=plain.more)


def _seen(plain: _ResultLine) -> Capture | CaptureFailure:
    exchange = decode(Exchange, plain.exchange)
    body = None if plain.body is None else base64.b64decode(plain.body)
    screenshot = None if plain.screenshot is None else base64.b64decode(plain.screenshot)
    if plain.is_failure or body is None:
        return CaptureFailure(
            exchange=exchange,
            outcome=Outcome(plain.outcome),
            detail=plain.detail,
            body=body,
            media_type=plain.media_type,
            charset=plain.charset,
            screenshot=screenshot,
        )
    return Capture(
        exchange=exchange, body=body, media_type=plain.media_type, charset=plain.charset, screenshot=screenshot
    )
