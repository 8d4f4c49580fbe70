"""Files that are given to be compared, as texts. Compares nothing."""

from __future__ import annotations

from pathlib import Path

from monitor.errors import UnreadableText
from monitor.extract.extraction import extract
from monitor.extract.pdf_text import PdfUnreadableError, pdf_text
from snapshots.records import Extraction

_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
}
_MAX_BYTES = 50_000_000


def read_file(path: Path) -> Extraction:
    """Return what a file says; the kind is taken from its name. Raises `UnreadableText`."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UnreadableText(f"{path} can't be read: {error.strerror or error}") from error
    if len(body) > _MAX_BYTES:
        raise UnreadableText(f"{path} is larger than {_MAX_BYTES} bytes; give the text alone")
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return extract(_pdf_text(path, body), media_type="text/plain")
    if suffix not in _TYPES:
        raise UnreadableText(f"{path}: expected a file named .html, .txt, .md or .pdf")
    if b"\0" in body[:1000] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableText(f"{path} is no text: it holds binary data")
    return extract(body, media_type=_TYPES[suffix])


def _pdf_text(path: Path, body: bytes) -> str:
    try:
        text, _ = pdf_text(body)
    except PdfUnreadableError as error:
        raise UnreadableText(f"{path} is no PDF that can be read: {error}") from error
    if not text.strip():
        raise UnreadableText(f"{path} holds no text, only pictures of it; run it through OCR first")
    return text
