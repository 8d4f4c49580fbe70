"""From a body to its text, whatever the page says of its charset. Reads no markup but for that."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from w3lib.encoding import html_body_declared_encoding, html_to_unicode, read_bom

# Python's names for the encodings of the WHATWG (encoding.spec.whatwg.org, 4.2): browsers read no other, while
# Python knows many in which no text is written, such as punycode, or one that makes rubbish of a page, such as cp037.
_OF_THE_WEB = frozenset(
    [
        "utf-8", "ascii", "cp866", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "cp874", "tis-620", "iso8859-11",
        "gbk", "gb2312", "gb18030", "big5", "big5hkscs", "euc_jp", "iso2022_jp", "shift_jis", "cp932", "euc_kr",
        "cp949", "utf-16", "utf-16-le", "utf-16-be",
        *(f"iso8859-{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)),
        *(f"cp{number}" for number in range(1250, 1259)),
    ]
)  # fmt: skip
_LABEL = re.compile(r"[a-z0-9][a-z0-9_.:+-]{0,40}", re.IGNORECASE)


def to_text(body: bytes, charset: str = "") -> str:
    """Return the body as text by BOM, header, meta element, then guess (WHATWG encoding names).

    A charset that is none of the web's makes it UTF-8, as does a meta element that names UTF-16: it could not be read.
    """
    has_mark = bool(read_bom(body)[0])
    charset = charset if is_charset_of_the_web(charset) else ""
    if not has_mark and not charset:
        declared = html_body_declared_encoding(body)
        if declared and (not is_charset_of_the_web(declared) or declared.startswith("utf-16")):
            charset = "utf-8"
    content_type = f"text/html; charset={charset}" if charset else None
    try:
        return html_to_unicode(content_type, body)[1]
    except (UnicodeError, LookupError):
        return body.decode("utf-8", "replace")


@lru_cache(maxsize=256)
def is_charset_of_the_web(label: str) -> bool:
    """Return whether a label names an encoding that browsers read."""
    label = label.strip()
    if not label.isascii() or not _LABEL.fullmatch(label):
        return False
    try:
        return codecs.lookup(label).name in _OF_THE_WEB
    except LookupError:
        return False
