"""Print how the cost of a look grows with the history of a document, in CPU: a look may not cost more for being late.

    python -m benchmarks.growth [--versions 10,100,1000,10000] [--looks 100,1000,5000]

A generated policy of 12 KB is edited at each look. At each number of versions the next ten looks that show nothing new
and the next ten new versions are measured, and the first look of a process that has read nothing of it yet. Then one
is edited at each thirtieth look: what it takes to bring its site up to date after a look that shows nothing new.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from benchmarks.judging import policy
from feeds.publication.site_build import publish
from feeds.site import Site
from monitor.command_line.program import COLLECTED_EACH
from monitor.running.composition import analysis
from monitor.running.pipeline import Judged, Pipeline
from snapshots.opening import create_archive
from snapshots.records import Capture, Document, DocumentKind, Exchange
from snapshots.sql.sql_archive import SqlArchive

ADDRESS = "https://watched.example/privacy"
BEGAN = datetime(2025, 1, 1, tzinfo=UTC)
MEASURED = 10
LOOKS_A_DAY = 4
EDITED_EACH = 30  # looks
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


def builds(folder: Path, counts: list[int]) -> Iterator[tuple[int, float, float]]:
    """Yield how many looks there were, and the CPU of builds in a process that built before: usual, first of a day."""
    history, made = History(folder), analysis(derived=folder / "derived")
    site = Site(title="Policywatch", base_url="https://watch.example/", authority="watch.example,2026")

    def build() -> None:
        publish(history.archive, folder / "site", site, made)

    for count in counts:
        while history.looks < count or history.looks % LOOKS_A_DAY:
            history.look(is_new=history.looks % EDITED_EACH == 0)
        build()
        taken = []
        for _ in range(2 * LOOKS_A_DAY):
            history.look(is_new=False)
            taken.append(milliseconds(build))
        first = taken.pop(LOOKS_A_DAY - 1), taken.pop()  # at midnight
        yield count, median(taken), median(first)
    history.archive.close()


def milliseconds(step: Callable[[], object]) -> float:
    """Return the CPU time of a step."""
    started = time.process_time()
    step()
    return (time.process_time() - started) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--versions", default="10,100,1000")
    parser.add_argument("--looks", default="100,1000")
    given = parser.parse_args()
    counts = [int(count) for count in given.versions.split(",")]
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
    print("\n| looks | build after one more, ms | the first of a day, ms |\n|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        for count, usual, first in builds(Path(folder), [int(count) for count in given.looks.split(",")]):
            print(f"| {count:,} | {usual:.0f} | {first:.0f} |", flush=True)


if __name__ == "__main__":
    main()
