"""What feeds cost: bytes, and CPU to make them again after one new alert, with 10,000 alerts told before.

    python -m benchmarks.feed_costs [--alerts 10000] [--requests ADDRESS [--pid PID]]

With `--requests` nothing is made: the feed at an address of a running `policywatch serve` is asked for with its own
entity tag, by wrk, and the conditional requests it answers in a second are printed, with `--pid` of the server those in
a second of its CPU too, which say the same on a busy machine. To measure one core:

    taskset -c 0 policywatch serve &
    taskset -c 1 python -m benchmarks.feed_costs --requests http://127.0.0.1:8080/feeds/alerts.atom --pid $!
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
from dataclasses import replace
from pathlib import Path

from feeds.edition.edition import Edition, take_edition
from feeds.edition.file import File
from feeds.syndication.feed_files import feed_files
from snapshots.opening import create_archive
from snapshots.records import Span, SpanOp
from tests.feeds.samples import WORKINGS
from tests.feeds.tellers import SITE, Story
from tests.snapshots.samples import POLICY

BEFORE = (
    "We don't use the messages that you exchange with friends and family to develop or improve our models, unless you,"
    " or somebody in the chat, choose to share them with our features."
)
AFTER = BEFORE.replace("We don't use", "We may use").replace(", unless you", ", also where neither you")
SPANS = (
    Span(op=SpanOp.KEPT, text="We "), Span(op=SpanOp.REMOVED, text="don't"), Span(op=SpanOp.ADDED, text="may"),
    Span(
        op=SpanOp.KEPT,
        text=" use the messages that you exchange with friends and family to develop or improve our models, ",
    ),
    Span(op=SpanOp.REMOVED, text="unless"), Span(op=SpanOp.ADDED, text="also where neither"),
    Span(op=SpanOp.KEPT, text=" you, or somebody in the chat, choose to share them with our features."),
)  # fmt: skip
CURRENT = ("feeds/alerts.atom", "feeds/alerts.rss", "feeds/alerts.json", "feeds/changes.atom")


def tell(story: Story, number: int) -> None:
    document = replace(POLICY, id=f"harbour-policy-{number % 100}")
    story.tell(
        day=number // 8,
        document=document,
        before=BEFORE,
        after=AFTER,
        spans=SPANS,
        headline=f"Messages may be used: {number}",
    )


def found(edition: Edition) -> dict[str, File]:
    return {file.path: file for file in feed_files(edition)}


def measure(alerts: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = create_archive(Path(folder))
        story = Story(archive)
        for number in range(alerts):
            tell(story, number)
        before = found(take_edition(archive, SITE, WORKINGS))
        for path in CURRENT:
            before[path].render()
        print(f"{'file':<22} {'bytes':>8} {'entries':>8} {'CPU ms after one new alert, best of 5':>38}")
        best: dict[str, float] = {}
        sizes: dict[str, tuple[int, int]] = {}
        naming: list[float] = []
        for step in range(5):
            tell(story, alerts + step)
            edition = take_edition(archive, SITE, WORKINGS)
            started = time.process_time()
            after = found(edition)
            naming.append((time.process_time() - started) * 1000)
            for path in CURRENT:
                started = time.process_time()
                content = after[path].render()
                best[path] = min(best.get(path, 1e9), (time.process_time() - started) * 1000)
                sizes[path] = len(content), len(re.findall(rb"<entry|<item>|\"id\":", content))
        for path in CURRENT:
            print(f"{path:<22} {sizes[path][0]:>8} {sizes[path][1]:>8} {best[path]:>38.1f}")
        print(f"naming all {len(after)} feed files and their keys: {min(naming):.0f} ms")
        archive.close()


def ask(address: str, pid: int | None) -> None:
    wrk = shutil.which("wrk")
    if not wrk:
        raise SystemExit("wrk is not on this machine: apt install wrk")
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - an address that the person who measures gives
        etag = answer.headers["ETag"]
    for _ in range(3):
        before = _cpu_seconds(pid)
        out = subprocess.run(
            [wrk, "-t1", "-c16", "-d5s", "-H", f"If-None-Match: {etag}", address],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        answered = int(re.search(r"(\d+) requests in", out)[1])  # type: ignore[index]
        a_second = re.search(r"Requests/sec: +([\d.]+)", out)[1]  # type: ignore[index]
        of_cpu = f", {answered / (_cpu_seconds(pid) - before):.0f} a second of CPU" if pid else ""
        print(f"{a_second} a second{of_cpu}", "" if "Non-2xx" not in out else "NOT ALL ANSWERED 304")


def _cpu_seconds(pid: int | None) -> float:
    """Return the CPU time that a process has used, as Linux tells it."""
    if pid is None:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--alerts", type=int, default=10_000)
    arguments.add_argument("--requests", metavar="ADDRESS")
    arguments.add_argument("--pid", type=int, help="of the server")
    given = arguments.parse_args()
    ask(given.requests, given.pid) if given.requests else measure(given.alerts)
