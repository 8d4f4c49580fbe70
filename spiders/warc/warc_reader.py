"""WARC files (ISO 28500, 1.0 and 1.1), gzipped or plain, as what was seen. Keeps nothing.

A damaged record is named with its offset and left out; reading goes on at the next one that is sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from snapshots.frozen_class import frozen
from snapshots.records import Capture, CaptureFailure, Exchange, Outcome
from snapshots.warc.warc_records import FIELDS, PART
from spiders.errors import WarcError
from spiders.http.decoding import dechunk
from spiders.http.outcomes import TEXT_TYPES, content_type, digest, judge, judge_body
from spiders.http.results import result_of
from spiders.warc.log_rows import LogRows
from spiders.warc.pieces import WarcPiece, pieces, pieces_at
from spiders.warc.record_parts import (
    UNREADABLE,
    check_block,
    is_digest_of,
    moment_of,
    name_of,
    parsed,
    target_of,
)
from spiders.warc.repeated import KeptCapture, Repeated
from spiders.warc.warc_index import WarcChoice, WarcIndex, WarcPlace, index_warcs, shown_type

_MAX_BODY = 100_000_000
_REMEMBERED = 16  # payloads that a revisit may repeat: it mostly repeats the one before

_Answer = tuple[Exchange, bytes]  # and the body as it is stored


@frozen
class WarcRecord:
    """What one record shows, or why it could not be read."""

    offset: int  # in the file, of the record or of the gzip member around it
    seen: Capture | CaptureFailure | None
    problem: str = ""  # one line, "" for a sound record
    path: Path = Path()


@dataclass(slots=True)
class _WarcState:
    """One file as far as it was read, beside what is known of all of them."""

    path: Path
    document_id: str
    index: WarcIndex
    choice: WarcChoice
    kept: KeptCapture
    rows: LogRows
    answers: dict[str, _Answer] = field(default_factory=dict)  # by payload: what was read last
    tool: str = "warc"

    def remember(self, payload: str, answer: _Answer) -> None:
        if payload:
            self.answers.pop(payload, None)
            self.answers[payload] = answer
            if len(self.answers) > _REMEMBERED:
                self.answers.pop(next(iter(self.answers)))

    def earlier(self, repeated: Repeated) -> _Answer | None:
        """Return what a revisit repeats, read once more if need be; None where no file holds it."""
        if repeated.payload in self.answers:
            return self.answers[repeated.payload]
        places = (
            self.index.named.get(repeated.name),
            self.index.dated.get((repeated.key, repeated.at)) if repeated.at else None,
            self.index.payloads.get(repeated.payload),
        )
        found = (self._read(place, repeated.payload) for place in places if place)
        return next((answer for answer in found if answer), None)

    def _read(self, place: WarcPlace, payload: str) -> _Answer | None:
        for piece in pieces_at(place.path, place.offset):
            record = None if piece.problem else parsed(piece.content)
            if record is None or record.rec_type != "response" or name_of(record, piece) != place.name:
                continue
            answer = _answer(record, piece, self)
            stated = record.rec_headers.get_header("WARC-Payload-Digest") or payload
            if stated == payload or is_digest_of(payload, answer[1]) is not False:
                return answer
        return None


def read_warc(path: Path, *, document_id: str) -> Iterator[WarcRecord]:
    """Yield what the records of a file show, whatever their addresses, in its order.

    Raises `WarcError` where the file can't be opened, holds no WARC at all, or says that it holds other
    documents.
    """
    yield from read_warcs(index_warcs([path]), WarcChoice(), document_id=document_id)


def read_warcs(
    index: WarcIndex, choice: WarcChoice, *, document_id: str, kept: KeptCapture = lambda repeated: None
) -> Iterator[WarcRecord]:
    """Yield what the chosen records of files show, in their order; raises `WarcError` as `read_warc` does.

    A revisit of what no file holds is looked up by `kept`.
    """
    answers: dict[str, _Answer] = {}
    for path in index.paths:
        rows = LogRows(document_id=document_id)
        reading = _WarcState(
            path=path, document_id=document_id, index=index, choice=choice, kept=kept, rows=rows, answers=answers
        )
        try:
            with path.open("rb") as file:
                for piece in pieces(path, file):
                    if record := _read(piece, reading):
                        yield record
        except OSError as error:
            raise WarcError(f"{path} can't be read: {error.strerror or error}") from error


def _read(piece: WarcPiece, reading: _WarcState) -> WarcRecord | None:
    """Return what a piece shows, None for a record of another kind or address."""
    try:
        if piece.problem:
            raise ValueError(piece.problem)
        record = parsed(piece.content)
        seen = _beside(piece, record, reading) or _shown(piece, record, reading)
        return WarcRecord(offset=piece.offset, seen=seen, path=reading.path) if seen else None
    except UNREADABLE as error:
        problem = " ".join(str(error).split())[:300] or type(error).__name__
        return WarcRecord(offset=piece.offset, seen=None, problem=problem, path=reading.path)


def _beside(piece: WarcPiece, record: Any, reading: _WarcState) -> Capture | CaptureFailure | None:
    """Take in what stands beside the answers; return what was seen where no answer came."""
    named = record.rec_headers.get_header("WARC-Record-ID") or ""
    if record.rec_type == "resource" and named in reading.rows.waiting:
        check_block(piece.content, record)
        return reading.rows.seen(named, record.raw_stream.read())
    if record.rec_type not in ("warcinfo", "metadata", "resource") or record.content_type not in (FIELDS, "image/png"):
        return None
    check_block(piece.content, record)
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
    """Return what a record shows, None for one that led to another or is another document's."""
    if record.rec_type in ("resource", "conversion"):
        return _shown_by_itself(piece, record, reading)
    if record.rec_type not in ("response", "revisit"):
        return None
    named = name_of(record, piece)
    row = reading.rows.waiting.get(named)
    hops = (target_of(record),) if row or reading.rows.is_here else reading.choice.hops(named, target_of(record))
    if hops is None:
        return None
    check_block(piece.content, record)
    if record.rec_type == "revisit" and (row is None or row.body_sha256):
        exchange, wire, known = _repeating(record, piece, reading)
    else:
        exchange, wire = _answer(record, piece, reading)
        known = None
        if record.rec_type == "response":
            reading.remember(record.rec_headers.get_header("WARC-Payload-Digest") or "", (exchange, wire))
    if row:
        return reading.rows.seen(named, wire)
    if record.rec_headers.get_header(PART) or named in reading.rows.passed:
        return None
    exchange = replace(exchange, requested_url=hops[0], hops=hops)
    if known:
        return replace(known, exchange=exchange)
    if any(name.lower() == "transfer-encoding" and "chunked" in v.lower() for name, v in exchange.response_headers):
        wire = dechunk(wire)
    return _whole(judge(exchange, wire, max_bytes=_MAX_BODY), record.rec_headers.get_header("WARC-Truncated") or "")


def _whole(seen: Capture | CaptureFailure, cut: str) -> Capture | CaptureFailure:
    """Return what was seen, a failure where the crawler says that it cut the body: half a page must not pass for it."""
    if not cut or isinstance(seen, CaptureFailure):
        return seen
    outcome = Outcome.TOO_LARGE if cut.strip().lower() == "length" else Outcome.SERVER_ERROR
    return CaptureFailure(
        exchange=seen.exchange,
        outcome=outcome,
        detail=f"the crawler cut the body (WARC-Truncated: {cut[:40]})",
        body=seen.body,
        media_type=seen.media_type,
        charset=seen.charset,
    )


def _shown_by_itself(piece: WarcPiece, record: Any, reading: _WarcState) -> Capture | CaptureFailure | None:
    """Return the page that a record holds without an HTTP answer, None where it is no text or another's page."""
    named, url = name_of(record, piece), target_of(record)
    hops = (url,) if reading.rows.is_here else reading.choice.hops(named, url)
    if hops is None or shown_type(record) not in TEXT_TYPES or not url.lower().startswith(("http:", "https:")):
        return None
    if record.rec_type == "conversion" and record.rec_headers.get_header("WARC-Refers-To") in reading.index.named:
        return None  # the page itself is in the files
    check_block(piece.content, record)
    body = record.raw_stream.read()
    stated = (("Content-Type", str(record.rec_headers.get_header("Content-Type"))),)
    media_type, charset = content_type(stated)
    exchange = replace(_exchange(record, piece, reading), requested_url=hops[0], hops=hops, response_headers=stated)
    outcome, detail = judge_body(body, media_type, charset)
    return result_of(exchange, outcome, detail, body=body or None, media_type=media_type, charset=charset)


def _repeating(
    record: Any, piece: WarcPiece, reading: _WarcState
) -> tuple[Exchange, bytes, Capture | CaptureFailure | None]:
    """Return a revisit's exchange with what it repeats: the body as it is stored, or what the archive has of it."""
    own = _exchange(record, piece, reading)
    repeated = Repeated.of(record, own.final_url)
    answer = reading.earlier(repeated)
    if answer:
        return _repeated(own, answer[0]), answer[1], None
    known = reading.kept(repeated)
    if known is None:
        raise ValueError("the record repeats one that this file does not hold, nor the archive")
    return _repeated(own, known.exchange), known.body or b"", known


def _answer(record: Any, piece: WarcPiece, reading: _WarcState) -> _Answer:
    """Return what a record tells of an answer, and its body as it is stored."""
    if record.http_headers is None:
        raise ValueError("the record holds no HTTP answer")
    wire = record.raw_stream.read()
    exchange = _exchange(record, piece, reading)
    return replace(exchange, wire_sha256=digest(wire), wire_length=len(wire)), wire


def _exchange(record: Any, piece: WarcPiece, reading: _WarcState) -> Exchange:
    url, at = target_of(record), moment_of(record)
    http = record.http_headers
    return Exchange(
        document_id=reading.document_id,
        requested_url=url,
        final_url=url,
        started_at=at,
        captured_at=at,
        channel="warc",
        tool=reading.tool,
        status=_status(http) if http is not None else None,
        hops=(url,),
        response_headers=tuple((str(name), str(value)) for name, value in http.headers) if http is not None else (),
        ip=record.rec_headers.get_header("WARC-IP-Address") or "",
        protocol=str(http.protocol or "") if http is not None else "",
        source=name_of(record, piece),
    )


def _repeated(exchange: Exchange, earlier: Exchange) -> Exchange:
    """Return the exchange of a revisit: its own status, unless that says no more than that nothing changed."""
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


def _tool(content: bytes) -> str:
    match = re.search(rb"(?im)^software:\s*([^\r\n]{1,80})", content)
    return match[1].decode("utf-8", "replace").strip() if match else ""
