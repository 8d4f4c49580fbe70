"""Where links of documents lead: asked politely, as pages are, and no more is kept than the exchange."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from snapshots.records import Capture, LinkCheck, Outcome
from spiders.declarations.declaration import Declaration
from spiders.job import Job, Politeness
from spiders.pages.crawl import page_of, require_contact, sparing, user_agent
from spiders.process import run


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedLink:
    """A link of a document whose target is watched."""

    declaration: Declaration
    text: str
    url: str


def look_at_links(
    links: Sequence[WatchedLink], *, contact: str, politeness: Politeness | None = None
) -> Iterator[LinkCheck]:
    """Look where links lead; yield one look for each, as they come.

    A link may not lead to a private host that its declaration does not name. Raises as `crawl` does.
    """
    urls = [link.url for link in links]
    require_contact(contact, urls)
    by_key = {str(number): link for number, link in enumerate(links)}
    pages = tuple(
        replace(page_of(link.declaration), key=key, addresses=(link.url,), landmark="") for key, link in by_key.items()
    )
    if not pages:
        return
    job = Job(spider="links", user_agent=user_agent(contact), pages=pages, politeness=politeness or sparing(urls))
    for told in run(job, channel="http"):
        seen = told.seen
        yield LinkCheck(
            text=by_key[told.key].text,
            exchange=seen.exchange,
            outcome=Outcome.CAPTURED if isinstance(seen, Capture) else seen.outcome,
            detail="" if isinstance(seen, Capture) else seen.detail,
        )
