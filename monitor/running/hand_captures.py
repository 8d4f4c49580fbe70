"""Pages that a person captured by hand, as looks at a document, with who, where from and how. Fetches nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from monitor.running.capture_import import Skipped, too_old
from monitor.running.pipeline import Judged, Pipeline
from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.records import Capture, CaptureFailure, Document, Exchange
from snapshots.visibility import Visibility, visibility_of
from spiders.captures.saved_pages import SavedPage
from spiders.http.outcomes import judge_body
from spiders.http.results import result_of

CHANNEL = "hand"


@frozen
class HandProvenance:
    """Who captured a page, and how."""

    by: str
    place: str = ""
    how: str = ""

    def of(self, path: Path, tool: str) -> tuple[tuple[str, str], ...]:
        """Return what is kept beside a capture from a file."""
        with path.open("rb") as file:
            digest = sha256(file.read()).hexdigest()
        named = {
            "by": self.by,
            "from": self.place,
            "how": self.how or tool,
            "file": path.name,
            "file_sha256": digest,
        }
        return tuple((name, value) for name, value in named.items() if value)


def capture_of_page(
    page: SavedPage, path: Path, document_id: str, at: datetime, url: str, provenance: HandProvenance, now: datetime
) -> Capture | CaptureFailure:
    """Return a saved page as what was seen at `at`; `now` is when it came here."""
    kept = provenance.of(path, page.tool)
    exchange = Exchange(
        document_id=document_id,
        requested_url=url,
        final_url=url,
        started_at=max(now, at),
        captured_at=at,
        channel=CHANNEL,
        tool=page.tool or "unknown",
        hops=(url,) if url else (),
        source=f"sha256:{dict(kept)['file_sha256']}",
        provenance=kept,
    )
    outcome, detail = judge_body(page.body, page.media_type, page.charset)
    return result_of(exchange, outcome, detail, body=page.body, media_type=page.media_type, charset=page.charset)


def by_hand(
    seen: Capture | CaptureFailure, path: Path, provenance: HandProvenance, now: datetime
) -> Capture | CaptureFailure:
    """Return what a recording shows as captured by hand."""
    exchange = seen.exchange
    return replace(
        seen,
        exchange=replace(
            exchange,
            channel=CHANNEL,
            started_at=max(now, exchange.captured_at),
            provenance=provenance.of(path, exchange.tool),
        ),
    )


def import_by_hand(
    archive: Archive, pipeline: Pipeline, captures: Sequence[Capture | CaptureFailure], document: Document
) -> Iterator[Judged | Skipped]:
    """Keep and judge captures made by hand, oldest first.

    Looks that failed since then don't stand in their way, as at a form behind a login; one that showed the page does.
    """
    yield from pipeline.judge_pending(document.id)
    known = archive.sources(document.id)
    shown = [
        seen.captured_at
        for seen in archive.observations(document.id)
        if visibility_of(seen.outcome) is not Visibility.NONE
    ]
    newest = max(shown, default=None)
    for capture in sorted(captures, key=lambda one: one.exchange.captured_at):
        exchange = capture.exchange
        if exchange.source in known:
            yield Skipped(offset=exchange.source, problem="")
        elif newest and exchange.captured_at < newest:
            yield Skipped(offset=exchange.source, problem=too_old(exchange.captured_at, newest))
        else:
            known.add(exchange.source)
            yield pipeline.judge(archive.keep(capture))
    pipeline.tell_waiting(document.id)
