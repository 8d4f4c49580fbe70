"""Recorded answers as a WARC file that a web archive can serve."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

URL = "https://www.harbour.example/privacy"
START = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a site answered at a time."""

    at: datetime
    body: bytes = b""
    url: str = URL
    status: str = "200 OK"
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"), ("ETag", '"harbour"'))


def write(path: Path, answers: Iterable[Answer]) -> Path:
    path.write_bytes(b"".join(gzip.compress(_record(answer)) for answer in answers))
    return path


def _record(answer: Answer) -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in answer.headers)
    block = f"HTTP/1.1 {answer.status}\r\n{head}\r\n".encode() + answer.body
    fields = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:uuid:{uuid4()}>",
        "WARC-Date": answer.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "WARC-Target-URI": answer.url,
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"WARC/1.1\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"
