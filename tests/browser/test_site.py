"""The site in a real browser: the way a reader takes, at three widths, light and dark, with scripts and without."""

from __future__ import annotations

import shutil
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from feeds.addresses import comparison_address, version_address
from snapshots.records import HunkKind
from tests.browsing import WIDTHS, opened
from tests.story import story_archive

POLICY, NOTICE = "demo-privacy-policy", "demo-ai-notice"

Scheme = Literal["light", "dark"]


def one_of_each() -> list[str]:
    """Return one address of each kind of page."""
    archive = story_archive()
    versions = archive.versions(POLICY)
    alert = archive.alerts(NOTICE)[0]
    low = next(line for line in archive.change_lines() if not line.severity.is_alerting)
    return [
        "",
        "changes/",
        "d/",
        "feeds/",
        "feeds/alerts/",
        "status/",
        "about/method/",
        f"d/{POLICY}/",
        f"d/{POLICY}/compare/",
        comparison_address(POLICY, 1, 2),
        comparison_address(POLICY, len(versions), 1),  # live
        version_address(versions[-1]),
        version_address(archive.versions("demo-objection-form")[-1]),
        f"d/{POLICY}/{versions[-1].captured_at:%Y-%m-%d}/",
        f"d/{POLICY}/2025-01-09/",  # live
        f"changes/{alert.change}/",
        f"changes/{low.number}/",
        "nowhere/",
    ]


def edited() -> str:
    """Return the address of a comparison in which words changed inside a sentence."""
    change = next(
        change
        for change in story_archive().changes()
        if any(hunk.kind is HunkKind.EDITED and not hunk.cosmetic for hunk in change.hunks)
    )
    return comparison_address(change.document_id, change.from_version, change.to_version)


@pytest.mark.parametrize(("width", "scheme", "javascript"), [(1440, "light", True), (320, "dark", False)])
def test_from_the_front_page_to_a_diff_a_permalink_a_phrase_and_a_download(
    browser: Browser, story_site: str, width: int, scheme: Scheme, javascript: bool
) -> None:
    with opened(browser, story_site, width=width, scheme=scheme, javascript=javascript) as shown:
        page = shown.page
        page.locator(".entries h3 a").first.click()
        assert "/changes/" in page.url
        with page.expect_download() as taken:
            page.get_by_role("link", name="Download the evidence").click()
        assert taken.value.suggested_filename.startswith("policywatch-evidence-")
        page.get_by_role("link", name="Read it all in its place").click()
        assert "/compare/" in page.url
        assert page.locator("article.card ins, article.card del").first.is_visible()
        page.get_by_role("link", name="In the text").first.click()
        paragraph = page.locator(":target")
        assert paragraph.is_visible()
        assert page.url.endswith(f"#{paragraph.get_attribute('id')}")
        page.get_by_role("link", name="Phrases", exact=True).click()
        page.get_by_label("Words to look for").fill("private messages")
        page.get_by_role("button", name="Search").click()
        assert page.locator("main").get_by_text("private messages").first.is_visible()
        page.go_back()
        page.go_back()
        with page.expect_download() as taken:
            page.get_by_role("link", name="Download", exact=True).click()
        received = Path(taken.value.path()).read_bytes()
        assert sha256(received).hexdigest() in page.content()
        assert not shown.is_scrolled_sideways()
        assert shown.complaints == []


def test_any_two_versions_are_compared_without_a_script(browser: Browser, story_site: str) -> None:
    with opened(browser, f"{story_site}d/{POLICY}/compare/", width=768, javascript=False) as shown:
        shown.page.get_by_label("From").select_option("1")
        shown.page.get_by_role("button", name="Compare").click()
        assert "/compare/1.." in shown.page.url
        assert shown.page.locator("article.card").count() > 1
        assert shown.complaints == []


def test_side_by_side_shows_both_sides_and_folds_what_stayed(browser: Browser, story_site: str) -> None:
    with opened(browser, f"{story_site}{edited()}", javascript=False) as shown:
        page = shown.page
        assert page.locator(".split .side").first.is_hidden()
        page.get_by_label("Side by side").check()
        before, after = (page.locator(".split .side").nth(n).bounding_box() for n in (0, 1))
        assert before
        assert after
        assert before["x"] + before["width"] <= after["x"]
        assert page.locator(".stayed p").first.is_hidden()
        page.locator("summary").filter(has_text="unchanged").first.click()
        assert page.locator("details[open] .stayed p").first.is_visible()


def test_the_script_leads_from_change_to_change_and_tells_local_times(browser: Browser, story_site: str) -> None:
    archive = story_archive()
    last = len(archive.versions(POLICY))
    with opened(browser, f"{story_site}{comparison_address(POLICY, 1, last)}", width=768) as shown:
        page = shown.page
        page.keyboard.press("Alt+KeyJ")
        page.wait_for_url("**#c1")
        page.keyboard.press("Alt+KeyJ")
        page.wait_for_url("**#c2")
        assert page.locator("time[datetime*='T'][title]").count() == page.locator("time[datetime*='T']").count()
        assert shown.complaints == []


def test_the_address_of_a_paragraph_leads_to_it_in_a_long_text(browser: Browser, story_site: str) -> None:
    with opened(browser, story_site + version_address(story_archive().versions(POLICY)[-1]), width=375) as shown:
        page = shown.page
        anchor = page.locator(".reading p[id]").last.get_attribute("id")
        page.evaluate(
            """() => { const parts = document.querySelectorAll(".part");
                parts[0].parentElement.classList.add("lengthy");
                for (let n = 0; n < 200; n++) parts[0].after(parts[n % (parts.length - 1)].cloneNode(true)); }"""
        )
        page.evaluate("anchor => { location.hash = anchor }", anchor)
        page.wait_for_timeout(1_000)
        box = page.locator(f"#{anchor}").bounding_box()
        assert box and 0 <= box["y"] < 100
        assert shown.complaints == []


def test_nobody_is_barred(browser: Browser, story_site: str) -> None:
    with opened(browser, f"{story_site}changes/{story_archive().alerts(NOTICE)[0].change}/", bypass_csp=True) as shown:
        assert shown.axe() == []


def test_a_text_browser_reads_which_words_went_and_came(story_site: str) -> None:
    w3m = shutil.which("w3m")
    if not w3m:
        pytest.skip("w3m is not installed; `apt-get install w3m`")
    address = f"{story_site}changes/{story_archive().alerts(NOTICE)[0].change}/"
    command = [w3m, "-dump", "-cols", "200", "-o", "use_proxy=0", address]
    said = " ".join(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    assert "Before:" in said
    assert "[removed:" in said
    assert "[added:" in said
    assert said.index("Before and after") < said.index("[removed:") < said.index("Why it is rated")


@pytest.mark.slow
@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_kind_of_page_fits_and_complains_of_nothing(
    browser: Browser, story_site: str, width: int, scheme: Scheme, javascript: bool
) -> None:
    found = {}
    for path in one_of_each():
        with opened(browser, story_site + path, width=width, scheme=scheme, javascript=javascript) as shown:
            if javascript:
                shown.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
            complaints = [c for c in shown.complaints if not (path == "nowhere/" and "404" in c)]
            if complaints or shown.is_scrolled_sideways():
                found[path] = complaints or ["scrolls sideways"]
    assert found == {}


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_kind_of_page_bars_anybody(browser: Browser, story_site: str, width: int, scheme: Scheme) -> None:
    found = {}
    for path in one_of_each():
        with opened(browser, story_site + path, width=width, scheme=scheme, bypass_csp=True) as shown:
            shown.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
            barred = shown.axe()
            if barred:
                found[path] = barred
    assert found == {}
