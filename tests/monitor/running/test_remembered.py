"""What a document remembers outlives the process, and the update from a program that wrote it whole."""

from __future__ import annotations

import base64
import json
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from monitor.memory.document_memory import DocumentMemory, dump_document, load_document
from monitor.running.pipeline import Judged, Pipeline
from snapshots.opening import create_archive, open_archive
from snapshots.records import NoticeKind, Outcome
from snapshots.sql.blobs import compress
from tests.monitor.pages import DOCUMENT, capture, failure, page, with_change

CHANGED = page(with_change("How we use it", 1, "Private messages that you send to other members are used to train AI."))


def judged(folder: Path, body: bytes | None, day: int) -> Judged:
    """Return what a process of its own made of a look."""
    archive = open_archive(folder)
    seen = capture(body, day) if body else failure(Outcome.FORBIDDEN, day)
    one = Pipeline(archive, "harbour.example,2025").judge(archive.keep(seen))
    assert archive.verify().faults == ()
    archive.close()
    return one


def remembered(folder: Path) -> DocumentMemory:
    archive = open_archive(folder)
    stored = archive.memory(DOCUMENT.id)
    archive.close()
    return load_document(stored.content, stored.learned)


def as_an_earlier_program_wrote_it(folder: Path) -> None:
    """Put the memory of the document into one piece, as it was before what only grows was parted from it."""
    memory = remembered(folder)
    raw = json.loads(dump_document(memory))
    raw.pop("freshness")
    raw["format"] = 2
    for written, lineage in zip(raw["lineages"], memory.lineages, strict=True):
        written["seen"] = base64.b64encode(b"".join(sorted(lineage.seen))).decode()
        written["states"] = dict(lineage.states)
    content = json.dumps(raw, sort_keys=True).encode()
    with closing(sqlite3.connect(folder / "archive.db")) as connection, connection:
        connection.execute("DELETE FROM memory_learned")
        row = (len(content), compress(content), sha256(content).hexdigest())
        connection.execute("UPDATE memory_content SET length = ?, content = ?, checksum = ?, learned = 0", row)
    connection.close()


def test_a_new_process_knows_what_was_shown_and_since_when_nothing_is(tmp_path: Path) -> None:
    for earlier in (False, True):
        folder = tmp_path / str(earlier)
        archive = create_archive(folder)
        archive.put_document(DOCUMENT)
        archive.close()
        assert judged(folder, page(), 0).version
        assert judged(folder, CHANGED, 1).version
        assert judged(folder, None, 2).notices == ()
        if earlier:
            as_an_earlier_program_wrote_it(folder)
        (unseen,) = judged(folder, None, 4).notices
        assert "2 looks since then" in unseen.note
        back = judged(folder, page(), 5)  # neither a version nor an alert: it was shown before
        assert (back.version, back.alert) == (None, None)
        assert NoticeKind.SEEN_AGAIN in [notice.kind for notice in back.notices]
        (lineage,) = remembered(folder).lineages
        assert sorted(lineage.states.values()) == [1, 2]
        assert len(lineage.seen) > 15


def test_a_look_that_shows_nothing_new_writes_little_of_a_long_memory(tmp_path: Path) -> None:
    archive = create_archive(tmp_path)
    archive.put_document(DOCUMENT)
    pipeline = Pipeline(archive, "harbour.example,2025")
    for day in range(40):
        sentence = f"Cameras at pier {day} take pictures of the berths during the night."
        pipeline.judge(archive.keep(capture(page(with_change("What we collect", 2, sentence)), day)))
    learned = archive.memory(DOCUMENT.id).learned
    pipeline.judge(archive.keep(capture(page(with_change("What we collect", 2, sentence), nonce="b"), 41)))
    memory = archive.memory(DOCUMENT.id)
    assert memory.learned == learned
    assert len(memory.content) < sum(len(one.content) for one in memory.learned)
    archive.close()
