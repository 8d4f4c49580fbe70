"""From changes, alerts and gaps to the entries of feeds: words and safe HTML. Knows no feed format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import nh3

from feeds import wording
from feeds.clean import clean, clean_line
from feeds.marks import Passage, hunks_by_quote, passage_of, passage_of_evidence
from feeds.pages.environment import environment, web_address
from feeds.site import Site
from feeds.visibility import Gap, Sight, sight_of
from snapshots.lines import line_of
from snapshots.records import Alert, Change, Document, Sighting

LANGUAGE = "en"
"""What Policywatch itself speaks; quotes carry their own."""

_MAX_QUOTES = 4  # of one finding; its page has all
_MAX_CHARACTERS = 2_000  # of one quote
_TAGS = {"p", "strong", "blockquote", "ins", "del", "a"}
_ATTRIBUTES = {"a": {"href"}, "blockquote": {"lang"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    term: str
    scheme: str  # URI of the vocabulary
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed; the same in every feed and format."""

    id: str
    title: str
    link: str  # permanent and absolute
    published: datetime
    updated: datetime
    summary: str  # plain text that stands alone
    html: str
    categories: tuple[Category, ...]
    source: str = ""  # address of the watched page, "" where it is none that a link may lead to


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quoted:
    headline: str
    passages: tuple[Passage, ...]
    more: int


def change_entry(change: Change, alert: Alert | None, document: Document, site: Site) -> Entry:
    """Return the entry of a change; an alert's has the alert's stored id."""
    link = site.url(f"changes/{change.number}/")
    summary = _summary(change, alert, document)
    title = _title(change, alert)
    body = (
        environment()
        .get_template("entry.html")
        .render(
            change=change,
            alert=alert,
            document=document,
            language=clean_line(document.language),
            summary=alert.summary if alert else f"{title}. Nothing in it was found to be of substance.",
            findings=_alert_quotes(change, alert) if alert else _change_quotes(change),
            link=link,
        )
    )
    return Entry(
        id=clean_line(alert.id) if alert else site.change_id(change.number),
        title=title if alert else f"{clean_line(document.title)}: {title}",
        link=link,
        published=change.decided_at.replace(microsecond=0),
        updated=change.decided_at.replace(microsecond=0),
        summary=summary,
        html=_safe(body),
        categories=_categories(change, alert, document, site),
        source=web_address(document.url),
    )


def status_entries(gap: Gap, document: Document, site: Site) -> tuple[Entry, ...]:
    """Return the entry of a gap and, once it has ended, that of its end; none for a flicker.

    What an entry says rests on the attempts up to it, so a gap that goes on changes no entry.
    """
    if not gap.told_by:
        return ()
    first, name = gap.run[0], clean_line(document.title)
    seen = (
        f"Last seen in full {wording.moment(gap.last_seen_at)}." if gap.last_seen_at else "It was never seen in full."
    )
    state = "Seen in part" if gap.is_partial else "Not seen"
    detail = f" ({clean_line(first.detail)})" if first.detail else ""
    begun = _status_entry(
        gap, document, site, gap.told_by, Sight.PART if gap.is_partial else Sight.NONE,
        f"{state}: {name} ({first.outcome.value})",
        f"{name}: {state.lower()} since {wording.moment(gap.since)}: {first.outcome.value}{detail}. {seen}"
        " Until it is seen again, no alert does not mean no change; nothing says that it was taken down.",
    )  # fmt: skip
    end = gap.ended_by
    if not end or sight_of(end.outcome) is not Sight.FULL:
        return (begun,)
    lasted, attempts = wording.lasted(end.captured_at - gap.since), wording.counted(gap.attempts, "attempt")
    back = _status_entry(
        gap, document, site, end, Sight.FULL,
        f"Seen in full again: {name}",
        f"{name}: seen in full again {wording.moment(end.captured_at)}, after {lasted} and {attempts}."
        " What changed meanwhile, if anything did, is told as a change.",
    )  # fmt: skip
    return begun, back


def _status_entry(
    gap: Gap, document: Document, site: Site, told_by: Sighting, sight: Sight, title: str, summary: str
) -> Entry:
    told_at = told_by.captured_at.replace(microsecond=0)
    link = site.url(f"d/{document.id}/#gap-{gap.run[0].attempt}")
    state = {Sight.NONE: "not-seen", Sight.PART: "in-part", Sight.FULL: "back"}[sight]
    body = environment().from_string("<p>{{ summary }}</p><p><a href='{{ link }}'>All gaps of this document</a></p>")
    return Entry(
        id=site.status_id(gap.run[0].attempt, state),
        title=title,
        link=link,
        published=told_at,
        updated=told_at,
        summary=clean(summary),
        html=_safe(body.render(summary=summary, link=link)),
        categories=(
            Category(term=state, scheme=site.tag("status"), label=sight.value),
            _document_category(document, site),
        ),
        source=web_address(document.url),
    )


def _summary(change: Change, alert: Alert | None, document: Document) -> str:
    name, seen = clean_line(document.title), wording.moment(change.captured_at)
    if not alert:
        return f"{name}, low: {_title(change, None)}. First seen {seen}."
    direction = wording.DIRECTIONS[alert.direction].lower()
    said = clean(alert.summary).strip() or clean_line(alert.headline)
    return f"{name}, {change.severity.value}, {direction}: {said} First seen {seen}."


def _title(change: Change, alert: Alert | None) -> str:
    return wording.change_title(line_of(change, ""), alert)


def _alert_quotes(change: Change, alert: Alert) -> list[_Quoted]:
    hunks = hunks_by_quote(change)
    told = [(clean_line(finding.headline), finding.evidence) for finding in alert.findings]
    return [
        _Quoted(
            headline=headline,
            passages=tuple(passage_of_evidence(quote, hunks, _MAX_CHARACTERS) for quote in evidence[:_MAX_QUOTES]),
            more=max(0, len(evidence) - _MAX_QUOTES),
        )
        for headline, evidence in told or [("", alert.evidence)]
    ]


def _change_quotes(change: Change) -> list[_Quoted]:
    telling = sorted(change.hunks, key=lambda hunk: (hunk.cosmetic, hunk.kind.value == "link moved"))
    shown = tuple(passage_of(hunk, _MAX_CHARACTERS) for hunk in telling[:_MAX_QUOTES])
    return [_Quoted(headline="", passages=shown, more=max(0, len(telling) - _MAX_QUOTES))]


def _categories(change: Change, alert: Alert | None, document: Document, site: Site) -> tuple[Category, ...]:
    severity = change.severity.value
    named = [Category(term=severity, scheme=site.tag("severity"), label=severity)]
    if alert:
        direction = wording.DIRECTIONS[alert.direction]
        named.append(Category(term=alert.direction.value, scheme=site.tag("direction"), label=direction))
        named += [Category(term=t, scheme=site.tag("topic"), label=wording.topic(t)) for t in alert.topics]
    return (*named, _document_category(document, site))


def _document_category(document: Document, site: Site) -> Category:
    return Category(term=document.id, scheme=site.tag("document"), label=clean_line(document.title))


def _safe(html: str) -> str:
    """Return our own escaped HTML after an allow-list: a slip in a template must not reach a reader."""
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https"}, link_rel=None).strip()
