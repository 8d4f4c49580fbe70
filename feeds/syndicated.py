"""The feeds as files: which entries stand in which feed, in every format. Words nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial

from feeds.channels import NEWEST, Channel
from feeds.edition import Edition
from feeds.entries import Entry, change_entry, status_entries
from feeds.files import File, key_of
from feeds.site import Site
from feeds.syndication import Feed, newest_first, render_atom, render_rss

_FORMATS = {"atom": render_atom, "rss": render_rss}


def feed_files(edition: Edition) -> Iterator[File]:
    """Yield every feed in every format."""
    survey, site = edition.survey, edition.site
    documents = {watched.document.id: watched.document for watched in survey.watched}

    @cache  # one entry stands in several feeds
    def entry_of(number: int) -> Entry:
        change = edition.archive.change(number)
        return change_entry(change, survey.alerts.get(number), documents[change.document_id], site)

    def feed_of(channel: Channel) -> Feed:
        told = [entry_of(change.number) for change in channel.changes]
        for gap in channel.gaps:
            told.extend(status_entries(gap, documents[gap.document_id], site))
        return Feed(
            path=channel.path,
            title=channel.title,
            about=channel.about,
            entries=newest_first(told, NEWEST),
        )

    for channel in edition.channels:
        named = {line.document_id for line in channel.changes} | {gap.document_id for gap in channel.gaps}
        key = key_of(
            channel,
            [survey.alert_digests.get(line.number, "") for line in channel.changes],
            [documents[document_id] for document_id in sorted(named)],
        )
        for suffix, render in _FORMATS.items():
            path = f"{channel.path}.{suffix}"
            yield File(path=path, key=key, render=partial(_rendered, render, feed_of, channel, site))


def _rendered(
    render: Callable[[Feed, Site], bytes], feed_of: Callable[[Channel], Feed], channel: Channel, site: Site
) -> bytes:
    return render(feed_of(channel), site)
