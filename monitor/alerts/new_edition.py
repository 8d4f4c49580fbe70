"""An edition that is newer than its sibling in another language: told as one, though no sentence can be compared."""

from __future__ import annotations

from datetime import date

from monitor.alerts.assessment import Assessment
from monitor.alerts.headline_sentences import say_in_any_case
from monitor.alerts.phrase_words import Said, as_it_is, language_name, on_day
from monitor.alerts.summaries import NEW_EDITION, tell_sentence
from monitor.extract.dates import effective_dates
from monitor.rules.pack import Pack
from snapshots.phrases import PartKind
from snapshots.records import Direction, Evidence, Extraction, Finding, HunkKind, Reason, Severity

RULE = "new_edition"


def assess_new_edition(shown: Extraction, *, stated: date, before: str, language: str, pack: Pack) -> Assessment:
    """Return what is told of a text that is dated `stated`, later than the last text in another language.

    `before` is that text's own date in ISO 8601, `language` the tag of the new text's language.
    """
    tongue = Said((language,), PartKind.TONGUE) if language_name(language) else as_it_is(f"“{language}”")
    slots = {"day": on_day(stated), "tongue": tongue, "old_day": on_day(date.fromisoformat(before))}
    headline = say_in_any_case(pack.wording.case["new_edition"].says[0], slots)
    summary = tell_sentence(NEW_EDITION, slots)
    quotes = tuple(
        Evidence(op=HunkKind.ADDED, before_text=None, after_text=segment.text, context=segment.context)
        for segment in shown.segments
        if stated in effective_dates(segment.text, pack.languages)
    )[:1]
    finding = Finding(
        headline=headline.english,
        phrase=headline.phrase,
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
        headline=headline.english,
        summary=summary.english,
        summary_phrases=(summary.phrase,),
        effective_date=stated.isoformat(),
        findings=(finding,),
    )
