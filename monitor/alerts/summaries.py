"""The summary of an alert: whom it concerns, since when, the words it rests on, and what else changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from monitor.alerts.headline_parts import day_in_words
from monitor.alerts.headline_quotes import plain
from monitor.alerts.headline_sentences import language_name, listed
from monitor.extract.text import shorten
from monitor.rules.pack import Pack
from snapshots.records import Evidence, Finding

_QUOTE = 240  # characters of the passage that a headline rests on
_AROUND = 60  # characters shown before the words that changed
_FURTHER = 3  # findings told beside the first
_ABOUT = 6  # topics named
_STOPS = (".", "!", "?")
_NAMED = frozenset(["product_scope"])  # topics of which a reader asks: which?
_NAME = re.compile(r"“[^”]{1,24}”")
_UNTOLD = frozenset(["effective_date", "other"])  # what says nothing of what a change is about


def summary_of(
    findings: Sequence[Finding],
    pack: Pack,
    *,
    people: Sequence[str] = (),
    language: str = "en",
    stated: date | None,
    seen_on: date,
    opened: int = 0,
    is_partial: bool = False,
    is_reversal: bool = False,
    is_held: bool = False,
) -> str:
    """Return a summary that stands alone, for readers that show nothing else.

    `people` are whom the first finding is about; `stated` is the date that the text gives, `seen_on` the day of
    the capture, `opened` the number of passages that no earlier capture showed and that may have stood there all along.
    """
    sentences = [] if not is_reversal else ["An earlier text is back after the one between had stood for weeks."]
    sentences.append(_first_sentence(findings, pack, people, _spread(findings), language, stated, seen_on))
    sentences += _further(findings[1:])
    if opened:
        sentences.append(
            f"The capture also shows {opened} passages that no earlier one showed, all over the page: sections of it"
            " stand open now. They are not counted as new."
        )
    if is_partial:
        sentences.append("The capture shows only part of the page; what is missing in it is not counted as removed.")
    if is_held:
        sentences.append(
            "Fewer rows of the text than before could be read with their legal basis and people, so what this says of"
            " purposes and people is held back: look at the change itself."
        )
    return " ".join(sentences)


def _spread(findings: Sequence[Finding]) -> list[str]:
    """Return the topics of all findings, a first one of each, then a second: all that is told, not one thing."""
    left = [[topic for topic in finding.topics if topic not in _UNTOLD] for finding in findings]
    named: dict[str, None] = {}
    while any(left):
        for topics in left:
            fresh = next((topic for topic in topics if topic not in named), None)
            topics[:] = topics[topics.index(fresh) + 1 :] if fresh else []
            if fresh:
                named[fresh] = None
    return list(named)


def _label(topic: str, findings: Sequence[Finding], pack: Pack) -> str:
    """Return what a topic is called, with the name of a product that came or went."""
    label = pack.topic(topic).label
    if topic not in _NAMED:
        return label
    about = (finding.headline for finding in findings[1:] if finding.topics[:1] == (topic,))
    named = next((found[0] for headline in about if (found := _NAME.search(headline))), "")
    return f"{label} ({named})" if named else label


def _first_sentence(
    findings: Sequence[Finding],
    pack: Pack,
    people: Sequence[str],
    topics: Sequence[str],
    language: str,
    stated: date | None,
    seen_on: date,
) -> str:
    labels = [
        _label(name, findings, pack) for name in topics if ("topic", name) in pack.concepts and name != "effective_date"
    ]
    whom = f"for {listed(list(people), 3)}" if people else ""
    what = f"on {listed(labels[:_ABOUT], _ABOUT)}" if labels else ""
    name = language_name(language)
    where = f"in the {name} text" if name and name != "English" else ""
    parts = [part for part in (what, whom, where) if part]
    if seen_on != date.max:
        parts.append(f"first seen on {day_in_words(seen_on)}")
        if stated:
            parts.append(f"{'to take effect on' if stated > seen_on else 'dated'} {day_in_words(stated)}")
    opening = ", ".join(parts)
    quote = _quote(findings[0].evidence[0]) if findings[0].evidence else ""
    said = f"{opening[:1].upper()}{opening[1:]}" if opening else "The text"
    return f"{said}: {quote}{_stop(quote)}" if quote else f"{said}."


def _stop(quote: str) -> str:
    """Return the full stop behind a quotation that has none of its own."""
    return "" if quote[-2:-1] in _STOPS and quote.endswith("”") else "."


def _quote(evidence: Evidence) -> str:
    """Return the passage before and after, from a little before the first words that differ."""
    before, after = (plain(text or "") for text in (evidence.before_text, evidence.after_text))
    if before and after and before != after:
        start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
        return f"“{_cut(after, start)}”, before “{_cut(before, start)}”"
    return f"“{_cut(after, 0)}”" if after else f"no longer “{_cut(before, 0)}”"


def _cut(text: str, start: int) -> str:
    if len(text) <= _QUOTE or start <= _AROUND:
        return shorten(text, _QUOTE)
    cut = text.rfind(" ", 0, start - _AROUND) + 1
    return f"… {shorten(text[cut:], _QUOTE)}"


def _further(findings: Sequence[Finding]) -> list[str]:
    told = [f"{finding.headline}." for finding in findings[:_FURTHER]]
    left = findings[_FURTHER:]
    if left:
        told.append(f"Beside these, {len(left)} smaller {'changes' if len(left) > 1 else 'change'}.")
    return told
