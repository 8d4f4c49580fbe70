"""From a body to its text, whatever the page says of its charset. Reads no markup but for that."""

from __future__ import annotations

from w3lib.encoding import html_to_unicode

_NO_CHARSETS = frozenset(["", "punycode"])  # Python 3.14 no longer raises for "punycode", and reads nothing


def to_text(body: bytes, charset: str = "") -> str:
    """Return the body as text by BOM, header, meta element, then guess (WHATWG encoding names).

    A charset that Python knows and no text is written in, such as "idna", makes it UTF-8.
    """
    content_type = f"text/html; charset={charset}" if charset else None
    try:
        encoding, text = html_to_unicode(content_type, body)
    except (UnicodeError, LookupError):
        encoding, text = "", ""
    if encoding in _NO_CHARSETS:
        return body.decode("utf-8", "replace")
    return text
