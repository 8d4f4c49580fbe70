"""The words of an alert: every statement quotes the text it rests on. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.alerts.news import News, Sign
from snapshots.records import Evidence, Finding, Hunk

_QUOTE = 140  # characters of a quote in a headline


def evidence_of(hunk: Hunk) -> Evidence:
    """Return the verbatim quote of a hunk with where it stands."""
    return Evidence(op=hunk.kind.value, before_text=hunk.before, after_text=hunk.after, context=hunk.context)


def headline_of(news: News, label: str) -> str:
    """Return one sentence that says what happened to the text, never what is or isn't done."""
    place = f" under “{shorten(news.hunk.context[-1], 60)}”" if news.hunk.context else ""
    quote = f"“{shorten(news.text, _QUOTE)}”"
    match news.sign:
        case Sign.NEW_PASSAGE:
            return f"New passage on {label}{place}: {quote}"
        case Sign.JOINS:
            return f"Now listed{place} ({label}): {quote}"
        case Sign.LEAVES:
            return f"No longer listed{place} ({label}): {quote}"
        case Sign.GONE:
            return f"No longer mentioned{place} ({label}): {quote}"
        case Sign.REWORDED:
            return f"Reworded on {label}: {_edit(news)}"


def overall_headline(findings: Sequence[Finding]) -> str:
    """Return the gravest finding's headline, and how many more there are."""
    more = len(findings) - 1
    return findings[0].headline + (f" (and {more} more)" if more else "")


def summary_of(findings: Sequence[Finding], *, is_partial: bool, is_reversal: bool) -> str:
    """Return a summary that stands alone, for readers that show nothing else."""
    sentences = []
    if is_reversal:
        sentences.append("An earlier text is back after the one between had stood for weeks.")
    sentences.extend(f"{finding.headline.rstrip('.')}." for finding in findings)
    if is_partial:
        sentences.append("The capture shows only part of the page; what is missing in it is not counted as removed.")
    return " ".join(sentences)


def shorten(text: str, length: int) -> str:
    """Return `text` cut at a word, with an ellipsis where it was cut."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _edit(news: News) -> str:
    if news.removed and news.added:
        return f"“{shorten(news.removed, 70)}” became “{shorten(news.added, 70)}” in “{shorten(news.text, 90)}”"
    if news.added:
        return f"“{shorten(news.added, 80)}” was added in “{shorten(news.text, 90)}”"
    return f"“{shorten(news.removed, 80)}” is gone from “{shorten(news.hunk.before or '', 90)}”"
