"""Print how what is told of an archive grows with its documents, in CPU: status, alerts, feeds, pages, names of files.

    python -m benchmarks.many_documents [--documents 100,1000] [--build]

Each document has a policy of 2 kB; each tenth has an alert, which one version of it made. Every size is measured in a
process of its own, so that its peak of memory is its own too. Nothing is built but with `--build`: to publish where
nothing is new is to read the archive and to name all files. With it the whole site is built, which takes a second of
CPU for each thirty documents, and then again after each of four alerts on one document, of which the last three count.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.growth import milliseconds
from benchmarks.judging import policy
from feeds.contract import PUBLISHED_ALERT
from feeds.edition.edition import take_edition
from feeds.edition.file import File, source_fingerprint
from feeds.publication.moved_documents import moved_since, states_of
from feeds.publication.site_build import files, publish
from feeds.published_alerts import read_published_alerts
from feeds.site import Site
from monitor.command_line.program import COLLECTED_EACH
from monitor.command_line.status_fields import STATUS, StatusLine
from monitor.research.result_cache import ResultCache
from monitor.rules.pack_files import default_pack
from monitor.running.composition import analysis
from monitor.running.document_screen import screen
from monitor.running.document_status import statuses_of
from monitor.running.kept_health import KeptHealth
from monitor.running.pipeline import Pipeline
from snapshots.opening import create_archive, open_archive
from snapshots.records import Capture, Document, DocumentKind, Exchange
from snapshots.sql.sql_archive import SqlArchive

SITE = Site(title="Policywatch", base_url="http://127.0.0.1:8080/", authority="example.org,2026")
BEGAN = datetime(2025, 1, 1, tzinfo=UTC)
PAGE = policy(2_000)
NEWS = PAGE.replace(b"<main>", b"<main><p>We sell your private messages to advertisers, and you cannot object.</p>")
ALERTING = 10  # one in so many documents


def fill(archive: SqlArchive, count: int) -> None:
    """Have each of many documents looked at, and some of them a second time."""
    pipeline = Pipeline(archive, "example.org,2026")
    for number in range(count):
        document_id, address = _identity(number)
        kind = DocumentKind.PRIVACY_POLICY
        archive.put_document(
            Document(id=document_id, title=f"Policy {number}", service=f"Host {number}", kind=kind, url=address)
        )
        pages = [PAGE, NEWS] if number % ALERTING == 0 else [PAGE]
        for day, page in enumerate(pages):
            look(archive, pipeline, number, page, BEGAN + timedelta(days=day, seconds=number))
        pipeline.tell_waiting(document_id)


def look(archive: SqlArchive, pipeline: Pipeline, number: int, page: bytes, at: datetime) -> None:
    """Have one document looked at."""
    document_id, address = _identity(number)
    exchange = Exchange(
        document_id=document_id,
        requested_url=address,
        final_url=address,
        started_at=at,
        captured_at=at,
        channel="http",
        tool="",
        status=200,
    )
    pipeline.judge(archive.keep(Capture(exchange=exchange, body=page)))


def _identity(number: int) -> tuple[str, str]:
    return f"policy-{number:05}", f"https://host{number}.example/privacy"


def built(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield the CPU of builds after one alert in a process that built before, in milliseconds, and files written."""
    archive, made = open_archive(folder), analysis(derived=folder / "derived")
    pipeline, page, written = Pipeline(archive, "example.org,2026"), PAGE, [0]

    def build() -> None:
        written[0] = publish(archive, folder / "site", SITE, made).written

    build()
    for day, thing in enumerate(("your photos", "your location", "your contacts", "your voice")):
        page = page.replace(b"<main>", f"<main><p>We sell {thing} to advertisers, and you cannot object.</p>".encode())
        for hour in (0, 1):  # what is grave waits for a second look
            look(archive, pipeline, 11, page, BEGAN + timedelta(days=100, minutes=10 * day + hour))
        pipeline.tell_waiting(_identity(11)[0])
        taken = milliseconds(build)
        if day:
            yield f"build after an alert, number {day}", taken
            yield f"files written by it, number {day}", written[0]
    archive.close()


def measured(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield what is measured of an archive with its CPU in milliseconds, and the peak of memory in megabytes."""
    archive = open_archive(folder)
    health = KeptHealth(archive, default_pack, ResultCache(folder / "derived"), source_fingerprint("monitor"))

    def status() -> None:
        found = screen(archive, {}, lambda names: statuses_of(archive, {}, health, only=names))
        statuses_of(archive, {}, health, only=found.attention[:50])

    def every_status() -> None:
        for standing in statuses_of(archive, {}, health):
            json.dumps(STATUS.to_json(StatusLine(standing, "")))

    def alerts() -> None:
        for told in read_published_alerts(archive, None):
            json.dumps(PUBLISHED_ALERT.to_json(told))

    yield "status", milliseconds(status)
    yield "status of all as JSON, first after an update", milliseconds(every_status)
    yield "status of all as JSON", milliseconds(every_status)
    yield "alerts", milliseconds(alerts)
    made = analysis(derived=folder / "derived")
    named: dict[str, File] = {}

    def name() -> None:
        named.update({file.path: file for file in files(take_edition(archive, SITE, made))})

    yield "archive read, files named, first", milliseconds(name)
    yield "archive read", milliseconds(lambda: take_edition(archive, SITE, made))
    yield "archive read, files named", milliseconds(name)
    yield "files", len(named)
    moved: list[File] = []

    def name_moved() -> None:
        edition = take_edition(archive, SITE, made)
        now = states_of(edition)
        moved_since(now, now)
        moved[:] = files(replace(edition, only=frozenset({"policy-00010"})))

    name_moved()
    yield "archive read, files named of what moved", milliseconds(name_moved)
    yield "files of these", len(moved)
    for what, path in (
        ("feed of alerts", "feeds/alerts.atom"),
        ("front page", "index.html"),
        ("page of a document", "d/policy-00010/index.html"),
    ):
        named[path].render()
        yield what, milliseconds(named[path].render)
    yield "peak, MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    archive.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--documents", default="100,1000")
    parser.add_argument("--build", action="store_true", help="Build the site, and again after alerts.")
    parser.add_argument("--archive", type=Path, help="Measure the archive in this folder, and print JSON.")
    given = parser.parse_args()
    if given.archive:
        gc.set_threshold(*COLLECTED_EACH)
        figures = built(given.archive) if given.build else measured(given.archive)
        print(json.dumps(dict(figures)))
        return
    found: dict[str, list[float]] = {}
    counts = [int(count) for count in given.documents.split(",")]
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            archive = create_archive(Path(folder))
            fill(archive, count)
            archive.close()
            command = [sys.executable, "-m", "benchmarks.many_documents", "--archive", folder]
            command += ["--build"] if given.build else []
            told = subprocess.run(command, check=True, capture_output=True, text=True)
            for name, figure in json.loads(told.stdout).items():
                found.setdefault(name, []).append(figure)
    print(f"| documents | {' | '.join(f'{count:,}' for count in counts)} |")
    print(f"|---|{'--:|' * len(counts)}")
    for name, figures in found.items():
        print(f"| {name} | {' | '.join(f'{figure:,.1f}' for figure in figures)} |")


if __name__ == "__main__":
    main()
