"""Compare what a look costs with other programs that watch pages: the same captures, in one run, as ratios.

    python -m benchmarks.peers [FILE.warc.gz ...] [--captures 40] [--environments FOLDER]

The programs are installed from the package registry into environments of their own below FOLDER, unless they are there
already. Each looks at the captures in turn, in a process of its own and by its own command, and reads them from a file;
Policywatch keeps each, judges it and records what it means, as an import does. changedetection.io watches with a server
and web-monitoring-diff with an archive: of these the extraction and the comparison are run, and nothing is kept. What
can't be installed or run is left out, with the reason. Nobody sends anything. Without a file a generated policy is
looked at, with other nonces each time and one sentence edited each tenth time.

CPU is that of the process, without the first look. Ratios hold from one machine to the next, milliseconds do not.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import mean, median

from benchmarks.judging import policy
from monitor.command_line.program import COLLECTED_EACH
from monitor.running.pipeline import Pipeline
from snapshots.opening import create_archive
from snapshots.records import Capture, Document, DocumentKind, Exchange
from spiders.warc.warc_reader import read_warc

PEERS = {
    "webchanges": ("webchanges==3.37.0",),
    "urlwatch": ("urlwatch==2.29", "html2text==2025.4.15"),
    "changedetection.io": ("changedetection.io==0.60.10",),
    # The parser of the last is built against the system's libxml2, and goes with an lxml of that one alone.
    "web-monitoring-diff": ("web-monitoring-diff==0.2.0", "lxml==4.9.2"),
}
DRIVER = Path(__file__).with_name("peer_driver.py")
ADDRESS = "https://watched.example/privacy"
BEGAN = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What the looks of one program cost."""

    program: str
    ms: tuple[float, ...]  # CPU of each look
    told: int  # looks of which its readers would have heard
    peak_mb: int

    @property
    def later(self) -> tuple[float, ...]:
        """Return the looks after the first, with which each program starts."""
        return self.ms[1:]


def generated(count: int) -> Iterator[bytes]:
    """Yield captures of a policy of 150 KB."""
    for number in range(count):
        page = policy(150_000, edits=number // 10)
        yield page.replace(b"<main>", b'<main data-nonce="%d">' % number)


def captures(path: Path | None, count: int) -> Iterator[bytes]:
    """Yield the bodies that are looked at."""
    if path is None:
        return generated(count)
    seen = (record.seen for record in read_warc(path, document_id="watched"))
    return islice((one.body for one in seen if isinstance(one, Capture)), count)


def look_ourselves(folder: Path) -> Cost:
    """Keep, judge and record the captures of a folder, as the program does."""
    gc.set_threshold(*COLLECTED_EACH)
    with tempfile.TemporaryDirectory() as kept:
        archive = create_archive(Path(kept))
        kind = DocumentKind.PRIVACY_POLICY
        archive.put_document(Document(id="watched", title="Watched", service="", kind=kind, url=ADDRESS))
        pipeline = Pipeline(archive, "example.org,2026")
        spent, told = [], 0
        for hour, file in enumerate(sorted(folder.glob("*.html"))):
            at = BEGAN + timedelta(hours=6 * hour)
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
            started = time.process_time()
            judged = pipeline.judge(archive.keep(Capture(exchange=exchange, body=file.read_bytes())))
            spent.append((time.process_time() - started) * 1000)
            told += judged.alert is not None
        archive.close()
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
    return Cost(program="policywatch", ms=tuple(spent), told=told, peak_mb=peak)


def environment_of(program: str, folder: Path) -> Path:
    """Return the Python of a program's own environment, made where it is not there yet."""
    python = folder / program / "bin" / "python"
    if not python.exists():
        venv.create(folder / program, with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS[program]]
        subprocess.run(install, check=True)
    return python


def run(program: str, command: list[str]) -> Cost:
    """Have the looks made by another process."""
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return Cost(program=program, ms=tuple(found["ms"]), told=found["told"], peak_mb=found["peak_mb"])


def costs_of(path: Path | None, count: int, environments: Path) -> list[Cost]:
    """Have every program look at the same captures, ourselves first."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, body in enumerate(captures(path, count)):
            (folder / f"{number:04}.html").write_bytes(body)
        ours = run("policywatch", [sys.executable, "-m", "benchmarks.peers", "--ours", name])
        costs = [ours]
        for peer in PEERS:
            try:
                costs.append(run(peer, [str(environment_of(peer, environments)), str(DRIVER), peer, name]))
            except subprocess.CalledProcessError as error:
                why = (error.stderr or "").strip().rpartition("\n")[2]
                print(f"{peer} is left out: {error} {why}", file=sys.stderr)
        return costs


def table_of(path: Path | None, costs: list[Cost]) -> str:
    """Return the costs as a table in Markdown."""
    ours = costs[0]
    what = path.name.removesuffix(".warc.gz") if path else "a generated policy of 150 KB"
    lines = [
        f"{what}, {len(ours.ms)} captures:\n",
        "| | CPU a look, mean | median | ours is, of the mean | of the median | would have told | peak MB |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for cost in costs:
        mid, average = median(cost.later), mean(cost.later)
        ratios = f"{mean(ours.later) / average:.2f} | {median(ours.later) / mid:.2f}" if cost is not ours else "|"
        lines.append(f"| {cost.program} | {average:.1f} ms | {mid:.1f} ms | {ratios} | {cost.told} | {cost.peak_mb} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--captures", type=int, default=40)
    parser.add_argument("--environments", type=Path, default=Path(tempfile.gettempdir()) / "policywatch-peers")
    parser.add_argument("--ours", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.ours:
        cost = look_ourselves(chosen.ours)
        print(json.dumps({"ms": cost.ms, "told": cost.told, "peak_mb": cost.peak_mb}))
        return
    for path in chosen.files or [None]:
        print(table_of(path, costs_of(path, chosen.captures, chosen.environments)), end="\n\n")


if __name__ == "__main__":
    main()
