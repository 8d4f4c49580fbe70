"""Why a request got no answer: from the type of an error to an outcome and a line a person can act on."""

from __future__ import annotations

from urllib.parse import urlsplit

from OpenSSL.SSL import Error as TlsError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from service_identity import VerificationError

from snapshots.records import Outcome
from spiders.http.resolving import refused

NETWORK_ERRORS = (
    DownloadTimeoutError,
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadCancelledError,
    ResponseDataLossError,
    DownloadFailedError,
    UnsupportedURLSchemeError,
    TlsError,
    VerificationError,
    OSError,
)
"""What a request may end with in place of an answer; anything else is a fault of this program."""

TRANSIENT = frozenset(
    [Outcome.TIMEOUT, Outcome.SERVER_ERROR, Outcome.TOO_MANY_REQUESTS, Outcome.UNREACHABLE, Outcome.DNS]
)
"""What another try may mend."""

_BY_ERROR: tuple[tuple[type[Exception], Outcome, str], ...] = (
    (DownloadTimeoutError, Outcome.TIMEOUT, "no whole answer in time"),
    (CannotResolveHostError, Outcome.DNS, "the host's name is not known"),
    (DownloadConnectionRefusedError, Outcome.UNREACHABLE, "the host refuses connections"),
    (DownloadCancelledError, Outcome.TOO_LARGE, "the body is larger than allowed"),
    (ResponseDataLossError, Outcome.UNREACHABLE, "the answer ended before it was whole"),
    (DownloadFailedError, Outcome.UNREACHABLE, "the connection broke off"),
)


def classify(error: BaseException, url: str, *, timeout_seconds: float, max_bytes: int) -> tuple[Outcome, str]:
    """Return what a request without an answer was, and why in one line."""
    host = (urlsplit(url).hostname or "").lower()
    if isinstance(error, CannotResolveHostError) and host in refused:
        return Outcome.UNREACHABLE, f"the name {host} leads to {refused[host]}, which is on a private network"
    if tls := _tls_error(error):
        return Outcome.TLS, f"no trusted connection: {' '.join(str(tls).split())[:160] or type(tls).__name__}"
    for kind, outcome, meaning in _BY_ERROR:
        if isinstance(error, kind):
            limit = f" ({timeout_seconds:g} s)" if outcome is Outcome.TIMEOUT else ""
            limit = f" ({max_bytes} bytes)" if outcome is Outcome.TOO_LARGE else limit
            return outcome, meaning + limit
    return Outcome.UNREACHABLE, f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"


def _tls_error(error: BaseException | None) -> BaseException | None:
    """Return the TLS fault behind an error; Twisted keeps such faults in a list of reasons."""
    while error is not None:
        if isinstance(error, TlsError | VerificationError):
            return error
        for reason in getattr(error, "reasons", None) or ():
            if found := _tls_error(reason.value):
                return found
        error = error.__cause__
    return None
