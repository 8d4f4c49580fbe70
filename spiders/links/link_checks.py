"""Where links of documents lead: asked politely, as pages are, and no more is kept than the exchange."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from snapshots.frozen_class import frozen
from snapshots.records import Capture, LinkCheck, Outcome
from spiders.crawling.process import run_job
from spiders.declarations.declaration import Declaration
from spiders.jobs.declared_pages import page_of
from spiders.jobs.job import Politeness


@frozen
class WatchedLink:
    """A link of a document whose target is watched."""

    declaration: Declaration
    text: str
    url: str


def check_links(
    links: Sequence[WatchedLink], *, contact: str, politeness: Politeness | None = None
) -> Iterator[LinkCheck]:
    """Look where links lead; yield one check for each, as they come.

    A link may not lead to a private host that its declaration does not name. Raises as `run_job` does.
    """
    by_key = {str(number): link for number, link in enumerate(links)}
    pages = tuple(
        replace(page_of(link.declaration), key=key, addresses=(link.url,), landmark="") for key, link in by_key.items()
    )
    urls = [link.url for link in links]
    spider = "spiders.links.link_spider.LinkSpider"
    for item in run_job(spider, pages, channel="http", asked=urls, contact=contact, politeness=politeness):
        result = item.result
        yield LinkCheck(
            text=by_key[item.key].text,
            exchange=result.exchange,
            outcome=Outcome.CAPTURED if isinstance(result, Capture) else result.outcome,
            detail="" if isinstance(result, Capture) else result.detail,
        )
