"""The site in its languages, in a real browser: a reader changes the language and stays on the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browsing import opened
from tests.story import served, story_archive

LANGUAGES = ("en", "de", "fr")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of the story as it is served in several languages."""
    with served(story_archive(), tmp_path_factory.mktemp("spoken") / "site", languages=LANGUAGES) as address:
        yield address


def test_a_reader_changes_the_language_and_stays_on_the_page(browser: Browser, site: str) -> None:
    alert = story_archive().alerts()[0]
    with opened(browser, f"{site}changes/{alert.change}/", width=375, javascript=False) as shown:
        page = shown.page
        english = page.locator("h1").inner_text()
        page.get_by_role("link", name="Deutsch").click()
        assert page.url == f"{site}de/changes/{alert.change}/"
        assert page.locator("html").get_attribute("lang") == "de"
        assert page.get_by_role("heading", name="Vorher und nachher", exact=True).is_visible()
        assert page.locator("h1").inner_text() != english  # a headline is told in the language of its page
        assert page.locator("h1").get_attribute("lang") is None
        assert not shown.is_scrolled_sideways()
        page.get_by_role("link", name="Dokumente", exact=True).click()
        assert page.url == f"{site}de/d/"
        page.get_by_role("link", name="Français").click()
        assert page.url == f"{site}fr/d/"
    with opened(browser, f"{site}fr/d/demo-privacy-policy/", width=768, javascript=False) as shown:
        shown.page.get_by_label("Tel qu’il était le").fill("2025-02-10")
        shown.page.get_by_role("button", name="Afficher").click()
        assert shown.page.url == f"{site}fr/d/demo-privacy-policy/2025-02-10/"


def test_each_language_is_for_everybody(browser: Browser, site: str) -> None:
    for path in ("de/", "fr/feeds/", "de/d/demo-privacy-policy/"):
        with opened(browser, f"{site}{path}", width=1280, bypass_csp=True) as shown:
            assert not shown.is_scrolled_sideways()
            assert shown.axe() == []


def test_a_feed_is_shown_as_a_page(browser: Browser, story_site: str) -> None:
    with opened(browser, f"{story_site}feeds/alerts.atom", width=768) as shown:
        content = shown.page.evaluate("getComputedStyle(document.documentElement, '::before').content")
        assert "To subscribe" in content
