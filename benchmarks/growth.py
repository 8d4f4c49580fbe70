"""Print how the cost of a look grows with the history of a document, in CPU: a look may not cost more for being late.

    python -m benchmarks.growth [--versions 10,100,1000,10000]

A generated policy of 12 KB is edited at each look. At each number of versions the next ten looks that show nothing new
and the next ten new versions are measured, and the first look of a process that has read nothing of it yet.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from benchmarks.judging import policy
from monitor.command_line.program import COLLECTED_EACH
from monitor.running.pipeline import Judged, Pipeline
from snapshots.opening import create_archive
from snapshots.records import Capture, Document, DocumentKind, Exchange
from snapshots.sql.sql_archive import SqlArchive

ADDRESS = "https://watched.example/privacy"
BEGAN = datetime(2025, 1, 1, tzinfo=UTC)
MEASURED = 10
PAGE = policy(12_000)


class History:
    """A document whose text is edited again and again."""

    def __init__(self, folder: Path) -> None:
        self.archive: SqlArchive = create_archive(folder)
        kind = DocumentKind.PRIVACY_POLICY
        self.archive.put_document(Document(id="watched", title="Watched", service="", kind=kind, url=ADDRESS))
        self.pipeline = Pipeline(self.archive, "example.org,2026")
        self.looks = 0
        self.versions = 0

    def look(self, *, is_new: bool) -> Judged:
        """Look at the page, which was edited since the last look or not."""
        self.looks += 1
        self.versions += is_new
        at = BEGAN + timedelta(hours=6 * self.looks)
        exchange = Exchange(
            document_id="watched",
            requested_url=ADDRESS,
            final_url=ADDRESS,
            started_at=at,
            captured_at=at,
            channel="http",
            tool="",
            status=200,
        )
        edit = b"<main><p>We look at what stands in berth %d of the harbour.</p>" % self.versions
        body = PAGE.replace(b"<main>", edit).replace(b"<html", b"<html data-nonce='%d'" % self.looks)
        return self.pipeline.judge(self.archive.keep(Capture(exchange=exchange, body=body)))

    def start_anew(self) -> None:
        """Forget what the process has read of the document."""
        self.pipeline = Pipeline(self.archive, "example.org,2026")


def milliseconds(step: Callable[[], object]) -> float:
    """Return the CPU time of a step."""
    started = time.process_time()
    step()
    return (time.process_time() - started) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--versions", default="10,100,1000")
    counts = [int(count) for count in parser.parse_args().versions.split(",")]
    gc.set_threshold(*COLLECTED_EACH)
    print("| versions | nothing new, ms | new version, ms | first look of a process, ms | memory, kB |")
    print("|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder))
        for count in counts:
            while history.versions < count:
                history.look(is_new=True)
            unchanged = [milliseconds(lambda: history.look(is_new=False)) for _ in range(MEASURED)]
            new = [milliseconds(lambda: history.look(is_new=True)) for _ in range(MEASURED)]
            history.start_anew()
            first = milliseconds(lambda: history.look(is_new=True))
            memory = history.archive.memory("watched")
            size = (len(memory.content) + sum(len(learned.content) for learned in memory.learned)) / 1000
            print(f"| {count:,} | {median(unchanged):.1f} | {median(new):.1f} | {first:.1f} | {size:.0f} |", flush=True)
        history.archive.close()


if __name__ == "__main__":
    main()
