"""A comparison as it is laid out: nothing is lost between the hunks and the page, nothing stands twice."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from feeds.pages.comparison_view import Card, fits, lay_out, tally_of
from snapshots.records import Extraction, HunkKind, Segment, SegmentKind
from tests.feeds.samples import WORKINGS

SENTENCES = [f"Boats of kind {n} are moored at quay {n} until the tide turns." for n in range(12)]
SECTIONS = ["What we collect", "What we share", "How to object"]
TEXTS = st.lists(st.tuples(st.sampled_from(SENTENCES), st.sampled_from(SECTIONS)), max_size=10)


def text(said: list[tuple[str, str]]) -> Extraction:
    ordered = sorted(said, key=lambda one: SECTIONS.index(one[1]))
    segments = tuple(Segment(text=words, kind=SegmentKind.SENTENCE, context=(under,)) for words, under in ordered)
    return Extraction(title="", language="en", segments=segments, links=(), extractor="test/1")


@given(TEXTS, TEXTS)
def test_every_passage_of_both_texts_stands_in_the_comparison_once(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    before, after = text(old), text(new)
    hunks = WORKINGS.compare(before, after)
    assert fits(hunks, before.segments, after.segments)
    laid = lay_out(hunks, before.segments, after.segments)
    rows = [row for part in laid.parts for row in part.rows]
    cards = [row for row in rows if isinstance(row, Card)]
    assert [card.number for card in cards] == list(range(1, laid.cards + 1))
    shown = [passage for card in cards for passage in (card.passage,)]
    notice = [hunk for hunk in hunks if not hunk.cosmetic and hunk.kind is not HunkKind.LINK_MOVED]
    assert len(shown) + sum(len(card.more) for card in cards) == len(notice)
    stayed = Counter(
        words
        for row in rows
        if not isinstance(row, Card)
        for words in (row.lead, *row.folded, row.trail)
        if words is not None
    )
    came = Counter(hunk.after for hunk in hunks if hunk.after is not None)
    assert stayed + came == Counter(segment.text for segment in after.segments)
    tally = tally_of(laid)
    assert sum(tally.values()) == len(hunks) + sum(stayed.values())


def test_what_came_in_a_row_is_one_card() -> None:
    before = text([(SENTENCES[0], SECTIONS[0])])
    after = text([(SENTENCES[0], SECTIONS[0]), *((sentence, SECTIONS[1]) for sentence in SENTENCES[1:4])])
    laid = lay_out(WORKINGS.compare(before, after), before.segments, after.segments)
    (card,) = [row for part in laid.parts for row in part.rows if isinstance(row, Card)]
    assert (card.passage.after, *card.more) == tuple(SENTENCES[1:4])
    assert tally_of(laid) == {"added": 3, "the same": 1}
    assert [part.count for part in laid.parts if part.count] == [3]
