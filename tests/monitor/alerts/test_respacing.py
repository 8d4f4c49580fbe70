"""Text that a recorder or a new layout only parted or joined is no news; what is said in it is."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.extract.extraction import extract

PARTED = "3.1 perform the contracts\n\nbetween you and us or\n\nbetween us and our partners, for example on insurance"
JOINED = "3.1 perform the contractsbetween you and us orbetween us and our partners, for example on insurance"


def judged(before: str, after: str) -> Assessment:
    return compare_texts(read_text(before), read_text(after)).assessment


@pytest.mark.parametrize(("before", "after"), [(PARTED, JOINED), (JOINED, PARTED)])
def test_blocks_that_lost_or_gained_the_space_between_them_are_silent(before: str, after: str) -> None:
    assert not judged(before, after).severity.is_alerting


def test_so_are_they_where_the_page_holds_them_twice() -> None:
    twice = [f"{text}\n\nFor people elsewhere the following holds.\n\n{text}" for text in (PARTED, JOINED)]
    assert not judged(*twice).severity.is_alerting


def test_a_sentence_that_changed_among_joined_blocks_is_told() -> None:
    before = "We never share your private messages.\n\nWe keep your photos for thirty days after you delete them."
    after = "We share your private messages.We keep your photos for thirty days after you delete them."
    assert judged(before, after).severity.is_alerting


def test_an_entry_that_joins_another_list_is_no_respacing() -> None:
    train = "<p>To train our AI models we use of "
    lists = f"{train}adults:</p><ul>{{}}</ul>{train}minors:</p><ul>{{}}</ul>"
    entry, photos, name = (
        "<li>Public posts and comments</li>",
        "<li>Public photos and videos</li>",
        "<li>The name of your profile</li>",
    )
    before, after = lists.format(entry + photos, name), lists.format(photos, entry + name)
    assert compare_texts(extract(before), extract(after)).assessment.severity.is_alerting


ROWS = "<tr><th>Purpose</th><th>Data</th></tr><tr><td>Ads</td><td>{}</td></tr>"
CELL = f"<h1>Data</h1><p>The quay is open.</p><table>{ROWS}</table>"


@pytest.mark.parametrize(
    ("before", "after", "is_told"),
    [
        ("Direct MessagesBerth History, Sign-in Names, Sent Pictures, Crew Lists",
         "Direct Messages, Berth History, Sign-in Names, Sent Pictures, Crew Lists", False),
        ("Berth HistorySign-in Names", "Berth History, Direct Messages, Sign-in Names", True),
    ],
)  # fmt: skip
def test_entries_of_a_cell_that_a_mark_parts_are_the_same(before: str, after: str, is_told: bool) -> None:
    found = compare_texts(*(extract(CELL.format(text)) for text in (before, after)), language="en").assessment
    assert found.severity.is_alerting is is_told
