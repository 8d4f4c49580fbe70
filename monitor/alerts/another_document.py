"""Another document in the place of the known one: told as that, for the two can't be compared. Weighs nothing.

Next to nothing of the known text is left, and both are headed as such texts are, the new one by a name that the known
one had not: a regional notice where the general policy stood. A rewrite keeps its name, or another plain one.
"""

from __future__ import annotations

import re

from monitor.alerts.headline_sentences import say_in_any_case
from monitor.alerts.phrase_words import as_it_is
from monitor.alerts.plain_findings import note_of
from monitor.alerts.situation import Situation
from monitor.decide.half_page import is_rewritten
from monitor.decide.plausible import MIN_TEXT
from monitor.decide.prose import prose_of
from monitor.extract.text import fold, shorten
from monitor.reading.reader import Reader
from snapshots.records import Evidence, Extraction, Finding, HunkKind, SegmentKind

_WHOLE = 5 * MIN_TEXT  # weight of the prose of either text: less may be a notice of the same document
_NAME = 2  # words that a heading has of its own: a single one may be a new title of the same text
_QUOTED = 30  # characters of a heading in a headline
_WORD = re.compile(r"[^\W\d_]{3,}")


def find_other_document(situation: Situation, reader: Reader) -> Finding | None:
    """Return that another document is served at the address, None where the text is the known one's successor."""
    before, now = situation.before, situation.now
    old, new = _heading_of(before), _heading_of(now)
    if old == new or not all(reader.pack.signs.has("notice", heading) for heading in (old, new)):
        return None
    own = _names_in(new, reader) - _names_in(f"{old} {before.title} {situation.service}", reader)
    if (
        len(own) < _NAME
        or min(prose_of(side).weight for side in (before, now)) < _WHOLE
        or not is_rewritten(before, now)
    ):
        return None
    slots = {"new": as_it_is(f"“{shorten(new, _QUOTED)}”"), "old": as_it_is(f"“{shorten(old, _QUOTED)}”")}
    said = say_in_any_case(reader.pack.wording.case["another_document"].says[0], slots)
    why = "next to nothing of the known text is left, under another name: nothing to compare"
    return note_of(said, why, [Evidence(op=HunkKind.EDITED, before_text=old, after_text=new, context=())])


def _heading_of(extraction: Extraction) -> str:
    """Return the heading over a text, its title where it has none."""
    return next((s.text for s in extraction.segments if s.kind is SegmentKind.HEADING), extraction.title)


def _names_in(heading: str, reader: Reader) -> frozenset[str]:
    """Return the words of a heading that name it: not "policy", "terms", "updated" or "how we use data"."""
    grammar = reader.grammar
    plain = set(grammar.common.words)
    for mention in reader.mentions(reader.words_of(heading)):
        if mention.concept.kind in ("acts", "data"):
            plain.update(word.text for word in reader.words_of(heading)[mention.start : mention.end])
    words = [
        w for w in _WORD.findall(fold(heading).lower()) if w not in plain and not reader.pack.signs.has("notice", w)
    ]
    return frozenset(w for w in words if w not in grammar.heading_terms and w not in grammar.heading_updates)
