"""One function a page: records in, bytes out. Links inside are relative, so a site works below any address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from feeds import wording
from feeds.channels import NEWEST, Channel
from feeds.pages import views
from feeds.pages.environment import web_address
from feeds.pages.page import render_page
from feeds.site import Site
from feeds.survey import Survey, Watched
from snapshots.lines import tally
from snapshots.records import Alert, Change, Document

_LATEST = 12  # alerts on the front page
_LISTED = 500  # changes on the page of all
_TIMELINE = 60  # entries that stand open
_VERSIONS = 25
_GAPS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRecord:
    """All that the page of one change says; it doesn't move once the change is told, but for a sequel."""

    change: Change
    alert: Alert | None
    document: Document
    channel: Channel  # of the document
    lacked_at: datetime | None
    first_half: Alert | None  # the alert that this one completes
    sequel: Alert | None  # the alert that completes this one
    title: str


def render_index(survey: Survey, site: Site, channels: Sequence[Channel]) -> bytes:
    """Return the front page: latest alerts, and what is seen."""
    entries = views.listed(survey, survey.alerting[-_LATEST:])
    return render_page(
        "index.html", "", site, channels[0], menu="alerts", seeing=views.seeing_of(survey),
        description=site.about, survey=survey, entries=entries,
    )  # fmt: skip


def render_changes(survey: Survey, site: Site, channels: Sequence[Channel]) -> bytes:
    """Return the list of changes, newest first and bounded."""
    return render_page(
        "changes.html", "changes/", site, channels[-1], menu="changes", seeing=views.seeing_of(survey),
        description="All changes, newest first.", survey=survey,
        entries=views.listed(survey, survey.changes[-_LISTED:]),
    )  # fmt: skip


def render_documents(survey: Survey, site: Site, channels: Sequence[Channel]) -> bytes:
    """Return the list of documents by service."""
    return render_page(
        "documents.html", "d/", site, channels[0], menu="documents", seeing=views.seeing_of(survey),
        description="The documents that are being watched.", services=views.services(survey),
    )  # fmt: skip


def render_document(watched: Watched, survey: Survey, site: Site, channel: Channel) -> bytes:
    """Return a document's page: state, timeline, versions, feeds."""
    document = watched.document
    items = views.timeline(watched, survey.alerts)
    return render_page(
        "document.html", f"d/{document.id}/", site, channel, menu="documents", is_menu_page=False,
        seeing=views.seeing_of(survey), description=f"State, timeline and versions of {document.title}.",
        survey=survey, watched=watched, document=document, source=web_address(document.url),
        items=items[:_TIMELINE], earlier=items[_TIMELINE:], returns=views.returns(watched),
        rows=views.version_rows(watched), newest_versions=_VERSIONS,
        alerts=sum(change.number in survey.alerts for change in watched.changes),
    )  # fmt: skip


def render_change(record: ChangeRecord, before: views.Side, after: views.Side, site: Site) -> bytes:
    """Return the page of one change, alerting or not; bounded whatever the change's size."""
    change, document = record.change, record.document
    said = record.alert.summary if record.alert else f"A low change of {document.title}."
    return render_page(
        "change.html", f"changes/{change.number}/", site, record.channel, menu="changes", is_menu_page=False,
        seeing=None, description=said[:200], change=change, alert=record.alert, document=document,
        title=record.title, before=before, after=after,
        lacked_at=record.lacked_at, first_half=record.first_half, sequel=record.sequel,
        source=web_address(document.url), tally=dict(tally(change.hunks)),
        findings=views.told(record.alert, change), passages=views.passages(change, record.alert),
    )  # fmt: skip


def render_feeds(survey: Survey, site: Site, channels: Sequence[Channel]) -> bytes:
    """Return the page that lists every feed."""
    groups = [
        {"title": title, "anchor": title.lower().replace(" ", "-"), "channels": list(group)}
        for title, group in groupby(channels, key=lambda channel: channel.group)
    ]
    return render_page(
        "feeds.html", "feeds/", site, channels[0], menu="feeds", seeing=views.seeing_of(survey),
        description="Every feed, for any feed reader.", groups=groups, newest=NEWEST,
    )  # fmt: skip


def render_status(survey: Survey, site: Site, channels: Sequence[Channel]) -> bytes:
    """Return what is seen and what is not, for each document, with every gap."""
    past = views.past_gaps(survey)
    return render_page(
        "status.html", "status/", site, channels[1], menu="status", seeing=views.seeing_of(survey),
        description="For each document: when it was last seen, and every gap with its reason.",
        survey=survey, open_gaps=[watched for watched in survey.watched if watched.open_gap],
        strips={w.document.id: views.strip(w, survey.as_of) for w in survey.watched},
        past_gaps=past[:_GAPS], more_gaps=max(0, len(past) - _GAPS), outcomes=wording.OUTCOMES,
    )  # fmt: skip


def render_not_found(site: Site, channels: Sequence[Channel]) -> bytes:
    """Return the page for addresses that lead nowhere; it answers at any depth, so its links start at the host."""
    return render_page(
        "404.html",
        None,
        site,
        channels[0],
        menu="",
        seeing=None,
        description="There is nothing at this address.",
    )
