"""What a document remembers once a capture was seen: its text, what is missing of it, what stands in its place."""

from __future__ import annotations

from dataclasses import replace

from monitor.decide.candidate import Candidate
from monitor.decide.digests import links_digest, seen_keys, text_digest
from monitor.extract.dates import stated_date
from monitor.extract.language import language_of
from monitor.memory.recollection import Recollection
from monitor.memory.variant import Variant
from snapshots.records import Extraction

_MOST_RIVALS = 20


def remember(memory: Recollection, effective: Extraction, shown: Candidate, served: Variant) -> Recollection:
    number = memory.newest + 1
    digest = text_digest(effective.segments)
    stated = stated_date(effective.segments, shown.signs.languages)
    return replace(
        settle(memory).with_seen(seen_keys(shown.extraction)),
        version=number,
        newest=number,
        since=shown.captured_at,
        taken_back=0,
        taken_back_attempt=0,
        text_sha256=digest,
        links_sha256=links_digest(effective),
        extractor=effective.extractor,
        language=memory.language or language_of(effective, shown.signs.languages),
        served=served,
        states={**memory.states, digest: number},
        stated=max(memory.stated, stated.isoformat() if stated else ""),
    )


def settle(memory: Recollection) -> Recollection:
    """Return the memory once the text itself was shown: another region's text that gave way takes turns with it."""
    rival = memory.replacement
    if rival.startswith(("region ", "seat ")) and rival not in memory.rivals:
        memory = replace(memory, rivals=(*memory.rivals, rival)[-_MOST_RIVALS:])
    return forget_replacement(forget_missing(memory))


def note_replacement(memory: Recollection, shown: Candidate, replacement: str) -> Recollection:
    """Return the memory of what is served in the document's place, and since when; a wall in between ends nothing."""
    if not replacement or memory.replacement == replacement:
        return memory
    return replace(
        memory,
        replacement=replacement,
        replacement_since=shown.captured_at,
        replacement_attempt=shown.attempt,
        replacement_sha256=text_digest(shown.extraction.segments),
    )


def forget_replacement(memory: Recollection) -> Recollection:
    return replace(memory, replacement="", replacement_since=None, replacement_attempt=0, replacement_sha256="")


def forget_missing(memory: Recollection) -> Recollection:
    return replace(
        memory,
        missing_since=None,
        missing_names=frozenset(),
        missing_attempt=0,
        missing_sha256="",
        absent={},
        open_alert="",
    )
