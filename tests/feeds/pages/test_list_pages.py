"""Lists are cut into pages that lead on, hold every row, and stay where they are as lists grow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from posixpath import normpath

import pytest
from selectolax.lexbor import LexborHTMLParser

from feeds.edition.edition import take_edition
from feeds.pages.list_pages import LONGEST, ListPage, list_pages, lists_in_pages, newest_in_pages
from feeds.pages.overview_pages import overview_pages
from feeds.pages.research.research_files import scope_files
from feeds.site import Site
from snapshots.sql.sql_archive import SqlArchive
from tests.archives import new_archive
from tests.feeds.samples import WORKINGS
from tests.snapshots.samples import POLICY, capture, judgement

SITE = Site(title="Harbour watch", base_url="https://watch.example.test/", authority="harbour.test,2025")
BERTH = re.compile(r"berth-\d{3}")
MANY = 2 * LONGEST + 30


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (LONGEST, 1), (LONGEST + 1, 2), (MANY, 3)])
def test_pages_hold_every_row_once_and_lead_on(count: int, pages: int) -> None:
    made = list_pages(range(count), "d/", "documents/")
    assert len(made) == pages
    assert [row for page in made for row in page.rows] == list(range(count))
    assert [page.address for page in made] == ["d/", "documents/2/", "documents/3/"][:pages]
    assert_chained(made)


def test_pages_of_several_lists_hold_the_next_part_of_each() -> None:
    made = lists_in_pages([range(3), range(MANY), range(LONGEST + 5)], "feeds/", "feeds/page-")
    assert [[len(rows) for rows in page.rows] for page in made] == [[3, 100, 100], [0, 100, 5], [0, 30, 0]]
    assert [page.address for page in made] == ["feeds/", "feeds/page-2/", "feeds/page-3/"]
    assert_chained(made)


def test_the_newest_stand_first_and_full_parts_stay_as_they_are() -> None:
    assert [page.rows for page in newest_in_pages(range(LONGEST), "changes/", "changes/part-")] == [range(LONGEST)]
    before = newest_in_pages(range(MANY), "changes/", "changes/part-")
    after = newest_in_pages(range(MANY + 1), "changes/", "changes/part-")
    assert list(before[0].rows) == list(range(MANY - LONGEST, MANY))
    assert [page.address for page in before] == ["changes/", "changes/part-3/", "changes/part-2/", "changes/part-1/"]
    assert before[2:] == after[2:]
    assert sorted(row for page in before[1:] for row in page.rows) == list(range(MANY))
    assert_chained(after)


def assert_chained(pages: Sequence[ListPage[object]]) -> None:
    assert [page.before for page in pages[1:]] == [page.address for page in pages[:-1]]
    assert [page.after for page in pages[:-1]] == [page.address for page in pages[1:]]
    assert (pages[0].before, pages[-1].after, pages[0].is_first) == ("", "", True)
    assert [page.number for page in pages] == list(range(1, pages[0].last + 1))


def harbour(count: int) -> SqlArchive:
    archive = new_archive()
    for number in range(count):
        document = replace(POLICY, id=f"berth-{number:03}", title=f"Berth {number:03}", service=f"Pier {number % 7}")
        archive.put_document(document)
        archive.record(judgement(archive, archive.keep(capture(b"%d" % number, document)), texts=("Boats are named.",)))
    return archive


def test_each_document_stands_on_some_page_and_links_lead_to_pages_that_are_there() -> None:
    edition = take_edition(harbour(MANY), SITE, WORKINGS)
    files = {file.path: file for section in (overview_pages, scope_files) for file in section(edition)}
    for folders, links in (
        (("d", "documents/2", "documents/3"), "tbody th a"),
        (("status", "status/2", "status/3"), "tbody th a"),
        (("scope", "scope/2", "scope/3"), "h3 a"),
        (("feeds", "feeds/page-2", "feeds/page-3"), "tbody th a"),
    ):
        found: set[str] = set()
        for folder in folders:
            page = LexborHTMLParser(files[f"{folder}/index.html"].render())
            found |= {id_ for link in page.css(links) for id_ in BERTH.findall(link.attributes["href"] or "")}
            for link in page.css(".steps a"):
                assert normpath(f"{folder}/{link.attributes['href']}index.html") in files
        assert found == {f"berth-{number:03}" for number in range(MANY)}, folders


def test_a_look_moves_the_pages_that_tell_of_it_alone() -> None:
    archive = harbour(MANY)
    before = {file.path: file.key for file in overview_pages(take_edition(archive, SITE, WORKINGS))}
    document = replace(POLICY, id="berth-120", title="Berth 120", service="Pier 1")
    archive.record(judgement(archive, archive.keep(capture(b"new", document)), texts=("Boats are sold.",)))
    after = {file.path: file.key for file in overview_pages(take_edition(archive, SITE, WORKINGS))}
    moved = {path for path in after if after[path] != before[path]}
    assert "status/2/index.html" in moved
    assert moved.isdisjoint({"status/3/index.html", "documents/2/index.html", "feeds/page-2/index.html"})
