"""The rows of the log that stand in a WARC file which Policywatch wrote: what is known of a capture beside its bytes.

Reads no file. A row is held against its hash, and the body against the row, before either is believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from snapshots.chain import row_hash
from snapshots.codec import decode
from snapshots.errors import ArchiveDamaged
from snapshots.records import Attempt, Capture, CaptureFailure
from snapshots.warc.warc_records import DOCUMENTS, HASH, PREVIOUS, ROW, SHOWN
from spiders.errors import WarcError
from spiders.http.results import result_of

_FIELD = re.compile(rb"(?m)^([a-z-]+): ([^\r\n]*)\r?$")


@dataclass(slots=True)
class LogRows:
    """The rows that are not used yet, by the record that shows their page, and the screenshots by their sha256."""

    document_id: str
    is_here: bool = False  # the file is one that Policywatch wrote
    is_chosen: bool = False  # the file holds several documents, and only this one's rows are wanted
    waiting: dict[str, Attempt] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)  # records that show other documents
    screenshots: dict[str, bytes] = field(default_factory=dict)

    def begin(self, block: bytes, path: Path) -> None:
        """Read which documents a file holds; raises `WarcError` where several are there and the wanted one is not."""
        documents = _named(block).get(DOCUMENTS, "").split()
        self.is_here = bool(documents)
        self.is_chosen = len(documents) > 1
        if self.is_chosen and self.document_id not in documents:
            raise WarcError(
                f"{path} holds {len(documents)} documents and no {self.document_id!r}; it has: {', '.join(documents)}"
            )

    def take(self, block: bytes, record_id: str) -> Capture | CaptureFailure | None:
        """Take in the block of a metadata record; return what was seen where no other record shows it.

        Raises `ValueError` for a row that does not match its hash.
        """
        named = _named(block)
        if ROW not in named:
            return None
        if row_hash(named.get(PREVIOUS, ""), named[ROW].encode()) != named.get(HASH):
            raise ValueError("the row of the log in it does not match its hash")
        try:
            row = decode(Attempt, named[ROW], previous_hash=named[PREVIOUS], hash=named[HASH])
        except ArchiveDamaged as error:
            raise ValueError("the row of the log in it can't be read; was it written by a newer program?") from error
        shown = named.get(SHOWN) or record_id
        if self.is_chosen and row.exchange.document_id != self.document_id:
            self.passed.add(shown)
            return None
        self.waiting[shown] = row
        return None if SHOWN in named else self.seen(shown, b"")

    def keep_screenshot(self, block: bytes) -> None:
        """Hold a screenshot until the page that it belongs to is read."""
        self.screenshots = {sha256(block).hexdigest(): block}

    def seen(self, record_id: str, content: bytes) -> Capture | CaptureFailure:
        """Return what the row of a record says was seen; raises `ValueError` where `content` is not what it names."""
        row = self.waiting.pop(record_id)
        body = content if row.body_sha256 else None
        if body is not None and sha256(body).hexdigest() != row.body_sha256:
            raise ValueError(f"the body is not the one that the row of attempt {row.sequence} names")
        exchange = replace(row.exchange, document_id=self.document_id, source=record_id)
        return result_of(
            exchange,
            row.outcome,
            row.detail,
            body=body,
            media_type=row.media_type,
            charset=row.charset,
            screenshot=self.screenshots.get(row.screenshot_sha256),
        )


def _named(block: bytes) -> dict[str, str]:
    return {name.decode(): value.decode("utf-8", "replace") for name, value in _FIELD.findall(block)}
