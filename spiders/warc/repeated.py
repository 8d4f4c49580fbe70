"""What a revisit record says that it repeats. Looks nothing up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from snapshots.frozen_class import frozen
from snapshots.records import Capture, CaptureFailure
from spiders.http.same_page import page_key
from spiders.warc.record_parts import moment, uri


@frozen
class Repeated:
    """An earlier record, named in up to three ways (WARC 1.1, 6.7)."""

    url: str  # of the revisit itself
    name: str = ""  # WARC-Refers-To
    target: str = ""  # WARC-Refers-To-Target-URI
    at: datetime | None = None  # WARC-Refers-To-Date
    payload: str = ""  # WARC-Payload-Digest

    @property
    def key(self) -> str:
        """Return what the address that it repeats has in common with others of its page."""
        return page_key(self.target or self.url)

    @classmethod
    def of(cls, record: Any, url: str) -> Repeated:
        """Return what a revisit record repeats; raises `ValueError` for a time that is none."""
        header = record.rec_headers.get_header
        at = header("WARC-Refers-To-Date")
        return cls(
            url=url,
            name=header("WARC-Refers-To") or "",
            target=uri(header("WARC-Refers-To-Target-URI")),
            at=moment(at) if at else None,
            payload=header("WARC-Payload-Digest") or "",
        )


KeptCapture = Callable[[Repeated], Capture | CaptureFailure | None]
"""Looks up, in an archive, what a revisit repeats that no file holds."""
