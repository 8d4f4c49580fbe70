"""WARC files of pages in words of our own."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.monitor.pages import DOCUMENT, START, page, with_change


def write_warc(path: Path, bodies: Iterable[tuple[float, bytes]]) -> None:
    """Write one response record for each (day, body)."""
    from datetime import timedelta

    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz")
        for day, body in bodies:
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            at = (START + timedelta(days=day)).strftime("%Y-%m-%dT%H:%M:%SZ")
            record = writer.create_warc_record(
                DOCUMENT.url,
                "response",
                payload=io.BytesIO(body),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": at},
            )
            writer.write_record(record)


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
