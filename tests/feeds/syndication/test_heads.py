"""The head of the log is published where others keep copies of it: in feeds and on the status page."""

from __future__ import annotations

from pathlib import Path

from feeds.publication.site_build import publish
from feeds.site import Site
from monitor.running.composition import analysis
from tests.feeds.samples import filled

SITE = Site(title="Harbour watch", base_url="https://watch.example/", authority="harbour-watch.press,2026")


def test_feeds_tell_the_head_at_each_alert_and_status_the_newest(tmp_path: Path) -> None:
    archive = filled()
    publish(archive, tmp_path, SITE, analysis())
    (notice,) = archive.notices()
    head = archive.attempt(notice.attempt).hash
    for suffix in ("atom", "rss", "json"):
        assert head in (tmp_path / f"feeds/alerts.{suffix}").read_text()
    status = (tmp_path / "status" / "index.html").read_text()
    assert archive.chain_head() in status
    assert f"attempt {archive.attempt(6).sequence}," in status
