"""Two texts held against each other as if one had followed the other. Keeps nothing."""

from __future__ import annotations

from datetime import date

from monitor.alerts import Assessment, Situation, assess, labels_of
from monitor.claims.claim_changes import ClaimChange, claim_changes
from monitor.claims.document import claims_of
from monitor.diff import compare
from monitor.extract.dates import stated_date
from monitor.extract.extraction import extract
from monitor.extract.identity import keys_of
from monitor.reading.reader import Reader
from monitor.reading.spoken_language import resolve_language
from monitor.rules.pack import Pack
from monitor.rules.pack_files import default_pack
from snapshots.frozen_class import frozen
from snapshots.records import Extraction, Hunk


@frozen
class TextComparison:
    """What differs between two texts and what that means."""

    hunks: tuple[Hunk, ...]
    assessment: Assessment
    claim_changes: tuple[ClaimChange, ...] = ()


def compare_texts(
    before: Extraction, after: Extraction, *, language: str = "", kind: str = "", pack: Pack | None = None
) -> TextComparison:
    """Judge the step from one text to another, as of a document that was seen for the first time before it."""
    pack = pack or default_pack()
    reader = Reader(pack, language or resolve_language(after, pack, beside=(before,)))
    situation = situation_of(before, after, reader, kind=kind)
    return TextComparison(
        hunks=situation.hunks,
        assessment=assess(situation, pack),
        claim_changes=tuple(claim_changes(claims_of(before, reader), claims_of(after, reader), pack)),
    )


def situation_of(before: Extraction, after: Extraction, reader: Reader, *, kind: str = "") -> Situation:
    """Return the step from one text to another as it is to be judged."""
    stated = stated_date(before.segments, reader.pack.languages)
    return Situation(
        kind=kind or "privacy-policy",
        language=reader.language,
        hunks=compare(before, after).hunks,
        before=before,
        now=after,
        seen=keys_of(before.segments),
        stated=stated.isoformat() if stated else "",
        captured_on=date.max,
        labels=labels_of(before, after),
    )


def read_text(text: str) -> Extraction:
    """Return what a plain text says."""
    return extract(text, media_type="text/plain")
