"""The research pages in a real browser: a phrase is searched with and without scripts, and nobody is barred."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browsing import WIDTHS, opened

PAGES = (
    "phrases/",
    "phrase?q=evidence",
    "d/demo-privacy-policy/blame/",
    "scope/",
    "d/demo-privacy-policy/scope/",
    "d/demo-objection-form/form/",
    "regions/",
)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_phrase_is_searched_from_the_front_page(browser: Browser, story_site: str, javascript: bool) -> None:
    with opened(browser, story_site, width=320, javascript=javascript) as shown:
        page = shown.page
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Phrases").click()
        page.get_by_label("Words to look for").fill("attach evidence")
        page.get_by_role("button", name="Search").click()
        assert page.url.endswith("/phrase?q=attach+evidence&document=&match=words")
        assert "attach evidence" in page.locator("h1").inner_text()
        assert page.locator("blockquote mark").first.inner_text() == "attach evidence"
        assert page.locator(".chart svg path.line").count() == 1
        assert not shown.is_scrolled_sideways()
        page.get_by_role("link", name="Read it in version").first.click()
        assert "/v/" in page.url
        assert "attach evidence" in page.locator("main").inner_text()
        assert shown.complaints == []


@pytest.mark.parametrize("path", ["phrase?q=evidence", "d/demo-privacy-policy/scope/", "d/demo-objection-form/form/"])
def test_a_research_page_bars_nobody_and_fits_a_phone(browser: Browser, story_site: str, path: str) -> None:
    with opened(browser, story_site + path, width=320, bypass_csp=True) as shown:
        shown.page.locator("main").evaluate("main => main.querySelectorAll('details').forEach(d => { d.open = true })")
        assert not shown.is_scrolled_sideways()
        assert shown.complaints == []
        assert shown.axe() == []


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_research_pages_at_every_width_in_both_schemes(
    browser: Browser, story_site: str, path: str, width: int, scheme: str
) -> None:
    with opened(browser, story_site + path, width=width, scheme=scheme, bypass_csp=True) as shown:  # type: ignore[arg-type]
        assert not shown.is_scrolled_sideways()
        assert shown.axe() == []
