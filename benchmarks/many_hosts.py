"""Print how long one machine takes to look at documents of many hosts that fall due at once.

    python -m benchmarks.many_hosts [--documents 10000] [--due 5000] [--hosts 200] [--gap 3] [--files 1024]

The hosts are addresses of the loopback network (Linux). All documents have a version already, as after a first day;
then some fall due at once, and a round of the embedded clock is timed under a limit of open files. The limit of
politeness is the gap times the pages of a host.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.judging import policy
from monitor.running.due_hosts import DueHost, enqueue_due
from monitor.running.watch import Watch
from snapshots.archive import Archive
from snapshots.opening import create_archive
from snapshots.records import Capture, Exchange, Schedule
from spiders.declarations.declaration import Declaration
from spiders.declarations.declarations import load_declarations
from tests.loopback_farm import farm_of

PAGE = policy(12_000)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name, usual in (("documents", 10_000), ("due", 5_000), ("hosts", 200), ("gap", 3), ("files", 1_024)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _farm(given.hosts) as (hosts, port, gaps):
        resource.setrlimit(resource.RLIMIT_NOFILE, (given.files, given.files))
        declared = _declared(Path(folder), given.documents, hosts, port)
        archive = create_archive(Path(folder) / "archive")
        gap = timedelta(seconds=given.gap)
        watch = Watch(archive, declared, contact="bench@watched.example", authority="watched.example,2026", gap=gap)
        _have_looked(archive, watch, declared, due=given.due)
        began, used = time.monotonic(), _cpu()
        due: list[DueHost] = []
        enqueue_due(watch.due(), watch.hosts, due.append)
        judged = sum(1 for _ in watch.check([one for host in due for one in host.declarations]))
        took, cpu = time.monotonic() - began, _cpu() - used
        limit = given.gap * max(len(host.declarations) for host in due)
        archive.close()
        shortest, average = gaps()
    print(f"{given.documents} documents, {judged} due on {len(due)} hosts, {given.files} open files, gap {given.gap} s")
    print(f"took {took:.1f} s, politeness asks {limit} s: {took / limit:.2f}; CPU {cpu:.1f} s")
    print(f"between two requests of a host: mean {average:.2f} s, shortest {shortest:.2f} s")


@contextmanager
def _farm(hosts: int) -> Iterator[tuple[list[str], int, Callable[[], tuple[float, float]]]]:
    """Serve from a process of its own: its files and its CPU are not the watch's."""
    here, there = multiprocessing.get_context("fork").Pipe()
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(hosts, there), daemon=True)
    process.start()
    names, port = here.recv()

    def gaps() -> tuple[float, float]:
        here.send("gaps")
        found: tuple[float, float] = here.recv()
        return found

    try:
        yield names, port, gaps
    finally:
        process.terminate()
        process.join()


def _serve(hosts: int, pipe: Any) -> None:
    with farm_of(hosts, lambda host, path: PAGE) as farm:
        pipe.send((farm.hosts, farm.port))
        pipe.recv()
        times = [[one.at for one in farm.asked if one.host == host] for host in farm.hosts]
        between = [later - at for found in times for at, later in pairwise(found)]
        pipe.send((min(between), mean(between)))
        pipe.recv()


def _declared(folder: Path, documents: int, hosts: list[str], port: int) -> tuple[Declaration, ...]:
    (folder / "d.toml").write_text(
        "".join(
            f'[[document]]\nid = "watched-{n}"\ntitle = "Watched {n}"\nservice = "Watched"\nkind = "privacy-policy"\n'
            f'url = "http://{hosts[n % len(hosts)]}:{port}/{n}"\nlanguage = "en"\n'
            for n in range(documents)
        )
    )
    return load_declarations(folder / "d.toml")


def _have_looked(archive: Archive, watch: Watch, declared: tuple[Declaration, ...], *, due: int) -> None:
    """Keep a first capture of every document, judge it, and let the first so many fall due now."""
    now = datetime.now(UTC)
    before = now - timedelta(hours=6)
    for declaration in declared:
        url = declaration.document.url
        exchange = Exchange(
            document_id=declaration.document.id, requested_url=url, final_url=url, started_at=before,
            captured_at=before, channel="http", tool="bench", status=200,
        )  # fmt: skip
        archive.keep(Capture(exchange=exchange, body=PAGE))
        for _ in watch.judge(declaration.document.id):
            pass
    archive.put_schedules(
        [
            Schedule(document_id=d.document.id, next_check_at=now if n < due else now + timedelta(hours=5))
            for n, d in enumerate(declared)
        ]
    )


def _cpu() -> float:
    """Return the CPU seconds of this process and of those that it started and that have ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


if __name__ == "__main__":
    main()
