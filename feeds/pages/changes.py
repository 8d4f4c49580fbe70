"""The page of each change, alerting or not: what a journalist checks before printing. Bounded whatever its size."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

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
from snapshots.lines import tally
from snapshots.records import Alert, Attempt, Change, ChangeLine, Finding, Hunk, HunkKind, Notice, NoticeKind, Version

_ROOM = 10_000  # characters of quotes on one page; what doesn't fit stands in the comparison
_MAX_QUOTES = 6  # of one finding
_MAX_QUOTE = 1_500  # characters of a side
_MAX_KEPT = 240  # of a run of words that stayed, in a quote
_MAX_LOW = 12  # passages of a change that is no alert


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSide:
    """The capture that one side of a change rests on."""

    version: Version
    attempt: Attempt
    address: str
    received: str

    @property
    def final_url(self) -> str:
        return web_address(self.attempt.exchange.final_url)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedQuote:
    """A passage as it is quoted, and where it stands in one of the two texts."""

    passage: MarkedPassage
    place: str  # address of the paragraph, "" where the quote is no paragraph of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding with its quotes and its sum."""

    record: Finding
    quotes: tuple[PlacedQuote, ...]
    more: int
    total: int | None  # None unless every reason has points


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The paragraph of the gravest quote, with those beside it."""

    before: Paragraph | None
    itself: Paragraph
    after: Paragraph | None
    place: str
    version: Version


def change_pages(edition: Edition) -> Iterator[File]:
    """Yield the page of each change."""
    named = _by_named_day(edition.survey)
    for watched in edition.survey.watched:
        for change in watched.changes:
            yield _change_page(edition, watched, change, edition.channel_of(watched.document.id), named)


def _change_page(edition: Edition, watched: Watched, line: ChangeLine, channel: Channel, named: _Named) -> File:
    survey = edition.survey
    alert = survey.alerts.get(line.number)
    history = survey.notices_of(alert) if alert else ()
    first_half = survey.by_alert_id.get(alert.follows) if alert and alert.follows else None
    sequel = survey.sequels.get(alert.id) if alert else None
    announced = _first_announcement(named, alert) if alert else None
    places = survey.places.get(alert.id, ()) if alert else ()
    told_first = survey.first_of(alert) if alert else None
    again = survey.stories.get(alert.id) if alert else None
    witnesses = survey.witnessed.get((line.document_id, line.to_version), ())
    lacked_at = views.last_seen_without(watched, line)
    versions = tuple(watched.versions[number - 1] for number in (line.from_version, line.to_version))

    def render() -> bytes:
        archive, document, site = edition.archive, watched.document, edition.site
        change = archive.change(line.number)
        before, after = (_side(version, archive.attempt(version.attempt)) for version in versions)
        findings = _finding_views(alert, change, before, after) if alert else ()
        low = () if alert else tuple(_low(change, before, after))
        looks = change.worth_a_look
        context = _context(edition, findings, after.version)
        cited = cite_alert(alert, document, after.version, site) if alert else None
        title = views.title_of(survey, line)
        said = wording.standfirst(alert) if alert else _("A low change of {document}.").format(document=document.title)
        return render_page(
            "change.html", change_address(line.number), site, channel, menu="changes", is_menu_page=False, seeing=None,
            said=said, description=said[:200], change=change, alert=alert, document=document, title=title,
            before=before, after=after, lacked_at=lacked_at, first_half=first_half, sequel=sequel, announced=announced,
            source=web_address(document.url), tally=dict(tally(change.hunks)), findings=findings, low=low,
            looks=looks,
            context=context, comparison=comparison_address(document.id, line.from_version, line.to_version),
            evidence=evidence_address(alert) if alert else "",
            cited=FORMATS["txt"].render(cited).strip() if cited else "",
            citations=citation_links(change_address(line.number)) if cited else [],
            history=(*history[:1], *corrections_of(history)),
            notes=standing_notes(history), notes_gone=_notes_gone(history),
            annotated=Markup(_annotations(alert, history, site)) if alert else "",  # noqa: S704 likewise
            withdrawn=[notice for notice in history if notice.kind is NoticeKind.WITHDRAWAL],
            corrected=[notice for notice in history if notice.kind is NoticeKind.CORRECTION],
            described=Markup(_json_ld(alert, title, said, history, site)) if alert else "",  # noqa: S704 no "<" in it
            picture=site.url(picture_address(line.number)) if alert else "",
            picture_says=alternative(alert, document) if alert else "", places=places_in_words(places),
            told_first=told_first, own=own_sentences(again.own, document.title) if again else (),
            witnesses=witnesses,
        )  # fmt: skip

    digest = survey.alert_digests.get(line.number, "")
    linked = [other.change if other else 0 for other in (first_half, sequel, told_first)]
    linked += [place.change for place in places]
    when = announced.change if announced else 0
    key = key_of(
        line,
        digest,
        watched.document,
        list(versions),
        lacked_at,
        linked,
        when,
        list(history),
        channel.title,
        *witnesses,
    )
    return File(path=f"{change_address(line.number)}index.html", key=key, render=render)


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
        "image": site.url(picture_address(alert.change)),
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
