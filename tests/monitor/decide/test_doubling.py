"""A page that a recorder took twice over is the page, whatever stood there before."""

from __future__ import annotations

from monitor.decide.doubling import without_repeats
from monitor.extract.extraction import extract
from snapshots.records import Extraction

ONCE = "<h1>Harbour Privacy Policy</h1>" + "".join(
    f"<p>We keep the log of boat number {n} for {n} days, and then we delete it.</p>" for n in range(12)
)


def page(*parts: str) -> Extraction:
    return extract(f"<main>{''.join(parts)}</main>")


def texts(extraction: Extraction) -> list[str]:
    return [segment.text for segment in extraction.segments]


def test_a_page_taken_twice_over_is_read_once_even_where_another_text_stood_before() -> None:
    other = page("<p>Another text of another company, with nothing in common.</p>")
    assert texts(without_repeats(page(ONCE, ONCE), other, frozenset())) == texts(page(ONCE))


def test_a_line_that_stands_twice_on_the_page_stays_twice() -> None:
    page_of_two = ONCE + "<p>Write to us.</p><p>Write to us.</p>"
    doubled = without_repeats(page(page_of_two, page_of_two), page(ONCE), frozenset())
    assert texts(doubled).count("Write to us.") == 2


def test_a_new_passage_in_one_of_the_copies_stays() -> None:
    new = "<p>We now sell the log of every boat to advertisers.</p>"
    assert "We now sell the log of every boat to advertisers." in texts(
        without_repeats(page(ONCE, ONCE, new), page(ONCE), frozenset())
    )


def test_a_page_that_says_each_thing_once_stays_as_it_is() -> None:
    shown = page(ONCE)
    assert without_repeats(shown, shown, frozenset()) is shown
