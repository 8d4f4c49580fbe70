"""The failure of a page that was not asked for. Asks for nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version

from snapshots.records import CaptureFailure, Exchange, Outcome
from spiders.jobs.job import JobPage


def failure_unasked(page: JobPage, channel: str, outcome: Outcome, detail: str, started_at: datetime) -> CaptureFailure:
    """Return the failure of a page for which nothing was asked, as far as is known."""
    return CaptureFailure(
        exchange=Exchange(
            document_id=page.document_id,
            requested_url=page.addresses[0],
            final_url=page.addresses[0],
            started_at=started_at,
            captured_at=datetime.now(UTC),
            channel=channel,
            tool=f"policywatch/{version('policywatch')}",
        ),
        outcome=outcome,
        detail=detail,
    )
