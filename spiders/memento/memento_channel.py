"""The memento channel: the newest capture of a web archive, and the whole history of an address. Keeps nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from snapshots.records import Capture, CaptureFailure
from spiders.crawling.process import run_job
from spiders.declarations.declaration import Declaration
from spiders.http.timemaps import ArchivedCapture, read_timemap
from spiders.jobs.declared_pages import FetchHistories, page_of
from spiders.jobs.job import JobPage, JobResult, Politeness


def newest_mementos(
    declarations: Sequence[Declaration],
    *,
    contact: str,
    histories: FetchHistories | None = None,
    politeness: Politeness | None = None,
) -> Iterator[Capture | CaptureFailure]:
    """Fetch the newest memento of each declared document that is newer than what was seen of it.

    Yields a result for each memento tried, the one that shows the page last; NOT_MODIFIED, at the time of the
    newest memento, where none is newer. Raises as `run_job` does.
    """
    pages = [_page(declaration, histories) for declaration in declarations]
    yield from (item.result for item in _run("MementoSpider", pages, contact, politeness))


def list_mementos(
    declaration: Declaration, *, contact: str, politeness: Politeness | None = None
) -> tuple[ArchivedCapture, ...] | CaptureFailure:
    """Return all mementos of a declared document's address, oldest first, or why they can't be listed."""
    (item,) = _run("TimeMapSpider", [_page(declaration)], contact, politeness)
    if isinstance(item.result, CaptureFailure):
        return item.result
    return read_timemap(item.result.body.decode(), "").mementos


def fetch_mementos(
    declaration: Declaration, mementos: Sequence[ArchivedCapture], *, contact: str, politeness: Politeness | None = None
) -> list[Capture | CaptureFailure]:
    """Fetch mementos of one document and return a result for each, in the order given.

    What the archive itself failed to answer has no `source`.
    """
    page = _page(declaration)
    pages = [replace(page, key=memento.url, memento=memento) for memento in mementos]
    found = {item.key: item.result for item in _run("MementosSpider", pages, contact, politeness)}
    return [found[memento.url] for memento in mementos]


def _page(declaration: Declaration, histories: FetchHistories | None = None) -> JobPage:
    """Return what is told of a document; a reason to ignore its site's robots.txt is none to ignore the archive's."""
    return replace(page_of(declaration, histories), obeys_robots=True)


def _run(spider: str, pages: Sequence[JobPage], contact: str, politeness: Politeness | None) -> Iterator[JobResult]:
    return run_job(
        f"spiders.memento.memento_spider.{spider}",
        tuple(pages),
        channel="memento",
        asked=[url for page in pages for url in page.archives],
        contact=contact,
        politeness=politeness,
    )
