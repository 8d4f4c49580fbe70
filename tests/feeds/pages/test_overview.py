"""The front page names so many documents as a person can read; the others are a click away."""

from __future__ import annotations

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from feeds.edition.edition import take_edition
from feeds.pages.changes import change_pages
from feeds.pages.documents import document_pages
from feeds.pages.overview_pages import overview_pages
from tests.archives import new_archive
from tests.feeds.pages.test_watcher import SITE
from tests.feeds.samples import WORKINGS, filled
from tests.snapshots.samples import POLICY, capture, failure, judgement


def test_the_front_page_of_many_documents_names_some_and_counts_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feeds.pages.overview_pages._WATCHED", 4)
    archive = new_archive()
    for number in range(12):
        document = replace(POLICY, id=f"berth-{number:02}", title=f"Berth {number}")
        archive.put_document(document)
        if number < 8:
            seen = capture(b"%d" % number, document) if number % 2 else failure()
            kept = archive.keep(replace(seen, exchange=replace(seen.exchange, document_id=document.id)))
            archive.record(judgement(archive, kept, texts=("Boats are named.",) if number % 2 else ()))
    page = next(file for file in overview_pages(take_edition(archive, SITE, WORKINGS)) if file.path == "index.html")
    rail = LexborHTMLParser(page.render()).css_first(".rail")
    named = [[link.text() for link in listed.css(".doc")] for listed in rail.css(".watch")]
    assert named == [[f"Berth {number}" for number in range(4)], [f"Berth {number}" for number in range(8, 12)]]
    assert [one.text() for one in rail.css(".gap strong")] == [f"Berth {number}" for number in (0, 2, 4, 6)]
    assert ("12 documents", "./d/") in [(link.text(), link.attributes["href"]) for link in rail.css("p > a")]


def test_mail_is_offered_wherever_people_are_told_how_to_follow() -> None:
    archive = filled()
    wanted = {
        "index.html": overview_pages,
        "d/harbour-policy/index.html": document_pages,
        "changes/1/index.html": change_pages,
    }
    for is_offered in (True, False):
        edition = take_edition(archive, replace(SITE, mail=is_offered), WORKINGS)
        for path, section in wanted.items():
            (page,) = (LexborHTMLParser(file.render()) for file in section(edition) if file.path == path)
            assert bool(page.css("main a[href$='subscribe/']")) is is_offered, path
