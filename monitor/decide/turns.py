"""Texts that take turns with the known one and bear no mark: terms of other regions, renderings in another spelling.

Whoever changes a dated text in many places dates it anew. One that differs throughout under the same date, or an older
one, is kept as a text of its own, and told as the change it may be where it stays and the known one doesn't come back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from monitor.decide.marks import Text, alone, likeness
from monitor.decide.variants import EDITION_DAYS
from monitor.extract.dates import stated_date
from monitor.memory.recollection import Recollection
from monitor.memory.rivals import came_back

SETTLED_AFTER = timedelta(days=5)
"""How long what may be another text must have been served to be a change of the text itself: a publisher may swap a few
words, and so silence nothing."""

_ALIKE = 0.15  # likeness of texts that are of one document: less is another page
_UNLIKE = 0.88  # likeness of texts that differ throughout and not in a few passages
_THROUGHOUT = 12  # passages that each of two such texts has and the other has not
_FRESH = timedelta(days=7)  # of its own date an edition may still be completed
_LATE = timedelta(days=60)  # in which one text at most may be kept in silence that is not known yet to take turns
_CERTAIN = 3  # turns after which texts are known to take turns: nobody has to be told of the next
_MOST = 12  # texts of one address; pages that are never twice the same have no texts of their own


def date_of(text: Text) -> str:
    """Return the date that a text gives as its own in ISO 8601, "" where it gives none."""
    stated = _stated(text)
    return stated.isoformat() if stated else ""


def may_take_turns(
    known: Text, memory: Recollection, shown: Text, at: datetime, lineages: Sequence[Recollection]
) -> bool:
    """Whether a text shown at a time differs throughout from one in its language with its date or a later one.

    What announces the edition of a day to come is not that edition, and one that is days old may lack a part yet. While
    one text is not known yet to take turns, a further one is the change it may be: nobody buys days again and again.
    """
    bears, dated = _stated(known), _stated(shown)
    if (
        len(lineages) >= _MOST
        or any(_is_uncertain(one, at) for one in lineages)
        or not bears
        or not dated
        or not timedelta(0) <= bears - dated <= timedelta(days=EDITION_DAYS)
    ):
        return False
    is_announced = memory.since is not None and memory.since.date() < bears
    is_fresh = len(lineages) == 1 and dated >= (at - _FRESH).date()
    if dated == bears and (is_announced or is_fresh):
        return False
    alike, is_respelt = likeness(known, shown), known.variant.language != shown.variant.language
    return (is_respelt or alike >= _ALIKE) and alike < _UNLIKE and min(alone(known, shown)) >= _THROUGHOUT


def _is_uncertain(memory: Recollection, at: datetime) -> bool:
    """Whether a text that may be a change came of late and not yet again and again."""
    since = memory.turn_since
    return bool(memory.rival_of and memory.turns < _CERTAIN and since and at - since < _LATE)


def takes_over(memory: Recollection, rival: Recollection, at: datetime) -> bool:
    """Whether a text that may be the change of its rival is shown long enough, and the rival no longer."""
    if not memory.rival_of or memory.turns >= _CERTAIN or memory.turn_since is None:
        return False
    return at - memory.turn_since >= SETTLED_AFTER and not came_back(memory, rival)


def _stated(text: Text) -> date | None:
    return stated_date(text.extraction.segments, text.signs.languages)
