"""Captures from elsewhere, replayed as if they had been made then. Fetches nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.pipeline import Judged, Pipeline
from snapshots.archive import Archive
from snapshots.records import Document
from spiders.warc import WarcRecord, read_warc


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A record that was not kept; `problem` is "" where it had been kept before."""

    offset: int
    problem: str


def import_warc(archive: Archive, pipeline: Pipeline, path: Path, document: Document) -> Iterator[Judged | Skipped]:
    """Keep and judge the captures of a WARC file in the order of their times; go on where a kill stopped it.

    A record older than what the archive holds of the document already is named and left out: what a change
    was can't be told backwards.
    """
    yield from pipeline.judge_pending(document.id)
    known = archive.sources(document.id)
    last = archive.last_attempt(document.id)
    newest = last.exchange.captured_at if last else None
    for record in _in_order(path, document.id):
        if record.seen is None:
            yield Skipped(offset=record.offset, problem=record.problem)
            continue
        exchange = record.seen.exchange
        if exchange.source in known:
            yield Skipped(offset=record.offset, problem="")
        elif newest and exchange.captured_at < newest:
            yield Skipped(offset=record.offset, problem=_too_old(exchange.captured_at, newest))
        else:
            newest = exchange.captured_at
            known.add(exchange.source)
            yield pipeline.judge(archive.keep(record.seen))
    pipeline.tell_waiting(document.id)


def first_capture(path: Path, document_id: str) -> WarcRecord | None:
    """Return the first sound record of a WARC file; raises `WarcError` where it is none."""
    return next((record for record in read_warc(path, document_id=document_id) if record.seen), None)


def count_records(path: Path, document_id: str) -> int:
    """Return how many records an import will go through."""
    return sum(1 for _ in read_warc(path, document_id=document_id))


def _in_order(path: Path, document_id: str) -> Iterator[WarcRecord]:
    """Yield the records by time. Files mostly are in order, so that nothing has to be held."""
    times = [record.seen.exchange.captured_at for record in read_warc(path, document_id=document_id) if record.seen]
    records = read_warc(path, document_id=document_id)
    if times == sorted(times):
        yield from records
        return
    held = list(records)
    yield from (record for record in held if record.seen is None)
    sound = [(record.seen.exchange.captured_at, record) for record in held if record.seen]
    yield from (record for _, record in sorted(sound, key=lambda pair: pair[0]))


def _too_old(at: datetime, newest: datetime) -> str:
    return (
        f"the capture of {at:%Y-%m-%d %H:%M} is older than the last one kept ({newest:%Y-%m-%d %H:%M});"
        " import it into an archive of its own"
    )
