"""Texts that were read of late are at hand, share what they have in common, and take bounded room."""

from __future__ import annotations

from snapshots.codec import encode_plain
from snapshots.sql.text_index import RecentTexts

PLAIN = {"title": "Harbour", "language": "en", "extractor": "test/1"}


def stored(*texts: str) -> bytes:
    segments = [[text, "sentence", ["Boats"]] if not place else [text, "sentence"] for place, text in enumerate(texts)]
    return encode_plain({**PLAIN, "segments": segments, "links": [["Map", "https://harbour.example/", []]]})


def test_versions_hold_what_they_share_as_the_same_objects() -> None:
    recent = RecentTexts()
    one = recent.read("1", stored("Boats are named.", "Berths are free."))
    other = recent.read("2", stored("Boats are named.", "Berths are sold."))
    assert one.segments[0] is other.segments[0]
    assert one.links[0] is other.links[0]
    assert [segment.text for segment in other.segments] == ["Boats are named.", "Berths are sold."]
    assert (recent.find("1"), recent.find("2")) == (one, other)


def test_a_whole_history_of_small_changes_stays_at_hand() -> None:
    recent = RecentTexts()
    text = [f"Rule {number} of the harbour holds for every boat in it." for number in range(500)]
    for number in range(60):
        recent.read(str(number), stored(*text[:number], f"This is edition {number}.", *text[number:]))
    assert all(recent.find(str(number)) for number in range(60))


def test_texts_that_share_nothing_push_each_other_out() -> None:
    recent = RecentTexts()
    for number in range(9):
        recent.read(str(number), stored(f"{number} " + "very long " * 100_000))
    kept = [number for number in range(9) if recent.find(str(number))]
    assert kept == list(range(9 - len(kept), 9)) and 0 < len(kept) < 6
