"""The runs of a WARC file that should be one record each, gzipped or plain. Reads no record's meaning.

A damaged run is named with its offset; the search goes on behind it.
"""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from snapshots.frozen_class import frozen
from spiders.errors import WarcError

HEADER_END = re.compile(rb"\r?\n\r?\n")
_GZIP = b"\x1f\x8b\x08"
_START = re.compile(rb"WARC/1\.[01]\r?\n")
_LENGTH = re.compile(rb"\ncontent-length:\s*(\d{1,15})\s*\r?\n", re.IGNORECASE)
_STEP = 1 << 16
_MAX_MEMBER = 1 << 28  # bytes of one gzip member once unpacked; a record has a member of its own
_MAX_HEADER = 1 << 16
_HEAD = 512  # bytes that tell what a file is
_OTHERS = {
    b"filedesc://": "the older ARC; make one of it with `warcio recompress IN.arc.gz OUT.warc.gz`",
    b"\x28\xb5\x2f\xfd": "compressed with zstd; unpack it first with `zstd -d FILE`",
    b"\x5d\x2a\x4d\x18": "compressed with zstd and a dictionary; unpack it first with its own tools",
    b"PK\x03\x04": "a zip, as WACZ files are; bring it in with `policywatch import wacz`",
}
"""How files begin that are taken for WARC files, and what to do with them."""


@frozen
class WarcPiece:
    """A run of the file that should be one record."""

    offset: int
    content: bytes
    problem: str = ""


def pieces(path: Path, file: BinaryIO) -> Iterator[WarcPiece]:
    """Yield the runs of a file in its order; raises `WarcError` where it is no WARC file."""
    start = file.read(_HEAD)
    other = next((said for mark, said in _OTHERS.items() if _unpacked(start).startswith(mark)), "")
    if other:
        raise WarcError(f"{path} is no WARC file, but {other}")
    file.seek(0)
    if start.startswith(_GZIP):
        return _from_members(file)
    if _START.match(start):
        return _from_plain(file)
    raise WarcError(f"{path} is no WARC file: it starts with neither WARC/1.x nor gzip; give a .warc or .warc.gz")


def _unpacked(start: bytes) -> bytes:
    """Return what the start of a file holds once unpacked, itself where it is not gzipped."""
    if not start.startswith(_GZIP):
        return start
    try:
        return zlib.decompressobj(31).decompress(start, _HEAD)
    except zlib.error:
        return start


def _from_members(file: BinaryIO) -> Iterator[WarcPiece]:
    """Yield the records of a file whose records are gzip members each, as the standard advises (annex D)."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        offset = 0
        while 0 <= offset < len(view):
            content, end, problem = _unpack(view, offset)
            yield from _split(content, offset)
            if problem:
                yield WarcPiece(offset=offset, content=b"", problem=problem)
            offset = view.find(_GZIP, end)


def _unpack(view: mmap.mmap, offset: int) -> tuple[bytes, int, str]:
    """Return a member's content, where the next one may start, and what is wrong with it.

    Where a member is damaged, nothing of it counts: half a page must never pass for the page.
    """
    unpacker, parts, at, length = zlib.decompressobj(31), [], offset, 0
    try:
        while at < len(view) and not unpacker.eof:
            part = unpacker.decompress(view[at : at + _STEP])
            at += _STEP
            length += len(part)
            if length > _MAX_MEMBER:
                return b"", offset + 1, f"the gzip member is larger than {_MAX_MEMBER} bytes"
            parts.append(part)
    except zlib.error as error:
        return b"", offset + 1, f"the gzip member is damaged ({error})"
    if not unpacker.eof:
        return b"", offset + 1, "the file ends within the record"
    return b"".join(parts), min(at, len(view)) - len(unpacker.unused_data), ""


def _from_plain(file: BinaryIO) -> Iterator[WarcPiece]:
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        yield from _split(view, 0, is_plain=True)


def _split(content: bytes | mmap.mmap, base: int, *, is_plain: bool = False) -> Iterator[WarcPiece]:
    """Yield the records in a run of bytes; what stands between them and is no white space is a fault."""
    at = 0
    while at < len(content):
        start = _START.search(content, at)
        between = content[at : start.start() if start else len(content)]
        offset = base + at if is_plain else base
        if between.strip():
            yield WarcPiece(offset=offset, content=b"", problem="here stands no WARC record")
        if start is None:
            return
        begin = start.start()
        offset = base + begin if is_plain else base
        end, problem = _end_of_record(content, begin)
        if problem:
            yield WarcPiece(offset=offset, content=b"", problem=problem)
        else:
            yield WarcPiece(offset=offset, content=content[begin:end])
        at = end


def _end_of_record(content: bytes | mmap.mmap, begin: int) -> tuple[int, str]:
    """Return where a record ends, or after a fault where to look on, and the fault."""
    header = HEADER_END.search(content, begin, begin + _MAX_HEADER)
    length = _LENGTH.search(content, begin, header.end()) if header else None
    if header is None or length is None:
        return begin + 8, "the record's header has no end or no Content-Length"
    end = header.end() + int(length[1])
    if end > len(content):
        return header.end(), "the file ends within the record"
    if end < len(content) and content[end : end + 1] not in (b"\r", b"\n"):
        return header.end(), "the record ends elsewhere than its Content-Length says"
    return end, ""


def pieces_at(path: Path, offset: int) -> Iterator[WarcPiece]:
    """Yield the runs that `pieces` found at an offset; raises `OSError`."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        if view[: len(_GZIP)] == _GZIP:
            yield from _split(_unpack(view, offset)[0], offset)
        else:
            end, problem = _end_of_record(view, offset)
            yield WarcPiece(offset=offset, content=b"" if problem else view[offset:end], problem=problem)
