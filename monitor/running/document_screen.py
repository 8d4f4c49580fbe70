"""Which documents need attention, by the newest look at each: for archives of so many that to tell of all is too much.

Works out no document's standing: `document_status` does, of the few that are told of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from enum import IntEnum

from monitor.running.declared_plans import Plan
from monitor.running.document_status import DocumentStatus
from monitor.running.next_looks import OVERDUE_AFTER, is_too_far
from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.records import NewestLook, NoticeKind
from snapshots.visibility import CLOCK_SLACK, Visibility, is_live, visibility_of


class Concern(IntEnum):
    """What speaks for telling of a document, the gravest first."""

    UNSEEN = 1
    LATE = 2  # overdue, or dated ahead of the clock
    LINK = 3  # a watched link came to lead nowhere, or elsewhere
    PART = 4
    NEW = 5  # not looked at yet
    NONE = 6


_AMISS = (Concern.UNSEEN, Concern.LATE, Concern.NEW)


@frozen
class Screened:
    """How many documents stand how at their newest look, and which need attention."""

    documents: int
    seen: Mapping[Visibility, int]
    new: int  # not looked at yet
    paused: int
    attention: tuple[str, ...]  # ids, the gravest first, then by id
    is_amiss: bool  # something is overdue or unseen


def screen(
    archive: Archive,
    plans: Mapping[str, Plan],
    closely: Callable[[Collection[str]], Sequence[DocumentStatus]],
    now: datetime | None = None,
) -> Screened:
    """Return which documents need attention; `closely` is asked where the newest look alone doesn't say.

    So it is with documents whose newest look brought a capture of another time, and those told of for a link. A look
    dated ahead of the clock is told while it is the newest one.
    """
    now = now or datetime.now(UTC)
    looks = {look.document_id: look for look in archive.newest_looks()}
    doubtful = {name for name, look in looks.items() if look.outcome and not is_live(look)}
    doubtful.update(archive.told_documents(NoticeKind.LINK))
    concerns = {name: _concern(look, plans.get(name), now) for name, look in looks.items() if name not in doubtful}
    concerns |= {name: Concern.NEW for name in plans if name not in looks}
    seen = Counter(visibility_of(look.outcome) for name, look in looks.items() if look.outcome and name in concerns)
    for standing in closely(sorted(doubtful)):
        concerns[standing.document.id] = _close_concern(standing)
        seen[_visibility(standing)] += 1
    return Screened(
        documents=len(concerns),
        seen=seen,
        new=len(concerns) - seen.total(),
        paused=sum(plan.is_paused for plan in plans.values()),
        attention=tuple(sorted((n for n, c in concerns.items() if c < Concern.NONE), key=lambda n: (concerns[n], n))),
        is_amiss=any(concern in _AMISS for concern in concerns.values()),
    )


def _concern(look: NewestLook, plan: Plan | None, now: datetime) -> Concern:
    if look.outcome is None or look.at is None:
        return Concern.NEW
    visibility = visibility_of(look.outcome)
    if visibility is Visibility.NONE:
        return Concern.UNSEEN
    due = look.next_check_at if plan and not plan.is_paused else None
    is_late = due is not None and plan is not None and (due < now - OVERDUE_AFTER or is_too_far(due, plan.every, now))
    if is_late or look.at > now + CLOCK_SLACK:
        return Concern.LATE
    return Concern.PART if visibility is Visibility.PART else Concern.NONE


def _close_concern(standing: DocumentStatus) -> Concern:
    if standing.unseen or not standing.last_shown_at:
        return Concern.UNSEEN
    if standing.is_amiss:
        return Concern.LATE
    if not standing.needs_attention:
        return Concern.NONE
    return Concern.PART if standing.not_seen_since else Concern.LINK


def _visibility(standing: DocumentStatus) -> Visibility:
    return visibility_of(standing.last_outcome) if standing.last_outcome else Visibility.NONE
