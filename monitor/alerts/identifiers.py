"""Names that machines have: cookies, hosts, parameters. Which of them a table lists says nothing of what is done.

Such tables are written by scanners, in another order at each scan. Rates nothing, and knows no word of any language
but "cookie".
"""

from __future__ import annotations

import re

from snapshots.records import Hunk

_BETWEEN = re.compile(r"\s*[,;|]\s*|\s+")
_OF_MACHINES = re.compile(r"[_$]|^\.\w")  # "_qa", "session_id": nobody and nothing else is called so
_LIKE_THEM = re.compile(r"[^\W\d_A-Z][A-Z]|[^\W_]\.[^\W_]|[A-Za-z]\d")  # "IdToken", "a.example"; as companies may be
_PLAIN = 3  # one name in so many at most may be a plain word, as cookies are called now and then
_LABEL = 3  # words of a cell that says of what kind a cookie is
_COOKIE = "cookie"


def is_of_identifiers(hunk: Hunk) -> bool:
    """Whether a hunk changes nothing but names that machines have, or the kind of cookie in a row of such a name."""
    sides = [text for text in (hunk.before, hunk.after) if text]
    if not sides:
        return False
    if all(map(_are_of_machines, sides)):
        return True
    in_row = any(_OF_MACHINES.search(text) or _LIKE_THEM.search(text) for text in hunk.context if _is_one(text))
    return in_row and all(_COOKIE in text.lower() and len(text.split()) <= _LABEL for text in sides)


def _is_one(text: str) -> bool:
    return len(text.split()) == 1


def _are_of_machines(text: str) -> bool:
    """Whether a text is a row of names, one at least of which no company has: "LinkedIn" may be told."""
    names = [name for name in _BETWEEN.split(text.strip()) if name]
    plain = sum(not (_OF_MACHINES.search(name) or _LIKE_THEM.search(name)) for name in names)
    return any(map(_OF_MACHINES.search, names)) and plain * _PLAIN <= len(names)
