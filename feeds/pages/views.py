"""What templates are handed, worked out from records: lists, sums, timelines, strips. Renders nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from feeds import wording
from feeds.edition.stories import StoryPlace
from feeds.edition.survey import Survey, Watched
from feeds.language.translation import _
from feeds.own_words import own_part_in_words, places_in_words
from snapshots.frozen_class import frozen
from snapshots.records import Alert, ChangeLine, Document, NoticeKind, Reason
from snapshots.visibility import Gap, Visibility, visibility_of


@frozen
class Seeing:
    """The honest line that stands on every page that is made anew with each look."""

    full: int
    total: int
    words: str  # what is not seen, "" where all is
    as_of: datetime
    is_begun: bool = True  # a page was looked at
    next_due: datetime | None = None  # of the looks that are planned, the first; None where none is
    is_of_one: bool = False  # it speaks of one document, whose page does not move with looks at others


@frozen
class ListedChange:
    """A change in a list."""

    change: ChangeLine
    alert: Alert | None
    document: Document
    title: str
    quote: str = ""
    places: tuple[tuple[StoryPlace, tuple[str, ...]], ...] = ()  # in which the same came, with what else came there
    first: Alert | None = None  # that told the rest of it before, of another document; here is what is its own


@frozen
class Item:
    """One place on a timeline: a change, or a gap."""

    at: datetime
    change: ChangeLine | None = None
    alert: Alert | None = None
    title: str = ""
    gap: Gap | None = None


@frozen
class PastGap:
    """A gap that has ended, and what was found when it had."""

    gap: Gap
    document: Document
    afterwards: str


def seeing_of(survey: Survey) -> Seeing:
    """Return what is seen at the last look at each document."""
    gaps = [watched.open_gap for watched in survey.in_gaps if watched.open_gap]
    unseen = [gap for gap in gaps if not gap.is_partial]
    partly = [gap for gap in gaps if gap.is_partial]
    words = []
    if unseen:
        words.append(
            _("{number} not seen since {day}").format(number=len(unseen), day=wording.day(min(g.since for g in unseen)))
        )
    if partly:
        words.append(_("{number} seen only in part").format(number=len(partly)))
    return Seeing(
        full=survey.seen_in_full,
        total=len(survey.watched),
        words=", ".join(words),
        as_of=survey.as_of,
        is_begun=bool(survey.attempts),
        next_due=survey.next_due,
    )


def seeing_of_one(watched: Watched) -> Seeing:
    """Return what is seen at the last look at one document."""
    return Seeing(
        full=int(watched.visibility is Visibility.FULL),
        total=1,
        words="",  # the page itself says it
        as_of=watched.as_of,
        is_begun=watched.last is not None,
        next_due=watched.next_due,
        is_of_one=True,
    )


def list_changes(survey: Survey, changes: Sequence[ChangeLine]) -> tuple[ListedChange, ...]:
    """Return changes for a list, newest first."""
    return tuple(
        ListedChange(
            change=change,
            alert=survey.alerts.get(change.number),
            document=survey.of(change.document_id).document,
            title=title_of(survey, change),
            quote=_first_quote(survey.alerts.get(change.number)),
            places=_places(survey, survey.alerts.get(change.number)),
        )
        for change in reversed(changes)
    )


def list_leading(survey: Survey, changes: Sequence[ChangeLine]) -> tuple[ListedChange, ...]:
    """Return alerting changes for a list in which a story stands once: of a further place what is its own."""
    return tuple(_by_its_own(survey, listed) for listed in list_changes(survey, changes))


def _by_its_own(survey: Survey, listed: ListedChange) -> ListedChange:
    again = survey.retelling_of(listed.alert) if listed.alert else None
    if listed.alert is None or again is None or not again.own:
        return listed
    own = own_part_in_words(listed.alert, again.own, listed.document.title)
    return replace(
        listed,
        alert=own,
        title=_titled(survey, own, wording.headline(own)),
        quote=_first_quote(own),
        first=survey.first_of(listed.alert),
    )


def _places(survey: Survey, alert: Alert | None) -> tuple[tuple[StoryPlace, tuple[str, ...]], ...]:
    return places_in_words(survey.places.get(alert.id, ())) if alert else ()


def title_of(survey: Survey, change: ChangeLine) -> str:
    """Return what a change is called in lists and on its page; an alert that was withdrawn says so first."""
    alert = survey.alerts.get(change.number)
    return _titled(survey, alert, wording.change_title(change, alert))


def _titled(survey: Survey, alert: Alert | None, title: str) -> str:
    told = survey.notices_of(alert) if alert else ()
    return _("Withdrawn: {title}").format(title=title) if any(t.kind is NoticeKind.WITHDRAWAL for t in told) else title


def _first_quote(alert: Alert | None) -> str:
    """Return the passage that a headline rests on, without a recorder's marks of headings and entries."""
    text = next((e.after_text or e.before_text or "" for e in alert.evidence), "") if alert else ""
    text = text.lstrip("#*•–- ")
    return text if len(text) <= 400 else text[:400].rsplit(" ", 1)[0] + " …"


def by_service(watched: Sequence[Watched]) -> list[Watched]:
    """Return documents by service and title, both in alphabetical order."""
    return sorted(watched, key=lambda w: (w.document.service, w.document.title, w.document.id))


def services(watched: Sequence[Watched]) -> list[tuple[str, list[Watched]]]:
    """Return documents that are in that order under the names of their services."""
    return [(name, list(group)) for name, group in groupby(watched, key=lambda w: w.document.service)]


def timeline(watched: Watched, survey: Survey) -> list[Item]:
    """Return changes and gaps of a document, newest first."""
    items = [
        Item(
            at=change.captured_at,
            change=change,
            alert=survey.alerts.get(change.number),
            title=title_of(survey, change),
        )
        for change in watched.changes
    ]
    items += [Item(at=gap.since, gap=gap) for gap in watched.gaps]
    return sorted(items, key=lambda item: item.at, reverse=True)


def returns(watched: Watched) -> int:
    """Return how often a capture went back to an earlier version without being a change."""
    shown = [s.version for s in watched.observations if s.version is not None]
    return sum(1 for earlier, later in pairwise(shown) if later < earlier)


def total(reasons: Sequence[Reason]) -> int | None:
    """Return the sum, None unless every reason has points."""
    points = [reason.points for reason in reasons if reason.points is not None]
    return sum(points) if points and len(points) == len(reasons) else None


def last_seen_without(watched: Watched, change: ChangeLine) -> datetime | None:
    """Return the last time before a change at which the version before it was seen in full."""
    before = bisect_left(watched.observations, change.captured_at, key=lambda s: s.captured_at)
    for place in range(before - 1, -1, -1):
        seen = watched.observations[place]
        if seen.version == change.from_version and visibility_of(seen.outcome) is Visibility.FULL:
            return seen.captured_at
    return None


def strip(watched: Watched, as_of: datetime) -> list[str]:
    """Return what was seen on each of the 30 days up to `as_of`: "full", "part", "none", or "" for no attempt."""
    order = {Visibility.NONE: 1, Visibility.PART: 2, Visibility.FULL: 3}
    first = as_of.date() - timedelta(days=29)
    best = [0] * 30
    for observation in watched.observations:
        place = (observation.captured_at.date() - first).days
        if 0 <= place < 30:
            best[place] = max(best[place], order[visibility_of(observation.outcome)])
    return [("", "none", "part", "full")[rank] for rank in best]


def past_gaps(survey: Survey) -> list[PastGap]:
    """Return the gaps that have ended, newest first."""
    found = [
        PastGap(gap=gap, document=watched.document, afterwards=_afterwards(gap, watched))
        for watched in survey.watched
        for gap in watched.gaps
        if gap.ended_by
    ]
    return sorted(found, key=lambda past: (past.gap.since, past.document.id), reverse=True)


def _afterwards(gap: Gap, watched: Watched) -> str:
    end = gap.ended_by
    if end is None or visibility_of(end.outcome) is not Visibility.FULL:
        return _("Seen in part") if end and visibility_of(end.outcome) is Visibility.PART else _("Not seen")
    if gap.seen_before is None:
        return _("Seen for the first time")
    if any(change.captured_at == end.captured_at for change in watched.changes):
        return _("Changed")
    return _("Unchanged") if end.version == gap.seen_before.version else _("A text seen before")
