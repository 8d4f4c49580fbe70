"""A text that the document had before comes back: a flicker, a reversal, or the end of what was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.decide.candidate import Candidate
from monitor.decide.decision import NewVersion, Returned
from monitor.decide.digests import links_digest, text_digest
from monitor.decide.remembering import remember, settle
from monitor.diff import compare
from monitor.memory.recollection import Recollection
from monitor.memory.variant import Variant
from snapshots.records import Extraction

STOOD_FOR = timedelta(days=28)
"""How long a text must have stood for taking it back to be told as a reversal rather than counted as a flicker."""

_TURNS_FOR = timedelta(days=60)
_MOST_ENDS = 2  # told of one text in that time: what goes on coming and going is two texts, and no news


def decide_return(memory: Recollection, base: Extraction, shown: Candidate, variant: Variant) -> Returned | NewVersion:
    digest = text_digest(shown.extraction.segments)
    version = memory.states[digest]
    stood = memory.since is not None and shown.captured_at - memory.since >= STOOD_FOR
    if stood and version != memory.version and memory.missing_since is None and not shown.replacement:
        hunks = compare(base, shown.extraction).hunks
        remembered = remember(memory, shown.extraction, shown, variant)
        return NewVersion(extraction=shown.extraction, hunks=hunks, memory=remembered, is_reversal=True)
    lately = [at for at in memory.ends if shown.captured_at - at < _TURNS_FOR]
    is_end = version != memory.version == memory.told and not shown.replacement and len(lately) < _MOST_ENDS
    settled = replace(
        settle(memory),
        taken_back=memory.told if is_end else 0,
        taken_back_attempt=shown.attempt if is_end else 0,
        version=version,
        since=memory.since if version == memory.version else shown.captured_at,
        text_sha256=digest,
        links_sha256=links_digest(shown.extraction),
        served=variant,
    )
    return Returned(memory=settled, variant=variant)


def decide_end(memory: Recollection, told: Extraction, shown: Candidate) -> NewVersion:
    """Return that what was told is taken back: a second look shows the earlier text that the first one came back to.

    `told` is the text that was told. Texts that go on taking turns are told as long as nobody knows that they do.
    """
    lately = [at for at in memory.ends if shown.captured_at - at < _TURNS_FOR]
    remembered = remember(memory, shown.extraction, shown, memory.served)
    return NewVersion(
        extraction=shown.extraction,
        hunks=compare(told, shown.extraction).hunks,
        memory=replace(remembered, ends=(*lately, shown.captured_at)),
        is_reversal=True,
        is_end=True,
        first_attempt=memory.taken_back_attempt,
    )
