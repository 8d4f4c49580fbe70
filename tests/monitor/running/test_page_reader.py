"""The same bytes are read once, and anew where they would say something else: elsewhere, or by other selectors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.running.page_reader import PageReader, Reading
from snapshots.sql.sql_archive import SqlArchive
from tests.archives import new_archive
from tests.monitor.pages import DOCUMENT, capture, page


def test_the_same_bytes_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    archive = new_archive()
    archive.put_document(DOCUMENT)
    first, again = (archive.keep(capture(page(), day)) for day in (0, 1))
    reader = PageReader(archive, {})
    read = reader.read(first)
    monkeypatch.delattr(SqlArchive, "body")
    assert reader.read(again) == reader.read(capture(page(), 2)) == read


def test_links_are_read_as_they_lead_from_where_the_page_was_found() -> None:
    seen = capture(b'<p>Read <a href="more">what else we keep</a> of you.</p>', 0)
    moved = replace(seen, exchange=replace(seen.exchange, final_url="https://elsewhere.test/a/b"))
    reader = PageReader(new_archive(), {})
    assert [link.url for one in (seen, moved, seen) for link in reader.read(one)[0].links] == [
        "https://harbour.example/more",
        "https://elsewhere.test/a/more",
        "https://harbour.example/more",
    ]


def test_each_document_is_read_by_its_own_selectors() -> None:
    seen = capture(b"<main><p>We keep your name.</p></main><aside><p>Buy a boat.</p></aside>", 0)
    other = replace(seen, exchange=replace(seen.exchange, document_id="other"))
    reader = PageReader(new_archive(), {"other": Reading(select="main")})
    assert [len(reader.read(one)[0].segments) for one in (seen, other, seen)] == [2, 1, 2]
