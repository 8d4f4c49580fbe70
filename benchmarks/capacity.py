"""Print what one machine and several workers hold, from measured figures and a simulation of hosts and politeness.

    python -m benchmarks.capacity [--every 6] [--gap 3] [--cores 2]

Figures that stand in docs/performance.md go in: CPU of a look, of a new version, of a start of the fetching process.
A few hosts have many documents, most have few. The simulation hands a round of host jobs to workers, the longest
first, each of which asks one page a gap. Publication and the database are not in it.
"""

from __future__ import annotations

import argparse
import heapq
from collections.abc import Sequence
from dataclasses import dataclass

UNCHANGED, CHANGED = 0.0083, 0.0212
"""CPU seconds of a look at a policy of 12 kB that shows nothing new, and of one that shows a new version."""

NEWS = 0.01
"""Of a hundred looks, one shows a new version."""

START = 0.6
"""CPU seconds of a process that fetches, before its first page."""

MOST = 5_000
"""Documents of a host, of which more could not all be asked for in a round."""

JOBS = 4
"""Host jobs that a worker does at a time."""


@dataclass(frozen=True, slots=True)
class Load:
    """What a round of looks at all documents asks."""

    documents: int
    hosts: tuple[int, ...]  # documents of each, the most first

    @classmethod
    def of(cls, documents: int) -> Load:
        """Spread documents by Zipf's law: the n-th host has a share of 1/n, at most a hundredth and `MOST`."""
        hosts: list[int] = []
        left = documents
        rank = 1
        while left > 0:
            of_host = min(left, max(1, min(MOST, documents // 100, int(documents / (rank * 20)))))
            hosts.append(of_host)
            left -= of_host
            rank += 1
        return cls(documents, tuple(sorted(hosts, reverse=True)))

    def looks(self) -> float:
        """Return the CPU seconds of keeping and judging a round."""
        return self.documents * (UNCHANGED * (1 - NEWS) + CHANGED * NEWS)


def round_of(lengths: Sequence[float], at_once: int) -> float:
    """Return when the last of jobs ends that are handed to whoever is free first, in their order."""
    free = [0.0] * at_once
    for length in lengths:
        heapq.heapreplace(free, free[0] + length)
    return max(free)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name, usual in (("every", 6), ("gap", 3), ("cores", 2)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    given = parser.parse_args()
    period = given.every * 3600
    print(f"a round of looks each {given.every} h ({period} s), gap {given.gap} s, {given.cores} cores a machine")
    print("| documents | hosts | most on one | politeness asks, s | CPU of looks, s | of starts by host job, s", end="")
    print(" | one process, share of its time | workers needed |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|")
    for documents in (100, 10_000, 1_000_000):
        load = Load.of(documents)
        starts = START * len(load.hosts)
        polite = given.gap * load.hosts[0]
        alone = max(polite, load.looks() + START)
        print(
            f"| {documents:,} | {len(load.hosts):,} | {load.hosts[0]:,} | {polite:,} | {load.looks():,.0f} |"
            f" {starts:,.0f} | {alone / period:.1%} | {_workers(load, given.gap, given.cores, period)} |"
        )


def _workers(load: Load, gap: float, cores: int, period: float) -> str:
    """Return how many workers, one a core, end a round in time; none do where one host alone takes longer."""
    lengths = [START + gap * documents for documents in load.hosts]
    if lengths[0] > period:
        return "none: one host takes longer than a round"
    cpu = load.looks() + START * len(load.hosts)
    workers = 1
    while round_of(lengths, workers * JOBS) > period or cpu / workers > period * 0.6:
        workers += 1
    return f"{workers} ({-(-workers // cores)} machines)"


if __name__ == "__main__":
    main()
