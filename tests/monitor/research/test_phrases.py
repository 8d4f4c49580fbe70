"""A phrase over all versions: held against a search by hand, and any query is answered or refused in words."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.errors import BadQuestion
from feeds.research.research_records import PhraseHistory
from monitor.research.phrases import LONGEST
from monitor.research.research_service import ResearchService
from monitor.rules.pack_files import default_pack
from snapshots.archive import Archive
from tests.monitor.pages import START
from tests.monitor.research.histories import recorded
from tests.monitor.research.test_blame import BERTHS, CAMERAS, STORMS, histories


def asked(made: Archive, phrase: str, *, is_exact: bool = False) -> PhraseHistory:
    return ResearchService(made, default_pack()).phrase(phrase, is_exact=is_exact)


def test_a_phrase_is_told_with_where_and_when_it_stood() -> None:
    made = recorded([[BERTHS, CAMERAS], [BERTHS, STORMS], [BERTHS, CAMERAS]], [1, 1, 2, 0, 3])
    found = asked(made, "PICTURES of the berths")
    (document,) = found.documents
    assert document.counts == (1, 0, 1)
    assert [(i.since, i.until, i.is_open) for i in document.intervals] == [
        (START, START + timedelta(days=1), False),
        (START + timedelta(days=4), START + timedelta(days=4), True),
    ]
    assert [(step.at, step.count) for step in document.steps] == [
        (START, 1), (START + timedelta(days=2), 0), (START + timedelta(days=4), 1),
    ]  # fmt: skip
    assert [(p.text, p.context, p.is_there) for p in found.passages] == [(CAMERAS[1], ("Cameras",), True)]
    assert found.first and found.first[1].version == 1
    assert found.last_seen_at == START + timedelta(days=4)


def test_a_phrase_in_two_lists_counts_twice() -> None:
    made = recorded([[CAMERAS, BERTHS], [CAMERAS, BERTHS, ("Nights", CAMERAS[1])]])
    assert asked(made, "cameras at the pier").documents[0].counts == (1, 2)


def test_exactly_these_letters_are_asked_for() -> None:
    made = recorded([[BERTHS, CAMERAS]])
    assert asked(made, "cameras at the pier").documents[0].now == 1
    assert asked(made, "cameras at the pier", is_exact=True).documents[0].now == 0
    assert asked(made, "Cameras at  the pier", is_exact=True).documents[0].now == 1


@settings(max_examples=40)
@given(histories, st.lists(st.sampled_from(["tide", "berth", "storm", "pilot"]), min_size=1, max_size=2))
def test_intervals_and_counts_are_those_of_a_search_by_hand(
    texts: list[list[tuple[str, str]]], words: list[str]
) -> None:
    made = recorded(texts)
    wanted = " ".join(words)
    by_hand = [len({place for place in text if f" {wanted} " in f" {place[1]} "}) for text in texts]
    (document,) = asked(made, wanted).documents
    assert list(document.counts) == by_hand
    shown = {
        day
        for interval in document.intervals
        for day in range(len(texts))
        if interval.since <= START + timedelta(days=day) <= interval.until
    }
    assert shown == {day for day, count in enumerate(by_hand) if count}
    assert (document.first.version if document.first else None) == next(
        (number for number, count in enumerate(by_hand, start=1) if count), None
    )


@cache
def one_version() -> Archive:
    """Return one archive for all questions: none of them changes it."""
    return recorded([[BERTHS]])


@given(
    st.text(max_size=LONGEST + 20)
    | st.sampled_from(['" OR 1=1 --', "NEAR(a b)", "a* AND b", "\u202etfel", "𝒜 ⁂", "\0"])
)
def test_any_query_is_answered_or_refused_in_words(query: str) -> None:
    try:
        found = asked(one_version(), query)
    except BadQuestion as error:
        assert "expected a phrase" in str(error)
    else:
        assert found.documents[0].versions_with in (0, 1)


@pytest.mark.parametrize("query", ["", "  \n", "x" * (LONGEST + 1), "a\0b"])
def test_what_is_no_phrase_is_refused(query: str) -> None:
    with pytest.raises(BadQuestion, match="1 to 200 characters"):
        asked(recorded([[BERTHS]]), query)
