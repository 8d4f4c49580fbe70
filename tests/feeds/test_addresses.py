"""Addresses and names of paragraphs: what people cite, so what may not move."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from feeds import addresses
from feeds.addresses import anchor_of, anchors
from snapshots.records import Segment, SegmentKind, Version, VersionKind
from tests.snapshots.samples import START

TEXTS = st.lists(st.text(max_size=30), max_size=12)


def segments(texts: list[str]) -> list[Segment]:
    return [Segment(text=text, kind=SegmentKind.SENTENCE) for text in texts]


def version(number: int, body: str) -> Version:
    return Version(
        document_id="harbour-policy",
        number=number,
        kind=VersionKind.UPDATE,
        attempt=number,
        captured_at=START,
        body_sha256=body * 64,
        text_sha256="0" * 64,
        extractor="test/1",
    )


def test_addresses_stay_as_they_were_published() -> None:
    assert addresses.document_address("harbour-policy") == "d/harbour-policy/"
    assert addresses.change_address(7) == "changes/7/"
    assert addresses.comparison_address("harbour-policy", 3, 4) == "d/harbour-policy/compare/3..4/"
    assert addresses.day_address("harbour-policy", date(2026, 11, 1)) == "d/harbour-policy/2026-11-01/"
    assert addresses.version_address(version(1, "a")) == "d/harbour-policy/v/aaaaaaaaaaaa/"
    assert anchor_of("Boats are  named.\n") == anchor_of("Boats are named.") == "p-b2c17dc95b"


def test_versions_read_from_the_same_bytes_share_an_address() -> None:
    found = addresses.copies([version(1, "a"), version(2, "b"), version(3, "a")])
    assert [[v.number for v in copy.versions] for copy in found] == [[1, 3], [2]]
    assert found[0].newest.number == 3


@given(TEXTS)
def test_every_paragraph_of_a_text_has_a_name_of_its_own(texts: list[str]) -> None:
    names = anchors(segments(texts))
    assert len(set(names)) == len(texts)
    assert all(name.startswith("p-") for name in names)


@given(TEXTS, TEXTS)
def test_what_is_added_below_renames_nothing_above(texts: list[str], more: list[str]) -> None:
    assert anchors(segments(texts + more))[: len(texts)] == anchors(segments(texts))
