"""The checker of feeds against feeds known to be bad and good, and then our own feeds against the checker."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from feeds.edition.edition import take_edition
from feeds.publication.site_build import files
from feeds.site import Site
from monitor.running.pipeline import Pipeline
from snapshots.opening import create_archive
from snapshots.records import Document, DocumentKind
from spiders.warc.warc_reader import read_warc
from tests.feeds.checking import complaints
from tests.feeds.checking.bad import BAD, GOOD
from tests.feeds.samples import HOSTILE, WORKINGS, filled
from tests.feeds.tellers import SITE, Story
from tests.snapshots.samples import NOTICE
from tests.story import story_archive


@pytest.mark.parametrize("kind", GOOD)
def test_good_feeds_please_the_checker(kind: str) -> None:
    assert complaints(f"x.{kind}", GOOD[kind].encode()) == []


@pytest.mark.parametrize(("kind", "there", "bad", "said"), BAD, ids=[f"{b[0]}-{n}" for n, b in enumerate(BAD)])
def test_a_bad_feed_is_told_what_is_wrong_with_it(kind: str, there: str, bad: str, said: str) -> None:
    assert there in GOOD[kind]
    found = complaints(f"x.{kind}", GOOD[kind].replace(there, bad, 1).encode())
    assert any(re.search(said, one) for one in found), found


def test_every_feed_of_an_archive_in_which_everything_happened_pleases_the_checker() -> None:
    story = Story()
    alert = story.tell(day=1, effective_date="2025-06-01")
    assert alert
    story.tell(day=2, document=NOTICE, is_low=True)
    story.note(alert, "Of letters & <b>boats</b> alone.")
    story.note(alert, "Not at all.", is_withdrawal=True)
    story.tell(day=80, headline=HOSTILE, before=HOSTILE, after=f"{HOSTILE}<p>")
    for site in (
        SITE,
        Site(title="A <b>", base_url="http://127.0.0.1:1/", authority="a.test,2025", hub="http://h.test/"),
    ):
        checked = [path for path, content in story.files(site).items() if _holds(path, content)]
        assert len(checked) > 100
    published = {file.path: file.render() for file in files(take_edition(filled(), SITE, WORKINGS))}
    assert sum(_holds(path, content) for path, content in published.items() if path.startswith("feeds/")) > 100


def test_every_feed_of_the_demo_pleases_the_checker() -> None:
    published = files(take_edition(story_archive(), SITE, WORKINGS))
    checked = [file.path for file in published if file.path.startswith("feeds/") and _holds(file.path, file.render())]
    assert len(checked) > 100


def _holds(path: str, content: bytes) -> bool:
    if path.endswith(".html"):
        return False
    assert complaints(path, content) == [], path
    return True


@pytest.mark.slow
def test_every_feed_of_recorded_captures_pleases_the_checker(tmp_path: Path) -> None:
    corpus = os.environ.get("POLICYWATCH_CORPUS")
    if not corpus:
        pytest.skip("POLICYWATCH_CORPUS names no folder of recorded captures")
    archive = create_archive(tmp_path)
    pipeline = Pipeline(archive, "example.test,2026")
    for path in sorted(Path(corpus).glob("*.warc.gz")):
        name = path.name.removesuffix(".warc.gz")
        archive.put_document(
            Document(
                id=name,
                title=name,
                service="Recorded",
                kind=DocumentKind.PRIVACY_POLICY,
                url="https://recorded.test/",
                region="eu",
            )
        )
        for record in read_warc(path, document_id=name):
            if record.seen:
                pipeline.judge(archive.keep(record.seen))
    published = (file for file in files(take_edition(archive, SITE, WORKINGS)) if file.path.startswith("feeds/"))
    checked = [file.path for file in published if _holds(file.path, file.render())]
    archive.close()
    assert len(checked) > 300
