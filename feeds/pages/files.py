"""The pages as files: which there are, and what each depends on. Renders none before it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from importlib import resources

from feeds.channels import Channel, document_path
from feeds.edition import Edition
from feeds.files import File, key_of
from feeds.pages import rendering, views
from feeds.survey import Watched
from snapshots.records import ChangeLine

_STATIC = ("site.css", "icon.svg")


def static_files(edition: Edition) -> Iterator[File]:
    """Yield what all pages share."""
    for name in _STATIC:
        content = resources.files("feeds").joinpath("static", name).read_bytes()
        yield File(path=f"static/{name}", key=sha256(content).hexdigest(), render=partial(bytes, content))


def overview_pages(edition: Edition) -> Iterator[File]:
    """Yield the pages that tell of all documents; they move with every look."""
    survey, site, channels = edition.survey, edition.site, edition.channels
    key = key_of(survey.watched, survey.changes, list(survey.alert_digests.values()), survey.chain_head, channels)
    for path, render in (
        ("index.html", rendering.render_index),
        ("changes/index.html", rendering.render_changes),
        ("d/index.html", rendering.render_documents),
        ("feeds/index.html", rendering.render_feeds),
        ("status/index.html", rendering.render_status),
    ):
        yield File(path=path, key=key, render=partial(render, survey, site, channels))
    yield File(path="404.html", key=key_of(), render=partial(rendering.render_not_found, site, channels))


def document_pages(edition: Edition) -> Iterator[File]:
    """Yield the page of each document."""
    survey, site = edition.survey, edition.site
    by_path = {channel.path: channel for channel in edition.channels}
    seeing = views.seeing_of(survey)
    for watched in survey.watched:
        channel = by_path[document_path(watched.document.id)]
        told = [survey.alert_digests.get(change.number, "") for change in watched.changes]
        yield File(
            path=f"d/{watched.document.id}/index.html",
            key=key_of(watched, told, seeing, channel.title),
            render=partial(rendering.render_document, watched, survey, site, channel),
        )


def change_pages(edition: Edition) -> Iterator[File]:
    """Yield the page of each change, alerting or not."""
    channels = {channel.path: channel for channel in edition.channels}
    for watched in edition.survey.watched:
        for change in watched.changes:
            yield _change_page(edition, watched, change, channels[document_path(watched.document.id)])


def _change_page(edition: Edition, watched: Watched, line: ChangeLine, channel: Channel) -> File:
    survey = edition.survey
    alert = survey.alerts.get(line.number)
    first_half = survey.by_alert_id.get(alert.follows) if alert and alert.follows else None
    sequel = survey.sequels.get(alert.id) if alert else None
    lacked_at = views.lacked_at(watched, line)
    versions = tuple(watched.versions[number - 1] for number in (line.from_version, line.to_version))

    def render() -> bytes:
        before, after = (
            views.Side(version=version, attempt=edition.archive.attempt(version.attempt)) for version in versions
        )
        record = rendering.ChangeRecord(
            change=edition.archive.change(line.number),
            alert=alert,
            document=watched.document,
            channel=channel,
            lacked_at=lacked_at,
            first_half=first_half,
            sequel=sequel,
            title=views.title_of(survey, line),
        )
        return rendering.render_change(record, before, after, edition.site)

    digest = survey.alert_digests.get(line.number, "")
    linked = [other.change if other else 0 for other in (first_half, sequel)]
    key = key_of(line, digest, watched.document, list(versions), lacked_at, linked, channel.title)
    return File(path=f"changes/{line.number}/index.html", key=key, render=render)
