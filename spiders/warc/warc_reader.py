"""WARC files (ISO 28500, 1.0 and 1.1), gzipped or plain, as what was seen. Keeps nothing.

A damaged record is named with its offset and left out; reading goes on at the next one that is sound.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from snapshots.records import Capture, CaptureFailure, Exchange
from snapshots.warc.warc_records import FIELDS, PART
from spiders.errors import WarcError
from spiders.http.decoding import BodyBrokenError, dechunk
from spiders.http.outcomes import digest, judge
from spiders.warc.log_rows import LogRows
from spiders.warc.pieces import HEADER_END, WarcPiece, pieces, pieces_at

_BESIDE = ("warcinfo", "metadata", "resource")
_LOADER: Any = ArcWarcRecordLoader(verify_http=False)  # type: ignore[no-untyped-call]
_MAX_BODY = 100_000_000
_REMEMBERED = 16  # payloads that a revisit may repeat: it mostly repeats the one before


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcRecord:
    """What one response or revisit record shows, or why it could not be read."""

    offset: int  # in the file, of the record or of the gzip member around it
    seen: Capture | CaptureFailure | None
    problem: str = ""  # one line, "" for a sound record


@dataclass(slots=True)
class _WarcState:
    """What earlier records of the file told: the writing program, the last payloads and where each stands."""

    path: Path
    document_id: str
    rows: LogRows
    tool: str = "warc"
    payloads: dict[str, tuple[Exchange, bytes]] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    def remember(self, payload: str, exchange: Exchange, wire: bytes, offset: int) -> None:
        self.places.setdefault(payload, offset)
        self.payloads.pop(payload, None)
        self.payloads[payload] = (exchange, wire)
        if len(self.payloads) > _REMEMBERED:
            self.payloads.pop(next(iter(self.payloads)))

    def earlier(self, payload: str) -> tuple[Exchange, bytes]:
        """Return what a revisit repeats, read once more if need be; raises `ValueError` where it is not there."""
        if payload in self.payloads:
            return self.payloads[payload]
        for piece in pieces_at(self.path, self.places[payload]) if payload in self.places else ():
            record = _parsed(piece.content)
            if record.rec_type == "response" and record.rec_headers.get_header("WARC-Payload-Digest") == payload:
                exchange, wire = _answer(record, piece, self)
                return exchange, wire
        raise ValueError("the record repeats one that this file does not hold")


def read_warc(path: Path, *, document_id: str) -> Iterator[WarcRecord]:
    """Yield what the records of a file show, in its order.

    Raises `WarcError` where the file can't be opened, holds no WARC at all, or says that it holds other
    documents.
    """
    try:
        with path.open("rb") as file:
            reading = _WarcState(path=path, document_id=document_id, rows=LogRows(document_id=document_id))
            for piece in pieces(path, file):
                record = _read(piece, reading)
                if record:
                    yield record
    except OSError as error:
        raise WarcError(f"{path} can't be read: {error.strerror or error}") from error


def _read(piece: WarcPiece, reading: _WarcState) -> WarcRecord | None:
    """Return what a piece shows, None for a record of another kind."""
    if piece.problem:
        return WarcRecord(offset=piece.offset, seen=None, problem=piece.problem)
    try:
        record = _parsed(piece.content)
        seen = _beside(piece, record, reading) if record.rec_type in _BESIDE else _shown(piece, record, reading)
        return WarcRecord(offset=piece.offset, seen=seen) if seen else None
    except (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, EOFError, BodyBrokenError) as error:
        problem = " ".join(str(error).split())[:300] or type(error).__name__
        return WarcRecord(offset=piece.offset, seen=None, problem=problem)


def _beside(piece: WarcPiece, record: Any, reading: _WarcState) -> Capture | CaptureFailure | None:
    """Take in what stands beside the answers; return what was seen where no answer came."""
    named = record.rec_headers.get_header("WARC-Record-ID") or ""
    if record.rec_type == "resource" and named in reading.rows.waiting:
        _check_block(piece.content, record)
        return reading.rows.seen(named, record.raw_stream.read())
    if record.content_type not in (FIELDS, "image/png"):
        return None
    _check_block(piece.content, record)
    block = record.raw_stream.read()
    if record.rec_type == "warcinfo":
        reading.tool = _tool(block) or reading.tool
        reading.rows.begin(block, reading.path)
    elif record.rec_type == "metadata":
        return reading.rows.take(block, named)
    else:
        reading.rows.keep_screenshot(block)
    return None


def _shown(piece: WarcPiece, record: Any, reading: _WarcState) -> Capture | CaptureFailure | None:
    """Return what an answer shows, None for one that led to another or is another document's."""
    if record.rec_type not in ("response", "revisit"):
        return None
    _check_block(piece.content, record)
    exchange, wire = _answer(record, piece, reading)
    warc = record.rec_headers
    payload = warc.get_header("WARC-Payload-Digest") or ""
    named = warc.get_header("WARC-Record-ID") or ""
    row = reading.rows.waiting.get(named)
    if record.rec_type == "revisit" and (row is None or row.body_sha256):
        earlier, wire = reading.earlier(payload)
        exchange = _repeated(exchange, earlier)
    elif payload and record.rec_type == "response":
        reading.remember(payload, exchange, wire, piece.offset)
    if row:
        return reading.rows.seen(named, wire)
    if warc.get_header(PART) or named in reading.rows.passed:
        return None
    if any(name.lower() == "transfer-encoding" and "chunked" in v.lower() for name, v in exchange.response_headers):
        wire = dechunk(wire)
    return judge(exchange, wire, max_bytes=_MAX_BODY)


def _parsed(content: bytes) -> Any:
    try:
        return _LOADER.parse_record_stream(io.BytesIO(content), known_format="warc")
    except (AttributeError, TypeError, KeyError, IndexError) as error:  # warcio takes some headers for granted
        raise ValueError("the record's header lacks a field, such as WARC-Type or WARC-Target-URI") from error


def _answer(record: Any, piece: WarcPiece, reading: _WarcState) -> tuple[Exchange, bytes]:
    """Return what a record tells of an answer, and its body as it is stored."""
    if record.http_headers is None:
        raise ValueError("the record holds no HTTP answer")
    headers = tuple((str(name), str(value)) for name, value in record.http_headers.headers)
    wire = record.raw_stream.read()
    return _exchange(record, headers, wire, piece, reading), wire


def _exchange(
    record: Any, headers: tuple[tuple[str, str], ...], wire: bytes, piece: WarcPiece, reading: _WarcState
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
    header = HEADER_END.search(content)
    made = hashlib.new(algorithm.lower(), content[header.end() if header else 0 :], usedforsecurity=False)
    in_base32 = base64.b32encode(made.digest()).decode().rstrip("=")
    if value.lower() != made.hexdigest() and value.upper().rstrip("=") != in_base32:
        raise ValueError("the record does not match its WARC-Block-Digest")
