"""What stood in a document on a day: each day that was looked at as a file, any day live."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request

from feeds.addresses import comparison_address, day_address, version_address
from feeds.edition.edition import Edition
from feeds.edition.feed_topics import Channel
from feeds.edition.file import File, key_of
from feeds.edition.survey import Watched
from feeds.http.live_answers import Answer
from feeds.templating.page_frame import render_page
from snapshots.records import Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day on which somebody looked."""

    day: date
    address: str


def day_pages(edition: Edition) -> Iterator[File]:
    """Yield the page of each day on which a document was looked at."""
    for watched in edition.survey.watched:
        channel = edition.channel_of(watched.document.id)
        days = sorted({observation.captured_at.date() for observation in watched.observations})
        for place, day in enumerate(days):
            beside = (days[place - 1] if place else None, days[place + 1] if place + 1 < len(days) else None)
            yield _day_page(edition, watched, channel, day, beside)


def any_day(edition: Edition, request: Request) -> Answer:
    """Answer for any day since a document was first looked at, up to the last look at anything."""
    watched = edition.survey.find(request.path_params["document"])
    try:
        day = date.fromisoformat(request.path_params["day"])
    except ValueError:
        return None
    if not watched or request.path_params["day"] != day.isoformat() or not watched.observations:
        return None
    days = sorted({observation.captured_at.date() for observation in watched.observations})
    if not days[0] <= day <= edition.survey.as_of.date():
        return None
    beside = (max((d for d in days if d < day), default=None), min((d for d in days if d > day), default=None))
    return _day_page(edition, watched, edition.channel_of(watched.document.id), day, beside)


def _day_page(
    edition: Edition, watched: Watched, channel: Channel, day: date, beside: tuple[date | None, date | None]
) -> File:
    document = watched.document
    looks = [observation for observation in watched.observations if observation.captured_at.date() == day]
    before, after = _observations_beside(watched.observations, day)
    version = watched.versions[before.version - 1] if before and before.version else None
    address = day_address(document.id, day)
    is_changing = before is not None and after is not None and before.version != after.version
    was_seen = any(look.version is not None for look in looks)
    shown = {look.version for look in looks if look.version is not None}

    def render() -> bytes:
        return render_page(
            "day.html", address, edition.site, channel, menu="documents", is_menu_page=False, seeing=None,
            description=f"What stood in {document.title} on {day.isoformat()}, and how that is known.",
            document=document, on=day, version=version, looks=looks, seen_before=before, seen_after=after,
            version_address=version_address(version) if version else "",
            is_open_question=is_changing and not was_seen, same_day=len(shown) > 1,
            comparison=_comparison(document.id, before, after),
            day_before=_day(document.id, beside[0]), day_after=_day(document.id, beside[1]),
        )  # fmt: skip

    key = key_of(document, address, looks, before, after, version, list(beside), channel.title)
    return File(path=f"{address}index.html", key=key, render=render)


def _observations_beside(
    observations: Sequence[Observation], day: date
) -> tuple[Observation | None, Observation | None]:
    """Return the last sighting of a version up to the end of a day, and the first one after it."""
    seen = [observation for observation in observations if observation.version is not None]
    before = [observation for observation in seen if observation.captured_at.date() <= day]
    after = [observation for observation in seen if observation.captured_at.date() > day]
    return (before[-1] if before else None), (after[0] if after else None)


def _comparison(document_id: str, before: Observation | None, after: Observation | None) -> str:
    if not before or not after or before.version is None or after.version is None:
        return ""
    return comparison_address(document_id, before.version, after.version)


def _day(document_id: str, day: date | None) -> Day | None:
    return Day(day=day, address=day_address(document_id, day)) if day else None
