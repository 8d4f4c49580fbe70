"""That the watcher itself has stopped can be told from what it left behind: in words, and by the reader's clock."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import feedparser
from selectolax.lexbor import LexborHTMLParser

from feeds.publication.site_build import publish
from feeds.site import Site
from snapshots.archive import Archive
from snapshots.records import Schedule
from tests.feeds.samples import WORKINGS, filled
from tests.snapshots.samples import POLICY

SITE = Site(title="Harbour", base_url="https://watch.example.test/", authority="harbour.test,2025")


def planned(*hours: float) -> tuple[Archive, list[Schedule]]:
    archive = filled()
    documents = [document.id for document in archive.documents()]
    last = archive.newest_attempt()
    assert last
    at = max(a.exchange.captured_at for a in archive.attempts())
    due = [
        Schedule(document_id=name, next_check_at=at + timedelta(hours=after))
        for name, after in zip(documents, hours, strict=False)
    ]
    archive.put_schedules(due)
    return archive, due


def page(out: Path, path: str) -> LexborHTMLParser:
    return LexborHTMLParser((out / path).read_text())


def test_pages_that_move_with_each_look_say_when_the_next_one_is_due(tmp_path: Path) -> None:
    archive, (first, *_) = planned(6)
    publish(archive, tmp_path / "site", SITE, WORKINGS)
    for path in ("index.html", "status/index.html", "changes/index.html"):
        tree = page(tmp_path / "site", path)
        notice = tree.css_first("[data-next-look]")
        assert notice is not None
        assert "hidden" in notice.attributes  # no script: the words beside it say how to tell
        assert notice.attributes["data-next-look"] == first.next_check_at.isoformat().replace("+00:00", "Z")
        words = " ".join(tree.css_first(".seeing").text().split())
        assert "where that is long past, the watcher has stopped" in words
    assert "data-next-look" in (tmp_path / "site/static/site.js").read_text()


def test_a_time_that_no_look_can_have_is_not_promised(tmp_path: Path) -> None:
    archive, _ = planned(-3, 24 * 400)
    publish(archive, tmp_path / "site", SITE, WORKINGS)
    assert page(tmp_path / "site", "index.html").css_first("[data-next-look]") is None


def test_the_status_feed_says_until_when_pages_were_looked_at(tmp_path: Path) -> None:
    archive, _ = planned(6)
    publish(archive, tmp_path / "site", SITE, WORKINGS)
    at = max(a.exchange.captured_at for a in archive.attempts())
    for suffix in ("atom", "rss"):
        feed = feedparser.parse((tmp_path / f"site/feeds/status.{suffix}").read_bytes())
        assert f"{at.day} {at:%B %Y}" in feed.feed.subtitle
        assert "nobody watches" in feed.feed.subtitle
    other = feedparser.parse((tmp_path / "site/feeds/alerts.atom").read_bytes())
    assert "nobody watches" not in other.feed.get("subtitle", "")
    done = publish(archive, tmp_path / "site", SITE, WORKINGS)
    assert not done.written
    assert archive.document(POLICY.id)
