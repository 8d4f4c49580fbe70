"""The browser channel: pages as a browser on this machine shows them. Installs none and downloads none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec

from snapshots.records import Capture, CaptureFailure, Exchange, Outcome
from spiders.declarations.declaration import Declaration
from spiders.http.hosts import owner
from spiders.job import Job, Page, Politeness
from spiders.pages.crawl import AllKept, page_of, require_contact, sparing, user_agent
from spiders.process import run

BROWSER_VARIABLE = "POLICYWATCH_BROWSER"
"""Names the browser's program; without it the usual places are looked at."""

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def show(
    declarations: Sequence[Declaration],
    *,
    contact: str,
    kept: AllKept | None = None,
    politeness: Politeness | None = None,
) -> Iterator[Capture | CaptureFailure]:
    """Show each declared document in a browser; yield exactly one result for each, as they come.

    Where this machine has no browser, that is each result. Raises as `crawl` does.
    """
    urls = [url for declaration in declarations for url in declaration.addresses]
    require_contact(contact, urls)
    pages = tuple(_page(declaration) for declaration in declarations)
    program = find_browser()
    lacking = _lacking(program)
    if lacking:
        yield from (_without(page, lacking) for page in pages)
    elif pages:
        job = Job(
            spider="browser",
            user_agent=user_agent(contact),
            pages=pages,
            politeness=politeness or sparing(urls),
            browser=program or "",
        )
        yield from (told.seen for told in run(job, channel="browser"))


def find_browser() -> str | None:
    """Return the program of a browser on this machine, None where there is none."""
    named = os.environ.get(BROWSER_VARIABLE)
    if named:
        return shutil.which(named)
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def _lacking(program: str | None) -> str:
    """Return what this machine lacks to show pages, and how to get it; "" where it has all."""
    if find_spec("playwright") is None:
        return 'Playwright is not installed: pip install "policywatch[browser]"'
    named = os.environ.get(BROWSER_VARIABLE)
    if program is None and named:
        return f"there is no browser at {named}, which {BROWSER_VARIABLE} names"
    if program is None:
        return f"no browser on this machine: apt install chromium, or name one in {BROWSER_VARIABLE}"
    return ""


def _page(declaration: Declaration) -> Page:
    return replace(
        page_of(declaration),
        validators=(),  # the same document may hold another text once its scripts ran
        allow_hosts=tuple(owner(f"https://{host}/") for host in declaration.allow_hosts),
    )


def _without(page: Page, detail: str) -> CaptureFailure:
    now = datetime.now(UTC)
    return CaptureFailure(
        exchange=Exchange(
            document_id=page.document_id,
            requested_url=page.addresses[0],
            final_url=page.addresses[0],
            started_at=now,
            captured_at=now,
            channel="browser",
            tool=f"policywatch/{version('policywatch')}",
        ),
        outcome=Outcome.NO_BROWSER,
        detail=detail,
    )
