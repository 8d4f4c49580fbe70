"""An attempt as WARC 1.1 records (ISO 28500:2017), each a gzip member of its own. Reads no archive, writes no file.

The records of an attempt stand together: its row of the log, the screenshot, the request, the redirects, the answer,
the certificate. Their ids and dates come from the row, so that the same attempt gives the same bytes. Bodies are
kept without their transfer and content encodings, so headers that speak of those are renamed `X-Orig-…`; all
others are as they were received. Records are written here and not by warcio, which encodes headers anew.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from snapshots.chain import row_content
from snapshots.frozen_class import frozen
from snapshots.records import Attempt, Exchange, Hop, HopPurpose, Outcome

ATTEMPT = "Policywatch-Attempt"
"""Names, in the header of the record that holds a row, the row's sequence: a group of records begins there."""

PART = "Policywatch-Part"
"""Stands in the header of an answer that led to another: it shows no page."""

ROW, HASH, PREVIOUS, SHOWN = "policywatch-row", "policywatch-hash", "policywatch-previous-hash", "policywatch-record"
"""The fields of such a record: canonical JSON, its hash, the hash before it, and the record that shows the page."""

DOCUMENTS = "policywatch-documents"
"""The field of the first record that names the documents of a file."""

FIELDS = "application/warc-fields"
_ANSWER = "application/http; msgtype=response"
_SAME = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_ENCODINGS = frozenset(["content-encoding", "transfer-encoding"])
_UNFIT = re.compile(r"[\x00-\x1f\x7f]+")
_LEVEL = 6


@frozen
class Earlier:
    """A record of the same file that a later one may repeat."""

    record_id: str
    uri: str
    date: str
    payload: str


@frozen
class WarcContents:
    """What the file holds already: bodies by their sha256, and of each document the last record with a body."""

    bodies: dict[str, Earlier]
    last: dict[str, Earlier]

    def remember(self, attempt: Attempt) -> None:
        """Take in an attempt that was written, or stands in the file from an earlier run."""
        if attempt.body_length and attempt.exchange.status is not None:
            earlier = Earlier(
                record_id=record_id(attempt, "answer"),
                uri=target_of_exchange(attempt.exchange),
                date=date_of(attempt.exchange.captured_at),
                payload=f"sha256:{attempt.body_sha256}",
            )
            earlier = self.bodies.setdefault(attempt.body_sha256, earlier)
            if attempt.outcome is Outcome.CAPTURED:
                self.last[attempt.exchange.document_id] = earlier


def info_record(documents: Sequence[str], selection: str, at: datetime, software: str) -> bytes:
    """Return the record that a file begins with; `at` is the time of the first capture, never that of a clock."""
    block = _fields(
        ("software", software),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
        ("description", "captures of watched documents, from an append-only log; each row of it stands beside them"),
        (DOCUMENTS, " ".join(documents)),
        ("policywatch-selection", selection),
    )
    named = f"<urn:uuid:{uuid5(NAMESPACE_URL, block.decode())}>"
    return _packed("warcinfo", date_of(at), named, block, FIELDS)


def attempt_records(
    attempt: Attempt, body: bytes | None, screenshot: bytes | None, held: WarcContents
) -> Iterator[bytes]:
    """Yield the records of an attempt as they follow each other in a file."""
    exchange = attempt.exchange
    date, uri = date_of(exchange.captured_at), target_of_exchange(exchange)
    has_answer = exchange.status is not None or body is not None
    shown = record_id(attempt, "answer") if has_answer else ""
    together = [("WARC-Concurrent-To", shown)] if shown else []
    row = _fields(
        (ROW, row_content(attempt).decode("ascii")),
        (HASH, attempt.hash),
        (PREVIOUS, attempt.previous_hash),
        (SHOWN, shown),
    )
    own = [("WARC-Target-URI", uri), *together]
    header = [(ATTEMPT, str(attempt.sequence)), *own]
    yield _packed("metadata", date, record_id(attempt, "row"), row, FIELDS, header)
    if screenshot is not None:
        picture = [("WARC-Target-URI", f"urn:fullPage:{uri}"), *together]
        yield _packed("resource", date, record_id(attempt, "screenshot"), screenshot, "image/png", picture)
    if exchange.request_headers:
        block = _request_line(exchange.final_url) + _header_lines(exchange.request_headers)
        kind = "application/http; msgtype=request"
        yield _packed("request", date, record_id(attempt, "request"), block, kind, own)
    redirects = [hop for hop in exchange.preceding if hop.purpose is HopPurpose.REDIRECT]
    for at, hop in enumerate(redirects):
        yield _redirect(attempt, hop, f"redirect {at}", date)
    if has_answer:
        yield _answer(attempt, body, date, uri, shown, held)
    if exchange.tls_leaf_sha256:
        # Of this type alone pywb knows that it stands beside the page and not in place of it.
        leaf = _fields(("tls-leaf-sha256", exchange.tls_leaf_sha256), ("protocol", exchange.protocol))
        yield _packed("metadata", date, record_id(attempt, "tls"), leaf, FIELDS, own)


def _answer(attempt: Attempt, body: bytes | None, date: str, uri: str, named: str, held: WarcContents) -> bytes:
    exchange, content = attempt.exchange, body or b""
    header = [("WARC-Target-URI", uri), *_connection(exchange.ip, exchange.protocol)]
    if exchange.status is None:
        return _packed("resource", date, named, content, attempt.media_type or "application/octet-stream", header)
    block = _status_line(exchange.status, exchange.protocol) + _header_lines(_fitting(exchange, content))
    earlier = held.bodies.get(attempt.body_sha256) if content else None
    profile = _SAME
    if attempt.outcome is Outcome.NOT_MODIFIED and not content:
        earlier, profile = held.last.get(exchange.document_id), _NOT_MODIFIED
    if earlier:
        header += [
            ("WARC-Profile", profile),
            ("WARC-Refers-To", earlier.record_id),
            ("WARC-Refers-To-Target-URI", earlier.uri),
            ("WARC-Refers-To-Date", earlier.date),
            ("WARC-Payload-Digest", earlier.payload),
        ]
        return _packed("revisit", date, named, block, _ANSWER, header)
    header.append(("WARC-Payload-Digest", f"sha256:{sha256(content).hexdigest()}"))
    if not content and exchange.wire_length:
        header.append(("WARC-Truncated", "length" if attempt.outcome is Outcome.TOO_LARGE else "unspecified"))
    return _packed("response", date, named, block + content, _ANSWER, header)


def _redirect(attempt: Attempt, hop: Hop, part: str, date: str) -> bytes:
    """Return an answer that led elsewhere; its body is not kept, only its length and hash are."""
    header = [("WARC-Target-URI", target(hop.url)), *_connection(hop.ip, hop.protocol), (PART, "redirect")]
    if hop.wire_length:
        header.append(("WARC-Truncated", "unspecified"))
    kept = [(name, value) for name, value in hop.response_headers if name.lower() not in _ENCODINGS]
    gone = [(f"X-Orig-{n}" if n.lower() == "content-length" else n, value) for n, value in kept]
    block = _status_line(hop.status, hop.protocol) + _header_lines(gone)
    return _packed("response", date, record_id(attempt, part), block, _ANSWER, header)


def _fitting(exchange: Exchange, content: bytes) -> list[tuple[str, str]]:
    """Return the headers of an answer as they fit a body without its encodings."""

    def fits(name: str, value: str) -> bool:
        return name.lower() not in _ENCODINGS and (
            name.lower() != "content-length" or value.strip() == str(len(content))
        )

    return [(n if fits(n, value) else f"X-Orig-{n}", value) for n, value in exchange.response_headers]


def _connection(ip: str, protocol: str) -> list[tuple[str, str]]:
    header = []
    with suppress(ValueError):  # not known
        header.append(("WARC-IP-Address", str(ip_address(ip))))
    if protocol:
        header.append(("WARC-Protocol", _one_line(protocol).lower()))
    return header


def _status_line(status: int, protocol: str) -> bytes:
    """Return a status line; reasons are not kept, and HTTP/2 has none, so it is the standard's."""
    version = protocol.upper() if protocol.upper() in ("HTTP/1.0", "HTTP/1.1") else "HTTP/1.1"
    try:
        reason = HTTPStatus(status).phrase
    except ValueError:
        reason = ""
    return f"{version} {status} {reason}\r\n".encode()


def _request_line(url: str) -> bytes:
    parts = urlsplit(target(url))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return f"GET {path} HTTP/1.1\r\n".encode()


def _header_lines(headers: Sequence[tuple[str, str]]) -> bytes:
    lines = "".join(f"{_one_line(name)}: {_one_line(value)}\r\n" for name, value in headers) + "\r\n"
    try:
        return lines.encode("latin-1")
    except UnicodeEncodeError:
        return lines.encode("utf-8", "replace")


def record_id(attempt: Attempt, part: str) -> str:
    """Return the id of a record, which the row's hash and the part it plays decide."""
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'policywatch:{attempt.hash}:{part}')}>"


def date_of(moment: datetime) -> str:
    """Return a time as WARC-Date; fractions of a second are kept, as version 1.1 allows."""
    return moment.isoformat().removesuffix("+00:00") + "Z"


def target_of_exchange(exchange: Exchange) -> str:
    """Return the address that answered; a text of which none is known has a name, as a record must have one."""
    return target(exchange.final_url) if exchange.final_url else f"urn:policywatch:{exchange.document_id}"


def target(url: str) -> str:
    """Return an address as WARC-Target-URI takes it: in ASCII, without spaces."""
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~", errors="replace")


def _one_line(text: str) -> str:
    return _UNFIT.sub(" ", text).strip()


def _fields(*named: tuple[str, str]) -> bytes:
    return "".join(f"{name}: {_one_line(value)}\r\n" for name, value in named if value).encode("utf-8", "replace")


def _packed(
    kind: str, date: str, named: str, block: bytes, media_type: str, header: Sequence[tuple[str, str]] = ()
) -> bytes:
    """Return a record as a gzip member; digests are in hex, as sha256sum prints them."""
    lines = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", named),
        ("WARC-Date", date),
        *header,
        ("WARC-Block-Digest", f"sha256:{sha256(block).hexdigest()}"),
        ("Content-Type", media_type),
        ("Content-Length", str(len(block))),
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in lines)
    return gzip.compress(f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n", _LEVEL, mtime=0)
