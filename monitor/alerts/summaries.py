"""The summary of an alert: whom it concerns, since when, the words it rests on, and what else changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from monitor.alerts.headline_quotes import plain
from monitor.alerts.headline_sentences import Telling
from monitor.alerts.phrase_words import (
    UNSAID,
    Said,
    Slots,
    as_it_is,
    at_most,
    fill,
    language_name,
    on_day,
    phrase_of,
    words,
)
from monitor.extract.text import shorten
from monitor.rules.pack import Pack
from snapshots.phrases import PartKind, PhrasePart, ToldPhrase
from snapshots.records import Evidence, Finding

_QUOTE = 240  # characters of the passage that a headline rests on
_AROUND = 60  # characters shown before the words that changed
_FURTHER = 3  # findings told beside the first
_ABOUT = 6  # topics named
_STOPS = (".", "!", "?")
_NAMED = frozenset(["product_scope"])  # topics of which a reader asks: which?
_NAME = re.compile(r"“[^”]{1,24}”")
_UNTOLD = frozenset(["effective_date", "other"])  # what says nothing of what a change is about


NEW_EDITION = (
    "A new edition dated {day}, in {tongue}. The last text at this address, dated {old_day}, is in another language:"
    " what changed has to be read."
)
_REVERSAL = "An earlier text is back after the one between had stood for weeks."
_OPENED = (
    "The capture also shows {opened} passages that no earlier one showed, all over the page: sections of it"
    " stand open now. They are not counted as new."
)
_PARTIAL = "The capture shows only part of the page; what is missing in it is not counted as removed."
_HELD = (
    "Fewer rows of the text than before could be read with their legal basis and people, so what this says of"
    " purposes and people is held back: look at the change itself."
)
_LEFT_ONE, _LEFT = "Beside these, {left} smaller change.", "Beside these, {left} smaller changes."
_OF_TOPICS, _FOR_PEOPLE, _IN_TONGUE = "on {topics}", "for {people}", "in the {tongue} text"
_FIRST_SEEN, _TO_TAKE_EFFECT, _DATED = "first seen on {seen_on}", "to take effect on {stated}", "dated {stated}"
_THE_TEXT, _GONE, _BOTH = "The text", "no longer {before}", "{after}, before {before}"
SUMMARY_MESSAGES = (
    *(NEW_EDITION, _REVERSAL, _OPENED, _PARTIAL, _HELD, _LEFT_ONE, _LEFT, _OF_TOPICS, _FOR_PEOPLE, _IN_TONGUE),
    *(_FIRST_SEEN, _TO_TAKE_EFFECT, _DATED, _THE_TEXT, _GONE, _BOTH),
)
"""What a summary is made of, beside what headlines say."""


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
) -> tuple[str, tuple[ToldPhrase, ...]]:
    """Return a summary that stands alone, for readers that show nothing else, and its sentences in parts.

    `people` are whom the first finding is about; `stated` is the date that the text gives, `seen_on` the day of
    the capture, `opened` the number of passages that no earlier capture showed and that may have stood there all along.
    """
    told = [
        *([tell_sentence(_REVERSAL)] if is_reversal else []),
        _first_sentence(findings, pack, people, _spread(findings), language, stated, seen_on),
        *_further(findings[1:]),
        *([tell_sentence(_OPENED, {"opened": as_it_is(str(opened))})] if opened else []),
        *([tell_sentence(_PARTIAL)] if is_partial else []),
        *([tell_sentence(_HELD)] if is_held else []),
    ]
    return " ".join(one.english for one in told), tuple(one.phrase for one in told)


def tell_sentence(says: str, slots: Slots | None = None) -> Telling:
    """Return a sentence of a summary."""
    known = slots or {}
    said = fill(says, known)
    return Telling(english=f"{said[:1].upper()}{said[1:]}", phrase=phrase_of(says, says, known))


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


def _label(topic: str, findings: Sequence[Finding], pack: Pack) -> tuple[str, Slots]:
    """Return what a topic is called, with the name of a product that came or went."""
    label = pack.topic(topic).label
    if topic not in _NAMED:
        return label, {}
    about = (finding.headline for finding in findings[1:] if finding.topics[:1] == (topic,))
    named = next((found[0] for headline in about if (found := _NAME.search(headline))), "")
    return (f"{label} ({{product}})", {"product": as_it_is(named)}) if named else (label, {})


def _first_sentence(
    findings: Sequence[Finding],
    pack: Pack,
    people: Sequence[str],
    topics: Sequence[str],
    language: str,
    stated: date | None,
    seen_on: date,
) -> Telling:
    known = [name for name in topics if ("topic", name) in pack.concepts and name != "effective_date"]
    labels = [_label(name, findings, pack) for name in known]
    tongue = language_name(language)
    is_dated = seen_on != date.max
    slots = {
        "topics": words(*at_most([label for label, _ in labels[:_ABOUT]], _ABOUT)),
        "people": words(*at_most(people, 3)),
        "tongue": Said((language,), PartKind.TONGUE) if tongue and tongue != "English" else UNSAID,
        "seen_on": on_day(seen_on) if is_dated else UNSAID,
        "stated": on_day(stated) if stated and is_dated else UNSAID,
    }
    slots |= {name: said for _, inside in labels for name, said in inside.items()}
    dated = _TO_TAKE_EFFECT if stated and stated > seen_on else _DATED
    parts = {"topics": _OF_TOPICS, "people": _FOR_PEOPLE, "tongue": _IN_TONGUE, "seen_on": _FIRST_SEEN, "stated": dated}
    told = {f"of_{name}": words(message) for name, message in parts.items() if slots[name]}
    told = told or {"of_text": words(_THE_TEXT)}
    says = ", ".join(f"{{{name}}}" for name in told)
    quote, stop = _quote(findings[0].evidence[0]) if findings[0].evidence else ({}, ".")
    return tell_sentence(f"{says}: {{quote}}{stop}" if quote else f"{says}.", {**slots, **told, **quote})


def _stop(quote: str) -> str:
    """Return the full stop behind a quotation that has none of its own."""
    return "" if quote[-2:-1] in _STOPS and quote.endswith("”") else "."


def _quote(evidence: Evidence) -> tuple[Slots, str]:
    """Return the passage before and after, from a little before the first words that differ, and its full stop."""
    before, after = (plain(text or "") for text in (evidence.before_text, evidence.after_text))
    start = 0
    if before and after and before != after:
        start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
        message = _BOTH
    else:
        message = "{after}" if after else _GONE
    sides = {"before": f"“{_cut(before, start)}”", "after": f"“{_cut(after, start)}”"}
    last = sides["after" if message == "{after}" else "before"]
    return {"quote": words(message), **{name: as_it_is(said) for name, said in sides.items()}}, _stop(last)


def _cut(text: str, start: int) -> str:
    if len(text) <= _QUOTE or start <= _AROUND:
        return shorten(text, _QUOTE)
    cut = text.rfind(" ", 0, start - _AROUND) + 1
    return f"… {shorten(text[cut:], _QUOTE)}"


def _further(findings: Sequence[Finding]) -> list[Telling]:
    told = [
        Telling(english=f"{finding.headline}.", phrase=_finding(number))
        for number, finding in enumerate(findings[:_FURTHER], start=2)
    ]
    left = len(findings[_FURTHER:])
    if left:
        told.append(tell_sentence(_LEFT_ONE if left == 1 else _LEFT, {"left": as_it_is(str(left))}))
    return told


def _finding(number: int) -> ToldPhrase:
    part = PhrasePart(name="finding", said=(str(number),), kind=PartKind.FINDING)
    return ToldPhrase(says="{finding}.", parts=(part,))
