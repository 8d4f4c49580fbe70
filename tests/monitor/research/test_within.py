"""What an edition asks is answered from what it holds: a version recorded meanwhile moves no answer and breaks none."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.research.research_records import DocumentHistory
from monitor.research.research_service import ResearchService
from monitor.rules.pack_files import default_pack
from snapshots.archive import Archive
from tests.monitor.pages import DOCUMENT
from tests.monitor.research.histories import recorded
from tests.monitor.research.test_blame import histories


def surveyed(archive: Archive) -> dict[str, DocumentHistory]:
    return {
        document.id: DocumentHistory(
            document=document,
            versions=archive.versions(document.id),
            observations=archive.observations(document.id),
        )
        for document in archive.documents()
    }


@settings(max_examples=30)
@given(histories, st.data())
def test_a_version_recorded_since_moves_no_answer(texts: list[list[tuple[str, str]]], data: st.DataObject) -> None:
    number = data.draw(st.integers(1, len(texts)))
    early, whole = recorded(texts[:number]), recorded(texts)
    live = ResearchService(whole, default_pack())
    within = live.within(surveyed(early))
    expected = ResearchService(early, default_pack())
    word = texts[0][0][1].split()[0]
    for ahead in (live.phrase, live.phrase):  # what all share has grown before, or grows between two questions
        assert within.phrase(word) == expected.phrase(word)
        ahead(word)
    assert within.blame(DOCUMENT.id, number) == expected.blame(DOCUMENT.id, number)
    assert within.scope(DOCUMENT.id, number) == expected.scope(DOCUMENT.id, number)
    assert within.form(DOCUMENT.id) == expected.form(DOCUMENT.id)
    assert live.phrase(word) == ResearchService(whole, default_pack()).phrase(word)
