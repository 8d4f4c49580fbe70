"""What every medium is called by: short titles with the fact in them, directions that nobody misreads."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import feedparser
from selectolax.lexbor import LexborHTMLParser

from feeds import wording
from feeds.deliveries.notice_messages import message_of
from feeds.publication.site_build import publish
from feeds.site import Site
from monitor.running.composition import analysis
from snapshots.records import Alert, Direction
from tests.feeds.samples import filled
from tests.snapshots.samples import POLICY

SITE = Site(title="Harbour watch", base_url="https://watch.example/", authority="harbour-watch.press,2026")
LONG = "Harbour’s policy now says that what sailors write to each other " + "and to their friends ashore " * 9


def alert_with(headline: str) -> Alert:
    (alert,) = filled(headline=headline).alerts()
    return alert


def test_a_subject_names_service_severity_and_fact_and_the_service_once() -> None:
    told = alert_with("Harbour may now use messages for training AI")
    assert wording.subject("Harbour", told) == "Harbour · critical · May now use messages for training AI"
    of_policy = alert_with("Harbour’s policy no longer rules out sharing photos")
    assert wording.subject("Harbour", of_policy) == "Harbour · critical · Policy no longer rules out sharing photos"
    other = alert_with("Announced for 7 April 2031: a new version of Harbour’s policy")
    assert wording.subject("Harbour", other).startswith("Harbour · critical · Announced for 7 April 2031")
    assert wording.subject("Harbour", told, "Withdrawn").startswith("Withdrawn: Harbour · critical · May now")


def test_no_title_is_longer_than_is_shown(tmp_path: Path) -> None:
    archive = filled(headline=LONG)
    for document in archive.documents():
        archive.put_document(
            replace(document, title=f"What the harbour does with what it learns of sailors, boats and {document.id}")
        )
    publish(archive, tmp_path, SITE, analysis())
    titles = [
        entry.title for entry in feedparser.parse((tmp_path / "feeds" / "severity-low.atom").read_bytes()).entries
    ]
    assert titles and all(title.startswith("What the harbour does") for title in titles)
    for path in sorted((tmp_path / "feeds").glob("*.atom")):
        for entry in feedparser.parse(path.read_bytes()).entries:
            assert len(entry.title) <= 100, (path.name, entry.title)
    items = json.loads((tmp_path / "feeds" / "alerts.json").read_text())["items"]
    assert items and all(len(item["title"]) <= 100 for item in items)
    (alert,) = archive.alerts()
    (notice,) = [notice for notice in archive.notices() if notice.alert_id == alert.id]
    assert len(message_of(notice, alert, POLICY, SITE).title) <= 100


def test_a_page_does_not_say_the_same_four_times(tmp_path: Path) -> None:
    said = "We read what sailors write to each other, " + "to their families and to everybody ashore, " * 12
    publish(filled(said=said, headline=LONG), tmp_path, SITE, analysis())
    page = LexborHTMLParser((tmp_path / "changes" / "1" / "index.html").read_text())
    text = " ".join(page.body.text(separator=" ").split()) if page.body else ""
    assert said[:200] in text
    assert text.count(said[:200]) < 4
    assert text.count(LONG[:200]) < 4


def test_directions_say_what_they_mean_for_people() -> None:
    assert wording.DIRECTIONS[Direction.WIDENS] == "Less protection"
    assert wording.DIRECTIONS[Direction.NARROWS] == "More protection"
    assert all("use" not in said.split() for said in wording.DIRECTIONS.values())
