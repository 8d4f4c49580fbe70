"""Crawls in words of our own: WARC records of several pages, redirects, revisits and resources."""

from __future__ import annotations

import gzip
from base64 import b32encode
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha1
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from tests.monitor.pages import START

HTML = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


def declared_archive(folder: Path, url: str) -> Path:
    """Return a folder that declares the harbour's policy at an address; nothing is kept in it yet."""
    (folder / "declarations").mkdir(parents=True)
    (folder / "declarations" / "harbour.toml").write_text(
        '[[document]]\nid = "harbour-policy"\ntitle = "Harbour Privacy Policy"\nservice = "Harbour"\n'
        f'kind = "privacy-policy"\nurl = "{url}"\nlanguage = "en"\n',
        encoding="utf-8",
    )
    return folder


def payload_digest(body: bytes) -> str:
    """Return a digest as crawlers write it."""
    return f"sha1:{b32encode(sha1(body, usedforsecurity=False).digest()).decode()}"


@dataclass(slots=True)
class Crawl:
    """The records of one file, as a crawler appends them."""

    name: str = "crawl"
    records: list[bytes] = field(default_factory=list)

    def page(self, day: float, url: str, body: bytes) -> Crawl:
        """Add an answer that shows a page."""
        return self.add("response", day, url, HTML.encode() + body, payload=payload_digest(body))

    def redirect(self, day: float, url: str, target: str) -> Crawl:
        """Add an answer that leads elsewhere."""
        head = f"HTTP/1.1 301 Moved Permanently\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"
        return self.add("response", day, url, head.encode())

    def revisit(self, day: float, url: str, body: bytes = b"", head: str = "", **named: str) -> Crawl:
        """Add a record that says a body was the same again."""
        return self.add("revisit", day, url, head.encode(), payload=payload_digest(body) if body else "", **named)

    def add(self, kind: str, day: float, url: str, block: bytes, payload: str = "", **named: str) -> Crawl:
        """Add a record of any kind; `named` are further header fields, with _ for -."""
        fields = {
            "WARC-Type": kind,
            "WARC-Record-ID": self.id_of(len(self.records)),
            "WARC-Date": date_of(day),
            "WARC-Target-URI": url,
            "Content-Type": "application/http; msgtype=response",
            "WARC-Payload-Digest": payload,
            **{name.replace("_", "-"): value for name, value in named.items()},
            "Content-Length": str(len(block)),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
        self.records.append(f"WARC/1.1\r\n{lines}\r\n".encode() + block + b"\r\n\r\n")
        return self

    def id_of(self, number: int) -> str:
        """Return the id of a record by its place, from 0."""
        return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{self.name}/{number}')}>"

    def write(self, path: Path) -> Path:
        """Write the file, each record in a gzip member of its own where its name says so."""
        path.write_bytes(b"".join(gzip.compress(r) if path.suffix == ".gz" else r for r in self.records))
        return path


def date_of(day: float) -> str:
    """Return a time as WARC has it."""
    return (START + timedelta(days=day)).strftime("%Y-%m-%dT%H:%M:%SZ")
