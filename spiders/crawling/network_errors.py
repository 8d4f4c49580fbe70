"""Why a request has no answer that counts: from the type of an error to an outcome and a line to act on."""

from __future__ import annotations

from urllib.parse import urlsplit

from OpenSSL.SSL import Error as TlsError
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from service_identity import VerificationError
from twisted.python.failure import Failure

from snapshots.records import CaptureFailure, Outcome
from spiders.crawling.bounded_headers import HeaderFloodError
from spiders.crawling.resolver import refused
from spiders.crawling.visits import exchange_of, request_of

NETWORK_ERRORS = (
    DownloadTimeoutError,
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadCancelledError,
    ResponseDataLossError,
    DownloadFailedError,
    TunnelError,
    UnsupportedURLSchemeError,
    TlsError,
    VerificationError,
    OSError,
    ValueError,  # of an address that a resolver or a TLS library takes for none
)
"""What a request may end with in place of an answer; anything else is a fault of this program."""

_BY_ERROR: tuple[tuple[type[Exception], Outcome, str], ...] = (
    (DownloadTimeoutError, Outcome.TIMEOUT, "no whole answer in time"),
    (CannotResolveHostError, Outcome.DNS, "the host's name is not known"),
    (DownloadConnectionRefusedError, Outcome.UNREACHABLE, "the host refuses connections"),
    (DownloadCancelledError, Outcome.TOO_LARGE, "the body is larger than allowed"),
    (ResponseDataLossError, Outcome.UNREACHABLE, "the answer ended before it was whole"),
    (DownloadFailedError, Outcome.UNREACHABLE, "the connection broke off"),
    (ValueError, Outcome.CLIENT_ERROR, "the address can't be asked"),
)
_BY_PROXY_ERROR: tuple[tuple[type[Exception], str], ...] = (
    (TunnelError, "the proxy {} opens no way to the host"),
    (CannotResolveHostError, "the name of the proxy {} is not known"),
    (DownloadConnectionRefusedError, "the proxy {} refuses connections"),
)
"""The same where a proxy is asked in the host's place."""


class RequestRefusal(IgnoreRequest):
    """A request is not made, or where its answer leads is not followed; the message says why."""

    def __init__(self, outcome: Outcome, detail: str, *, is_answered: bool = False) -> None:
        self.outcome = outcome
        self.is_answered = is_answered  # the trail ends with the answer that led to the refusal
        super().__init__(detail)


def failure_of(failure: Failure) -> CaptureFailure:
    """Return what an errback was given as a result; a fault of this program is raised on."""
    request, error = request_of(failure), failure.value
    if isinstance(error, RequestRefusal):
        told = exchange_of(request, answered=error.is_answered)
        return CaptureFailure(exchange=told, outcome=error.outcome, detail=str(error))
    if not isinstance(error, NETWORK_ERRORS):
        failure.raiseException()
    outcome, detail = classify(error, request)
    return CaptureFailure(exchange=exchange_of(request, answered=False), outcome=outcome, detail=detail)


def classify(error: BaseException, request: Request) -> tuple[Outcome, str]:
    """Return what a request without an answer was, and why in one line."""
    host = (urlsplit(request.url).hostname or "").lower()
    if proxy := request.meta.get("proxy"):
        for kind, meaning in _BY_PROXY_ERROR:
            if isinstance(error, kind):
                return Outcome.UNREACHABLE, meaning.format(urlsplit(proxy).netloc.rpartition("@")[2])
    if isinstance(error, CannotResolveHostError) and host in refused:
        return Outcome.UNREACHABLE, f"the name {host} leads to {refused[host]}, which is on a private network"
    if flood := _caused_by(error, HeaderFloodError):
        return Outcome.TOO_LARGE, str(flood)
    if tls := _caused_by(error, TlsError, VerificationError):
        return Outcome.TLS, f"no trusted connection: {' '.join(str(tls).split())[:160] or type(tls).__name__}"
    for kind, outcome, meaning in _BY_ERROR:
        if isinstance(error, kind):
            limit = f" ({request.meta['download_timeout']:g} s)" if outcome is Outcome.TIMEOUT else ""
            limit = f" ({request.meta['download_maxsize']} bytes)" if outcome is Outcome.TOO_LARGE else limit
            return outcome, meaning + limit
    return Outcome.UNREACHABLE, f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"


def _caused_by(error: BaseException | None, *kinds: type[BaseException]) -> BaseException | None:
    """Return the error of one of these kinds behind another; Twisted keeps such in a list of reasons."""
    while error is not None:
        if isinstance(error, kinds):
            return error
        for reason in getattr(error, "reasons", None) or ():
            if found := _caused_by(reason.value, *kinds):
                return found
        error = error.__cause__
    return None
