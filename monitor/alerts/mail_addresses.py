"""Addresses of mail in a text: where nothing but they changed, or how they are shown, nothing is said otherwise.

Pages hide them from robots, wholly or in part, and another part at the next look. Rates nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from monitor.extract.text import house_style
from snapshots.records import Hunk, Segment

# What Cloudflare leaves of an address, with letters that it missed: "privacy[email protected]"; recorders put it in
# brackets of their own, with what they guess and the link that it was.
_NOTE = r"[\[(]e-?mail\s?protected(?:,[^\[\]()]*)?[\])]"
_HIDDEN = rf"[\w.+-]*\[?{_NOTE}\]?(?:\((?:mailto:)?(?:{_NOTE}|[^()\s]*)\)?\))?[\w.+-]*"
_SPELLED = r"[\w.+-]+\s?[\[(]\s?[^\W\d_]{2}\s?[\])]\s?[\w-]+(?:\.[\w-]+)+"  # "info (at) firm.example"
# From where a run of such letters begins, so that a long one is tried once.
_MAIL = re.compile(rf"(?<![\w.+-])(?:{_HIDDEN}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|{_SPELLED})")
_MARK = " mailaddress "


def without_mail(text: str) -> str:
    """Return a text without addresses of mail."""
    return _MAIL.sub(" ", text)


class MailAddresses:
    """The texts of both sides of a change that name an address of mail, whichever it is."""

    def __init__(self, before: Iterable[Segment], now: Iterable[Segment]) -> None:
        self._old, self._new = _texts_with_mail(before), _texts_with_mail(now)

    def hold(self, hunk: Hunk) -> bool:
        """Whether all that a hunk tells is another address of mail, or the same one shown in another way."""
        old, new = (_said(text) if text else None for text in (hunk.before, hunk.after))
        if old and new:
            return old == new
        return bool(old and old in self._new) or bool(new and new in self._old)


def _texts_with_mail(segments: Iterable[Segment]) -> frozenset[Sequence[str]]:
    return frozenset(said for segment in segments if (said := _said(segment.text)))


@lru_cache(maxsize=1 << 14)
def _said(text: str) -> tuple[str, ...] | None:
    """Return the words of a text with a mark in the place of each address of mail, None for a text without one."""
    if "@" not in text and "[" not in text and "(" not in text:
        return None
    marked, count = _MAIL.subn(_MARK, text)
    return house_style(marked) if count else None
