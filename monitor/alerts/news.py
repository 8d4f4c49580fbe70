"""What in a change is news: passages never shown before, gone, joining or leaving a list, or reworded in substance.

It rates nothing and knows no topic. A text that the version before had is no news wherever it stands now, unless it
joins a list where it never stood; one that only an earlier version had is marked as such.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from monitor.alerts.known_text import KnownText
from monitor.extract.dates import dates_in, dates_itself, words_beside_dates
from monitor.extract.identity import identities, is_known, is_quoted, stance_of, words_key
from monitor.extract.sentences import sentences
from monitor.rules.languages import Languages
from snapshots.frozen_class import frozen
from snapshots.records import Hunk, HunkKind, Segment, SegmentKind

LISTED = frozenset([SegmentKind.BULLET, SegmentKind.CELL, SegmentKind.FIELD])
_LAYOUT = 25  # known entries in new places: the page was laid out anew
_OPENED = 100  # passages that come without any others going: sections that were closed before
_OPENED_OVER = 10
_OPENED_RUN = 5  # passages in a row; fewer were put between others
_DATED, _DATED_ITSELF = 1, 5  # words beside a date: "archived", "These terms are in force from"
_ADDRESS = re.compile(r"\]\([^)\s]*\)|https?://\S+|#\S+|\S+@\S+|\b\w[\w-]*(?:\.\w[\w-]*)+(?:/\S*)?")


class Sign(StrEnum):
    """What happened to a passage."""

    NEW_PASSAGE = "new_passage"
    JOINS = "joins"
    LEAVES = "leaves"
    GONE = "gone"
    REWORDED = "reworded"
    KNOWN = "known"  # no news, but what a neighbour lost may stand in it


COME = frozenset([Sign.NEW_PASSAGE, Sign.JOINS])
WENT = frozenset([Sign.LEAVES, Sign.GONE])


@frozen
class News:
    """One piece of news; `added` and `removed` are the words that came and went."""

    sign: Sign
    hunk: Hunk
    added: str
    removed: str
    is_return: bool = False  # the text was shown at some time before, though not by the version before

    @property
    def text(self) -> str:
        return self.hunk.after if self.hunk.after is not None else self.hunk.before or ""


def news_of(hunks: Sequence[Hunk], known: KnownText, *, is_partial: bool) -> list[News]:
    """Return what is news in `hunks` to someone who knows what was shown before."""
    found: list[News] = []
    for hunk in hunks:
        if hunk.cosmetic or hunk.kind is HunkKind.LINK_MOVED:
            continue
        item = _find_added(hunk, known) or _find_removed(hunk, known, is_partial) or _find_reworded(hunk, known)
        if item or not is_partial:
            found.append(item or News(sign=Sign.KNOWN, hunk=hunk, added="", removed=""))
    return _drop_layout(found, known)


def _drop_layout(found: list[News], known: KnownText) -> list[News]:
    """Leave out known entries that a new layout put in new places, where many stand elsewhere at once."""
    joined = [n for n in found if n.sign is Sign.JOINS]
    if len(joined) <= _LAYOUT:
        return found
    # What introduces a list is new itself where the list is: then its entries are news, known as they are.
    return [n for n in found if n.sign is not Sign.JOINS or _is_new_place(n.hunk, known)]


def _is_new_place(hunk: Hunk, known: KnownText) -> bool:
    return bool(hunk.context) and not is_known(hunk.context[-1], known.seen)


def newly_visible(news: Sequence[News]) -> frozenset[int]:
    """Return the places of the passages that a page shows only because sections of it stand open now.

    Then hundreds come all over the page, many in a row, and of what stood there next to nothing went or was edited. A
    passage that came alone between others that stayed is none of them.
    """
    places = sorted(
        item.hunk.new
        for item in news
        if item.sign is Sign.NEW_PASSAGE and item.hunk.new is not None and not item.is_return
    )
    other = sum(item.sign in (Sign.GONE, Sign.LEAVES, Sign.REWORDED) for item in news)
    if len(places) < _OPENED or other * _OPENED_OVER > len(places):
        return frozenset()
    runs: list[list[int]] = []
    for place in places:
        if runs and place - runs[-1][-1] <= 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return frozenset(place for run in runs if len(run) >= _OPENED_RUN for place in run)


def _after(hunk: Hunk) -> Segment:
    return Segment(text=hunk.after or "", kind=hunk.segment_kind, context=hunk.context)


def _before(hunk: Hunk) -> Segment:
    return Segment(text=hunk.before or "", kind=hunk.segment_kind, context=hunk.context_before or hunk.context)


def _find_added(hunk: Hunk, known: KnownText) -> News | None:
    if hunk.kind is not HunkKind.ADDED or hunk.after is None or not _is_passage(hunk.after):
        return None
    segment = _after(hunk)
    was_shown = known.was_shown(segment)
    _, place = identities(segment)
    if was_shown and hunk.segment_kind in LISTED and known.now[place] > known.before[place]:
        return News(sign=Sign.JOINS, hunk=hunk, added=hunk.after, removed="")
    if known.stood_before(segment):
        return None
    return News(sign=Sign.NEW_PASSAGE, hunk=hunk, added=hunk.after, removed="", is_return=was_shown)


def _find_removed(hunk: Hunk, known: KnownText, is_partial: bool) -> News | None:
    if hunk.kind is not HunkKind.REMOVED or hunk.before is None or is_partial or not _is_passage(hunk.before):
        return None
    segment = _before(hunk)
    if not known.is_gone(segment):
        return None
    text, place = identities(segment)
    if hunk.segment_kind in LISTED:
        # A list that stood twice and stands once takes no entry with it.
        lead = words_key(sentences(hunk.context[-1])[-1]) if hunk.context and hunk.context[-1] else b""
        is_halved = 0 < known.now[lead] < known.before[lead] or known.stands_in_place(segment)
        if known.now[place] < known.before[place] and not is_halved:
            return News(sign=Sign.LEAVES, hunk=hunk, added="", removed=hunk.before)
    is_title = hunk.segment_kind is SegmentKind.HEADING or _is_of_edition(hunk.before, known.languages)
    if hunk.segment_kind not in LISTED and not known.now[text] and not is_title:
        return News(sign=Sign.GONE, hunk=hunk, added="", removed=hunk.before)
    return None


def _is_of_edition(text: str, languages: Languages) -> bool:
    """Whether a text does no more than date something: itself in a few words, or an edition, a look, a list of them."""
    words = words_beside_dates(text, languages)
    return words <= (_DATED_ITSELF if dates_itself(text, languages) else _DATED) and bool(dates_in(text, languages))


def _find_reworded(hunk: Hunk, known: KnownText) -> News | None:
    if hunk.kind not in (HunkKind.EDITED, HunkKind.MOVED, HunkKind.FIELD_CHANGED):
        return None
    after = _after(hunk)
    is_turned = bool(hunk.context_before) and stance_of(_before(hunk)) != stance_of(after)
    if not (hunk.spans or is_turned) or not _is_passage(after.text) or known.stood_before(after):
        return None
    is_return = known.was_shown(after)
    if _is_answered(hunk.before or "", after.text):
        return News(sign=Sign.NEW_PASSAGE, hunk=hunk, added=after.text, removed="")
    if is_quoted(hunk.before or "") != is_quoted(after.text):
        return _find_unquoted(hunk, after)
    if is_turned and not hunk.spans:
        return News(sign=Sign.REWORDED, hunk=hunk, added=after.text, removed=hunk.before or "")
    if _only_moved(hunk, known):
        return None
    added = " … ".join(span.text.strip() for span in hunk.spans if span.op == "+")
    removed = " … ".join(span.text.strip() for span in hunk.spans if span.op == "-")
    return News(sign=Sign.REWORDED, hunk=hunk, added=added, removed=removed, is_return=is_return)


def _is_answered(before: str, after: str) -> bool:
    """Whether a text states what it asked: the same words without the question mark."""
    asked, said = before.rstrip(), after.rstrip()
    return asked.endswith("?") and not said.endswith("?") and words_key(asked.rstrip("?")) == words_key(said)


def _find_unquoted(hunk: Hunk, after: Segment) -> News:
    """Return that a text is said now that was only quoted, or the other way round."""
    if is_quoted(after.text):
        return News(sign=Sign.GONE, hunk=hunk, added="", removed=hunk.before or "")
    return News(sign=Sign.NEW_PASSAGE, hunk=hunk, added=after.text, removed="")


def _only_moved(hunk: Hunk, known: KnownText) -> bool:
    """Whether all that an edit took out stands elsewhere now, and all that it put in stood elsewhere before."""
    gone = [span.text for span in hunk.spans if span.op == "-"]
    come = [span.text for span in hunk.spans if span.op == "+"]
    return all(known.stands_elsewhere(text) for text in gone) and all(known.stood_elsewhere(text) for text in come)


def _is_passage(text: str) -> bool:
    """Whether a text has words that are no address."""
    return any(c.isalpha() for c in _ADDRESS.sub("", text))
