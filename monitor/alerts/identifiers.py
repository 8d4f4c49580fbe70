"""Names that machines have: cookies, hosts, parameters. Which of them a table lists says nothing of what is done.

Such tables are written by scanners, in another order at each scan. Words that are only joined like names, "We_share
your_messages", are none. Rates nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.alerts.news import LISTED
from monitor.rules.languages import Grammar
from snapshots.records import Hunk, HunkKind, Segment, SegmentKind

_BETWEEN = re.compile(r"[\s,;|]+")
_PIECES = re.compile(r"[^\W_]+")
_OF_MACHINES = re.compile(r"[_$]|^\.\w")  # "_qa", "session_id": nobody and nothing else is called so
_LIKE_THEM = re.compile(r"[^\W\d_A-Z][A-Z]|[^\W_]\.[^\W_]|[A-Za-z]\d")  # "IdToken", "a.example"; as companies may be
_IN_CAPITALS = re.compile(r"[A-Z][A-Z\d]{1,11}")  # "QID", as many cookies are called
_PLAIN = 3  # one name in so many at most may be a plain word, as cookies are called now and then
_FRAME = 5  # of so many words one is of those by which sentences are built
_LABEL = 3  # words of a cell that says of what kind a cookie is
_COOKIE = "cookie"
_LONG = 10  # entries from which on a list of cookies may have any plain words among its names
_COLUMN = 2  # lines above a cell of a row: the row's name, the column's


class CookieRows:
    """Tables of cookies: which names they list, and rows that come and go, saying what other rows say in each column.

    A purpose, a partner or a period that no other row had is told, and so is a row that took one of them with it.
    """

    def __init__(self, before: Sequence[Segment], now: Sequence[Segment], grammar: Grammar) -> None:
        self._grammar = grammar
        self._said = tuple(
            {(s.context[-1], s.text) for s in side if s.kind is SegmentKind.CELL and _is_of_cookie(s.context)}
            for side in (before, now)
        )

    def hold(self, hunk: Hunk) -> bool:
        """Whether a hunk is a cookie's name in a column of them, or a cell of its row that others have as well."""
        if hunk.segment_kind is not SegmentKind.CELL or not hunk.context:
            return False
        sides = [text for text in (hunk.before, hunk.after) if text]
        if sides and _COOKIE in hunk.context[-1].lower() and all(map(_is_cookies, sides)):
            return not any(_is_joined_prose(text, self._grammar) for text in sides)
        if hunk.kind not in (HunkKind.ADDED, HunkKind.REMOVED) or not _is_of_cookie(hunk.context):
            return False
        others = self._said[hunk.kind is HunkKind.REMOVED]
        return bool(sides) and (hunk.context[-1], sides[0]) in others


def _is_of_cookie(context: Sequence[str]) -> bool:
    """Whether a cell stands in the row of a cookie, in a table or under a heading of cookies."""
    if len(context) < _COLUMN or not any(_COOKIE in line.lower() for line in context):
        return False
    return _is_cookies(context[-_COLUMN])


def _is_cookies(text: str) -> bool:
    """Whether a text is a row of names as cookies have them, of machines or in capitals."""
    names = [name for name in _BETWEEN.split(text.strip()) if name]
    return bool(names) and all(_OF_MACHINES.search(name) or _IN_CAPITALS.fullmatch(name) for name in names)


def is_of_identifiers(hunk: Hunk, grammar: Grammar) -> bool:
    """Whether a hunk changes nothing but names that machines have, or the kind of cookie in a row of such a name.

    `grammar` is that of the text's language.
    """
    sides = [text for text in (hunk.before, hunk.after) if text]
    if not sides or hunk.segment_kind not in LISTED:
        return False
    if all(_are_of_machines(text) and not _is_joined_prose(text, grammar) for text in sides):
        return True
    if hunk.before and hunk.after and _differ_in_machines(hunk.before, hunk.after, grammar):
        return True
    in_row = any(_OF_MACHINES.search(text) or _LIKE_THEM.search(text) for text in hunk.context if _is_one(text))
    return in_row and all(_COOKIE in text.lower() and len(text.split()) <= _LABEL for text in sides)


def _differ_in_machines(before: str, after: str, grammar: Grammar) -> bool:
    """Whether two lists of single words differ in names that machines have, and in no more words that may be plain."""
    sides = [[entry.strip() for entry in text.split(",")] for text in (before, after)]
    if not all(_is_one(entry) for side in sides for entry in side):
        return False
    changed = set(sides[0]) ^ set(sides[1])
    plain = [name for name in changed if not _is_like_machines(name)]
    is_table = any(_OF_MACHINES.search(name) or _COOKIE in name for side in sides for name in side)
    if not is_table or any(not (name.islower() or _IN_CAPITALS.fullmatch(name)) for name in plain):
        return False
    if len(plain) * 2 > len(changed) and not all(map(_is_long_list, sides)):
        return False
    return not _is_joined_prose(" ".join(changed), grammar)


def _is_like_machines(name: str) -> bool:
    return bool(_OF_MACHINES.search(name) or _LIKE_THEM.search(name)) or _COOKIE in name


def _is_long_list(names: Sequence[str]) -> bool:
    """Whether so many names stand in a list, half of them as machines have them, that the others are cookies' too."""
    like = sum(_is_like_machines(name) or "-" in name for name in names)  # "banner-closed"
    return len(names) >= _LONG and like * 2 >= len(names)


def _is_one(text: str) -> bool:
    return len(text.split()) == 1


def _are_of_machines(text: str) -> bool:
    """Whether a text is a row of names, one at least of which no company has: "LinkedIn" may be told."""
    names = [name for name in _BETWEEN.split(text.strip()) if name]
    plain = sum(not (_OF_MACHINES.search(name) or _LIKE_THEM.search(name)) for name in names)
    return any(map(_OF_MACHINES.search, names)) and plain * _PLAIN <= len(names)


def _is_joined_prose(text: str, grammar: Grammar) -> bool:
    """Whether the parts of names are words by which sentences are built, too many for chance."""
    parts = [part.lower() for part in _PIECES.findall(text)]
    building = sum(any(part in words for words in (grammar.common, grammar.we, grammar.you)) for part in parts)
    return building * _FRAME >= len(parts)
