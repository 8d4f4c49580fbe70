"""What feeds cost: bytes, and CPU to make them again after one new alert, with 10,000 alerts told before.

    python benchmarks/feeds.py [--alerts 10000] [--requests ADDRESS]

With `--requests` nothing is made: the feed at an address of a running `policywatch serve` is asked for with its own
entity tag, by wrk, and the conditional requests it answers in a second are printed. To measure one core:

    taskset -c 0 policywatch serve & taskset -c 1 python benchmarks/feeds.py --requests http://127.0.0.1:8080/feeds/alerts.atom
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
from dataclasses import replace
from pathlib import Path

from feeds.edition import Edition, take_edition
from feeds.files import File
from feeds.syndication.files import feed_files
from snapshots import create_archive
from snapshots.records import Span
from tests.feeds.samples import WORKINGS
from tests.feeds.tellers import SITE, Story
from tests.snapshots.samples import POLICY

BEFORE = (
    "We don't use the messages that you exchange with friends and family to develop or improve our models, unless you,"
    " or somebody in the chat, choose to share them with our features."
)
AFTER = BEFORE.replace("We don't use", "We may use").replace(", unless you", ", also where neither you")
SPANS = (
    Span(op="=", text="We "), Span(op="-", text="don't"), Span(op="+", text="may"),
    Span(op="=", text=" use the messages that you exchange with friends and family to develop or improve our models, "),
    Span(op="-", text="unless"), Span(op="+", text="also where neither"),
    Span(op="=", text=" you, or somebody in the chat, choose to share them with our features."),
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


def ask(address: str) -> None:
    wrk = shutil.which("wrk")
    if not wrk:
        raise SystemExit("wrk is not on this machine: apt install wrk")
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - an address that the person who measures gives
        etag = answer.headers["ETag"]
    for _ in range(3):
        out = subprocess.run(
            [wrk, "-t1", "-c16", "-d5s", "-H", f"If-None-Match: {etag}", address],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        print(re.search(r"Requests/sec:.*", out)[0], "" if "Non-2xx" not in out else "NOT ALL ANSWERED 304")  # type: ignore[index]


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--alerts", type=int, default=10_000)
    arguments.add_argument("--requests", metavar="ADDRESS")
    given = arguments.parse_args()
    ask(given.requests) if given.requests else measure(given.alerts)
