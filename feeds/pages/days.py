"""What stood in a document on a day: the page of each day that was looked at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate

from feeds.addresses import comparison_address, day_address, version_address
from feeds.edition.edition import Edition
from feeds.edition.feed_topics import Channel
from feeds.edition.file import File, key_of
from feeds.edition.survey import Watched
from feeds.language.dates_numbers import day_words
from feeds.language.translation import _
from feeds.templating.page_frame import render_page
from snapshots.frozen_class import frozen
from snapshots.records import Observation


@frozen
class Day:
    """A day on which somebody looked."""

    day: date
    address: str


def day_pages(edition: Edition) -> Iterator[File]:
    """Yield the page of each day on which a document was looked at."""
    for watched in edition.named:
        channel = edition.channel_of(watched.document.id)
        calendar = LookCalendar(watched.observations)
        for day in calendar.days:
            yield day_page(edition, watched, channel, day, calendar)


class LookCalendar:
    """The looks at a document by day: each question is answered in time that doesn't grow with their number."""

    def __init__(self, observations: Sequence[Observation]) -> None:
        self._looks: dict[date, list[Observation]] = defaultdict(list)
        for observation in observations:
            self._looks[observation.captured_at.date()].append(observation)
        self.days = sorted(self._looks)
        self._seen = [observation for observation in observations if observation.version is not None]
        # Looks stand in the order in which they were made, which is not that of the captures where web archives are
        # asked: the last up to a day and the first after it are found among running extremes.
        self._first_days = list(accumulate((o.captured_at.date() for o in reversed(self._seen)), min))[::-1]
        self._last_days = list(accumulate((o.captured_at.date() for o in self._seen), max))

    def looks(self, day: date) -> list[Observation]:
        """Return the looks of a day."""
        return self._looks.get(day, [])

    def beside(self, day: date) -> tuple[date | None, date | None]:
        """Return the days before and after one on which somebody looked."""
        before, after = bisect_left(self.days, day), bisect_right(self.days, day)
        return (self.days[before - 1] if before else None), (self.days[after] if after < len(self.days) else None)

    def seen_beside(self, day: date) -> tuple[Observation | None, Observation | None]:
        """Return the last sighting of a version up to the end of a day, and the first one after it."""
        before = bisect_right(self._first_days, day)
        after = bisect_right(self._last_days, day)
        return (self._seen[before - 1] if before else None), (self._seen[after] if after < len(self._seen) else None)


def day_page(edition: Edition, watched: Watched, channel: Channel, day: date, calendar: LookCalendar) -> File:
    document = watched.document
    looks, beside = calendar.looks(day), calendar.beside(day)
    before, after = calendar.seen_beside(day)
    version = watched.versions[before.version - 1] if before and before.version else None
    address = day_address(document.id, day)
    is_changing = before is not None and after is not None and before.version != after.version
    was_seen = any(look.version is not None for look in looks)
    shown = {look.version for look in looks if look.version is not None}

    def render() -> bytes:
        return render_page(
            "day.html", address, edition.site, channel, menu="documents", is_menu_page=False, seeing=None,
            description=_("What stood in {document} on {day}, and how that is known.").format(
            document=document.title, day=day_words(day)
        ),
            document=document, on=day, version=version, looks=looks, seen_before=before, seen_after=after,
            version_address=version_address(version) if version else "",
            is_open_question=is_changing and not was_seen, same_day=len(shown) > 1,
            comparison=_comparison(document.id, before, after),
            day_before=_day(document.id, beside[0]), day_after=_day(document.id, beside[1]),
        )  # fmt: skip

    key = key_of(document, address, looks, before, after, version, list(beside), channel.title)
    return File(path=f"{address}index.html", key=key, render=render)


def _comparison(document_id: str, before: Observation | None, after: Observation | None) -> str:
    if not before or not after or before.version is None or after.version is None:
        return ""
    return comparison_address(document_id, before.version, after.version)


def _day(document_id: str, day: date | None) -> Day | None:
    return Day(day=day, address=day_address(document_id, day)) if day else None
