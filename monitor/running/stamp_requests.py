"""One request to who stamps heads of the log: a timestamp authority, or a calendar. Reads no answer."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Mapping

from monitor.errors import SettingsError
from snapshots.errors import BadTimestamp

_SECONDS = 30.0
_MAX_BYTES = 1 << 20


def ask_stamper(address: str, question: bytes | None, headers: Mapping[str, str]) -> bytes:
    """Post a question, or get what stands at an address where there is none, and return the answer.

    Raises `BadTimestamp` where there is no answer, and `SettingsError` for an address that is none of the web.
    """
    if not address.startswith(("https://", "http://")):
        raise SettingsError(f"{address!r} gives no timestamps: expected an http or https address")
    try:
        request = urllib.request.Request(address, data=question, headers=dict(headers))  # noqa: S310 http(s) alone
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            return bytes(answer.read(_MAX_BYTES))
    except urllib.error.HTTPError as error:
        with error:
            raise BadTimestamp(f"{address} gave no timestamp: status {error.code}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise BadTimestamp(f"{address} can't be asked for a timestamp: {reason}") from error
