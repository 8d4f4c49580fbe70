"""One result out of its parts: a capture where a page was seen, a failure otherwise. Judges nothing."""

from __future__ import annotations

from snapshots.records import Capture, CaptureFailure, Exchange, Outcome


def result_of(
    exchange: Exchange,
    outcome: Outcome,
    detail: str,
    *,
    body: bytes | None = None,
    media_type: str = "",
    charset: str = "",
    screenshot: bytes | None = None,
) -> Capture | CaptureFailure:
    """Return what an exchange came to; without a body nothing was captured."""
    if outcome is Outcome.CAPTURED and body is not None:
        return Capture(exchange=exchange, body=body, media_type=media_type, charset=charset, screenshot=screenshot)
    return CaptureFailure(
        exchange=exchange,
        outcome=outcome,
        detail=detail,
        body=body,
        media_type=media_type,
        charset=charset,
        screenshot=screenshot,
    )
