"""Since when a passage stands: first seen, moved, edited, gone and back, and the last look that lacked it."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.research.research_records import Blame, BlamedSegment
from monitor.research.research_service import ResearchService
from monitor.research.result_cache import ResultCache
from monitor.rules.pack_files import default_pack
from snapshots.archive import Archive
from tests.monitor.pages import DOCUMENT, START
from tests.monitor.research.histories import Text, recorded

BERTHS = ("Berths", "The harbour office gives each boat a berth and writes down the name of its owner.")
STORMS = ("Storms", "The coast guard is told which boats are at sea when a storm is coming.")
CAMERAS = ("Cameras", "Cameras at the pier take pictures of the berths during the night.")
EDITED = ("Cameras", "Cameras at the pier take pictures of the berths and of people during the night.")

_words = st.sampled_from(["tide", "berth", "storm", "pilot", "anchor", "ferry", "light", "chart"])
_segment = st.tuples(st.sampled_from(["North", "South"]), st.lists(_words, min_size=1, max_size=6).map(" ".join))
histories = st.lists(st.lists(_segment, min_size=1, max_size=8), min_size=1, max_size=5)


def blamed(made: Archive, number: int = 0) -> Blame:
    return ResearchService(made, default_pack()).blame(DOCUMENT.id, number or len(made.versions(DOCUMENT.id)))


def passage(made: Archive, text: str, number: int = 0) -> BlamedSegment:
    return next(segment for segment in blamed(made, number).segments if segment.text == text)


def test_a_passage_has_the_date_of_the_version_that_brought_it() -> None:
    made = recorded([[BERTHS], [BERTHS, STORMS], [BERTHS, STORMS, CAMERAS]], [1, 1, 0, 2, 3])
    assert passage(made, BERTHS[1]).since.version == 1
    assert passage(made, BERTHS[1]).lacked_at is None
    storms = passage(made, STORMS[1])
    assert storms.since.version == 2
    assert storms.since.captured_at == START + timedelta(days=3)
    assert storms.lacked_at == START + timedelta(days=1)  # the look between them showed no page
    assert storms.stood == timedelta(days=1)  # when version 3 was first seen


def test_what_was_moved_keeps_its_date_and_says_from_where() -> None:
    moved = ("Nights", CAMERAS[1])
    made = recorded([[CAMERAS, BERTHS, STORMS], [BERTHS, STORMS, moved]])
    found = passage(made, CAMERAS[1])
    assert found.since.version == 1
    assert [(move.at.version, move.context_before) for move in found.moves] == [(2, ("Cameras",))]


def test_what_joins_a_second_list_is_new_there() -> None:
    twice = ("Nights", CAMERAS[1])
    made = recorded([[CAMERAS, BERTHS], [CAMERAS, BERTHS, twice]])
    dates = [(s.context, s.since.version, s.words_since.version) for s in blamed(made).segments]
    assert dates == [(("Cameras",), 1, 1), (("Berths",), 1, 1), (("Nights",), 2, 1)]


def test_what_was_edited_names_the_wordings_before() -> None:
    again = ("Cameras", EDITED[1].replace("pier", "gate"))
    made = recorded([[BERTHS, CAMERAS], [BERTHS, EDITED], [BERTHS, again]])
    found = passage(made, again[1])
    assert found.since.version == 3
    assert [(before.text, before.since.version) for before in found.earlier] == [(EDITED[1], 2), (CAMERAS[1], 1)]
    assert found.earlier[1].stood == timedelta(0)
    assert "".join(span.text for span in found.earlier[0].spans if span.op != "-") == again[1]
    assert "".join(span.text for span in found.earlier[0].spans if span.op != "+") == EDITED[1]


def test_what_comes_back_keeps_its_first_date_and_says_when_it_was_away() -> None:
    made = recorded([[BERTHS, CAMERAS], [BERTHS], [BERTHS, CAMERAS, STORMS]], [1, 2, 2, 3])
    found = passage(made, CAMERAS[1])
    assert found.since.version == 1
    assert found.came_back
    (away,) = found.absences
    assert (away.since, away.until) == (START + timedelta(days=1), START + timedelta(days=2))


def test_a_flicker_of_the_whole_page_is_an_absence_too() -> None:
    made = recorded([[BERTHS], [BERTHS, CAMERAS]], [1, 2, 1, 2])
    (away,) = passage(made, CAMERAS[1]).absences
    assert away.since == away.until == START + timedelta(days=2)


def test_an_older_version_is_blamed_as_it_was_then() -> None:
    made = recorded([[BERTHS, CAMERAS], [BERTHS], [BERTHS, CAMERAS, STORMS]])
    assert not passage(made, CAMERAS[1], number=1).came_back
    assert [segment.text for segment in blamed(made, 2).segments] == [BERTHS[1]]


def _places(text: Text) -> set[tuple[str, str]]:
    return set(text)


@given(histories)
def test_first_seen_is_the_earliest_version_that_holds_it(texts: list[list[tuple[str, str]]]) -> None:
    made = recorded(texts)
    for segment in blamed(made).segments:
        place = (segment.context[0], segment.text)
        in_place = next(n for n, text in enumerate(texts, start=1) if place in _places(text))
        anywhere = next(n for n, text in enumerate(texts, start=1) if segment.text in {words for _, words in text})
        assert segment.words_since.version == anywhere
        assert anywhere <= segment.since.version <= in_place
        assert segment.since.version == in_place or segment.moves  # only a move gives an older date


@settings(max_examples=40)  # each makes two archives; nearly all that is drawn has one behind the other
@given(histories, st.data())
def test_a_desk_that_grows_with_the_archive_answers_as_a_new_one(
    texts: list[list[tuple[str, str]]], data: st.DataObject
) -> None:
    whole = recorded(texts)
    early = recorded(texts[: data.draw(st.integers(1, len(texts)))])
    desk = ResearchService(early, default_pack())
    desk.past(DOCUMENT.id)
    desk._archive = whole
    number = len(texts)
    assert desk.blame(DOCUMENT.id, number) == blamed(whole, number)


@settings(max_examples=40)  # each makes two archives; nearly all that is drawn has one behind the other
@given(histories, st.data())
def test_a_lineage_that_was_kept_grows_as_if_it_had_not_been(
    texts: list[list[tuple[str, str]]], data: st.DataObject
) -> None:
    whole = recorded(texts)
    early = recorded(texts[: data.draw(st.integers(1, len(texts)))])
    with tempfile.TemporaryDirectory() as folder:
        kept = ResultCache(Path(folder))
        ResearchService(early, default_pack(), kept, "code").past(DOCUMENT.id)
        for _ in range(2):
            later = ResearchService(whole, default_pack(), kept, "code").blame(DOCUMENT.id, len(texts))
            assert later == blamed(whole, len(texts))


def test_a_kept_lineage_of_other_texts_is_not_used(tmp_path: Path) -> None:
    kept = ResultCache(tmp_path)
    ResearchService(recorded([[CAMERAS], [STORMS]]), default_pack(), kept, "code").past(DOCUMENT.id)
    other = recorded([[BERTHS], [BERTHS, CAMERAS], [CAMERAS]])
    assert ResearchService(other, default_pack(), kept, "code").blame(DOCUMENT.id, 3) == blamed(other)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes().replace(b'"contexts"', b'"context"'))
    assert ResearchService(other, default_pack(), kept, "code").blame(DOCUMENT.id, 3) == blamed(other)
