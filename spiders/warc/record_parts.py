"""One WARC record's header and block, read by warcio: its time, address and name, and whether its digest holds."""

from __future__ import annotations

import base64
import hashlib
import io
from datetime import UTC, datetime
from typing import Any

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from spiders.http.decoding import BodyBrokenError
from spiders.http.outcomes import digest
from spiders.warc.pieces import HEADER_END, WarcPiece

UNREADABLE = (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, EOFError, BodyBrokenError)
"""What reading a damaged record raises."""

_LOADER: Any = ArcWarcRecordLoader(verify_http=False)  # type: ignore[no-untyped-call]
_ALGORITHMS = ("sha1", "sha256", "sha512", "md5")


def parsed(content: bytes) -> Any:
    """Return a record; raises one of `UNREADABLE`."""
    try:
        return _LOADER.parse_record_stream(io.BytesIO(content), known_format="warc")
    except (AttributeError, TypeError, KeyError, IndexError) as error:  # warcio takes some headers for granted
        raise ValueError("the record's header lacks a field, such as WARC-Type or WARC-Target-URI") from error


def name_of(record: Any, piece: WarcPiece) -> str:
    """Return the id of a record, or a hash in its place."""
    return record.rec_headers.get_header("WARC-Record-ID") or f"sha256:{digest(piece.content)}"


def target_of(record: Any) -> str:
    """Return the address that a record is of; raises `ValueError` where it names none."""
    url = uri(record.rec_headers.get_header("WARC-Target-URI"))
    if not url:
        raise ValueError("the record names no WARC-Target-URI")
    return url


def uri(stated: str | None) -> str:
    """Return an address of a header without the brackets that old programs put around it."""
    return (stated or "").strip().strip("<>")


def moment_of(record: Any) -> datetime:
    """Return a record's time; raises `ValueError` for what is none."""
    return moment(record.rec_headers.get_header("WARC-Date") or "")


def moment(text: str) -> datetime:
    """Return the time of a header, UTC where it says no zone; raises `ValueError`."""
    try:
        read = datetime.fromisoformat(text.strip())
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:  # the last hour of the year 9999 may lie beyond it in UTC
        raise ValueError(f"WARC-Date {text[:40]!r} is no time") from error


def is_digest_of(named: str, content: bytes) -> bool | None:
    """Return whether a digest as WARC writes it ("sha1:" in base32 or hex) is that of some bytes; None if unknown."""
    algorithm, _, value = named.partition(":")
    if algorithm.lower() not in _ALGORITHMS or not value:
        return None
    made = hashlib.new(algorithm.lower(), content, usedforsecurity=False)
    in_base32 = base64.b32encode(made.digest()).decode().rstrip("=")
    return value.lower() == made.hexdigest() or value.upper().rstrip("=") == in_base32


def check_block(content: bytes, record: Any) -> None:
    """Raise `ValueError` where the record's block does not match the digest that was written with it."""
    named = record.rec_headers.get_header("WARC-Block-Digest") or ""
    header = HEADER_END.search(content)
    if is_digest_of(named, content[header.end() if header else 0 :]) is False:
        raise ValueError("the record does not match its WARC-Block-Digest")
