"""The words of an alert: every statement quotes the text it rests on. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from monitor.alerts.news import News, Sign
from monitor.rules import Pack
from snapshots.records import Evidence, Finding, Hunk

if TYPE_CHECKING:
    from monitor.alerts.judgement import Weighed

_QUOTE = 160  # characters of a quote in a headline
_AROUND = 60  # characters shown before the words that changed


def evidence_of(hunk: Hunk) -> Evidence:
    """Return the verbatim quote of a hunk with where it stands."""
    return Evidence(op=hunk.kind.value, before_text=hunk.before, after_text=hunk.after, context=hunk.context)


def headline_of(weighed: Weighed, passages: int, pack: Pack) -> str:
    """Return one sentence that says what happened to the text, never what is or isn't done."""
    news = _told(weighed.passage.news)
    subject = pack.topic(weighed.topics[0]).label if weighed.topics else "the text"
    told = [rule for rule in weighed.rules if rule in pack.rules]
    leading = max(told, key=lambda name: pack.rules[name].points, default="unexplained")
    saying = _whole(news) or pack.rules[leading].saying(weighed.direction)
    more = f" (and {passages - 1} more like it)" if passages > 1 else ""
    return f"{subject[:1].upper()}{subject[1:]}: {saying}, “{_quote(news)}”{more}"


def _told(run: Sequence[News]) -> News:
    """Return what a headline quotes of a passage: an edited sentence before a new one, the longest first."""
    return max(run, key=lambda n: (n.sign is Sign.REWORDED, n.sign is Sign.NEW_PASSAGE, len(n.added or n.removed)))


def _whole(news: News) -> str:
    match news.sign:
        case Sign.NEW_PASSAGE:
            return "a new passage says"
        case Sign.JOINS:
            return "now listed" + _place(news)
        case Sign.LEAVES:
            return "no longer listed" + _place(news)
        case Sign.GONE:
            return "no longer mentioned"
        case Sign.REWORDED | Sign.KNOWN:
            return ""


def _place(news: News) -> str:
    return f" under “{shorten(news.hunk.context[-1], 60)}”" if news.hunk.context else ""


def _quote(news: News) -> str:
    """Return the passage, from a little before the first words that changed."""
    text = news.text
    spans = [span for span in news.hunk.spans if span.op != "-"]
    if news.sign is not Sign.REWORDED or len(text) <= _QUOTE or not spans:
        return shorten(text, _QUOTE)
    start = len(spans[0].text) if spans[0].op == "=" else 0
    if start <= _AROUND:
        return shorten(text, _QUOTE)
    cut = text.rfind(" ", 0, start - _AROUND) + 1
    return f"… {shorten(text[cut:], _QUOTE)}"


def overall_headline(findings: Sequence[Finding]) -> str:
    """Return the gravest finding's headline, and how many more there are."""
    more = len(findings) - 1
    return findings[0].headline + (f" – and {more} more" if more else "")


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
