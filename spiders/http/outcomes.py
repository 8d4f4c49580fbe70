"""What an HTTP answer is: where status, media type and body become a `Capture` or a named failure.

Both the spider and the WARC reader ask here. Whether the words on a page are the document is judged
elsewhere; this only tells pages from what is none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

from snapshots.records import Capture, CaptureFailure, Exchange, Outcome
from spiders.http.charsets import to_text
from spiders.http.decoding import BodyBrokenError, BodyTooLargeError, decode_body
from spiders.http.results import result_of

TEXT_TYPES = frozenset(
    ["text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown"]
)  # fmt: skip
"""Media types of pages that can be read; everything else is `not text`."""

PDF = "application/pdf"
_SAMPLE = 1_445  # bytes, the WHATWG's sniffing window (mimesniff.spec.whatwg.org, 7)
_BINARY_BYTES = bytes([*range(0x09), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_LONGEST_CHARSET = 100  # characters
_BINARY_SHARE = 0.05
_BINARY_MARKS = (
    b"%PDF-", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe")
_SHOWN = (200, 203)  # the page, or what a proxy on the way made of it (RFC 9110, 15.3.4)
_NAMED = {
    304: (Outcome.NOT_MODIFIED, "says that the page is unchanged since the last capture"),
    401: (Outcome.FORBIDDEN, "asks for a login"),
    403: (Outcome.FORBIDDEN, "forbids access"),
    404: (Outcome.NOT_FOUND, "knows no page at this address"),
    408: (Outcome.TIMEOUT, "gave up waiting for the request"),
    410: (Outcome.GONE, "says the page was removed for good"),
    429: (Outcome.TOO_MANY_REQUESTS, "asks for fewer requests"),
    451: (Outcome.FORBIDDEN, "withholds the page for legal reasons"),
}


def judge_status(status: int, *, retry_after: str = "") -> tuple[Outcome, str]:
    """Return what a status means for seeing the page, and one line a person can act on."""
    if status in _SHOWN:
        return Outcome.CAPTURED, ""
    if status in _NAMED:
        outcome, meaning = _NAMED[status]
    elif status >= 500:
        outcome, meaning = Outcome.SERVER_ERROR, "has a fault of its own"
    elif 300 <= status < 400:
        outcome, meaning = Outcome.CLIENT_ERROR, "leads elsewhere without showing a page"
    elif status >= 400:
        outcome, meaning = Outcome.CLIENT_ERROR, "refuses the request"
    else:
        outcome, meaning = Outcome.SERVER_ERROR, "sends no page with this status"
    waiting = f"; it asks to wait: Retry-After {retry_after[:40]}" if retry_after else ""
    return outcome, f"status {status}: the server {meaning}{waiting}"


def judge(
    exchange: Exchange, wire: bytes, *, max_bytes: int, is_conditional: bool = False, landmark: str = ""
) -> Capture | CaptureFailure:
    """Return what an answer shows. `wire` is the body with its content encodings still on.

    A status 304 counts as `not modified` only where the request was conditional.
    """
    headers = exchange.response_headers
    media_type, charset = content_type(headers)
    outcome, detail = judge_status(exchange.status or 0, retry_after=header(headers, "retry-after"))
    if outcome is Outcome.NOT_MODIFIED and not is_conditional:
        outcome, detail = Outcome.SERVER_ERROR, "status 304: the server says unchanged without being asked"
    body: bytes | None = None
    try:
        body = decode_body(wire, content_encodings(headers), max_bytes)
    except BodyTooLargeError as error:
        outcome, detail = _unless_named(outcome, detail, Outcome.TOO_LARGE, f"the body is {error}")
    except BodyBrokenError as error:
        outcome, detail = _unless_named(outcome, detail, Outcome.SERVER_ERROR, str(error))
    if outcome is Outcome.CAPTURED and body is not None:
        outcome, detail = judge_body(body, media_type, charset, landmark)
        media_type = media_type or ("text/html" if outcome is Outcome.CAPTURED else "")
    evidence = None if outcome is Outcome.NOT_MODIFIED else body or None
    return result_of(exchange, outcome, detail, body=evidence, media_type=media_type, charset=charset)


def judge_body(body: bytes, media_type: str, charset: str, landmark: str = "") -> tuple[Outcome, str]:
    """Return whether a decoded body with status 200 is a page of text, and holds the landmark."""
    if not body.strip():
        return Outcome.EMPTY, "status 200 with an empty body"
    if media_type == PDF and _is_pdf(body):
        return Outcome.CAPTURED, ""
    if media_type and media_type not in TEXT_TYPES:
        return Outcome.NOT_TEXT, f"the body is {media_type}, expected HTML, plain text, Markdown or PDF"
    if _is_binary(body, charset):
        return Outcome.NOT_TEXT, f"the body is said to be {media_type or 'of no type'} and is binary"
    if landmark and _squeeze(landmark) not in _squeeze(_visible_text(body, media_type, charset)):
        return Outcome.EMPTY, f'the landmark "{landmark[:80]}" is not on the page'
    return Outcome.CAPTURED, ""


def _is_pdf(body: bytes) -> bool:
    """Whether a body is a whole PDF: it begins as one and says where it ends (ISO 32000-2, 7.5)."""
    return b"%PDF-" in body[:1024] and b"startxref" in body[-2048:]


def content_type(headers: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Return media type and charset as the headers say them, lower-case, "" where they don't."""
    value = header(headers, "content-type")
    if not value:
        return "", ""
    media_type, *parameters = value.split(";")
    named = (parameter.partition("=") for parameter in parameters)
    # The first of that very name counts (mimesniff.spec.whatwg.org, 4.4); what RFC 2231 adds is none of HTTP's.
    charset = next((given for name, _, given in named if name.strip().lower() == "charset"), "")
    return media_type.strip().lower(), charset.strip().strip("\"'").strip().lower()[:_LONGEST_CHARSET]


def header(headers: Sequence[tuple[str, str]], name: str) -> str:
    """Return the first value of a header, "" where there is none."""
    return next((value for key, value in headers if key.lower() == name), "")


def content_encodings(headers: Sequence[tuple[str, str]]) -> list[str]:
    """Return the values of all Content-Encoding headers, in their order."""
    return [value for name, value in headers if name.lower() == "content-encoding"]


def digest(wire: bytes) -> str:
    """Return the sha256 of bytes as transferred, in hex."""
    return hashlib.sha256(wire).hexdigest()


def _unless_named(outcome: Outcome, detail: str, otherwise: Outcome, reason: str) -> tuple[Outcome, str]:
    """A status that already names the failure says more than a broken body under it."""
    return (otherwise, reason) if outcome is Outcome.CAPTURED else (outcome, detail)


def _is_binary(body: bytes, charset: str) -> bool:
    if body.startswith(_BINARY_MARKS):
        return True
    if body.startswith(_BYTE_ORDER_MARKS) or charset.startswith(("utf-16", "utf-32")):
        return False
    sample = body[:_SAMPLE]
    return len(sample) - len(sample.translate(None, _BINARY_BYTES)) > _BINARY_SHARE * len(sample)


def _visible_text(body: bytes, media_type: str, charset: str) -> str:
    text = to_text(body, charset)
    if media_type not in ("", "text/html", "application/xhtml+xml"):
        return text
    tree = LexborHTMLParser(text.encode("utf-8", "ignore"))
    for node in tree.css("script,style,template,noscript"):
        node.decompose()
    return " ".join(node.text(separator=" ") for node in (tree.head, tree.body) if node is not None)


def _squeeze(text: str) -> str:
    """Fold white space and case, so that markup between words hides no landmark."""
    return " ".join(text.split()).casefold()
