"""Tells a dead man's switch that a round of looks came to its end. What the switch does with silence is its own."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

import httpcore

log = logging.getLogger(__name__)

_SECONDS = 10.0


def beat(address: str) -> bool:
    """Ask for an address once, and return whether it was there; of one that fails only the host is logged.

    The rest of it often is all that keeps a stranger from saying that a dead watch lives.
    """
    host = urlsplit(address).hostname or "?"
    try:
        answer = httpcore.request(
            "GET",
            address,
            headers={"User-Agent": "policywatch"},
            extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), _SECONDS)},
        )
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError) as error:
        log.warning("the heartbeat at %s can't be told: %s", host, type(error).__name__)
        return False
    if not 200 <= answer.status < 300:
        log.warning("the heartbeat at %s answers status %s", host, answer.status)
        return False
    return True
