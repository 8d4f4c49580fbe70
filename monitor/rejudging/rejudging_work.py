"""All changes of an archive judged again, by one process or by several. Records nothing, and prints nothing.

What has been read of a sentence is remembered by the process that read it, so that each process gets changes that
follow each other.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from pathlib import Path
from queue import Empty

from monitor.errors import RejudgingFailed
from monitor.rejudging.rejudged_change import RejudgedChange, rejudge
from monitor.rule_lab.recorded_changes import some_recorded_changes
from monitor.rules.pack import Pack
from monitor.running.workspace import choose_pack
from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.opening import open_archive
from snapshots.records import ChangeLine
from snapshots.sql.postgres_address import PostgresAddress

_ONE_CHANGE = 80  # of the work that a change is, as much as so many differences in it
_WAIT = 0.5  # seconds between looks at whether a process still lives


@frozen
class RejudgingTask:
    """What is to be judged again, under which rules: all that a process has to be told."""

    folder: Path | PostgresAddress  # of the settings and rules
    place: Path | PostgresAddress  # of the archive itself
    authority: str
    watched_links: Mapping[str, tuple[str, ...]]
    lines: tuple[ChangeLine, ...]  # the changes, those of one document after each other


@dataclass(frozen=True, slots=True)
class _Step:
    """One change is done."""

    rejudged: RejudgedChange | None


def rejudge_all(task: RejudgingTask, jobs: int) -> Iterator[RejudgedChange | None]:
    """Yield for each change, in no particular order, what becomes of it; None where nothing does.

    Raises `RejudgingFailed` where one of several processes ended before its time.
    """
    portions = divide(task.lines, jobs)
    if len(portions) < 2:
        with closing(open_archive(task.place)) as archive:
            yield from _rejudge(archive, task, choose_pack(task.folder), task.lines)
        return
    yield from _in_processes(task, portions)


def divide(lines: Sequence[ChangeLine], jobs: int) -> list[tuple[ChangeLine, ...]]:
    """Return changes in at most so many portions of about the same work, those of one document after each other.

    They are parted by time: what is new at one time is new in several documents, and is read by one process so.
    """
    ordered = sorted(lines, key=lambda line: (line.decided_at, line.number))
    works = [_ONE_CHANGE + line.hunks for line in ordered]
    share = sum(works) / max(jobs, 1)
    portions: list[list[ChangeLine]] = [[] for _ in range(max(jobs, 1))]
    done = 0.0
    for line, work in zip(ordered, works, strict=True):
        portions[min(int((done + work / 2) / share), len(portions) - 1)].append(line)
        done += work
    by_document = (sorted(portion, key=lambda line: (line.document_id, line.to_version)) for portion in portions)
    return [tuple(portion) for portion in by_document if portion]


def _rejudge(
    archive: Archive, task: RejudgingTask, pack: Pack, portion: Sequence[ChangeLine]
) -> Iterator[RejudgedChange | None]:
    for document_id, group in groupby(portion, key=lambda line: line.document_id):
        document, among = archive.document(document_id), {line.number for line in group}
        lines = [line for line in task.lines if line.document_id == document_id]
        links = task.watched_links.get(document_id, ())
        for recorded in some_recorded_changes(archive, document, pack, links, lines, among):
            yield rejudge(recorded, pack, task.authority)


def _in_processes(task: RejudgingTask, portions: Sequence[Sequence[ChangeLine]]) -> Iterator[RejudgedChange | None]:
    context = _context()
    done: Queue[_Step] = context.Queue()
    workers = [context.Process(target=_work, args=(task, portion, done), daemon=True) for portion in portions]
    for worker in workers:
        worker.start()
    try:
        for _ in task.lines:
            yield _next(done, workers).rejudged
        for worker in workers:
            worker.join()
    finally:
        for worker in workers:
            worker.kill()


def _context() -> ForkContext | SpawnContext:
    """Return how processes are made: by copying this one where that is safe, which spares them all loading."""
    return multiprocessing.get_context("fork") if sys.platform == "linux" else multiprocessing.get_context("spawn")


def _work(task: RejudgingTask, portion: Sequence[ChangeLine], done: Queue[_Step]) -> None:
    with closing(open_archive(task.place)) as archive:
        for rejudged in _rejudge(archive, task, choose_pack(task.folder), portion):
            done.put(_Step(rejudged))


def _next(done: Queue[_Step], workers: Sequence[BaseProcess]) -> _Step:
    while True:
        ended = [worker for worker in workers if worker.exitcode]
        try:
            return done.get(timeout=_WAIT)
        except Empty:
            if ended:
                raise RejudgingFailed(
                    "a process that judged the archive again ended before its time; nothing is recorded: try it once"
                    " more with --jobs 1, which says what is wrong"
                ) from None
