"""Build the site of recorded captures and print what it costs: CPU of builds, of pages, of comparisons; sizes.

    python benchmarks/publishing.py [--archive FOLDER] [DOCUMENT=FILE.warc.gz ...]

The documents are those of the catalogue. Without a file a story of its own is published. `--archive` keeps the
imported archive in a new folder, or takes the one that is there. CPU of this process alone, best of several where
it is short.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

from feeds.edition.edition import take_edition
from feeds.edition.feed_topics import document_path
from feeds.pages.comparisons import comparison_page
from feeds.publication.site_build import publish
from feeds.serving.live import Live
from feeds.serving.site_app import site_app
from feeds.site import Site
from monitor.command_line.program import COLLECTED_EACH
from monitor.running.capture_import import import_warc
from monitor.running.composition import analysis
from monitor.running.pipeline import Pipeline
from monitor.running.watch import readings
from snapshots.archive import Archive
from snapshots.opening import create_archive, open_archive
from snapshots.records import Capture, Notice, NoticeKind, Release
from spiders.declarations import catalogue
from spiders.declarations.declarations import load_declarations

SITE = Site(title="Policywatch", base_url="http://127.0.0.1:8080/", authority="example.org,2026", live=True)
NEWS = (
    "<p>We use your private messages to train artificial intelligence, and you can’t object to it.</p>",
    "<p>We sell your location to advertisers, and you can’t object to that.</p>",
    "<p>We share your contacts with data brokers, and you can’t object to that.</p>",
)


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--build"]:
        publish(open_archive(Path(arguments[1])), Path(arguments[2]), SITE, analysis())
        return
    gc.set_threshold(*COLLECTED_EACH)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        kept = Path(arguments[1]) if arguments[:1] == ["--archive"] else folder / "archive"
        files = arguments[2:] if arguments[:1] == ["--archive"] else arguments
        if not (kept / "archive.db").exists():
            imported(kept, files)
        shutil.copytree(kept, folder / "copy")
        for name, figure in measure(folder / "copy", folder):
            print(f"{name:<58} {figure}", flush=True)


def imported(folder: Path, named: list[str]) -> None:
    """Import captures into a fresh archive, each file as a document of the catalogue."""
    declarations = load_declarations(Path(catalogue.__file__).parent)
    archive = create_archive(folder)
    for declaration in declarations:
        archive.put_document(declaration.document)
    pipeline = Pipeline(archive, "example.org,2026", readings(declarations))
    for document_id, path in [pair.split("=", 1) for pair in named] or [("facebook-privacy-policy", own(folder))]:
        for _ in import_warc(archive, pipeline, Path(path), archive.document(document_id)):
            pass
    archive.close()


def own(folder: Path) -> str:
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from tests.end_to_end.warcs import story, write_warc

    path = folder / "story.warc.gz"
    write_warc(path, story(300))
    return str(path)


def measure(archive_folder: Path, folder: Path):  # type: ignore[no-untyped-def]
    """Yield each figure with its name."""
    archive, made, out = open_archive(archive_folder), analysis(), folder / "site"
    done, seconds = timed(lambda: publish(archive, out, SITE, made))
    yield "full build, CPU s", f"{seconds:.1f} ({done.written} files)"
    yield "rebuild with no news, CPU s", f"{best(lambda: publish(archive, out, SITE, made), 3):.2f}"
    yield "two builds, other hash seeds, same bytes", same_in_other_processes(archive_folder, folder, out)
    for number, news in enumerate(NEWS, start=1):  # the first one reads what later ones remember
        tell_one_more(archive, news)
        done, seconds = timed(lambda: publish(archive, out, SITE, made))
        yield f"rebuild after one new alert, number {number}, CPU s", f"{seconds:.2f} ({done.written} files)"
    publish(archive, folder / "fresh", SITE, made)
    yield "incremental build has the bytes of a fresh one", digest(out) == digest(folder / "fresh")
    for name, pattern in (
        ("document page", "d/*/index.html"),
        ("page of a change", "changes/*/index.html"),
        ("comparison of a step", "d/*/compare/*/index.html"),
        ("text of a version", "d/*/v/*/index.html"),
    ):
        yield f"largest {name}, kB", largest(out, pattern)
    yield "whole site, MB", f"{sum(p.stat().st_size for p in out.rglob('*') if p.is_file()) / 1e6:.0f}"
    yield from comparisons(archive)
    yield from served(archive, out)


def comparisons(archive: Archive):  # type: ignore[no-untyped-def]
    """Yield the cost of the largest recorded change, and of the first version against the last, both as whole pages."""
    edition = take_edition(archive, SITE, analysis())
    channels = {channel.path: channel for channel in edition.channels}
    line = max(edition.survey.changes, key=lambda line: line.hunks)
    watched = max(edition.survey.watched, key=lambda w: len(w.versions))
    for name, document_id, before, after in (
        ("largest change", line.document_id, line.from_version, line.to_version),
        ("first and last version", watched.document.id, 1, len(watched.versions)),
    ):
        one = edition.survey.find(document_id)
        assert one
        page = comparison_page(edition, one, channels[document_path(document_id)], before, after)
        size = len(page.render()) / 1e6
        yield f"comparison of {name}, CPU s and MB", f"{best(page.render, 3):.2f}, {size:.2f}"


def served(archive: Archive, out: Path):  # type: ignore[no-untyped-def]
    """Yield the CPU of one request, from the first byte asked to the last one answered, without the network."""
    app = site_app(out, Live(archive, SITE, analysis()))
    alert = archive.alerts()[-1]
    for name, path in (
        ("an alert's page", f"/changes/{alert.change}/"),
        ("a document's page", f"/d/{alert.document_id}/"),
        ("a day that is no file", f"/d/{alert.document_id}/{alert.captured_at:%Y-%m}-28/"),
    ):
        ask = partial(asked, app, path)
        first = timed(ask)[1] * 1e3
        yield f"serve {name}, CPU ms, first and then", f"{first:.1f}, {best(ask, 20) * 1e3:.2f}"


def asked(app: Callable[..., object], path: str) -> int:
    """Return the status of one request."""
    seen: list[int] = []

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            seen.append(int(str(message["status"])))

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": [(b"accept-encoding", b"gzip")], "http_version": "1.1", "scheme": "http", "root_path": "",
        "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    return seen[0]


def tell_one_more(archive: Archive, news: str) -> None:
    """Have the document with most versions say something grave that it never said."""
    declarations = load_declarations(Path(catalogue.__file__).parent)
    document = max(archive.documents(), key=lambda document: len(archive.versions(document.id)))
    last = max(archive.attempts(document.id), key=lambda attempt: attempt.sequence)
    body = archive.body(last.body_sha256)
    changed = body.replace(b"</body>", news.encode() + b"</body>") if b"</body>" in body else body + news.encode()
    exchange = replace(last.exchange, source="", captured_at=_later(last.exchange.captured_at))
    capture = Capture(exchange=exchange, body=changed, media_type=last.media_type, charset=last.charset)
    judged = Pipeline(archive, "example.org,2026", readings(declarations)).judge(archive.keep(capture))
    assert judged.alert, judged.observation
    for alert, _ in archive.held(document.id):  # a grave alert waits for a second look, or for a person
        told = Notice(
            sequence=0,
            id=alert.id,
            kind=NoticeKind.ALERT,
            document_id=document.id,
            at=alert.decided_at,
            alert_id=alert.id,
            how=Release.BY_PERSON,
        )
        archive.tell(told)


def _later(at: datetime) -> datetime:
    return max(at + timedelta(hours=1), at.replace(year=2027))


def same_in_other_processes(archive: Path, folder: Path, out: Path) -> bool:
    found = {digest(out)}
    for seed in ("0", "4242"):
        made = folder / f"seed{seed}"
        command = [sys.executable, __file__, "--build", str(archive), str(made)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        found.add(digest(made))
        shutil.rmtree(made)
    return len(found) == 1


def digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".policywatch-"))
    sums = [(path.relative_to(folder).as_posix(), sha256(path.read_bytes()).hexdigest()) for path in files]
    return sha256(json.dumps(sums).encode()).hexdigest()


def largest(out: Path, pattern: str) -> str:
    found = max(out.glob(pattern), key=lambda path: path.stat().st_size)
    return f"{found.stat().st_size / 1e3:.1f} ({found.relative_to(out).parent})"


def timed(work: Callable[[], object]):  # type: ignore[no-untyped-def]
    started = time.process_time()
    return work(), time.process_time() - started


def best(work: Callable[[], object], times: int) -> float:
    return min(timed(work)[1] for _ in range(times))


if __name__ == "__main__":
    main(sys.argv[1:])
