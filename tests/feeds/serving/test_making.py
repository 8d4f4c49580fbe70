"""A site that is served while its pages are being made: what isn't there yet is not said to be nowhere."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from feeds.serving.making import Making
from feeds.serving.site_app import site_app


def test_a_page_that_may_yet_be_made_is_not_missing_but_later(tmp_path: Path) -> None:
    making = Making()
    (tmp_path / "made.html").write_text("<p>made")
    app = site_app(tmp_path, making=making)

    async def asking(path: str) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://harbour.test") as client:
            return await client.get(path)

    def ask(path: str) -> httpx.Response:
        with ThreadPoolExecutor(1) as apart:  # a browser of other tests has a loop of its own in this thread
            return apart.submit(lambda: asyncio.run(asking(path))).result()

    making.made = 1234
    answer = ask("/d/harbour/")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "1,234 files so far" in answer.text
    assert 'http-equiv="refresh"' in answer.text, "whoever waits has nothing to press"
    assert ask("/made.html").status_code == 200
    making.is_done = True
    assert ask("/d/harbour/").status_code == 404
