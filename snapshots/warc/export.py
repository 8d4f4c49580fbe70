"""An archive, or a part of it, as one WARC file. Fetches nothing and changes nothing in the archive.

The file grows beside its place and gets its name once it is whole. What an export that was killed has written is
taken up again: the same archive gives the same bytes, however often it was interrupted.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock, Timeout

from snapshots.archive import Archive
from snapshots.atomic_files import cant_write, put_in_place
from snapshots.errors import ArchiveError, CantWrite
from snapshots.frozen_class import frozen
from snapshots.records import Attempt
from snapshots.warc.warc_records import ATTEMPT, WarcContents, attempt_records, date_of, info_record

_STEP = 1 << 16
_HEAD = 2_048  # bytes at the start of a record in which its own header stands
_GROUP = re.compile(rb"\r\n" + ATTEMPT.encode() + rb": (\d+)\r\n")


@frozen
class Selection:
    """Which attempts are exported: of one document or of all, from `since` on, before `until`."""

    document_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def __contains__(self, attempt: Attempt) -> bool:
        at = attempt.exchange.captured_at
        return (self.since is None or at >= self.since) and (self.until is None or at < self.until)

    def __str__(self) -> str:
        bounds = [f"{name}={date_of(at)}" for name, at in (("since", self.since), ("until", self.until)) if at]
        return " ".join([f"document={self.document_id or 'all'}", *bounds])


def selected(archive: Archive, selection: Selection) -> Iterator[Attempt]:
    """Yield the attempts of a selection in the order of the log."""
    return (attempt for attempt in archive.attempts(selection.document_id) if attempt in selection)


def export_warc(archive: Archive, out: Path, selection: Selection) -> Iterator[Attempt]:
    """Write `out` and yield each attempt that is in it, as it gets there.

    The file has its name once the iterator is exhausted. Raises `ArchiveError` where nothing is selected,
    `ArchiveDamaged` where a body doesn't match its hash, and `CantWrite`.
    """
    first = next(selected(archive, selection), None)
    if first is None:
        raise ArchiveError(f"nothing to export: no attempt matches {selection}")
    if not out.parent.is_dir():
        raise CantWrite(f"{out} can't be written: there is no folder {out.parent}")
    part, lock = (out.with_name(f".{out.name}.{suffix}") for suffix in ("part", "lock"))
    try:
        with FileLock(lock, blocking=False):
            try:
                yield from _written(archive, part, selection, _info(archive, selection, first))
                put_in_place(part, out)
            finally:
                lock.unlink(missing_ok=True)
    except Timeout as error:
        raise CantWrite(f"another process is exporting into {out}; wait for it to end") from error
    except OSError as error:
        raise cant_write(out, error) from error


def _info(archive: Archive, selection: Selection, first: Attempt) -> bytes:
    documents = [selection.document_id] if selection.document_id else [d.id for d in archive.documents()]
    software = f"policywatch/{version('policywatch')}"
    return info_record(documents, str(selection), first.exchange.captured_at, software)


def _written(archive: Archive, part: Path, selection: Selection, info: bytes) -> Iterator[Attempt]:
    """Yield what is in the partial file already, then what is added to it."""
    held = WarcContents(bodies={}, last={})
    end, there = _resumed(part, info)
    with part.open("r+b" if end else "wb") as file:
        file.truncate(end)
        file.seek(end)
        if not end:
            file.write(info)
        for attempt in selected(archive, selection):
            if attempt.sequence > there:
                body = archive.body(attempt.body_sha256) if attempt.body_sha256 else None
                picture = archive.body(attempt.screenshot_sha256) if attempt.screenshot_sha256 else None
                for record in attempt_records(attempt, body, picture, held):
                    file.write(record)
            held.remember(attempt)
            yield attempt


def _resumed(part: Path, info: bytes) -> tuple[int, int]:
    """Return up to where a partial file is kept, and the last attempt in it; (0, 0) for one to begin anew.

    The last group of records may lack some of its own, so it is written again.
    """
    if not part.exists():
        return 0, 0
    with part.open("rb") as file:
        if file.read(len(info)) != info:
            return 0, 0
    groups = [(0, 0, 0), (0, 0, 0)]
    for start, _, head in gzip_members(part):
        match = _GROUP.search(head)
        if match:
            groups = [groups[1], (start, int(match[1]), 1)]
    return (groups[1][0], groups[0][1]) if groups[1][2] else (0, 0)


def gzip_members(path: Path) -> Iterator[tuple[int, int, bytes]]:
    """Yield where each gzip member begins, its length, and the start of what it holds; ends where the file is cut."""
    with path.open("rb") as file:
        start, fresh = 0, b""
        while fresh or (fresh := file.read(_STEP)):
            unpacker, head = zlib.decompressobj(31), b""
            while fresh and not unpacker.eof:
                try:
                    content = unpacker.decompress(fresh)
                except zlib.error:
                    return
                head += content[: _HEAD - len(head)]
                fresh = unpacker.unused_data if unpacker.eof else file.read(_STEP)
            if not unpacker.eof:
                return
            end = file.tell() - len(fresh)
            yield start, end - start, head
            start = end
