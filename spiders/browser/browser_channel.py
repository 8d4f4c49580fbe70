"""The browser channel: pages as a browser on this machine shows them. Installs none and downloads none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec

from snapshots.records import Capture, CaptureFailure, Outcome
from spiders.crawling.process import run_job
from spiders.crawling.unasked import failure_unasked
from spiders.declarations.declaration import Declaration
from spiders.http.hosts import owner
from spiders.jobs.declared_pages import FetchHistories, page_of, require_contact
from spiders.jobs.job import JobPage, Politeness

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


def render(
    declarations: Sequence[Declaration],
    *,
    contact: str,
    histories: FetchHistories | None = None,
    politeness: Politeness | None = None,
) -> Iterator[Capture | CaptureFailure]:
    """Show each declared document in a browser; yield exactly one result for each, as they come.

    Where this machine has no browser, that is each result. `histories` is not used: the same document may hold
    another text once its scripts ran. Raises as `run_job` does.
    """
    pages = tuple(_page(declaration) for declaration in declarations)
    urls = [url for declaration in declarations for url in declaration.addresses]
    require_contact(contact, urls)
    program = find_browser()
    if lacking := _lacking(program):
        now = datetime.now(UTC)
        yield from (failure_unasked(page, "browser", Outcome.NO_BROWSER, lacking, now) for page in pages)
        return
    items = run_job(
        "spiders.browser.browser_spider.BrowserSpider",
        pages,
        channel="browser",
        asked=urls,
        contact=contact,
        politeness=politeness,
        browser=program or "",
    )
    yield from (item.result for item in items)


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


def _page(declaration: Declaration) -> JobPage:
    owners = tuple(owner(f"https://{host}/") for host in declaration.allow_hosts)
    return replace(page_of(declaration), allow_hosts=owners)
