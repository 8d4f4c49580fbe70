"""The one Jinja environment of pages and feed entries: all text is cleaned and escaped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from feeds import wording
from feeds.clean import clean, clean_line, cut_line, plain_line
from feeds.http.headers import PAGE_POLICY
from feeds.language.dates_numbers import month_words
from feeds.language.translation import spoken, translated
from feeds.templating.compiled_templates import CompiledTemplates
from feeds.templating.template_messages import TemplateMessages
from snapshots.records import Direction, Severity


def _finalize(value: object) -> object:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def web_address(url: str) -> str:
    """Return `url` if it is one that a link may lead to, "" for `javascript:` and its like."""
    address = clean_line(url)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc and " " not in address else ""


def time_tag(when: date | datetime) -> Markup:
    """Return a `time` element with the time in words, which doesn't break between day and month."""
    if isinstance(when, datetime):
        machine, words = wording.stamp(when), wording.moment(when)
    else:
        machine, words = when.isoformat(), wording.day(when)
    words = words.replace(" UTC", "\u00a0UTC").replace(" ", "\u00a0", 1)
    return Markup(f'<time datetime="{machine}">{escape(words)}</time>')  # noqa: S704 - digits and our own words


def day_tag(when: datetime) -> Markup:
    """Return a `time` element of the day alone."""
    return time_tag(when.date())


def path_of(context: Sequence[str]) -> str:
    """Return where a passage stands, outermost heading first, in one line."""
    return " › ".join(line for line in map(plain_line, context) if line)


def in_words(words: str, /, **filled: object) -> Markup:
    """Return a message of a template in the language that is being spoken, with what is filled into it.

    `tag_1` is the element that stands in it as `<1>...</1>`: its start and its end.
    """
    message = translated(words)
    for name, value in filled.items():
        if name.startswith("tag_") and isinstance(value, list):
            number = name.removeprefix("tag_")
            message = message.replace(f"<{number}>", f"{{{name}[0]}}").replace(f"</{number}>", value[1])
    plain = {n: escape(_finalize(v)) if not isinstance(v, list) else [*map(escape, v)] for n, v in filled.items()}
    return Markup(message.format(**plain))  # noqa: S704 - a template's own words; what is filled in is escaped


LENGTHY = 400
"""Passages of a page, in any form of it; more of them are laid out part by part."""


def space_before_signs() -> str:
    """Return what stands before a colon or a semicolon in the language that is being spoken."""
    return "\u00a0" if spoken() == "fr" else ""


_FILTERS: Mapping[str, Callable[..., Any]] = {
    "line": clean_line,
    "short_title": lambda words: cut_line(words, wording.LONGEST_TITLE),
    "web": web_address,
    "time": time_tag,
    "day": day_tag,
    "month": month_words,
    "finding_headline": wording.finding_headline,
    "headline": wording.headline,
    "reason": wording.reason,
    "reasons": wording.reasons,
    "iso_day": lambda moment: f"{moment:%Y-%m-%d}",
    "stamp": wording.stamp,
    "moment": wording.moment,
    "stated": wording.stated_day,
    "path": path_of,
    "plainday": wording.day,
    "topic": wording.topic,
    "channel": wording.channel,
    "region": wording.region,
    "language": wording.language,
    "topics": wording.topics,
    "cap": wording.capital,
    "within": wording.within,
    "duration": wording.duration,
    "signed": lambda number: f"{number:+,}".replace("-", "−"),
    "grouped": wording.grouped,
    "word": wording.word,
}
_GLOBALS: Mapping[str, Any] = {
    "count_of": wording.count_of,
    "in_words": in_words,
    "_": translated,
    "spoken": spoken,
    "space_before_signs": space_before_signs,
    "lengthy": LENGTHY,
    "is_english": wording.is_english,
    "are_reasons_english": wording.are_reasons_english,
    "policy": PAGE_POLICY,
    "directions": wording.DIRECTIONS,
    "kinds": wording.KINDS,
    "severities": tuple(Severity),
    "Direction": Direction,
}


@cache
def environment() -> Environment:
    """Return the environment, made once."""
    made = Environment(
        loader=PackageLoader("feeds.templating"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
        extensions=[TemplateMessages],
        bytecode_cache=CompiledTemplates.of_this_user(),
    )
    made.filters.update(_FILTERS)
    made.globals.update(_GLOBALS)
    return made
