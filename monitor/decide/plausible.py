"""Whether a capture shows the document at all: walls, error pages, shells, other variants, older editions.

Judged by what a page is made of and by the document's own history; words only help.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from monitor.decide.prose import Prose, common_length, is_option, length, prose_of, share_kept, weight
from monitor.decide.variants import EDITION_DAYS, wrong_declared, wrong_language, wrong_region
from monitor.decide.wrong_pages import PageView, Suspicion, suspicion
from monitor.extract.dates import stated_date
from monitor.extract.text import fold
from monitor.memory.variant import Variant
from monitor.rules.signs import Signs
from snapshots.frozen_class import frozen
from snapshots.records import Document, Extraction, Outcome, SegmentKind

MIN_TEXT = 400  # weight of the prose of a page that needs no other sign to be a document
_NOTICE = 40  # weight of the shortest notice: a sentence
_LONG = 4_000  # weight of prose beyond which no wall was seen
_SURE = 5  # points that tell a wrong page though much speaks for the document
_LIKELY = 3
_SMALL_SHARE = 0.25  # of the last version's prose
_GONE_SHARE = 0.10  # of the last version's prose: with less than that in common it is another page
_REPEATED = 1.6  # times the last version's length, with next to nothing new in it
_EDITION_COMMON = 0.6
_TOKEN = re.compile(r"[^\W\d_]{4,}")


@frozen
class WrongPage:
    """Why a page is not the document.

    `replacement` names what is served in its place where that may have come to stay, "" for a wall or a fault.
    """

    outcome: Outcome
    detail: str
    replacement: str = ""


def wrong_first(
    look: PageView, variant: Variant, document: Document | None, signs: Signs, strange: Mapping[str, str]
) -> WrongPage | None:
    """Return why a first capture shows no document, None if it does."""
    found = suspicion(look, signs, strange)
    points, prose = (found.points if found else 0), look.prose.weight
    is_named = names_itself(look, document, signs)
    if prose < MIN_TEXT:
        is_notice = prose >= _NOTICE and is_named
        is_list = _shown_length(look) >= MIN_TEXT
        is_wrong = points >= _LIKELY or not (is_notice or (is_list and points < 2))
    else:
        is_wrong = prose < _LONG and points >= (_SURE if is_named or prose >= 5 * MIN_TEXT else _LIKELY)
    if is_wrong:
        if found and points >= 2:
            return _suspected(found)
        return _unrecognised(look, f"{_shown_length(look)} characters of text", names_itself=is_named)
    declared = wrong_declared(variant, document, Variant(), signs)
    return WrongPage(outcome=declared[0], detail=declared[1]) if declared else None


@frozen
class KnownDocument:
    """What is known of a document before a capture: its last version and the memory of it."""

    base: Extraction
    variant: Variant
    strange: Mapping[str, str]


def wrong_page(
    known: KnownDocument, look: PageView, variant: Variant, new_length: int, document: Document | None, signs: Signs
) -> WrongPage | None:
    """Return why a capture is not the document that has a version already, None if it is.

    `new_length` is the number of characters in texts never seen before.
    """
    base, shown = known.base, look.extraction
    base_prose = prose_of(base)
    kept = _kept(base, base_prose, look)
    now, then = (stated_date(side.segments, signs.languages) for side in (shown, base))
    if now and then and (then - now).days > EDITION_DAYS and kept < _EDITION_COMMON:
        detail = f"an edition dated {now}, older than the one dated {then}"
        return WrongPage(outcome=Outcome.OLDER_EDITION, detail=detail, replacement=f"edition {now}")
    wrong = _other_page(known, base_prose, kept, look, document, signs)
    if wrong:
        return wrong
    if declared := wrong_declared(variant, document, known.variant, signs):
        return WrongPage(outcome=declared[0], detail=declared[1])
    if language := wrong_language(base, known.variant, shown, variant, kept, signs):
        return WrongPage(outcome=language[0], detail=language[1])
    is_newer = bool(now and then and now > then)
    if not is_newer and (region := wrong_region(base, known.variant, shown, variant, kept, signs)):
        return WrongPage(outcome=region[0], detail=region[1], replacement=f"region {variant.region}")
    if length(shown.segments) > _REPEATED * length(base.segments) and new_length < 0.05 * length(shown.segments):
        return WrongPage(outcome=Outcome.ERROR_PAGE, detail="the page repeats itself")
    return None


def _other_page(
    known: KnownDocument, base_prose: Prose, kept: float, look: PageView, document: Document | None, signs: Signs
) -> WrongPage | None:
    """Return why a page is no variant of the document at all."""
    if kept >= _SMALL_SHARE:
        return None
    found = suspicion(look, signs, known.strange)
    points, prose = (found.points if found else 0), look.prose.weight
    if found and prose < _LONG and points >= (_LIKELY if kept < _GONE_SHARE else _SURE):
        return _suspected(found)
    if kept >= _GONE_SHARE:
        return None
    size = f"{_shown_length(look)} characters of text where there were {length(known.base.segments)}"
    heads = _heads(known.base)
    is_headed = bool(_heads(look.extraction) & heads)
    if prose < _SMALL_SHARE * base_prose.weight:
        if found and points >= 2:
            return _suspected(found)
        return _unrecognised(look, size, names_itself=is_headed)
    if prose < 5 * MIN_TEXT and not is_headed and not names_itself(look, document, signs):
        return _unrecognised(look, size, names_itself=False)
    return None


def _kept(base: Extraction, base_prose: Prose, look: PageView) -> float:
    if base_prose.weight >= 2 * _NOTICE:
        return share_kept(base_prose, look.prose)
    return common_length(base.segments, look.extraction.segments) / max(1, length(base.segments))


def _suspected(found: Suspicion) -> WrongPage:
    return WrongPage(outcome=found.outcome, detail="; ".join(found.reasons))


def _unrecognised(look: PageView, size: str, *, names_itself: bool) -> WrongPage:
    """Return what a page is that shows next to nothing of the document and looks like no wall."""
    words = " ".join(segment.text for segment in look.extraction.segments if not is_option(segment))
    if not words and not look.facts.dialog_text:
        return WrongPage(outcome=Outcome.EMPTY, detail=f"no text in {look.facts.markup_length} characters of markup")
    if look.prose.weight < _NOTICE:
        return WrongPage(outcome=Outcome.EMPTY, detail=f"only {size}")
    replacement = f"page {fold(words)[:80]}" if names_itself else ""
    return WrongPage(
        outcome=Outcome.ERROR_PAGE, detail=f"another page, {size}: {words[:80]!r}", replacement=replacement
    )


def _shown_length(look: PageView) -> int:
    return sum(weight(segment.text) for segment in look.extraction.segments if not is_option(segment))


def _heads(extraction: Extraction) -> set[str]:
    """Return the headings that name a document: the first ones, and the title of the page."""
    headings = [s.text for s in extraction.segments if s.kind is SegmentKind.HEADING][:3]
    return {fold(text).lower() for text in (extraction.title, *headings) if text}


def names_itself(look: PageView, document: Document | None, signs: Signs) -> bool:
    """Whether a page is headed as the document is declared, or addressed, or as such documents are."""
    headings = [s.text for s in look.extraction.segments if s.kind is SegmentKind.HEADING][:3]
    lines = [line for line in (look.extraction.title, *headings) if line and len(line) <= 120]
    head = "\n".join(lines)
    if any(signs.has(kind, head) for kind in ("error", "login", "challenge")):
        return False
    if signs.has("notice", head):
        return True
    return document is not None and bool(_tokens(head) & _names(document) - signs.plain)


@lru_cache(maxsize=256)
def _names(document: Document) -> frozenset[str]:
    """Return the words by which a document is known, but for those of the service, which head any page of it."""
    path = unquote(urlsplit(document.url).path)
    return _tokens(f"{document.title} {path}") - _tokens(document.service)


def _tokens(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text.lower())
    return frozenset(_TOKEN.findall("".join(c for c in plain if not unicodedata.combining(c))))
