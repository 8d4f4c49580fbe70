"""WARC files of pages in words of our own."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from tests.monitor.pages import DOCUMENT, START, page, with_change


def write_warc(path: Path, bodies: Iterable[tuple[float, bytes]], url: str = DOCUMENT.url) -> None:
    """Write one response record for each (day, body), each in a gzip member of its own where the name says so."""
    records = [_record(day, body, url) for day, body in bodies]
    path.write_bytes(b"".join(gzip.compress(r) if path.suffix == ".gz" else r for r in records))


def _record(day: float, body: bytes, url: str) -> bytes:
    at = (START + timedelta(days=day)).strftime("%Y-%m-%dT%H:%M:%SZ")
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    block = head.encode() + body
    fields = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:sha256:{sha256(at.encode() + body).hexdigest()}>",
        "WARC-Date": at,
        "WARC-Target-URI": url,
        "WARC-Block-Digest": f"sha256:{sha256(block).hexdigest()}",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"WARC/1.1\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def story(days: int) -> list[tuple[float, bytes]]:
    """Return a policy that changes every fifth day, among days on which only its markup does."""
    return [
        (
            day,
            page(
                with_change("How we use it", 2, f"We count visits in group {day // 5} of the berths."), nonce=str(day)
            ),
        )
        for day in range(days)
    ]
