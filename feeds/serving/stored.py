"""The files of a built folder, held in memory with their digests and compressed forms. Knows no request.

A file is looked at on each use and read again when it was replaced. One that was read once and can't be any
more, on a failing disk or while its folder is being replaced, is given as it was.
"""

from __future__ import annotations

import errno
import gzip
import os
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock

import brotli

from feeds.http import media_types
from feeds.http.conditional import http_date
from feeds.http.headers import Headers, headers_of
from feeds.http.packed_files import is_worth_packing, packed_place
from snapshots.frozen_class import frozen

LARGEST = 8 << 20
"""Bytes of the largest file that is held; larger ones are sent as they are read."""

_HELD = 256 << 20  # bytes in all
_CHUNK = 1 << 20
_NO_NAME = (errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL)  # no file can have such a name
_LONGEST_PATH = 1_024  # characters; ours have less than half

RawHeaders = list[tuple[bytes, bytes]]
_PACK: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: bytes(brotli.compress(content, quality=6)),  # type: ignore[no-untyped-call]
    "gzip": lambda content: gzip.compress(content, compresslevel=6, mtime=0),
}


@frozen
class Form:
    """One coding of a file, ready to be sent."""

    etag: str  # strong: of these very bytes
    headers: RawHeaders
    headers_304: RawHeaders
    content: bytes | None  # None where the file is sent as it is read


@dataclass(slots=True, kw_only=True)
class StoredFile:
    """A file as it was when it was last replaced."""

    path: Path
    stamp: tuple[int, int, int]  # what of `stat` tells one state of a file from another
    modified_at: int  # seconds since 1970
    forms: dict[str, Form] = field(default_factory=dict)  # by coding, "" for none
    held_bytes: int = 0


class StoredFiles:
    """The files below a folder, by their published path; those with a name that starts with a dot are not there."""

    def __init__(self, root: Path, headers: Callable[[str], Headers] = headers_of) -> None:
        self._root = root
        self._headers = headers
        self._held: OrderedDict[str, StoredFile] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def ready(self, path: str, coding: str) -> tuple[StoredFile, Form] | None:
        """Return a file and its form if both are at hand and the file on disk is still the same; reads nothing."""
        held = self._held.get(path)
        form = held.forms.get(coding) if held else None
        if held is None or form is None:
            return None
        try:
            found = os.stat(held.path)  # noqa: PTH116 - on the path of every request
        except FileNotFoundError:
            if self._root.is_dir():
                return None
        except OSError:
            return held, form
        else:
            if _stamp(found) != held.stamp:
                return None
        return held, form

    def load(self, path: str, coding: str) -> tuple[StoredFile, Form] | None:
        """Read and compress a file as far as it isn't at hand; None where there is none."""
        held = self._held.get(path)
        try:
            stored = self._read(path, held)
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            self._put(path, None)
            return None
        except OSError as error:
            if error.errno in _NO_NAME:
                return None
            if held is None:
                raise
            stored = held
        if stored is None:
            return None
        if coding not in stored.forms:
            self._pack(path, stored, coding)
        self._put(path, stored)
        return stored, stored.forms[coding]

    def is_folder(self, path: str) -> bool:
        """Whether a published path is a folder with a page of its own."""
        try:
            page = self._root / path / "index.html"
            return is_public(path) and (page.is_file() or packed_place(page).is_file())
        except OSError:  # a name longer than any file can have
            return False

    def _read(self, path: str, held: StoredFile | None) -> StoredFile | None:
        if not is_public(path):
            return None
        place, is_packed = self._root / path, False
        if not place.exists() and packed_place(place).exists():
            place, is_packed = packed_place(place), True
        found = place.stat()
        if not place.is_file() or not place.resolve().is_relative_to(self._root.resolve()):
            return None
        if held and held.stamp == _stamp(found):
            return held
        stored = StoredFile(path=place, stamp=_stamp(found), modified_at=int(found.st_mtime))
        if is_packed:
            packed = place.read_bytes()
            content = gzip.decompress(packed)
            digest = sha256(content).hexdigest()
            stored.forms[""] = self._form(path, stored, "", digest, len(content), content)
            stored.forms["gzip"] = self._form(path, stored, "gzip", digest[:32], len(packed), packed)
        elif found.st_size > LARGEST:
            stored.forms[""] = self._form(path, stored, "", _digest_of(place), found.st_size, None)
        else:
            content = place.read_bytes()
            stored.forms[""] = self._form(path, stored, "", sha256(content).hexdigest(), len(content), content)
        return stored

    def _pack(self, path: str, stored: StoredFile, coding: str) -> None:
        plain = stored.forms[""]
        content = plain.content
        if content is None or not is_worth_packing(path, len(content)):
            stored.forms[coding] = plain
            return
        packed = _PACK[coding](content)
        digest = plain.etag.strip('"')
        stored.forms[coding] = self._form(path, stored, coding, digest, len(packed), packed)

    def _form(
        self, path: str, stored: StoredFile, coding: str, digest: str, length: int, content: bytes | None
    ) -> Form:
        etag = f'"{digest[:32]}{"-" + coding if coding else ""}"'
        validators = [
            ("ETag", etag),
            ("Last-Modified", http_date(datetime.fromtimestamp(stored.modified_at, UTC))),
            ("Vary", "Accept-Encoding"),
            *self._headers(path),
        ]
        described = [("Content-Type", media_types.content_type(path)), ("Content-Length", str(length))]
        if coding:
            described.append(("Content-Encoding", coding))
        return Form(etag=etag, headers=_raw(described + validators), headers_304=_raw(validators), content=content)

    def _put(self, path: str, stored: StoredFile | None) -> None:
        """Hold a file in place of what was held under its path, and let go of those not read for longest."""
        with self._lock:
            if before := self._held.pop(path, None):
                self._bytes -= before.held_bytes
            if stored is None:
                return
            stored.held_bytes = sum(len(form.content or b"") for form in stored.forms.values())
            self._held[path] = stored
            self._bytes += stored.held_bytes
            while self._bytes > _HELD and len(self._held) > 1:
                self._bytes -= self._held.popitem(last=False)[1].held_bytes


def is_public(path: str) -> bool:
    """Whether a path can name a published file: it stays below the folder, and no part of it starts with a dot."""
    if len(path) > _LONGEST_PATH:
        return False
    parts = path.split("/")
    return "\0" not in path and "\\" not in path and all(part and not part.startswith(".") for part in parts)


def _stamp(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_mtime_ns, found.st_size, found.st_ino


def _digest_of(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _raw(headers: list[tuple[str, str]]) -> RawHeaders:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
