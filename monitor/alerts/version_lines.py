"""The lines in which a text speaks of its own version, quoted beneath what changed. Tells no finding by itself.

That a policy is dated otherwise, or says that it was updated, is no news alone; beside a change it is what a reader
cites: under which date, and by which words, the company put it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.alerts.headlines import evidence_of
from monitor.extract.dates import announced_dates, effective_dates, is_last_touched, spoken_dates
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from snapshots.records import Finding, Hunk, HunkKind, Severity

_LINES = 5  # of one alert
_LONGEST = 300  # characters; what is longer says more than which version it is
_MOST_HUNKS = 1000  # of a change that is looked through


def with_version_lines(findings: Sequence[Finding], hunks: Sequence[Hunk], reader: Reader) -> list[Finding]:
    """Return the findings, with the version lines that none of them quotes at that on the date, or at the first."""
    if not findings:
        return []
    told = {(quote.before_text, quote.after_text) for finding in findings for quote in finding.evidence}
    lines = [h for h in hunks[:_MOST_HUNKS] if (h.before, h.after) not in told and _is_version_line(h, reader)]
    dated = next((n for n, finding in enumerate(findings) if "effective_date" in finding.topics), 0)
    own = findings[dated]
    quoted = (*own.evidence, *(evidence_of(line, severity=Severity.LOW) for line in lines[:_LINES]))
    return [*findings[:dated], replace(own, evidence=quoted), *findings[dated + 1 :]]


def _is_version_line(hunk: Hunk, reader: Reader) -> bool:
    if hunk.kind is HunkKind.LINK_MOVED:
        return False
    return any(
        text and len(text) <= _LONGEST and _speaks_of_version(text, reader) for text in (hunk.after, hunk.before)
    )


def _speaks_of_version(text: str, reader: Reader) -> bool:
    languages = reader.pack.languages
    if effective_dates(text, languages) or announced_dates(text, languages):
        return True
    if is_last_touched(text, languages) and spoken_dates(text, languages):
        return True
    return reader.is_language_known and "announcement" in read_sentence(text, reader).flags
