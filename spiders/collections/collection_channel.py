"""The collection channel: the versions of an Open Terms Archive collection that are newer than what was seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from snapshots.records import COLLECTION, Capture, CaptureFailure
from spiders.crawling.process import run_job
from spiders.declarations.declaration import Declaration
from spiders.jobs.declared_pages import FetchHistories, page_of
from spiders.jobs.job import Politeness


def newest_versions(
    declarations: Sequence[Declaration],
    *,
    contact: str,
    histories: FetchHistories | None = None,
    politeness: Politeness | None = None,
) -> Iterator[Capture | CaptureFailure]:
    """Fetch the versions of each declared document that its collection recorded since it was seen, oldest first.

    Of a document that was never seen the newest alone; NOT_MODIFIED where none is newer. Raises as `run_job` does.
    """
    pages = [replace(page_of(declaration, histories), obeys_robots=True) for declaration in declarations]
    job = run_job(
        "spiders.collections.collection_spider.CollectionSpider",
        tuple(pages),
        channel=COLLECTION,
        asked=[page.collection for page in pages],
        contact=contact,
        politeness=politeness,
    )
    yield from (item.result for item in job)
