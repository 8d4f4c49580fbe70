"""Pages saved by hand: SingleFile and other HTML, MHTML, PDF prints. Says what the file says, and guesses nothing."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from snapshots.frozen_class import frozen
from spiders.errors import SavedPageError
from spiders.http.charsets import to_text

_HEAD = 8_192  # bytes in which saving programs leave their note
_MAX_BYTES = 100_000_000
_SINGLE_FILE = re.compile(r"Page saved with (SingleFile)\s+url:\s*(\S+)\s+saved date:\s*([^\r\n]+)")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_SCRIPT_DATE = "%a %b %d %Y %H:%M:%S GMT%z"


@frozen
class SavedPage:
    """A page as a person's program saved it."""

    body: bytes
    media_type: str
    charset: str = ""
    url: str = ""  # where the file says that it is from
    at: datetime | None = None  # when it says that it was saved, aware UTC
    tool: str = ""


def read_saved_page(path: Path) -> SavedPage:
    """Return what a file holds, by what it begins with; raises `SavedPageError` for what is no saved page."""
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise SavedPageError(f"{path} can't be read: {error.strerror or error}") from error
    if len(content) > _MAX_BYTES:
        raise SavedPageError(f"{path} is larger than {_MAX_BYTES} bytes")
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    start = content[:_HEAD]
    if re.search(rb"(?im)^content-type:\s*multipart/related", start) and re.search(rb"(?im)^mime-version:", start):
        return _mhtml(path, content)
    if b"\0" in start.replace(b"\0", b"", 1) and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SavedPageError(f"{path} is no page: give HTML, MHTML, PDF or WACZ as a program saved it")
    if not re.search(rb"<(!doctype\s+html|html|head|body|meta|title)\b", start.replace(b"\0", b""), re.IGNORECASE):
        raise SavedPageError(f"{path} is no page: give HTML, MHTML, PDF or WACZ as a program saved it")
    return _html(content)


def _html(content: bytes) -> SavedPage:
    start = to_text(content[:_HEAD], "")
    if found := _SINGLE_FILE.search(start):
        at = _script_date(found[3])
        return SavedPage(body=content, media_type="text/html", url=found[2], at=at, tool=found[1])
    saved = _SAVED_FROM.search(start)
    return SavedPage(body=content, media_type="text/html", url=saved[1] if saved else "")


def _mhtml(path: Path, content: bytes) -> SavedPage:
    """Return the page of a web archive in one file (RFC 2557): its root is the first part of HTML."""
    message = message_from_bytes(content, policy=policy.default)
    root = next((part for part in message.walk() if part.get_content_type() in ("text/html", "text/plain")), None)
    body = root.get_payload(decode=True) if isinstance(root, EmailMessage) else None
    if root is None or not isinstance(body, bytes) or not body.strip():
        raise SavedPageError(f"{path} is MHTML without a page in it")
    where = message.get("Snapshot-Content-Location") or root.get("Content-Location") or ""
    return SavedPage(
        body=body,
        media_type=root.get_content_type(),
        charset=str(root.get_content_charset("") or "").lower(),
        url=str(where).strip(),
        at=_mail_date(str(message.get("Date") or "")),
        tool=" ".join(str(message.get("From") or "").strip(" <>").split())[:80],
    )


def _pdf(content: bytes) -> SavedPage:
    from pypdf import PdfReader  # takes its time to load
    from pypdf.errors import PyPdfError

    made: datetime | None = None
    tool = ""
    try:
        named = PdfReader(io.BytesIO(content)).metadata
        made, tool = (named.creation_date, str(named.producer or "")) if named else (None, "")
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError):  # it is kept as it is; its text is read later
        pass
    at = made.astimezone(UTC) if made and made.tzinfo else None
    return SavedPage(body=content, media_type="application/pdf", at=at, tool=" ".join(tool.split())[:80])


def _script_date(text: str) -> datetime | None:
    """Return a date as JavaScript writes it: "Mon Mar 02 2026 10:00:00 GMT+0100 (Central European Time)"."""
    try:
        return datetime.strptime(text.partition(" (")[0].strip(), _SCRIPT_DATE).astimezone(UTC)
    except ValueError:
        return None


def _mail_date(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return at.astimezone(UTC) if at.tzinfo else None
