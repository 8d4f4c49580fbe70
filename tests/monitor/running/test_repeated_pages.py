"""A page that was seen before is told as it would be if it were read again, by whichever process, and is not read."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from monitor.extract import extraction
from monitor.memory.document_memory import dump_document, load_document
from monitor.running import pipeline as pipelines
from monitor.running.page_reader import Reading
from monitor.running.pipeline import Judged, Pipeline
from snapshots.archive import Archive
from snapshots.opening import create_archive, open_archive
from snapshots.records import Capture, CaptureFailure, Outcome
from tests.monitor.pages import DOCUMENT, SECTIONS, archive, capture, failure, page, with_change

CHANGED = with_change("How we use it", 1, "Private messages that you send to other members are used to train AI.")
WALL = b"<html lang='en'><title>Log in</title><body><form><input type=password></form>Log in to continue</body></html>"
HALF = {name: sentences for name, sentences in SECTIONS.items() if name != "Your rights"}
TOKEN = "<input type=hidden name=token value=1>"
PAGES: Mapping[str, Sequence[bytes]] = {
    "policy": [page(), page(nonce="a"), page(extra=TOKEN), page(extra=TOKEN.replace("1", "2"))],
    "changed": [page(CHANGED), page(CHANGED, nonce="c"), page(CHANGED, extra=TOKEN)],
    "half": [page(HALF), page(HALF, nonce="d")],
    "alone": [page(with_change("Whom we tell", 1, None))],
    "twice": [page(extra="".join(f"<p>{sentence}</p>" for sentence in SECTIONS["Your rights"]))],
    "link": [page(extra="<p><a href='https://harbour.example/object'>Object here</a></p>")],
    "wall": [WALL],
}


def looks(seed: int) -> Iterator[Capture | CaptureFailure]:
    """Yield a history in which what is seen is mostly what was seen before."""
    random, day, name = Random(seed), 0.0, "policy"
    for _ in range(14):
        day += random.choice([0.003, 0.2, 1.0, 3.0, 9.0, 40.0])
        if random.random() < 0.35:
            name = random.choice([*PAGES, "policy", "gone", "as it was"])
        if name in PAGES:
            yield capture(random.choice(PAGES[name]), day)
        else:
            yield failure(Outcome.NOT_FOUND if name == "gone" else Outcome.NOT_MODIFIED, day)


def told(made: Judged, archive: Archive) -> list[object]:
    """Return all that a look led to, with what is remembered then but for the names of pages."""
    stored = archive.memory(DOCUMENT.id)
    memory = load_document(stored.content, stored.learned)
    plain = replace(memory, lineages=tuple(replace(lineage, pages=()) for lineage in memory.lineages))
    parts = (made.observation, made.version, made.change, made.alert, made.notices, made.holds)
    return [*parts, json.loads(dump_document(plain)), *(lineage.seen for lineage in memory.lineages)]


def test_what_is_not_read_is_told_as_what_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    known, found = pipelines.repeated, []

    def counted(*asked: Any) -> object:
        found.append(known(*asked))
        return found[-1]

    for seed in range(40):
        quick, thorough = archive(), archive()
        for seen in looks(seed):
            monkeypatch.setattr(pipelines, "repeated", counted)
            one = Pipeline(quick, "harbour.example,2025").judge(quick.keep(seen))  # each a process of its own
            monkeypatch.setattr(pipelines, "repeated", lambda *_: None)
            other = Pipeline(thorough, "harbour.example,2025").judge(thorough.keep(seen))
            assert told(one, quick) == told(other, thorough), f"history {seed}"
    assert sum(one is not None for one in found) > 80


def test_a_page_seen_before_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_tokens = [page(extra=TOKEN.replace("1", token)) for token in ("1", "1", "2")]
    kept = create_archive(tmp_path)
    kept.put_document(DOCUMENT)
    Pipeline(kept, "harbour.example,2025").judge(kept.keep(capture(with_tokens[0], 0)))
    kept.close()

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("the page was read")

    monkeypatch.setattr(extraction, "read_page", refused)
    for day, body in enumerate(with_tokens[1:], start=1):
        kept = open_archive(tmp_path)
        pipeline = Pipeline(kept, "harbour.example,2025")
        seen = capture(body, day)
        assert pipeline.shows(seen)
        assert pipeline.judge(kept.keep(seen)).observation.version == 1
        kept.close()


@pytest.mark.parametrize("reading", [Reading(select="main"), Reading(remove=("h2",)), Reading(filters=("link-noise",))])
def test_a_page_that_is_to_be_read_otherwise_is_read(reading: Reading) -> None:
    kept = archive()
    Pipeline(kept, "harbour.example,2025").judge(kept.keep(capture(page(), 0)))
    narrowed = Pipeline(kept, "harbour.example,2025", {DOCUMENT.id: reading}).judge(kept.keep(capture(page(), 1)))
    assert narrowed.version is not None, "the text as it is read now"


def test_a_page_whose_address_has_changed_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, reads = archive(), []
    read = extraction.read_page
    monkeypatch.setattr(extraction, "read_page", lambda *given, **named: reads.append(1) or read(*given, **named))
    for day, address in enumerate(["https://harbour.example/privacy", "https://harbour.example/privacy/new"]):
        seen = capture(page(), day)
        seen = replace(seen, exchange=replace(seen.exchange, final_url=address))
        Pipeline(kept, "harbour.example,2025").judge(kept.keep(seen))
    assert len(reads) == 2, "links lead elsewhere from another address"


def test_what_shows_nothing_new_loads_nothing_that_reads_or_judges(tmp_path: Path) -> None:
    kept = create_archive(tmp_path)
    kept.put_document(DOCUMENT)
    Pipeline(kept, "harbour.example,2025").judge(kept.keep(capture(page(), 0)))
    second = kept.keep(capture(page(), 1)).sequence
    kept.close()
    program = f"""
import sys
from pathlib import Path
from monitor.running.pipeline import Pipeline
from snapshots.opening import open_archive

archive = open_archive(Path({str(tmp_path)!r}))
judged = Pipeline(archive, "harbour.example,2025").judge(archive.attempt({second}))
assert judged.observation.version == 1
heavy = "monitor.decide", "monitor.diff", "monitor.rules", "monitor.alerts", "monitor.extract.extraction", "selectolax"
print([name for name in heavy if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
