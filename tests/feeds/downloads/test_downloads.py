"""What can be taken away from pages: received bytes, citations, evidence; nothing of it runs in a browser."""

from __future__ import annotations

import io
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

from feeds.addresses import version_address
from feeds.publication.site_build import publish
from feeds.site import Site
from tests.archives import new_archive
from tests.feeds.samples import WORKINGS, filled
from tests.snapshots.samples import POLICY, capture, judgement
from tests.story import served, story_archive

SITE = Site(title="Harbour watch", base_url="https://watch.example.test/", authority="harbour.test,2025")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    publish(filled(), folder, SITE, WORKINGS)
    return folder


def test_a_page_as_received_is_the_very_bytes_its_address_names(out: Path) -> None:
    found = sorted(out.glob("d/harbour-policy/v/*/page-as-received.txt"))
    assert [path.read_bytes() for path in found if path.read_bytes() == b"1"] == [b"1"]
    for path in found:
        assert sha256(path.read_bytes()).hexdigest().startswith(path.parent.name)


def test_an_alert_has_its_evidence_and_its_citations_beside_it(out: Path) -> None:
    with ZipFile(io.BytesIO((out / "changes/1/policywatch-evidence-1.zip").read_bytes())) as pack:
        assert pack.testzip() is None
        assert "SHA256SUMS" in pack.namelist()
    for suffix in ("bib", "ris", "csl.json", "txt"):
        assert "https://watch.example.test/changes/1/" in (out / f"changes/1/cite.{suffix}").read_text()
    assert not list(out.glob("changes/2/cite.*"))  # no alert


def test_a_received_page_is_taken_away_and_never_shown(story_site: str) -> None:
    first = story_archive().versions("demo-privacy-policy")[0]
    listed = httpx.get(f"{story_site}{version_address(first)}page-as-received.txt")
    assert sha256(listed.content).hexdigest() == first.body_sha256
    assert listed.headers["content-type"].startswith("text/plain")
    assert listed.headers["content-disposition"] == "attachment"
    assert listed.headers["x-content-type-options"] == "nosniff"


def test_what_a_browser_showed_is_taken_away_as_a_picture(tmp_path: Path) -> None:
    archive = new_archive()
    archive.put_document(POLICY)
    seen, picture = capture(b"page"), b"\x89PNG\r\n\x1a\n."
    kept = archive.keep(replace(seen, screenshot=picture, exchange=replace(seen.exchange, channel="browser")))
    made = judgement(archive, kept, texts=("Boats are named.",))
    archive.record(replace(made, observation=replace(made.observation, channel="browser")))
    page = version_address(archive.versions(POLICY.id)[0])
    with served(archive, tmp_path / "site") as site:
        assert "screenshot.png" in httpx.get(site + page).text
        answer = httpx.get(f"{site}{page}screenshot.png")
    assert (answer.content, answer.headers["content-type"]) == (picture, "image/png")
    assert answer.headers["content-disposition"] == "attachment"
