"""An edition that is newer than its sibling in another language: told as one, though no sentence can be compared."""

from __future__ import annotations

from datetime import date

from monitor.alerts.assessment import Assessment
from monitor.extract.dates import effective_dates
from monitor.rules.pack import Pack
from snapshots.records import Direction, Evidence, Extraction, Finding, HunkKind, Reason, Severity

RULE = "new_edition"


def assess_new_edition(shown: Extraction, *, stated: date, before: str, language: str, pack: Pack) -> Assessment:
    """Return what is told of a text that is dated `stated`, later than the last text in another language.

    `before` is that text's own date in ISO 8601, `language` the name of the new text's language.
    """
    words = f"A new edition dated {_day(stated)}, in {language}"
    headline = f"{words}; it can't be compared sentence by sentence"
    quotes = tuple(
        Evidence(op=HunkKind.ADDED, before_text=None, after_text=segment.text, context=segment.context)
        for segment in shown.segments
        if stated in effective_dates(segment.text, pack.languages)
    )[:1]
    finding = Finding(
        headline=headline,
        severity=Severity.MEDIUM,
        direction=Direction.NEUTRAL,
        topics=("effective_date",),
        rules=(RULE,),
        severity_reasons=(Reason("a later edition in another language, which nothing can be compared with"),),
        evidence=quotes,
    )
    return Assessment(
        severity=finding.severity,
        direction=finding.direction,
        topics=finding.topics,
        headline=headline,
        summary=f"{words}. The last text at this address, dated {_day(date.fromisoformat(before))}, is in another"
        " language: what changed has to be read.",
        effective_date=stated.isoformat(),
        findings=(finding,),
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
