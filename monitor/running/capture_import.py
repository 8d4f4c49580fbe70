"""Captures from elsewhere, replayed as if they had been made then. Fetches nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from monitor.running.kept_captures import KeptCaptures
from monitor.running.pipeline import Judged, Pipeline
from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.records import Document
from spiders.warc.repeated import KeptCapture
from spiders.warc.warc_index import WarcChoice, WarcIndex, index_warcs
from spiders.warc.warc_reader import WarcRecord, read_warcs


@frozen
class Skipped:
    """A record that was not kept; `problem` is "" where it had been kept before."""

    offset: str  # the place in a file; of a memento its address
    problem: str
    count: int = 1  # records that this is said of


def import_warc(
    archive: Archive,
    pipeline: Pipeline,
    files: Path | WarcIndex,
    document: Document,
    choice: WarcChoice = WarcChoice(),  # noqa: B008 a frozen value
    within: Path | None = None,
) -> Iterator[Judged | Skipped]:
    """Keep and judge the chosen captures of WARC files in the order of their times; go on where a kill stopped it.

    Without a choice every record is the document's; places are told as they lie `within` a folder. A record older
    than what the archive holds of the document already is named and left out: what a change was can't be told
    backwards.
    """
    yield from pipeline.judge_pending(document.id)
    known = archive.sources(document.id)
    last = archive.last_attempt(document.id)
    newest = last.exchange.captured_at if last else None
    index = index_warcs([files]) if isinstance(files, Path) else files
    for record in _in_order(index, choice, document.id, KeptCaptures(archive, document.id).find):
        path = record.path.relative_to(within) if within else record.path
        place = f"{path}: offset {record.offset}"
        if record.seen is None:
            yield Skipped(offset=place, problem=record.problem)
            continue
        exchange = record.seen.exchange
        if exchange.source in known:
            yield Skipped(offset=place, problem="")
        elif newest and exchange.captured_at < newest:
            yield Skipped(offset=place, problem=too_old(exchange.captured_at, newest))
        else:
            newest = exchange.captured_at
            known.add(exchange.source)
            yield pipeline.judge(archive.keep(record.seen))
    pipeline.tell_waiting(document.id)


def first_capture(files: Path | WarcIndex, document_id: str, choice: WarcChoice = WarcChoice()) -> WarcRecord | None:  # noqa: B008
    """Return the first sound record of WARC files that is chosen; raises `WarcError` where one is none."""
    index = index_warcs([files]) if isinstance(files, Path) else files
    return next((record for record in read_warcs(index, choice, document_id=document_id) if record.seen), None)


def _in_order(index: WarcIndex, choice: WarcChoice, document_id: str, kept: KeptCapture) -> Iterator[WarcRecord]:
    """Yield the records by time. Files mostly are in order, so that nothing has to be held."""
    if index.rows:  # what was seen stands in rows of the log, some of it in no other record
        seen = (record.seen for record in read_warcs(index, choice, document_id=document_id, kept=kept))
        times = [one.exchange.captured_at for one in seen if one]
    else:
        times = [entry.at for entry in index.chosen(choice)]
    records = read_warcs(index, choice, document_id=document_id, kept=kept)
    if times == sorted(times):
        yield from records
        return
    held = list(records)
    yield from (record for record in held if record.seen is None)
    sound = [(record.seen.exchange.captured_at, record) for record in held if record.seen]
    yield from (record for _, record in sorted(sound, key=lambda pair: pair[0]))


def too_old(at: datetime, newest: datetime) -> str:
    """Say why a capture is left out that is older than what was kept."""
    return (
        f"the capture of {at:%Y-%m-%d %H:%M} is older than the last one kept ({newest:%Y-%m-%d %H:%M});"
        " import it into an archive of its own"
    )
