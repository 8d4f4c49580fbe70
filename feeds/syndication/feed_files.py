"""The feeds as files, and what each of them depends on. Words nothing and writes nothing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from threading import Lock

from markupsafe import Markup

from feeds import wording
from feeds.edition.edition import Edition
from feeds.edition.feed_topics import STATUS, Channel, is_of_documents, paths_of_document
from feeds.edition.file import File, key_of
from feeds.edition.survey import EPOCH
from feeds.language.translation import _
from feeds.site import Site
from feeds.syndication.entries import entry_of
from feeds.syndication.entry import Entry
from feeds.syndication.feed import Feed, part_path
from feeds.syndication.feed_archives import FeedArchive, candidates, newest, parts
from feeds.syndication.journal import EntryRevision, by_channel, entry_revisions
from feeds.syndication.opml import PATH, render_opml
from feeds.templating.page_frame import render_page
from snapshots.frozen_class import frozen
from snapshots.plugins import PluginGroup
from snapshots.records import Change

FEED_FORMATS = PluginGroup("policywatch.feed_formats")
"""Functions from a `Feed` and a `Site` to bytes, by the suffix of the files; ours are atom, rss and json."""

_ARCHIVED = ("atom", "rss")  # RFC 5005 knows no other
_HELD = 4_096  # entries


class _Entries:
    """Entries by the row that they are made of, so that one which stands in ten feeds is made once.

    They outlast a build: the next one in the same process makes what is new.
    """

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[EntryRevision, Site], Entry] = OrderedDict()
        self._lock = Lock()

    def of(self, row: EntryRevision, change_of: Callable[[int], Change], site: Site) -> Entry:
        key = (row, site)
        with self._lock:
            if entry := self._held.get(key):
                self._held.move_to_end(key)
                return entry
        entry = entry_of(row, change_of, site)
        with self._lock:
            self._held[key] = entry
            while len(self._held) > _HELD:
                self._held.popitem(last=False)
        return entry


_entries = _Entries()


@frozen
class _Source:
    """What all feeds of one edition are made from."""

    edition: Edition
    formats: Mapping[str, str]  # by suffix: what is installed, for keys

    def entry(self, row: EntryRevision) -> Entry:
        return _entries.of(row, self.edition.archive.change, self.edition.site)

    def current_feed(self, channel: Channel, rows: Sequence[EntryRevision], cut: Sequence[FeedArchive]) -> Feed:
        """Return the newest entries, no fewer than no finished archive document holds."""
        unfinished = len(cut[-1].rows) if cut else 0
        shown = newest(rows, unfinished, lambda row: self.entry(row).size)
        return Feed(
            path=channel.path,
            title=channel.title,
            about=channel.about + self.looked_until(channel),
            entries=_newest_first(map(self.entry, shown)),
            previous=cut[-2].name if len(cut) > 1 else "",
        )

    def looked_until(self, channel: Channel) -> str:
        """Return what the status feed says of the watcher itself, "" for another; by the day, or each look moved it."""
        as_of = self.edition.survey.as_of
        if channel.path != STATUS or as_of == EPOCH:
            return ""
        until = wording.day(as_of)
        return " " + _(
            "Pages were looked at until {day}: where that is days ago, nobody watches, and silence says nothing."
        ).format(day=until)

    def archive_feed(self, channel: Channel, cut: Sequence[FeedArchive], number: int) -> Feed:
        """Return one archive document."""
        last = {row.entry_id: row for row in cut[number].rows}
        return Feed(
            path=channel.path,
            title=channel.title,
            about=channel.about,
            entries=_newest_first(map(self.entry, last.values())),
            part=cut[number].name,
            previous=cut[number - 1].name if number else "",
            following=cut[number + 1].name if number + 1 < len(cut) else "",
        )


def feed_files(edition: Edition) -> Iterator[File]:
    """Yield every feed in every format, its page, its archive, and the list of all."""
    formats = {suffix: FEED_FORMATS.version(suffix) for suffix in FEED_FORMATS.names()}
    source = _Source(edition=edition, formats=formats)
    rows = entry_revisions(edition.survey, edition.site)
    found = by_channel(rows)
    moved = {path for watched in edition.named for path in paths_of_document(watched.document)}
    for channel in edition.channels:
        if edition.only is None or channel.path in moved or not is_of_documents(channel.path):
            yield from _files_of(source, channel, found.get(channel.path, []))
    updated = max((row.at for row in rows), default=EPOCH)
    yield File(
        path=PATH,
        key=key_of(edition.channels_key, updated),
        render=partial(render_opml, edition.channels, updated, edition.site),
    )


def _files_of(source: _Source, channel: Channel, rows: Sequence[EntryRevision]) -> Iterator[File]:
    site, cut = source.edition.site, parts(rows)
    names = [part.name for part in cut]
    current = partial(source.current_feed, channel, rows, cut)
    shown = candidates(rows, len(cut[-1].rows) if cut else 0)
    key = key_of(channel, names[-2:], [row.digest for row in shown], source.looked_until(channel))
    for suffix, installed in source.formats.items():
        yield File(
            path=f"{channel.path}.{suffix}",
            key=key_of(key, installed),
            render=partial(_render_feed, suffix, current, site),
        )
    yield File(
        path=f"{channel.path}/index.html",
        key=key_of(key, names),
        render=lambda: render_page_of(current(), channel, cut, site),
    )
    for number, part in enumerate(cut):
        archived = partial(source.archive_feed, channel, cut, number)
        key = key_of(channel, names[max(0, number - 1) : number + 2], [row.digest for row in part.rows])
        for suffix in _ARCHIVED:
            path = f"{part_path(channel.path, part.name)}.{suffix}"
            yield File(path=path, key=key, render=partial(_render_feed, suffix, archived, site))


def _render_feed(suffix: str, feed: Callable[[], Feed], site: Site) -> bytes:
    render: Callable[[Feed, Site], bytes] = FEED_FORMATS.load(suffix)
    return render(feed(), site)


def _newest_first(entries: Iterator[Entry]) -> tuple[Entry, ...]:
    """Return entries newest first, by (updated, id)."""
    return tuple(sorted(entries, key=lambda entry: (entry.updated, entry.id), reverse=True))


def render_page_of(feed: Feed, channel: Channel, cut: Sequence[FeedArchive], site: Site) -> bytes:
    """Return the page that stands beside a current feed; entries are those of the feed, whole."""
    shown = [(entry, Markup(entry.html)) for entry in feed.entries]  # noqa: S704 - went through the allow-list
    return render_page(
        "feed.html", feed.page_path, site, channel, menu="feeds", is_menu_page=False, seeing=None,
        description=channel.about, feed=feed, shown=shown, months=[part.name for part in reversed(cut)], opml=PATH,
    )  # fmt: skip
