"""The desk in a real browser: forms that work without scripts, at every width, and bar nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from playwright.sync_api import Browser

from monitor.desk.desk_app import desk_app
from monitor.desk.desk_work import DeskWork
from monitor.running.workspace import open_workspace
from tests.browsing import opened
from tests.feeds.server import listening
from tests.monitor.desk.desks import archive_with_holds


@contextmanager
def desk(folder: Path) -> Iterator[str]:
    """Serve a desk with two held alerts; yields its address."""
    archive_with_holds(folder)
    with open_workspace(folder) as workspace, listening() as (listener, address):
        app = desk_app(DeskWork(workspace))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"{address}/"
        finally:
            server.should_exit = True
            thread.join(timeout=10)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_held_alert_is_dropped_and_another_told(browser: Browser, tmp_path: Path, javascript: bool) -> None:
    with desk(tmp_path) as address, opened(browser, address, width=375, javascript=javascript) as shown:
        page = shown.page
        page.get_by_text("Never tell it").first.click()
        page.get_by_label("Your name").first.fill("A. Editor")
        page.get_by_label("Why it is not told").first.fill("A test page of theirs.")
        page.get_by_role("button", name="Drop it").first.click()
        assert "Dropped:" in page.get_by_role("status").inner_text()
        page.get_by_role("button", name="Tell it now").first.click()
        assert "Told:" in page.get_by_role("status").inner_text()
        page.get_by_role("link", name="Told").click()
        assert page.get_by_text("Correct or withdraw it").count() == 1
        assert shown.complaints == []


def test_an_expert_signs_a_note_and_takes_it_back_without_scripts(browser: Browser, tmp_path: Path) -> None:
    with desk(tmp_path) as address:
        with opened(browser, address, width=375, javascript=False) as shown:
            page = shown.page
            page.get_by_role("button", name="Tell it now").first.click()
            page.get_by_role("link", name="Told").click()
            page.get_by_text("Put a signed note beside it").click()
            page.get_by_label("Your name").first.fill("Ada Muster, lawyer")
            page.get_by_label("What you say of it").fill("It binds nobody.")
            page.get_by_role("button", name="Sign it").click()
            assert "The note stands" in page.get_by_role("status").inner_text()
        with opened(browser, f"{address}told/", width=375, bypass_csp=True) as shown:
            page = shown.page
            page.locator("main").evaluate("m => m.querySelectorAll('details').forEach(d => { d.open = true })")
            assert not shown.is_scrolled_sideways() and shown.axe() == []
            page.get_by_label("Your name").last.fill("Ada Muster, lawyer")
            page.get_by_label("Why it stands no more").fill("A court held otherwise.")
            page.get_by_role("button", name="Take it back").click()
            assert "taken back" in page.get_by_role("status").inner_text()
            assert page.get_by_text("It binds nobody.").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_no_page_of_the_desk_bars_anybody(browser: Browser, tmp_path: Path, width: int, scheme: str) -> None:
    with desk(tmp_path) as address:
        for path in ("", "told/", "documents/", "targets/"):
            with opened(browser, address + path, width=width, scheme=scheme, bypass_csp=True) as shown:  # type: ignore[arg-type]
                shown.page.locator("main").evaluate(
                    "m => m.querySelectorAll('details').forEach(d => { d.open = true })"
                )
                assert not shown.is_scrolled_sideways(), path
                assert shown.axe() == [], path
