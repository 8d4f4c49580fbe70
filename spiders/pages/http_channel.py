"""The channel of plain HTTP. Keeps nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from snapshots.records import Capture, CaptureFailure
from spiders.crawling.process import run_job
from spiders.declarations.declaration import Declaration
from spiders.jobs.declared_pages import FetchHistories, page_of
from spiders.jobs.job import Politeness


def crawl(
    declarations: Sequence[Declaration],
    *,
    contact: str,
    histories: FetchHistories | None = None,
    politeness: Politeness | None = None,
) -> Iterator[Capture | CaptureFailure]:
    """Fetch each declared document; yield exactly one result for each, as they come.

    Where a document has several addresses, the result is the first that shows a page, or else the failure
    of the first. `contact` goes into the User-Agent: a mail or web address at which people answer.
    Raises `ContactMissing` before anything is asked, and `CaptureToolError` where the process can't start.
    """
    pages = tuple(page_of(declaration, histories) for declaration in declarations)
    urls = [url for page in pages for url in page.addresses]
    spider = "spiders.pages.page_spider.PageSpider"
    items = run_job(spider, pages, channel="http", asked=urls, contact=contact, politeness=politeness)
    yield from (item.result for item in items)
