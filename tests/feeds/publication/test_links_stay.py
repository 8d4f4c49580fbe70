"""Addresses never die: each one of an old build answers in the new one, whatever was declared otherwise since."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.addresses import anchor_of
from feeds.publication.manifest import read_manifest
from feeds.publication.site_build import publish
from feeds.site import Site
from monitor.running.page_reader import Reading
from monitor.running.pipeline import Pipeline
from snapshots.archive import Archive
from snapshots.records import Capture, Document, DocumentKind, VersionKind
from tests.archives import new_archive
from tests.feeds.samples import WORKINGS
from tests.snapshots.samples import POLICY, exchange

SITE = Site(title="Harbour watch", base_url="https://watch.example.test/", authority="harbour.test,2025")
TERMS = replace(
    POLICY, id="harbour-terms", title="Harbour Terms", kind=DocumentKind.TERMS, url="https://harbour.example/terms"
)
ANCHOR = re.compile(r'\bid="((?:p|gap)-[^"]+)"')

BEFORE = "Messages between sailors are not read by anybody but the sailors themselves."
AFTER = "Messages between sailors are read by our partners to improve their advertising."
FURNITURE = "Sail with us: the harbour is open from dawn until the lamps are lit."


def page(*sentences: str) -> bytes:
    filling = [f"Rule {n}: boats of kind {n} are kept at quay {n} while the tide is out." for n in range(30)]
    text = "".join(f"<p>{sentence}</p>" for sentence in (*filling, *sentences))
    return (
        f"<html lang=en><title>Harbour Privacy Policy</title><body><p>{FURNITURE}</p>"
        f"<main><h1>Privacy Policy</h1>{text}</main></body></html>"
    ).encode()


def watched(reading: Reading, days: range, archive: Archive, documents: tuple[Document, ...]) -> Archive:
    """Look at each document on each day: it changes on the second and says the same from then on."""
    for document in documents:
        archive.put_document(document)
    pipeline = Pipeline(archive, "harbour.test,2025", {document.id: reading for document in documents})
    for day in days:
        for number, document in enumerate(documents):
            at = exchange(document, day=day).captured_at + timedelta(minutes=number)
            made = replace(exchange(document, day=day), started_at=at, captured_at=at)
            body = page(BEFORE if day == 0 else AFTER)
            pipeline.judge(archive.keep(Capture(exchange=made, body=body)))
    return archive


def addresses(folder: Path) -> set[str]:
    return set(read_manifest(folder).files)


def names(folder: Path) -> dict[str, set[str]]:
    """Return the names of paragraphs and gaps by the page that they stand on."""
    return {
        path.relative_to(folder).as_posix(): set(ANCHOR.findall(path.read_text())) for path in folder.rglob("*.html")
    }


@pytest.fixture
def old(tmp_path: Path) -> tuple[Archive, Path]:
    archive = watched(Reading(), range(3), new_archive(), (POLICY, TERMS))
    publish(archive, tmp_path / "site", SITE, WORKINGS)
    return archive, tmp_path / "site"


def test_every_address_stays_when_declarations_titles_and_the_reader_change(
    old: tuple[Archive, Path], tmp_path: Path
) -> None:
    archive, out = old
    before, named = addresses(out), names(out)
    assert any(found for page, found in named.items() if "/v/" in page)
    renamed = replace(POLICY, title="Policy of the New Harbour", url="https://new-harbour.example/policy")
    watched(Reading(select="main"), range(3, 5), archive, (renamed,))  # TERMS is no longer declared
    assert archive.versions(POLICY.id)[-1].kind is VersionKind.TECHNICAL
    site = replace(SITE, title="Watch of the New Harbour")
    publish(archive, out, site, WORKINGS)
    publish(archive, tmp_path / "fresh", site, WORKINGS)
    for folder in (out, tmp_path / "fresh"):
        assert all((folder / path).is_file() for path in before), before - addresses(folder)
        now = names(folder)
        lost = {page: found - now[page] for page, found in named.items() if found - now[page]}
        assert lost == {}
    assert "Policy of the New Harbour" in (out / "d/harbour-policy/index.html").read_text()
    assert "Harbour Terms" in (out / "d/harbour-terms/index.html").read_text()


def test_a_service_by_another_name_leaves_its_feeds_where_they_were(old: tuple[Archive, Path]) -> None:
    archive, out = old
    before = addresses(out)
    archive.put_document(replace(POLICY, service="New Harbour"))
    archive.put_document(replace(TERMS, service="New Harbour"))
    publish(archive, out, SITE, WORKINGS)
    assert all((out / path).is_file() for path in before)


def test_paragraphs_of_a_page_that_is_read_again_keep_their_names(old: tuple[Archive, Path]) -> None:
    archive, out = old
    watched(Reading(select="main"), range(3, 4), archive, (POLICY,))
    publish(archive, out, SITE, WORKINGS)
    current = archive.versions(POLICY.id)[-1]
    text = (out / f"d/harbour-policy/v/{current.body_sha256[:12]}/index.html").read_text()
    assert text.count(f'id="{anchor_of(FURNITURE)}"') == 1  # no longer read, still named
    assert text.count(f'id="{anchor_of(AFTER)}"') == 1
    assert "as an earlier reader read" in text
