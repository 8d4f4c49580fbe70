"""The site in a real browser: a short form of the way that a reader takes."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browsing import opened


def test_the_front_page_leads_to_an_alert_at_phone_width(browser: Browser, story_site: str) -> None:
    with opened(browser, story_site, width=320) as shown:
        shown.page.locator(".entries h3 a").first.click()
        assert "/changes/" in shown.page.url
        assert shown.page.locator("ins").first.is_visible()
        assert not shown.is_scrolled_sideways()
        assert shown.complaints == []


def test_the_front_page_bars_nobody(browser: Browser, story_site: str) -> None:
    with opened(browser, story_site, bypass_csp=True) as shown:
        assert shown.axe() == []
