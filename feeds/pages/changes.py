"""The page of each change, alerting or not: what a journalist checks before printing. Bounded whatever its size."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from markupsafe import Markup

from feeds import wording
from feeds.addresses import anchor_of, change_address, comparison_address, version_address
from feeds.annotations import ANNOTATION, NotedAlert
from feeds.clean import clean_line
from feeds.downloads.alert_picture import alternative
from feeds.downloads.citation_formats import FORMATS
from feeds.downloads.citations import cite_alert
from feeds.downloads.download_files import evidence_address, picture_address, received_address
from feeds.edition.edition import Edition
from feeds.edition.feed_topics import Channel
from feeds.edition.file import File, key_of
from feeds.edition.stories import Retelling, StoryPlace
from feeds.edition.survey import Survey, Watched
from feeds.language.translation import _
from feeds.marks import MarkedPassage, hunks_by_quote, passage_of_evidence, quote_of
from feeds.own_words import own_sentences, places_in_words
from feeds.pages import views
from feeds.pages.texts import Paragraph, around
from feeds.pages.versions import citation_links
from feeds.published_alerts import corrections_of, standing_notes
from feeds.site import Site
from feeds.templating.jinja_environment import web_address
from feeds.templating.page_frame import render_page
from snapshots.frozen_class import frozen
from snapshots.lines import tally
from snapshots.records import (
    Alert,
    Attempt,
    Change,
    ChangeLine,
    Document,
    Finding,
    Hunk,
    HunkKind,
    Notice,
    NoticeKind,
    Version,
)
from snapshots.witnesses import Witnessed

_ROOM = 10_000  # characters of quotes on one page; what doesn't fit stands in the comparison
_MAX_QUOTES = 6  # of one finding
_MAX_QUOTE = 1_500  # characters of a side
_MAX_KEPT = 240  # of a run of words that stayed, in a quote
_MAX_LOW = 12  # passages of a change that is no alert


@frozen
class ChangeSide:
    """The capture that one side of a change rests on."""

    version: Version
    attempt: Attempt
    address: str
    received: str

    @property
    def final_url(self) -> str:
        return web_address(self.attempt.exchange.final_url)


@frozen
class PlacedQuote:
    """A passage as it is quoted, and where it stands in one of the two texts."""

    passage: MarkedPassage
    place: str  # address of the paragraph, "" where the quote is no paragraph of its own


@frozen
class FindingView:
    """A finding with its quotes and its sum."""

    record: Finding
    quotes: tuple[PlacedQuote, ...]
    more: int
    total: int | None  # None unless every reason has points


@frozen
class Context:
    """The paragraph of the gravest quote, with those beside it."""

    before: Paragraph | None
    itself: Paragraph
    after: Paragraph | None
    place: str
    version: Version


@frozen
class Surroundings:
    """What stands around a change on its page: two versions, its alert and what was said since, alerts beside it."""

    before: Version
    after: Version
    lacked_at: datetime | None  # when the version before was last seen in full
    witnesses: Sequence[Witnessed]
    alert: Alert | None
    history: Sequence[Notice]
    first_half: Alert | None  # the alert that told of half the page, which this one follows
    sequel: Alert | None
    announced: Alert | None  # an earlier alert on the day that this one names
    places: Sequence[StoryPlace]  # further documents in which the same change came
    told_first: Alert | None  # of a further place: the alert of another document that told it first
    again: Retelling | None  # likewise: what of it was told there, and what is its own

    @property
    def linked(self) -> list[int]:
        """Return the numbers of the changes that the page leads to."""
        alerts = [other.change if other else 0 for other in (self.first_half, self.sequel, self.told_first)]
        return alerts + [place.change for place in self.places]


def change_pages(edition: Edition) -> Iterator[File]:
    """Yield the page of each change."""
    named = _by_named_day(edition.survey)
    for watched in edition.named:
        for change in watched.changes:
            yield _change_page(edition, watched, change, edition.channel_of(watched.document.id), named)


def _change_page(edition: Edition, watched: Watched, line: ChangeLine, channel: Channel, named: _Named) -> File:
    around = _surroundings(edition.survey, watched, line, named)
    key = key_of(
        line,
        edition.survey.alert_digests.get(line.number, ""),
        watched.document,
        [around.before, around.after],
        around.lacked_at,
        around.linked,
        around.announced.change if around.announced else 0,
        list(around.history),
        channel.title,
        *around.witnesses,
    )
    render = partial(_render, edition, watched.document, line, channel, around)
    return File(path=f"{change_address(line.number)}index.html", key=key, render=render)


def _surroundings(survey: Survey, watched: Watched, line: ChangeLine, named: _Named) -> Surroundings:
    alert = survey.alerts.get(line.number)
    return Surroundings(
        before=watched.versions[line.from_version - 1],
        after=watched.versions[line.to_version - 1],
        lacked_at=views.last_seen_without(watched, line),
        witnesses=survey.witnessed.get((line.document_id, line.to_version), ()),
        alert=alert,
        history=survey.notices_of(alert) if alert else (),
        first_half=survey.by_alert_id.get(alert.follows) if alert and alert.follows else None,
        sequel=survey.sequels.get(alert.id) if alert else None,
        announced=_first_announcement(named, alert) if alert else None,
        places=survey.places.get(alert.id, ()) if alert else (),
        told_first=survey.first_of(alert) if alert else None,
        again=survey.stories.get(alert.id) if alert else None,
    )


def _render(edition: Edition, document: Document, line: ChangeLine, channel: Channel, around: Surroundings) -> bytes:
    archive, site, alert = edition.archive, edition.site, around.alert
    change = archive.change(line.number)
    before, after = (_side(version, archive.attempt(version.attempt)) for version in (around.before, around.after))
    findings = _finding_views(alert, change, before, after) if alert else ()
    title = views.title_of(edition.survey, line)
    said = wording.standfirst(alert) if alert else _("A low change of {document}.").format(document=document.title)
    return render_page(
        "change.html", change_address(line.number), site, channel, menu="changes", is_menu_page=False, seeing=None,
        said=said, description=said[:200], change=change, alert=alert, document=document, title=title,
        before=before, after=after, lacked_at=around.lacked_at, first_half=around.first_half, sequel=around.sequel,
        announced=around.announced, source=web_address(document.url), tally=dict(tally(change.hunks)),
        findings=findings, low=() if alert else tuple(_low(change, before, after)), looks=change.worth_a_look,
        context=_context(edition, findings, after.version),
        comparison=comparison_address(document.id, line.from_version, line.to_version),
        places=places_in_words(around.places), told_first=around.told_first, witnesses=around.witnesses,
        own=own_sentences(around.again.own, document.title) if around.again else (),
        **_said_since(around.history),
        **(_to_cite(alert, document, after.version, title, said, around.history, site) if alert else _NOTHING_TO_CITE),
    )  # fmt: skip


def _said_since(history: Sequence[Notice]) -> dict[str, object]:
    """Return what was said of an alert since it was told: corrections, its withdrawal, notes of experts."""
    return {
        "history": (*history[:1], *corrections_of(history)),
        "notes": standing_notes(history),
        "notes_gone": _notes_gone(history),
        "withdrawn": [notice for notice in history if notice.kind is NoticeKind.WITHDRAWAL],
        "corrected": [notice for notice in history if notice.kind is NoticeKind.CORRECTION],
    }


_NOTHING_TO_CITE: Mapping[str, object] = dict.fromkeys(
    ("evidence", "cited", "citations", "annotated", "described", "picture", "picture_says"), ""
)


def _to_cite(
    alert: Alert, document: Document, after: Version, title: str, said: str, history: Sequence[Notice], site: Site
) -> dict[str, object]:
    """Return what others take of an alert: its evidence, citations and picture, and what machines read of it."""
    address = change_address(alert.change)
    return {
        "evidence": evidence_address(alert),
        "cited": FORMATS["txt"].render(cite_alert(alert, document, after, site)).strip(),
        "citations": citation_links(address),
        "annotated": Markup(_annotations(alert, history, site)),  # noqa: S704 likewise
        "described": Markup(_json_ld(alert, title, said, history, site)),  # noqa: S704 no "<" in it
        "picture": site.page_url(picture_address(alert.change)),
        "picture_says": alternative(alert, document),
    }


_Named = Mapping[tuple[str, str], Sequence[Alert]]
"""The alerts by their document and the day that they name, in the order in which they were decided."""


def _json_ld(alert: Alert, title: str, said: str, history: Sequence[Notice], site: Site) -> str:
    """Return an alert in the words of schema.org, for those who look for articles by machine."""
    publisher = {"@type": "Organization", "name": clean_line(site.title), "url": site.url()}
    described = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": site.entry_id(clean_line(alert.id)),
        "headline": title,
        "description": clean_line(said),
        "url": site.page_url(change_address(alert.change)),
        "datePublished": wording.stamp(history[0].at),
        "dateModified": wording.stamp(history[-1].at),
        "inLanguage": site.language,
        "about": [wording.topic(topic) for topic in alert.topics],
        "image": site.page_url(picture_address(alert.change)),
        "publisher": publisher,
        "author": publisher,
    }
    return json.dumps(described, ensure_ascii=False).replace("<", "\\u003c")


def _annotations(alert: Alert, history: Sequence[Notice], site: Site) -> str:
    """Return the notes of experts that stand as W3C Web Annotations, "" for none."""
    made = [ANNOTATION.to_json(NotedAlert(note, alert, site)) for note in standing_notes(history)]
    return json.dumps(made, ensure_ascii=False).replace("<", "\\u003c") if made else ""


def _notes_gone(history: Sequence[Notice]) -> list[tuple[Notice, Notice]]:
    """Return the notes of experts that were taken back, each with the notice that did."""
    by_id = {notice.id: notice for notice in history}
    return [(by_id[gone.takes_back], gone) for gone in history if gone.kind is NoticeKind.NOTE_TAKEN_BACK]


def _by_named_day(survey: Survey) -> _Named:
    found: dict[tuple[str, str], list[Alert]] = {}
    for alert in sorted(survey.alerts.values(), key=lambda alert: (alert.decided_at, alert.change)):
        found.setdefault((alert.document_id, alert.effective_date), []).append(alert)
    return found


def _first_announcement(named: _Named, alert: Alert) -> Alert | None:
    """Return the first earlier alert on the same document that named the day which this one names."""
    first = named[alert.document_id, alert.effective_date][0] if alert.effective_date else alert
    return first if first.change != alert.change else None


def _side(version: Version, attempt: Attempt) -> ChangeSide:
    address = version_address(version)
    return ChangeSide(version=version, attempt=attempt, address=address, received=received_address(address))


def _finding_views(alert: Alert, change: Change, before: ChangeSide, after: ChangeSide) -> tuple[FindingView, ...]:
    """Return the findings, gravest first, each with the quotes that there is room for and at least one."""
    hunks = hunks_by_quote(change)
    made, room = [], _ROOM
    for finding in alert.findings:
        quotes: list[PlacedQuote] = []
        for evidence in finding.evidence[:_MAX_QUOTES]:
            hunk = hunks.get((evidence.before_text, evidence.after_text, evidence.context))
            passage = (
                quote_of(hunk, _MAX_QUOTE, _MAX_KEPT) if hunk else passage_of_evidence(evidence, hunks, _MAX_QUOTE)
            )
            taken = _length(passage)
            if quotes and taken > room:
                break
            room -= taken
            quotes.append(PlacedQuote(passage=passage, place=_place(hunk, before, after)))
        made.append(
            FindingView(
                record=finding,
                quotes=tuple(quotes),
                more=len(finding.evidence) - len(quotes),
                total=views.total(finding.severity_reasons),
            )
        )
    return tuple(made)


def _length(passage: MarkedPassage) -> int:
    shown = [piece.text for piece in passage.pieces] or [passage.before or "", passage.after or ""]
    return sum(map(len, shown))


def _low(change: Change, before: ChangeSide, after: ChangeSide) -> Iterator[PlacedQuote]:
    """Yield the passages of a change that is no alert, those of substance first."""
    notice = sorted(change.hunks, key=lambda hunk: (hunk.cosmetic, hunk.kind is HunkKind.LINK_MOVED))
    for hunk in notice[:_MAX_LOW]:
        yield PlacedQuote(passage=quote_of(hunk, _MAX_QUOTE, _MAX_KEPT), place=_place(hunk, before, after))


def _place(hunk: Hunk | None, before: ChangeSide, after: ChangeSide) -> str:
    if hunk is None or hunk.kind is HunkKind.LINK_MOVED:
        return ""
    if hunk.after is not None:
        return f"{after.address}#{anchor_of(hunk.after)}"
    return f"{before.address}#{anchor_of(hunk.before)}" if hunk.before is not None else ""


def _context(edition: Edition, findings: Sequence[FindingView], after: Version) -> Context | None:
    """Return what stands around the first quote that is in the text after, None where none is."""
    quotes: Iterator[PlacedQuote] = (quoted for finding in findings for quoted in finding.quotes if quoted.place)
    quoted = next(quotes, None)
    if not quoted or not quoted.passage.whole_after:
        return None
    read = edition.archive.extraction(after.document_id, after.number)
    before, itself, beyond = around(read.segments, quoted.passage.whole_after)
    if itself is None or max(len(p.text) for p in (before, itself, beyond) if p) > _MAX_QUOTE:
        return None
    return Context(before=before, itself=itself, after=beyond, place=quoted.place, version=after)
