"""From what was told to the entries of feeds: words and safe HTML. Knows no feed format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import nh3

from feeds import wording
from feeds.addresses import version_address
from feeds.clean import clean, clean_line
from feeds.downloads import evidence_address
from feeds.history import history_of, state_of
from feeds.marks import hunks_by_quote
from feeds.pages.environment import environment, web_address
from feeds.site import Site
from feeds.syndication.journal import Posting, PostingKind
from feeds.syndication.quotes import (
    Quoted,
    cut_words,
    findings_left_out,
    first_words,
    quotes_of_alert,
    quotes_of_change,
)
from feeds.visibility import Gap
from snapshots.records import Alert, Change, Release, Severity, Telling, TellingKind

LANGUAGE = "en"
"""What Policywatch itself speaks; quotes carry their own."""

_IN_SUMMARY = 160  # characters of each side of the first passage
_SAID = 560  # characters of what an alert says in sum; its page has all
_TAGS = {"p", "strong", "blockquote", "ins", "del", "a", "ul", "li"}
_ATTRIBUTES = {"a": {"href"}, "blockquote": {"lang"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    term: str
    scheme: str  # URI of the vocabulary
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLink:
    """A link beside the permanent one."""

    rel: str
    href: str  # absolute
    title: str
    type: str = ""


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
    links: tuple[EntryLink, ...] = ()

    @property
    def size(self) -> int:
        """Return about how many bytes the entry takes in a feed."""
        marked_up = len(self.html.encode()) + 3 * (self.html.count("<") + self.html.count(">"))
        return marked_up + len(self.summary.encode()) + 125 * (len(self.categories) + len(self.links)) + 520


def entry_of(posting: Posting, change_of: Callable[[int], Change], site: Site) -> Entry:
    """Return the entry in the state that a row of the journal gives it; `change_of` loads a change by its number."""
    match posting.kind:
        case PostingKind.ALERT | PostingKind.REVISION:
            return _alert_entry(posting, change_of, site)
        case PostingKind.NOTE:
            return _note_entry(posting, site)
        case PostingKind.LOW:
            return _low_entry(posting, change_of, site)
        case PostingKind.SIGHT:
            return _sight_entry(posting, site)
        case _:
            return _gap_entry(posting, site)


def _alert_entry(posting: Posting, change_of: Callable[[int], Change], site: Site) -> Entry:
    alert, telling, document = posting.alert, posting.telling, posting.document
    assert alert and telling  # noqa: S101 - the journal gives both to an alert's rows
    change = change_of(alert.change)
    name, link = clean_line(document.title), site.url(f"changes/{alert.change}/")
    quoted = quotes_of_alert(alert, hunks_by_quote(change))
    direction = wording.DIRECTIONS[alert.direction].lower()
    said = cut_words(clean(alert.summary).strip() or clean_line(alert.headline), _SAID)
    state = state_of(posting.notes)
    summary = " ".join(
        filter(
            None,
            (
                f"{state}." if state else "",
                f"{name}, {alert.severity.value}, {direction}: {said}",
                _words(quoted, said),
                _how_sure(telling),
                f"First seen {wording.moment(alert.captured_at)}.",
            ),
        )
    )
    html = _rendered(
        "entry.html", posting, site,
        summary=said, quoted=quoted, more_findings=findings_left_out(alert), history=history_of(telling, posting.notes),
        link=link, how_sure=_how_sure(telling), state=state, attempt=telling.attempt, head=posting.head,
        **_dates(posting, alert, change),
    )  # fmt: skip
    title = _headline(alert)
    return Entry(
        id=clean_line(alert.id),
        title=f"{state}: {title}" if state else title,
        link=link,
        published=_second(telling.at),
        updated=_second(posting.at),
        summary=summary,
        html=html,
        categories=_categories(posting, alert.severity, alert, site),
        links=(*_source_link(posting), _evidence_link(alert, site)),
    )


def _note_entry(posting: Posting, site: Site) -> Entry:
    """Return the correction or withdrawal of an alert as news of its own: who read the old entry reads this one."""
    alert, document, telling = posting.alert, posting.document, posting.notes[-1]
    assert alert  # noqa: S101 - a note is about an alert
    link = site.url(f"changes/{alert.change}/#history")
    word = "Withdrawal" if telling.kind is TellingKind.WITHDRAWAL else "Correction"
    headline = _headline(alert)
    told = posting.telling
    summary = (
        f"{word} of an alert on {clean_line(document.title)}"
        f"{f' of {wording.day(told.at)}' if told else ''}, “{headline}”. {clean(telling.note).strip()}"
    )
    html = _rendered(
        "entry_note.html", posting, site,
        word=word, headline=headline, note=telling.note, link=site.url(f"changes/{alert.change}/"), told=told,
        is_withdrawn=telling.kind is TellingKind.WITHDRAWAL,
    )  # fmt: skip
    return Entry(
        id=clean_line(telling.id),
        title=f"{word}: {headline}",
        link=link,
        published=_second(telling.at),
        updated=_second(telling.at),
        summary=summary,
        html=html,
        categories=(
            Category(term="correction", scheme=site.tag("kind"), label=word),
            *_categories(posting, alert.severity, alert, site),
        ),
        links=(
            EntryLink(
                rel="related",
                href=site.url(f"changes/{alert.change}/"),
                title="The alert it is about",
                type="text/html",
            ),
            *_source_link(posting),
        ),
    )


def _low_entry(posting: Posting, change_of: Callable[[int], Change], site: Site) -> Entry:
    line = posting.change
    assert line  # noqa: S101 - a change that is no alert has its line
    change = change_of(line.number)
    name, title = clean_line(posting.document.title), wording.change_title(line, None)
    quoted, link = quotes_of_change(change), site.url(f"changes/{line.number}/")
    said = f"{title}. Nothing in it was found to be of substance."
    html = _rendered(
        "entry.html", posting, site,
        summary=said, quoted=quoted, more_findings=0, history=(), link=link, how_sure="", state="",
        **_dates(posting, None, change),
    )  # fmt: skip
    return Entry(
        id=posting.entry_id,
        title=f"{name}: {title}",
        link=link,
        published=_second(posting.at),
        updated=_second(posting.at),
        summary=" ".join(
            filter(
                None,
                (f"{name}, low: {title}.", _words(quoted, ""), f"First seen {wording.moment(change.captured_at)}."),
            )
        ),
        html=html,
        categories=_categories(posting, change.severity, None, site),
        links=_source_link(posting),
    )


def _sight_entry(posting: Posting, site: Site) -> Entry:
    telling, name = posting.telling, clean_line(posting.document.title)
    assert telling  # noqa: S101 - the row is one of a telling
    is_back = telling.kind is TellingKind.SEEN_AGAIN
    title = f"Seen again: {name}" if is_back else f"Can no longer be seen: {name}"
    said = clean(telling.note).strip() or f"{title}."
    since = f" It had last been seen {wording.moment(telling.since)}." if telling.since else ""
    return _state_entry(posting, site, title, f"{name}: {said}{since}", "back" if is_back else "unseen")


def _gap_entry(posting: Posting, site: Site) -> Entry:
    gap, name = posting.gap, clean_line(posting.document.title)
    assert gap  # noqa: S101 - the row is one of a gap
    if posting.kind is PostingKind.GAP_END and gap.ended_by:
        lasted, attempts = (
            wording.lasted(gap.ended_by.captured_at - gap.since),
            wording.counted(gap.attempts, "attempt"),
        )
        summary = (
            f"{name}: seen in full again {wording.moment(gap.ended_by.captured_at)}, after {lasted} and {attempts}."
            " What changed meanwhile, if anything did, is told as a change."
        )
        return _state_entry(posting, site, f"Seen in full again: {name}", summary, "back")
    state = "Seen in part" if gap.is_partial else "Not seen"
    title = f"{state}: {name} ({gap.run[0].outcome.value})"
    return _state_entry(posting, site, title, _gap_words(gap, name, state), "in-part" if gap.is_partial else "not-seen")


def _gap_words(gap: Gap, name: str, state: str) -> str:
    """Return what is known when a gap begins, so that its going on changes no entry."""
    first = gap.run[0]
    detail = f" ({clean_line(first.detail)})" if first.detail else ""
    seen = (
        f"Last seen in full {wording.moment(gap.last_seen_at)}." if gap.last_seen_at else "It was never seen in full."
    )
    return (
        f"{name}: {state.lower()} since {wording.moment(gap.since)}: {first.outcome.value}{detail}. {seen}"
        " Until it is seen again, no alert does not mean no change; nothing says that it was taken down."
    )


def _state_entry(posting: Posting, site: Site, title: str, summary: str, state: str) -> Entry:
    document = posting.document
    link = site.url(f"d/{document.id}/" + (f"#gap-{posting.gap.run[0].attempt}" if posting.gap else ""))
    body = environment().from_string("<p>{{ summary }}</p><p><a href='{{ link }}'>All gaps of this document</a></p>")
    return Entry(
        id=clean_line(posting.entry_id),
        title=title,
        link=link,
        published=_second(posting.at),
        updated=_second(posting.at),
        summary=clean(summary),
        html=_safe(body.render(summary=summary, link=link)),
        categories=(
            Category(term=state, scheme=site.tag("status"), label=wording.capital(state.replace("-", " "))),
            _document_category(posting, site),
        ),
        links=_source_link(posting),
    )


def _words(quoted: tuple[Quoted, ...], said: str) -> str:
    """Return the gravest passage before and after, for readers that show the summary alone.

    What the summary quotes already isn't said twice.
    """
    pair = first_words(quoted, _IN_SUMMARY)
    if pair is None:
        return ""
    sides = []
    for name, words, missing in (("Before", pair[0], "not there"), ("After", pair[1], "no longer there")):
        if words is None:
            sides.append(f"{name}: {missing}.")
        elif clean(words) not in said:
            sides.append(f"{name}: “{clean(words).strip()}”.")
        else:
            sides.append(f"{name}: as quoted.")
    return " ".join(sides)


def _how_sure(telling: Telling) -> str:
    return {
        Release.STRAIGHT: "",
        Release.CONFIRMED: "A second capture shows it too.",
        Release.UNCONFIRMED: "Unconfirmed: no second capture has shown it yet.",
        Release.BY_PERSON: "A person looked at it before it was told.",
    }[telling.how]


def _dates(posting: Posting, alert: Alert | None, change: Change) -> dict[str, object]:
    """Return the dates that are kept apart: when it was announced, takes effect, was first seen and told."""
    return {
        "announced": posting.announced,
        "effective": alert.effective_date if alert else "",
        "first_seen": change.captured_at,
        "seen_before": change.previous_captured_at,
        "told_at": posting.telling.at if posting.telling else change.decided_at,
        "is_partial": change.partial,
    }


def _headline(alert: Alert) -> str:
    return clean_line(alert.headline) or "A change without a headline"


def _evidence_link(alert: Alert, site: Site) -> EntryLink:
    href = site.url(evidence_address(alert))
    return EntryLink(rel="related", href=href, title="Evidence: captures, hashes, chain", type="application/zip")


def _source_link(posting: Posting) -> tuple[EntryLink, ...]:
    source = web_address(posting.document.url)
    return (EntryLink(rel="via", href=source, title="The watched page"),) if source else ()


def _categories(posting: Posting, severity: Severity, alert: Alert | None, site: Site) -> tuple[Category, ...]:
    named = [Category(term=severity.value, scheme=site.tag("severity"), label=severity.value)]
    if alert:
        direction = wording.DIRECTIONS[alert.direction]
        named.append(Category(term=alert.direction.value, scheme=site.tag("direction"), label=direction))
        named += [Category(term=t, scheme=site.tag("topic"), label=wording.topic(t)) for t in alert.topics]
    return (*named, _document_category(posting, site))


def _document_category(posting: Posting, site: Site) -> Category:
    document = posting.document
    return Category(term=document.id, scheme=site.tag("document"), label=clean_line(document.title))


def _rendered(template: str, posting: Posting, site: Site, **named: object) -> str:
    document = posting.document
    html = (
        environment()
        .get_template(template)
        .render(
            alert=posting.alert,
            severity=posting.alert.severity if posting.alert else Severity.LOW,
            document=document,
            language=clean_line(document.language),
            source=web_address(document.url),
            copies=[site.url(version_address(version)) for version in posting.copies],
            evidence=site.url(evidence_address(posting.alert)) if posting.alert else "",
            site=site,
            **named,
        )
    )
    return _safe(html)


def _second(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _safe(html: str) -> str:
    """Return our own escaped HTML after an allow-list: a slip in a template must not reach a reader."""
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https"}, link_rel=None).strip()
