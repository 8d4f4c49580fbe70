"""The findings on names that took each other's place throughout a document. Finds no name itself."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from monitor.alerts.headline_sentences import say_in_any_case
from monitor.alerts.phrase_words import as_it_is
from monitor.alerts.plain_findings import note_of
from monitor.alerts.renamings import find_renamings, replaced_names
from monitor.reading.reader import Reader
from snapshots.records import Evidence, Finding, Hunk

_QUOTES = 3  # of a renaming


def find_renamed(hunks: Sequence[Hunk], reader: Reader) -> list[Finding]:
    """Return one low finding for each name that was replaced throughout: a new name can hide a narrower one."""
    found = []
    for one in find_renamings(hunks, reader):
        places = [h for h in hunks if (one.old, one.new) in set(replaced_names(h.spans, reader))]
        named = {"old": f"“{one.old}”", "new": f"“{one.new}”", "figure": str(one.places)}
        slots = {name: as_it_is(text) for name, text in named.items()}
        said = say_in_any_case(reader.pack.wording.case["renamed"].says[0], slots)
        quotes = (Evidence(op=h.kind, before_text=h.before, after_text=h.after, context=h.context) for h in places)
        found.append(note_of(said, "a name in the place of another throughout", islice(quotes, _QUOTES)))
    return found
