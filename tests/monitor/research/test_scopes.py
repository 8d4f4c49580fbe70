"""The scope over time and two regions side by side, from pages in words of our own."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.errors import BadQuestion
from feeds.research.document_variants import variant_pairs
from feeds.research.research_records import NOT_MENTIONED, RegionComparison, ScopeTable
from monitor.research.research_service import ResearchService
from monitor.research.result_cache import ResultCache
from monitor.rules.pack_files import default_pack
from monitor.running.pipeline import Pipeline
from snapshots.archive import Archive
from snapshots.records import Document, DocumentKind, Exchange
from tests.archives import new_archive
from tests.end_to_end.cli import called
from tests.end_to_end.warcs import write_warc
from tests.monitor.claims.test_scope import AFTER, BEFORE
from tests.monitor.pages import DOCUMENT, archive, capture

PACK = default_pack()
LATER = BEFORE.replace(
    "We never use private messages to train AI.", "We use private messages to train AI if you agree."
)
US = replace(DOCUMENT, id="harbour-policy-us", region="us")
EU = replace(DOCUMENT, id="harbour-policy-eu", region="eu")
GERMAN = replace(DOCUMENT, id="harbour-policy-de", region="eu", language="de")


def shown(*pages: str) -> Archive:
    made = archive()
    pipeline = Pipeline(made, "example.org,2026")
    for day, body in enumerate(pages):
        pipeline.judge(made.keep(capture(body.encode(), day)))
    return made


def steps(table: ScopeTable, purpose: str, audience: str, data: str) -> list[tuple[int, tuple[str, ...]]]:
    cell = next(c for c in table.cells if (c.purpose, c.audience, c.data) == (purpose, audience, data))
    return [(step.seen.version, step.states) for step in cell.steps]


def test_a_cell_says_since_which_version_it_stands_so() -> None:
    table = ResearchService(shown(BEFORE, AFTER, LATER), PACK).scope(DOCUMENT.id, 3)
    assert steps(table, "ai_training", "adults", "private_messages") == [(1, ("excluded",)), (3, ("conditional",))]
    assert steps(table, "ai_training", "everyone", "public_content") == [
        (1, ("allowed",)), (2, (NOT_MENTIONED,)), (3, ("allowed",)),
    ]  # fmt: skip
    cell = next(c for c in table.cells if c.data == "private_messages" and c.is_mentioned)
    assert cell.quotes[0].text == "We use private messages to train AI if you agree."
    assert cell.quotes[0].condition == "if you agree"
    assert table.label("purpose", "ai_training") == "training AI"


def test_the_table_of_an_older_version_knows_nothing_of_what_came_later() -> None:
    table = ResearchService(shown(BEFORE, AFTER, LATER), PACK).scope(DOCUMENT.id, 1)
    assert steps(table, "ai_training", "adults", "private_messages") == [(1, ("excluded",))]
    assert table.version.version == 1


def test_what_was_kept_is_used_again_and_a_damaged_file_is_not(tmp_path: Path) -> None:
    made = shown(BEFORE, AFTER)
    fresh = ResearchService(made, PACK).scope(DOCUMENT.id, 2)
    for _ in range(2):
        assert ResearchService(made, PACK, ResultCache(tmp_path), "code 1").scope(DOCUMENT.id, 2) == fresh
    (file,) = tmp_path.iterdir()
    before = file.read_bytes()
    for damage in (b"", b"[]", before[:50], before.replace(b"code 1", b"code 0")):
        file.write_bytes(damage)
        assert ResearchService(made, PACK, ResultCache(tmp_path), "code 1").scope(DOCUMENT.id, 2) == fresh


def test_where_nothing_can_be_kept_the_answer_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    made = shown(BEFORE)
    assert ResearchService(made, PACK, ResultCache(tmp_path / "file"), "code").scope(DOCUMENT.id, 1) == ResearchService(
        made, PACK
    ).scope(DOCUMENT.id, 1)


def test_the_command_tells_the_same_as_the_table(tmp_path: Path) -> None:
    write_warc(tmp_path / "w.warc", [(0, BEFORE.encode()), (1, AFTER.encode()), (2, LATER.encode())])
    folder = str(tmp_path / "archive")
    called("import", "warc", str(tmp_path / "w.warc"), "--document", DOCUMENT.id, "--archive", folder)
    lines = called("scope", DOCUMENT.id, "--history", "--json", "--archive", folder).stdout.splitlines()
    told = {
        (line["purpose"], line["audience"] or "", line["data"]): [(s["version"], s["state"]) for s in line["states"]]
        for line in map(json.loads, lines)
    }
    table = ResearchService(shown(BEFORE, AFTER, LATER), PACK).scope(DOCUMENT.id, 3)
    assert told == {
        (c.purpose, c.audience, c.data): [(s.seen.version, " and ".join(s.states)) for s in c.steps]
        for c in table.cells
    }


def variants(*pages: tuple[Document, str]) -> Archive:
    made = new_archive()
    pipeline = Pipeline(made, "example.org,2026")
    for document, body in pages:
        made.put_document(document)
        seen = capture(body.encode(), 0)
        exchange: Exchange = replace(seen.exchange, document_id=document.id)
        pipeline.judge(made.keep(replace(seen, exchange=exchange)))
    return made


def compared(made: Archive, first: str, second: str) -> RegionComparison:
    return ResearchService(made, PACK).regions(first, 1, second, 1)


def test_what_only_one_region_says_is_told_as_that() -> None:
    american = BEFORE.replace(
        "<p>We never use private messages to train AI.</p>", "<p>Ferries whistle twice when they leave the pier.</p>"
    ).replace("and we do so in all our apps", "and we do so in each of our apps")
    made = variants((EU, BEFORE), (US, american))
    found = compared(made, EU.id, US.id)
    assert [(p.text, p.since.version) for p in found.only_first] == [("We never use private messages to train AI.", 1)]
    assert [p.text for p in found.only_second] == ["Ferries whistle twice when they leave the pier."]
    (pair,) = found.pairs
    assert "".join(s.text for s in pair.spans if s.op != "+") == pair.first
    assert "".join(s.text for s in pair.spans if s.op != "-") == pair.second
    answers = {q.label: (q.first, q.second) for q in found.questions}
    assert (("excluded",), ()) in answers.values()
    segments = len(made.extraction(EU.id, 1).segments)
    assert found.same == segments - 2


def test_two_equal_texts_differ_in_nothing() -> None:
    found = compared(variants((EU, BEFORE), (US, BEFORE)), EU.id, US.id)
    assert (found.pairs, found.only_first, found.only_second, found.questions) == ((), (), (), ())
    assert found.agreed > 0


def test_texts_in_two_languages_are_held_against_each_other_by_what_they_say() -> None:
    lines = [f"<p>Um {n} Minuten nach Mittag fährt die alte Fähre von Liegeplatz {n} ab.</p>" for n in range(30)]
    german = (
        '<html lang="de"><body><h1>Datenschutz im Hafen</h1><h2>Training von KI</h2>'
        "<p>Private Nachrichten verwenden wir nicht für das Training von KI.</p>" + "".join([*lines, "</body></html>"])
    )
    found = compared(variants((EU, BEFORE), (GERMAN, german)), EU.id, GERMAN.id)
    assert "two languages" in found.not_compared
    assert found.pairs == found.only_first == found.only_second == ()
    assert any(q.slot == "scope" for q in found.questions)


def test_only_declared_variants_are_compared() -> None:
    other = replace(US, id="other", kind=DocumentKind.TERMS)
    made = variants((EU, BEFORE), (US, BEFORE), (other, BEFORE))
    desk = ResearchService(made, PACK)
    assert [(a.id, b.id) for a, b in variant_pairs(made.documents())] == [(EU.id, US.id)]
    with pytest.raises(BadQuestion, match="not declared as variants"):
        desk.regions(EU.id, 1, "other", 1)
