"""The memento channel: the newest capture of a web archive, and the whole history of an address. Keeps nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from snapshots.records import Capture, CaptureFailure
from spiders.declarations.declaration import Declaration
from spiders.job import Job, Page, Politeness
from spiders.memento.timemaps import ArchivedCapture, read_timemap
from spiders.pages.crawl import AllKept, page_of, require_contact, sparing, user_agent
from spiders.process import run


def newest_mementos(
    declarations: Sequence[Declaration],
    *,
    contact: str,
    kept: AllKept | None = None,
    politeness: Politeness | None = None,
) -> Iterator[Capture | CaptureFailure]:
    """Fetch the newest memento of each declared document that is newer than what was seen of it.

    Yields a result for each memento tried, the one that shows the page last; NOT_MODIFIED, at the time of the
    newest memento, where none is newer. Raises as `crawl` does.
    """
    pages = tuple(_page(declaration, kept) for declaration in declarations)
    yield from _run("memento", pages, contact, politeness)


def list_mementos(
    declaration: Declaration, *, contact: str, politeness: Politeness | None = None
) -> tuple[ArchivedCapture, ...] | CaptureFailure:
    """Return all mementos of a declared document's address, oldest first, or why they can't be listed."""
    (told,) = _run("timemap", (_page(declaration),), contact, politeness)
    if isinstance(told, CaptureFailure):
        return told
    return read_timemap(told.body.decode(), "").mementos


def fetch_mementos(
    declaration: Declaration, mementos: Sequence[ArchivedCapture], *, contact: str, politeness: Politeness | None = None
) -> list[Capture | CaptureFailure]:
    """Fetch mementos of one document and return a result for each, in the order given.

    What the archive itself failed to answer has no `source`.
    """
    page = _page(declaration)
    pages = tuple(replace(page, key=memento.url, memento=memento) for memento in mementos)
    require_contact(contact, page.archives)
    job = Job(
        spider="mementos",
        user_agent=user_agent(contact),
        pages=pages,
        politeness=politeness or sparing(page.archives),
    )
    found = {told.key: told.seen for told in run(job, channel="memento")}
    return [found[memento.url] for memento in mementos]


def _page(declaration: Declaration, kept: AllKept | None = None) -> Page:
    """Return what is told of a document; a reason to ignore its site's robots.txt is none to ignore the archive's."""
    return replace(page_of(declaration, kept), obeys_robots=True)


def _run(
    spider: str, pages: tuple[Page, ...], contact: str, politeness: Politeness | None
) -> Iterator[Capture | CaptureFailure]:
    archives = [url for page in pages for url in page.archives]
    require_contact(contact, archives)
    if pages:
        job = Job(
            spider=spider, user_agent=user_agent(contact), pages=pages, politeness=politeness or sparing(archives)
        )
        yield from (told.seen for told in run(job, channel="memento"))
