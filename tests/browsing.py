"""A real headless Chromium for tests, and pages in it that tell what they complained of. Asserts nothing itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

WIDTHS = (320, 768, 1440)
"""A small phone, a tablet, a desk."""

_AXE = Path(__file__).parent.parent / ".venv" / "node" / "node_modules" / "axe-core" / "axe.min.js"


@dataclass(slots=True)
class Opened:
    """A page in the browser, with what it complained of since it was opened."""

    page: Page
    complaints: list[str] = field(default_factory=list)  # violations of the policy, script errors, failed requests

    def is_scrolled_sideways(self) -> bool:
        """Return whether the page is wider than the window."""
        return self.page.locator("html").evaluate("e => e.scrollWidth > e.clientWidth")

    def axe(self) -> list[str]:
        """Return what axe-core finds against WCAG 2.2 AA; skips the test where it is not installed."""
        if not _AXE.is_file():
            pytest.skip("axe-core is not installed; `make axe` installs it")
        self.page.add_script_tag(path=_AXE)
        found = self.page.evaluate(
            "async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',"
            " 'best-practice']})).violations"
        )
        return [
            f"{violation['id']}: {violation['help']}: {[node['html'][:200] for node in violation['nodes'][:3]]}"
            for violation in found
        ]


def find_browser() -> str | None:
    """Return Chromium's program: what POLICYWATCH_BROWSER names, or what is on the path."""
    named = os.environ.get("POLICYWATCH_BROWSER")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Yield a running browser, one for the whole run."""
    program = find_browser()
    if program is None:
        pytest.skip("no Chromium on this machine; `apt-get install chromium`, or POLICYWATCH_BROWSER names one")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield launched
        launched.close()


@contextmanager
def opened(
    browser: Browser,
    address: str,
    *,
    width: int = 1440,
    scheme: Literal["light", "dark"] = "light",
    javascript: bool = True,
    bypass_csp: bool = False,
) -> Iterator[Opened]:
    """Open an address in a fresh profile. `bypass_csp` is for axe-core, which has to be put into the page."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        java_script_enabled=javascript,
        bypass_csp=bypass_csp,
        accept_downloads=True,
    )
    context.set_default_timeout(0)
    try:
        shown = Opened(page=context.new_page())
        shown.page.on("console", lambda said: shown.complaints.append(f"{said.type}: {said.text}"))
        shown.page.on("pageerror", lambda error: shown.complaints.append(f"script: {error}"))
        shown.page.on("requestfailed", lambda request: shown.complaints.extend(_failure(request)))
        shown.page.goto(address)
        yield shown
    finally:
        context.close()


def _failure(request: Request) -> list[str]:
    """Return what failed; a request that became a download, or that the next click cut short, did not."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"{request.url}: {request.failure}"]
