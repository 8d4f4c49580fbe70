"""WARC files (ISO 28500, 1.0 and 1.1), gzipped or plain, as what was seen. Keeps nothing.

A damaged record is named with its offset and left out; reading goes on at the next one that is sound.
"""

from __future__ import annotations

import base64
import hashlib
import io
import mmap
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from snapshots.records import Capture, CaptureFailure, Exchange
from spiders.answers import digest, judge
from spiders.decoding import BodyBrokenError, dechunk
from spiders.errors import WarcError

_LOADER: Any = ArcWarcRecordLoader(verify_http=False)  # type: ignore[no-untyped-call]
_GZIP = b"\x1f\x8b\x08"
_START = re.compile(rb"WARC/1\.[01]\r?\n")
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"\ncontent-length:\s*(\d{1,15})\s*\r?\n", re.IGNORECASE)
_STEP = 1 << 16
_MAX_MEMBER = 1 << 28  # bytes of one gzip member once unpacked; a record has a member of its own
_MAX_HEADER = 1 << 16
_MAX_BODY = 100_000_000
_REMEMBERED = 16  # payloads that a revisit may repeat: it mostly repeats the one before


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcRecord:
    """What one response or revisit record shows, or why it could not be read."""

    offset: int  # in the file, of the record or of the gzip member around it
    seen: Capture | CaptureFailure | None
    problem: str = ""  # one line, "" for a sound record


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A run of the file that should be one record."""

    offset: int
    content: bytes
    problem: str = ""


@dataclass(slots=True)
class _Reading:
    """What earlier records of the file told: the writing program, and the last payloads."""

    document_id: str
    tool: str = "warc"
    payloads: dict[str, tuple[Exchange, bytes]] = field(default_factory=dict)

    def remember(self, payload: str, exchange: Exchange, wire: bytes) -> None:
        self.payloads.pop(payload, None)
        self.payloads[payload] = (exchange, wire)
        if len(self.payloads) > _REMEMBERED:
            self.payloads.pop(next(iter(self.payloads)))


def read_warc(path: Path, *, document_id: str) -> Iterator[WarcRecord]:
    """Yield the response and revisit records of a file in its order.

    Raises `WarcError` where the file can't be opened or holds no WARC at all.
    """
    try:
        with path.open("rb") as file:
            pieces = _pieces(path, file)
            reading = _Reading(document_id=document_id)
            for piece in pieces:
                record = _read(piece, reading)
                if record:
                    yield record
    except OSError as error:
        raise WarcError(f"{path} can't be read: {error.strerror or error}") from error


def _pieces(path: Path, file: BinaryIO) -> Iterator[_Piece]:
    start = file.read(len(_GZIP))
    if start == _GZIP:
        return _from_members(file)
    file.seek(0)
    if _START.match(file.read(16)):
        return _from_plain(file)
    raise WarcError(f"{path} is no WARC file: it starts with neither WARC/1.x nor gzip; give a .warc or .warc.gz")


def _from_members(file: BinaryIO) -> Iterator[_Piece]:
    """Yield the records of a file whose records are gzip members each, as the standard advises (annex D)."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        offset = 0
        while 0 <= offset < len(view):
            content, end, problem = _unpack(view, offset)
            yield from _split(content, offset)
            if problem:
                yield _Piece(offset=offset, content=b"", problem=problem)
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


def _from_plain(file: BinaryIO) -> Iterator[_Piece]:
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        yield from _split(view, 0, is_plain=True)


def _split(content: bytes | mmap.mmap, base: int, *, is_plain: bool = False) -> Iterator[_Piece]:
    """Yield the records in a run of bytes; what stands between them and is no white space is a fault."""
    at = 0
    while at < len(content):
        start = _START.search(content, at)
        between = content[at : start.start() if start else len(content)]
        offset = base + at if is_plain else base
        if between.strip():
            yield _Piece(offset=offset, content=b"", problem="here stands no WARC record")
        if start is None:
            return
        begin = start.start()
        offset = base + begin if is_plain else base
        end, problem = _end_of_record(content, begin)
        if problem:
            yield _Piece(offset=offset, content=b"", problem=problem)
        else:
            yield _Piece(offset=offset, content=content[begin:end])
        at = end


def _end_of_record(content: bytes | mmap.mmap, begin: int) -> tuple[int, str]:
    """Return where a record ends, or after a fault where to look on, and the fault."""
    header = _HEADER_END.search(content, begin, begin + _MAX_HEADER)
    length = _LENGTH.search(content, begin, header.end()) if header else None
    if header is None or length is None:
        return begin + 8, "the record's header has no end or no Content-Length"
    end = header.end() + int(length[1])
    if end > len(content):
        return header.end(), "the file ends within the record"
    if end < len(content) and content[end : end + 1] not in (b"\r", b"\n"):
        return header.end(), "the record ends elsewhere than its Content-Length says"
    return end, ""


def _read(piece: _Piece, reading: _Reading) -> WarcRecord | None:
    """Return what a piece shows, None for a record of another kind."""
    if piece.problem:
        return WarcRecord(offset=piece.offset, seen=None, problem=piece.problem)
    try:
        record = _parsed(piece.content)
        if record.rec_type == "warcinfo":
            reading.tool = _tool(record.raw_stream.read()) or reading.tool
            return None
        if record.rec_type not in ("response", "revisit"):
            return None
        _check_block(piece.content, record)
        return WarcRecord(offset=piece.offset, seen=_seen(piece, record, reading))
    except (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, EOFError, BodyBrokenError) as error:
        problem = " ".join(str(error).split())[:300] or type(error).__name__
        return WarcRecord(offset=piece.offset, seen=None, problem=problem)


def _parsed(content: bytes) -> Any:
    try:
        return _LOADER.parse_record_stream(io.BytesIO(content), known_format="warc")
    except (AttributeError, TypeError, KeyError, IndexError) as error:  # warcio takes some headers for granted
        raise ValueError("the record's header lacks a field, such as WARC-Type or WARC-Target-URI") from error


def _seen(piece: _Piece, record: Any, reading: _Reading) -> Capture | CaptureFailure:
    if record.http_headers is None:
        raise ValueError("the record holds no HTTP answer")
    headers = tuple((str(name), str(value)) for name, value in record.http_headers.headers)
    wire = record.raw_stream.read()
    warc = record.rec_headers
    exchange = _exchange(record, headers, wire, piece, reading)
    payload = warc.get_header("WARC-Payload-Digest") or ""
    if record.rec_type == "revisit":
        if payload not in reading.payloads:
            raise ValueError("the record repeats one that this file does not hold")
        earlier, wire = reading.payloads[payload]
        exchange = _repeated(exchange, earlier)
    elif payload:
        reading.remember(payload, exchange, wire)
    if any(name.lower() == "transfer-encoding" and "chunked" in value.lower() for name, value in headers):
        wire = dechunk(wire)
    return judge(exchange, wire, max_bytes=_MAX_BODY)


def _exchange(
    record: Any, headers: tuple[tuple[str, str], ...], wire: bytes, piece: _Piece, reading: _Reading
) -> Exchange:
    warc = record.rec_headers
    url = (warc.get_header("WARC-Target-URI") or "").strip().strip("<>")
    if not url:
        raise ValueError("the record names no WARC-Target-URI")
    at = _moment(warc.get_header("WARC-Date") or "")
    return Exchange(
        document_id=reading.document_id,
        requested_url=url,
        final_url=url,
        started_at=at,
        captured_at=at,
        channel="warc",
        tool=reading.tool,
        status=_status(record.http_headers),
        hops=(url,),
        response_headers=headers,
        ip=warc.get_header("WARC-IP-Address") or "",
        protocol=str(record.http_headers.protocol or ""),
        wire_sha256=digest(wire),
        wire_length=len(wire),
        source=warc.get_header("WARC-Record-ID") or f"sha256:{digest(piece.content)}",
    )


def _repeated(exchange: Exchange, earlier: Exchange) -> Exchange:
    """Return the exchange of a revisit; without headers of its own it has those of what it repeats."""
    return replace(
        exchange,
        status=exchange.status if exchange.status not in (None, 304) else earlier.status,
        response_headers=earlier.response_headers,
        wire_sha256=earlier.wire_sha256,
        wire_length=earlier.wire_length,
    )


def _status(headers: Any) -> int:
    code = str(headers.get_statuscode() or "")
    if not code.isascii() or not code.isdigit() or len(code) != 3:
        raise ValueError(f"the HTTP answer has no status, but {code[:20]!r}")
    return int(code)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(f"WARC-Date {text[:40]!r} is no time") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _tool(content: bytes) -> str:
    match = re.search(rb"(?im)^software:\s*([^\r\n]{1,80})", content)
    return match[1].decode("utf-8", "replace").strip() if match else ""


def _check_block(content: bytes, record: Any) -> None:
    """Raise `ValueError` where the record's block does not match the digest that was written with it."""
    named = record.rec_headers.get_header("WARC-Block-Digest") or ""
    algorithm, _, value = named.partition(":")
    if algorithm.lower() not in ("sha1", "sha256", "sha512", "md5") or not value:
        return
    header = _HEADER_END.search(content)
    made = hashlib.new(algorithm.lower(), content[header.end() if header else 0 :], usedforsecurity=False)
    in_base32 = base64.b32encode(made.digest()).decode().rstrip("=")
    if value.lower() != made.hexdigest() and value.upper().rstrip("=") != in_base32:
        raise ValueError("the record does not match its WARC-Block-Digest")
