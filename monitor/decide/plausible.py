"""Whether a capture shows the document at all: walls, error pages, shells, wrong languages, older editions.

Judged by structure and by the document's own history, with few words of any site.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from monitor.extract import PageFacts
from monitor.extract.dates import stated_date
from monitor.extract.language import language_of
from monitor.extract.text import key
from snapshots.records import Extraction, Outcome, Segment, SegmentKind

MIN_TEXT = 400  # characters of a first version; less is a shell, a wall or an error page
_SMALL_SHARE = 0.25  # of the last version's length: below, and with little in common, it is another page
_COMMON_SHARE = 0.10
_REPEATED = 1.6  # times the last version's length, with next to nothing new in it
_EDITION_DAYS = 365  # an edition dated this much earlier, with another text, is an old page served again
_EDITION_COMMON = 0.6

_WALL = re.compile(
    r"\b(log ?in|sign in|log into|anmelden|einloggen|se connecter|connexion|iniciar sesión|allow (the use of )?cookies"
    r"|accept (all )?cookies|accepter (les )?cookies|cookies (zulassen|akzeptieren)|aceptar (las )?cookies)\b",
    re.I,
)
_ERROR = re.compile(
    r"(isn['’]t available|not available|page not found|something went wrong|try again later|n['’]est pas disponible"
    r"|nicht verfügbar|no está disponible|error \d{3}|\b404\b)",
    re.I,
)


def length(segments: Sequence[Segment]) -> int:
    """Return the characters of all segments."""
    return sum(len(segment.text) for segment in segments)


def common_length(base: Sequence[Segment], shown: Sequence[Segment]) -> int:
    """Return the characters of the multiset of texts both sides hold."""
    had = Counter(key(segment.text) for segment in base)
    total = 0
    for segment in shown:
        k = key(segment.text)
        if had[k] > 0:
            had[k] -= 1
            total += len(segment.text)
    return total


def _is_option(segment: Segment) -> bool:
    """Whether a segment is a choice of a field: a login page that offers fifty languages still says nothing."""
    return segment.kind is SegmentKind.FIELD and not segment.text.endswith("]")


def implausible_first(extraction: Extraction, facts: PageFacts) -> tuple[Outcome, str] | None:
    """Return why a first capture shows no document, None if it does."""
    shown = length([segment for segment in extraction.segments if not _is_option(segment)])
    if shown < MIN_TEXT:
        return _kind_of_wrong_page(extraction, facts, f"{shown} characters of text")
    if shown < 5 * MIN_TEXT and facts.has_password_field:
        return Outcome.LOGIN_WALL, "the page asks for a password"
    if shown < 10 * MIN_TEXT and _is_cookie_wall(extraction):
        return Outcome.CONSENT_WALL, "most of the page is a cookie dialog"
    return None


def implausible(
    base: Sequence[Segment], base_language: str, shown: Extraction, facts: PageFacts, new_length: int
) -> tuple[Outcome, str] | None:
    """Return why a capture is not the document whose last version is `base`, None if it is.

    `new_length` is the number of characters in texts never seen before.
    """
    base_length, shown_length = length(base), length(shown.segments)
    common = common_length(base, shown.segments)
    if shown_length < _SMALL_SHARE * base_length and common < _COMMON_SHARE * base_length:
        return _kind_of_wrong_page(shown, facts, f"{shown_length} characters where there were {base_length}")
    language = language_of(shown)
    if base_language and language and language != base_language and common < 0.5 * shown_length:
        return Outcome.WRONG_LANGUAGE, f"the page came in {language}, not {base_language}"
    if shown_length > _REPEATED * base_length and new_length < 0.05 * shown_length:
        return Outcome.WRONG_VARIANT, "the page repeats itself"
    now, then = stated_date(shown.segments), stated_date(base)
    if now and then and (then - now).days > _EDITION_DAYS and common < _EDITION_COMMON * base_length:
        return Outcome.OLDER_EDITION, f"an edition dated {now}, older than the one dated {then}"
    return None


def _is_cookie_wall(extraction: Extraction) -> bool:
    words = " ".join(segment.text for segment in extraction.segments).lower()
    return words.count("cookie") >= 8 and bool(_WALL.search(words))


def _kind_of_wrong_page(extraction: Extraction, facts: PageFacts, size: str) -> tuple[Outcome, str]:
    words = " ".join(segment.text for segment in extraction.segments)
    if not words:
        return Outcome.EMPTY, f"no text in {facts.markup_length} characters of markup"
    if _ERROR.search(words):
        return Outcome.ERROR_PAGE, f"an error page with status 200: {words[:80]!r}"
    if facts.has_password_field or _WALL.search(words):
        is_login = facts.has_password_field or "cookie" not in words.lower()
        return (Outcome.LOGIN_WALL if is_login else Outcome.CONSENT_WALL), f"a wall: {size}"
    return Outcome.EMPTY, f"only {size}"
