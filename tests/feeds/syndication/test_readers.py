"""The feeds read back by the readers that people use: an entry's before and after arrive rightly in each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import feedparser
import httpx
import pytest
from reader import make_reader

from feeds.site import Site
from snapshots.records import Span, SpanOp
from tests.feeds import readers
from tests.feeds.server import listening, served
from tests.feeds.tellers import Story

SPANS = (
    Span(op=SpanOp.KEPT, text="We "), Span(op=SpanOp.REMOVED, text="do not"), Span(op=SpanOp.ADDED, text="may"),
    Span(op=SpanOp.KEPT, text=" share what you write."),
)  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a site with an alert, a corrected one, and more of them than a current feed holds."""
    out = tmp_path_factory.mktemp("readers") / "site"
    story = Story()
    corrected = story.tell(day=1, headline="Boats may be named")
    for number in range(2, 40):
        story.tell(day=number, after=f"We may share letter {number}.")
    assert corrected
    story.note(corrected, "Only boats of the harbour are.")
    story.tell(day=500, spans=SPANS)
    with listening() as (listener, address):
        site = Site(title="Harbour watch", base_url=address, authority="harbour.test,2025")
        story.write_feeds(out, site)
        with served(out, listener):
            yield address


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[*_>|]", " ", text))


def says_before_and_after(text: str) -> bool:
    """Whether a text tells which words went and which came, in words and not by marks alone."""
    words = squeezed(text)
    places = [
        words.find(said)
        for said in (
            "Before:", "We do not share what you write.", "After:", "We may share what you write.",
            "[removed: do not]", "[added: may]",
        )
    ]  # fmt: skip
    return -1 not in places and places == sorted(places)


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_feedparser_reads_every_field(base: str, suffix: str) -> None:
    parsed = feedparser.parse(httpx.get(f"{base}/feeds/alerts.{suffix}").content)
    newest = max(parsed.entries, key=lambda entry: entry.get("updated", entry.get("published", "")))
    assert says_before_and_after(re.sub(r"<[^>]+>", " ", newest.content[0].value))
    assert newest.id.startswith("tag:harbour.test,2025:harbour-policy/")
    assert newest.link.startswith(f"{base}/changes/")
    assert "Before: “We do not share what you write.”" in newest.summary


@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
def test_reader_takes_all_and_takes_nothing_twice(base: str, suffix: str) -> None:
    address = f"{base}/feeds/alerts.{suffix}"
    with make_reader(":memory:") as library:
        library.add_feed(address)
        library.update_feed(address)
        feed = library.get_feed(address)
        assert feed.last_exception is None
        assert feed.title == "Harbour watch: All alerts"
        found = {entry.id: entry for entry in library.get_entries()}
        newest = max(found.values(), key=lambda entry: entry.updated or entry.published)
        assert says_before_and_after(re.sub(r"<[^>]+>", " ", newest.content[0].value))
        (note,) = [entry for entry in found.values() if "/correction/" in entry.id]
        assert "Only boats of the harbour are." in (note.summary or "")
        (old,) = [entry for entry in found.values() if entry.id == note.id.partition("/correction/")[0]]
        assert old.title == "Corrected: Boats may be named"
        assert library.update_feed(address) is None
        assert len(list(library.get_entries())) == len(found)


def test_newsboat_shows_which_words_went_and_which_came(base: str, tmp_path: Path) -> None:
    assert says_before_and_after(readers.newsboat_shows(f"{base}/feeds/alerts.atom", tmp_path))


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_sfeed_keeps_which_words_went_and_which_came(base: str, suffix: str) -> None:
    fields = readers.sfeed_shows(httpx.get(f"{base}/feeds/alerts.{suffix}").content)
    newest = max(fields, key=lambda entry: int(entry["at"]))
    assert says_before_and_after(re.sub(r"<[^>]+>", " ", newest["content"]))
    assert newest["link"].startswith(f"{base}/changes/")
    assert newest["id"].startswith("tag:")
    assert newest["title"] == "What is written may be shared"


def test_rss2email_mails_which_words_went_and_which_came(base: str, tmp_path: Path) -> None:
    """It mails the summary of an entry and nothing else of it."""
    mails = readers.rss2email_sends(f"{base}/feeds/alerts.atom", tmp_path)
    said = "Before: “We do not share what you write.”. After: “We may share what you write.”."
    assert any(said in squeezed(text) for _, text in mails)
    (note,) = [text for subject, text in mails if subject.startswith("Correction: ")]
    assert "Only boats of the harbour are." in squeezed(note)
