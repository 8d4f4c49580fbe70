"""Names that machines have: cookies, hosts, parameters. Which of them a table lists says nothing of what is done.

Such tables are written by scanners, in another order at each scan. Words that are only joined like names, "We_share
your_messages", are none. Rates nothing.
"""

from __future__ import annotations

import re

from monitor.alerts.news import LISTED
from monitor.rules.languages import Grammar
from snapshots.records import Hunk

_BETWEEN = re.compile(r"[\s,;|]+")
_PIECES = re.compile(r"[^\W_]+")
_OF_MACHINES = re.compile(r"[_$]|^\.\w")  # "_qa", "session_id": nobody and nothing else is called so
_LIKE_THEM = re.compile(r"[^\W\d_A-Z][A-Z]|[^\W_]\.[^\W_]|[A-Za-z]\d")  # "IdToken", "a.example"; as companies may be
_PLAIN = 3  # one name in so many at most may be a plain word, as cookies are called now and then
_FRAME = 5  # of so many words one is of those by which sentences are built
_LABEL = 3  # words of a cell that says of what kind a cookie is
_COOKIE = "cookie"


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
    plain = [name for name in changed if not (_OF_MACHINES.search(name) or _LIKE_THEM.search(name) or _COOKIE in name)]
    is_table = any(_OF_MACHINES.search(name) or _COOKIE in name for side in sides for name in side)
    if not is_table or len(plain) * 2 > len(changed) or any(not name.islower() for name in plain):
        return False
    return not _is_joined_prose(" ".join(changed), grammar)


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
