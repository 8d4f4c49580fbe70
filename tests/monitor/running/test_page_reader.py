"""The same bytes are read once, and bytes that differ in tokens; anew where they would say something else."""

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


TEXT = "<p>We keep your name.</p>"
TOKENS = {
    "the value of a hidden field": f'{TEXT}<form><input type="hidden" name="csrf" value="%s"></form>',
    "a nonce": f'<style nonce="%s">p {{ color: black }}</style>{TEXT}',
    "a script": f"<script>page.start('%s')</script>{TEXT}",
    "the token of a link": f'{TEXT}<p><a href="/more?fbclid=%s">What else we keep</a></p>',
    "a signed file": f'{TEXT}<a href="https://scontent.fbcdn.net/film.mp4?oh=%s">A film</a>',
    "the address of a style sheet": f'<link rel="stylesheet" href="/all.css?v=%s">{TEXT}',
}


@pytest.mark.parametrize("markup", TOKENS.values(), ids=TOKENS)
def test_a_page_with_other_tokens_is_read_once(markup: str) -> None:
    reader = PageReader(new_archive(), {})
    first, facts = reader.read(capture((markup % "a1b2").encode(), 0))
    again, facts_again = reader.read(capture((markup % "c3d4e5").encode(), 1))
    assert again.segments is first.segments
    assert facts_again == replace(facts, markup_length=facts.markup_length + 2)


# The second of each is another page to a reader, however little of the markup says so.
TELLING = {
    "a word": (TEXT, TEXT.replace("name", "face")),
    "what hides a passage": (TEXT, TEXT.replace("<p>", "<p hidden>")),
    "where a link leads": (f'{TEXT}<a href="/more?id=1">More</a>', f'{TEXT}<a href="/more?id=2">More</a>'),
    "a script in a link, which may open a dialog": (
        f'<a href="ftp://boats.example/?1">Top</a><dialog>{TEXT}</dialog>',
        f'<a href="javascript:a(1?2:3)">Top</a><dialog>{TEXT}</dialog>',
    ),
    "the words of a button": ('<input type="submit" value="I agree to all of it">', '<input type="submit" value="No">'),
    "a link that is no element": (
        "<textarea>&lt;a href='/?ref=1'></textarea>",
        "<textarea>&lt;a href='/?ref=2'></textarea>",
    ),
    "a style sheet that looks at a token": (
        f'<style>[value="1"] ~ p {{ display: none }}</style><input type="hidden" value="1">{TEXT}<p>And more.</p>',
        f'<style>[value="1"] ~ p {{ display: none }}</style><input type="hidden" value="2">{TEXT}<p>And more.</p>',
    ),
    "a style sheet that looks at a link": (
        f'<style>a[ href*="ref=1"] + p {{ display: none }}</style><a href="/?ref=1">Top</a>{TEXT}<p>And more.</p>',
        f'<style>a[ href*="ref=1"] + p {{ display: none }}</style><a href="/?ref=2">Top</a>{TEXT}<p>And more.</p>',
    ),
}


@pytest.mark.parametrize(("one", "other"), TELLING.values(), ids=TELLING)
def test_what_says_something_else_is_read_anew(one: str, other: str) -> None:
    reader = PageReader(new_archive(), {})
    reader.read(capture(one.encode(), 0))
    assert reader.read(capture(other.encode(), 1)) == PageReader(new_archive(), {}).read(capture(other.encode(), 1))


def test_a_declaration_that_looks_at_a_token_is_heeded() -> None:
    pages = [f'<a href="/?ref={n}">Top {n}</a><p>We keep your name.</p>'.replace("Top 2", "Top 1") for n in (1, 2)]
    reader = PageReader(new_archive(), {DOCUMENT.id: Reading(remove=('a[href*="ref=1"]',))})
    texts = [[segment.text for segment in reader.read(capture(p.encode(), 0))[0].segments] for p in pages]
    assert texts == [["We keep your name."], ["Top 1", "We keep your name."]]
