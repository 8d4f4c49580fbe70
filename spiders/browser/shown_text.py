"""The text that a browser showed, written behind the document that it made: a capture carries both. Compares nothing.

Markup says what could be shown, and style sheets of elsewhere decide; the browser alone knows what they make of it.
"""

from __future__ import annotations

import html

GENERATED = ("\ue000", "\ue001")
"""What stands around words that a style sheet adds; both are for private use (Unicode, 23.5) and no text has them."""

_BEFORE, _AFTER = '<template id="policywatch-shown">', "</template>"


def with_shown_text(document: str, shown: str) -> str:
    """Return a document with the text that the browser showed of it at its end, be it none: so no page can forge it."""
    return f"{document}{_BEFORE}{html.escape(shown, quote=False)}{_AFTER}"


def parted(document: str) -> tuple[str, str]:
    """Return a document without the text that was shown of it, and that text, "" where it carries none."""
    if not document.endswith(_AFTER):
        return document, ""
    start = document.rfind(_BEFORE)
    if start < 0:
        return document, ""
    return document[:start], html.unescape(document[start + len(_BEFORE) : -len(_AFTER)])
