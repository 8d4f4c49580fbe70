"""Captures from elsewhere, replayed as if they had been made then. Fetches nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from monitor.running.kept_captures import KeptCaptures
from monitor.running.pipeline import Judged, Pipeline
from snapshots.archive import Archive
from snapshots.records import CaptureFailure, Document
from spiders.declarations.declaration import Declaration
from spiders.http.timemaps import ArchivedCapture
from spiders.memento.memento_channel import fetch_mementos
from spiders.warc.repeated import KeptCapture
from spiders.warc.warc_index import WarcChoice, WarcIndex, index_warcs
from spiders.warc.warc_reader import WarcRecord, read_warcs

_AT_ONCE = 20  # mementos that one run of the fetching process is asked for; so many a kill may cost
_SILENT = 5  # mementos in a row that an archive does not answer for, after which it is left alone


@dataclass(frozen=True, slots=True, kw_only=True)
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


def history_of(
    document: Document, declarations: Sequence[Declaration], url: str, archive_url: str | None = None
) -> Declaration:
    """Return how the history of an address is asked for: as the document is declared, of `url` alone."""
    declared = next((d for d in declarations if d.document.id == document.id), None)
    base = declared or Declaration(document=document, addresses=(url,), accept_language=document.language or "en")
    archives = (archive_url,) if archive_url else base.archives
    # The landmark is of today's page; what was captured is judged by its own history.
    return replace(base, addresses=(url,), locale=(), archives=archives, landmark="")


def import_mementos(
    archive: Archive, pipeline: Pipeline, declaration: Declaration, mementos: Sequence[ArchivedCapture], *, contact: str
) -> Iterator[Judged | Skipped]:
    """Fetch, keep and judge mementos, oldest first, as if they had been captured then; go on where a kill stopped it.

    Those kept before and those older than what the archive holds of the document are passed over. Ends early
    where the archive stops answering; what it did not answer for is asked for again by the next import.
    """
    document_id = declaration.document.id
    yield from pipeline.judge_pending(document_id)
    known = archive.sources(document_id)
    last = archive.last_attempt(document_id)
    newest = last.exchange.captured_at if last else None
    fresh = [memento for memento in mementos if memento.url not in known]
    if len(fresh) < len(mementos):
        yield Skipped(offset="", problem="", count=len(mementos) - len(fresh))
    wanted = [memento for memento in fresh if newest is None or memento.at >= newest]
    if newest and len(wanted) < len(fresh):
        yield Skipped(offset=fresh[0].url, problem=too_old(fresh[0].at, newest), count=len(fresh) - len(wanted))
    silent = 0
    for start in range(0, len(wanted), _AT_ONCE):
        batch = wanted[start : start + _AT_ONCE]
        seen = fetch_mementos(declaration, batch, contact=contact)
        for memento, result in sorted(zip(batch, seen, strict=True), key=lambda pair: pair[1].exchange.captured_at):
            exchange = result.exchange
            if not exchange.source:
                silent += 1
                yield Skipped(offset=memento.url, problem=result.detail if isinstance(result, CaptureFailure) else "")
                continue
            silent = 0
            if exchange.source in known:  # the archive led to another capture, which was kept
                yield Skipped(offset=memento.url, problem="")
                continue
            known.add(exchange.source)
            then = replace(exchange, started_at=exchange.captured_at)
            yield pipeline.judge(archive.keep(replace(result, exchange=then)))
        if silent >= _SILENT:
            return


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
