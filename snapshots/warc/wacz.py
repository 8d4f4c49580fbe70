"""An archive, or a part of it, as one WACZ file: the WARC file, an index, pages (specs.webrecorder.net/wacz/1.1.1).

The same archive gives the same bytes: no clock is asked, not even for the times in the zip.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from snapshots.archive import Archive
from snapshots.atomic_files import cant_write, put_in_place
from snapshots.frozen_class import frozen
from snapshots.records import Attempt, Outcome
from snapshots.warc.export import Selection, export_warc, gzip_members
from snapshots.warc.warc_records import date_of, record_id, target_of_exchange

WARC = "archive/data.warc.gz"
"""Where the records lie in such a file."""

_INDEX, _LIST, _PAGES, _PACKAGE = "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl", "datapackage.json"
_DIGEST = "datapackage-digest.json"
_INDEXED = ("response", "revisit", "resource")
_BLOCK = 1_024  # lines of the index that are packed together
_HEADER_LINE = re.compile(r"([^:\r\n]+): ([^\r\n]*)\r\n")
_STEP = 1 << 20


@frozen
class CdxLine:
    """A line of the index: where a record stands, sorted by what pages are looked up by."""

    key: str
    at: str
    fields: dict[str, str]

    def __str__(self) -> str:
        return f"{self.key} {self.at} {json.dumps(self.fields, ensure_ascii=False)}"


def export_wacz(archive: Archive, out: Path, selection: Selection) -> Iterator[Attempt]:
    """Write `out` and yield each attempt that is in it, as it gets there.

    The file has its name once the iterator is exhausted. Raises as `export_warc` does.
    """
    warc, part = out.with_name(f".{out.name}.warc.gz"), out.with_name(f".{out.name}.wacz")
    pages: list[bytes] = []
    newest: datetime | None = None
    try:
        for attempt in export_warc(archive, warc, selection):
            newest = max(newest or attempt.exchange.captured_at, attempt.exchange.captured_at)
            if attempt.outcome is Outcome.CAPTURED:
                pages.append(_page_line(attempt, archive.document(attempt.exchange.document_id).title))
            yield attempt
        assert newest is not None  # noqa: S101 an export of nothing is refused
        _write(part, warc, pages, str(selection), newest)
        put_in_place(part, out)
        warc.unlink()
    except OSError as error:
        raise cant_write(out, error) from error
    finally:
        part.unlink(missing_ok=True)


def _write(part: Path, warc: Path, pages: list[bytes], title: str, at: datetime) -> None:
    index, blocks = _packed_index(sorted(_lines(warc), key=lambda line: (line.key, line.at)))
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All pages"}
    files = {
        _INDEX: index,
        _LIST: blocks,
        _PAGES: b"".join([json.dumps(head).encode() + b"\n", *pages]),
    }
    with ZipFile(part, "w", ZIP_STORED) as packed:
        resources = [_stored(packed, WARC, warc, at)]
        resources += [_resource(name, content) for name, content in files.items()]
        package = json.dumps(_package(resources, title, at), indent=2).encode()
        digest = {"path": _PACKAGE, "hash": f"sha256:{sha256(package).hexdigest()}"}
        files |= {_PACKAGE: package, _DIGEST: json.dumps(digest, indent=2).encode()}
        for name, content in files.items():
            packed.writestr(_info(name, at), content)


def _package(resources: list[dict[str, Any]], title: str, at: datetime) -> dict[str, Any]:
    stamp = f"{at:%Y-%m-%dT%H:%M:%SZ}"
    return {
        "profile": "data-package",
        "name": "policywatch-captures",
        "title": f"Captures of watched documents: {title}",
        "wacz_version": "1.1.1",
        "software": f"policywatch/{version('policywatch')}",
        "created": stamp,
        "modified": stamp,
        "resources": resources,
    }


def _stored(packed: ZipFile, name: str, source: Path, at: datetime) -> dict[str, Any]:
    """Put a file into the zip as it is, so that readers find records by their offset, and return what is said of it."""
    digest, length = sha256(), 0
    with source.open("rb") as file, packed.open(_info(name, at), "w", force_zip64=True) as target_file:
        while content := file.read(_STEP):
            digest.update(content)
            length += len(content)
            target_file.write(content)
    return {"name": name.rpartition("/")[2], "path": name, "hash": f"sha256:{digest.hexdigest()}", "bytes": length}


def _resource(name: str, content: bytes) -> dict[str, Any]:
    digest = f"sha256:{sha256(content).hexdigest()}"
    return {"name": name.rpartition("/")[2], "path": name, "hash": digest, "bytes": len(content)}


def _info(name: str, at: datetime) -> ZipInfo:
    made = ZipInfo(name, (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second))
    made.compress_type, made.external_attr, made.create_system = ZIP_STORED, 0o644 << 16, 3
    return made


def _page_line(attempt: Attempt, title: str) -> bytes:
    exchange = attempt.exchange
    told = {
        "id": record_id(attempt, "answer").strip("<>").rpartition(":")[2],
        "url": target_of_exchange(exchange),
        "ts": f"{exchange.captured_at:%Y-%m-%dT%H:%M:%SZ}",
        "title": title,
    }
    return json.dumps(told, ensure_ascii=False).encode() + b"\n"


def _lines(warc: Path) -> Iterator[CdxLine]:
    """Yield a line for each record of the file that can be replayed."""
    for start, length, head in gzip_members(warc):
        named = dict(_HEADER_LINE.findall(head.partition(b"\r\n\r\n")[0].decode("utf-8", "replace") + "\r\n"))
        if named.get("WARC-Type") not in _INDEXED:
            continue
        http = head.partition(b"\r\n\r\n")[2].decode("latin-1")
        is_answer = named["WARC-Type"] != "resource"
        fields = {
            "url": named["WARC-Target-URI"],
            "mime": "warc/revisit"
            if named["WARC-Type"] == "revisit"
            else _media_type(http if is_answer else "", named),
            "status": http.split(" ", 2)[1] if is_answer and http.startswith("HTTP/") else "",
            "digest": named.get("WARC-Payload-Digest", ""),
            "length": str(length),
            "offset": str(start),
            "filename": WARC.rpartition("/")[2],
        }
        at = re.sub(r"\D", "", date_of(datetime.fromisoformat(named["WARC-Date"])))[:14]
        yield CdxLine(key=surt(fields["url"]), at=at, fields={name: value for name, value in fields.items() if value})


def _media_type(http: str, named: dict[str, str]) -> str:
    if named["WARC-Type"] == "revisit":
        return "warc/revisit"
    found = re.search(r"(?im)^content-type: *([^;\r\n]+)", http)
    return found[1].strip() if found else "" if http else named.get("Content-Type", "")


def surt(url: str) -> str:
    """Return an address as indexes of web archives sort them: "com,example)/path?a=1&b=2"."""
    parts = urlsplit(url.lower())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return url.lower()
    host = ",".join(reversed(re.sub(r"^www\d*\.", "", parts.hostname).split(".")))
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    asked = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"{host}{port}){parts.path or '/'}{f'?{asked}' if asked else ''}"


def _packed_index(lines: list[CdxLine]) -> tuple[bytes, bytes]:
    """Return the index in gzipped blocks, and the list of the blocks."""
    packed = b""
    told = [f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': _INDEX.rpartition('/')[2]})}"]
    for start in range(0, len(lines), _BLOCK):
        block = lines[start : start + _BLOCK]
        content = gzip.compress("".join(f"{line}\n" for line in block).encode(), mtime=0)
        where = {"offset": len(packed), "length": len(content), "digest": f"sha256:{sha256(content).hexdigest()}"}
        told.append(f"{block[0].key} {block[0].at} {json.dumps(where)}")
        packed += content
    return packed, "".join(f"{line}\n" for line in told).encode()
