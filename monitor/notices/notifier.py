"""What one judged attempt leads to being told or held. Records nothing itself: it is written with the judgement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from monitor.memory.freshness import TELL_UNSEEN_AFTER, Freshness, FreshnessNews, freshness, next_notice
from monitor.notices.lineage_notices import lineage_notice
from monitor.notices.release import (
    MASS_WITHIN,
    Confirmation,
    ReleasePolicy,
    first_step,
    next_step,
    notice_of,
)
from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.records import SECOND_HAND, Alert, Awaits, Extraction, Hold, Notice, NoticeKind, Observation, Release
from snapshots.visibility import Visibility, visibility_of


@frozen
class NoticePlan:
    """What is to be written beside a judgement."""

    freshness: Freshness  # of the document then
    notices: tuple[Notice, ...] = ()
    holds: tuple[Hold, ...] = ()


class Notifier:
    """Says of each judged attempt what is told by it; one for an archive, shared by its documents.

    `authority` goes into the tag: ids (RFC 4151) of what is no alert.
    """

    def __init__(self, archive: Archive, authority: str, release_policy: ReleasePolicy) -> None:
        self._archive = archive
        self._authority = authority
        self._release_policy = release_policy

    def plan(
        self,
        observation: Observation,
        known: Freshness | None,
        *,
        waiting: Sequence[tuple[Alert, Hold]] = (),
        alert: Alert | None = None,
        shown: Extraction | None = None,
        is_read_anew: bool = False,
        is_new_text: bool = False,
        tell_unseen_after: timedelta = TELL_UNSEEN_AFTER,
    ) -> NoticePlan:
        """Return what an attempt tells: an alert judged by it, those `waiting` for it, and whether the page is seen.

        `known` is how fresh the document was before, None where nothing says and its looks are to be gone through.
        `shown` is the text that the attempt itself shows, None where it shows nothing of the page;
        `is_read_anew` says that the reading of the page changed with it, `is_new_text` that it is the first of a
        further text at the address.
        """
        told = self._second_looks(observation, shown, waiting)
        if alert:
            told.append(self._first_step(alert, observation, is_read_anew=is_read_anew))
        before = known or freshness(self._archive.observations(observation.document_id), tell_unseen_after)
        now, notice = next_notice(before, observation, tell_unseen_after)
        return NoticePlan(
            freshness=now,
            notices=(
                *(one for one in told if isinstance(one, Notice)),
                *((self._notice_of(notice),) if notice else ()),
                *((lineage_notice(observation, self._authority),) if is_new_text else ()),
            ),
            holds=tuple(one for one in told if isinstance(one, Hold)),
        )

    def waiting(self, document_id: str) -> list[tuple[Alert, Hold]]:
        """Return the alerts of a document that wait for what its page shows next, each with its newest hold."""
        held = self._archive.held(document_id)
        return [(alert, hold) for alert, hold in held if hold.awaits is Awaits.SECOND_LOOK]

    def at_the_end(self, document_id: str) -> tuple[Notice, ...]:
        """Return the tellings of what waits for a second look where no further capture will come."""
        last = self._archive.last_attempt(document_id)
        return tuple(
            notice_of(alert, at=last.exchange.captured_at, attempt=last.sequence, how=Release.UNCONFIRMED)
            for alert, _ in self.waiting(document_id)
            if last
        )

    def _first_step(self, alert: Alert, observation: Observation, *, is_read_anew: bool) -> Notice | Hold:
        return first_step(
            alert,
            at=observation.captured_at,
            attempt=observation.attempt,
            release_policy=self._release_policy,
            alerting=self._count_alerting(alert, observation.captured_at),
            is_read_anew=is_read_anew,
            is_second_hand=observation.channel in SECOND_HAND,
        )

    def _second_looks(
        self, observation: Observation, shown: Extraction | None, waiting: Sequence[tuple[Alert, Hold]]
    ) -> list[Notice | Hold]:
        steps: list[Notice | Hold] = []
        is_whole = visibility_of(observation.outcome) is Visibility.FULL
        for alert, hold in waiting:
            from monitor.notices.second_looks import second_look  # hardly any look is one

            is_of_it = observation.lineage in (0, alert.lineage)  # another of the texts served there answers nothing
            look = second_look(alert, shown if is_of_it else None, is_whole=is_whole)
            step = next_step(
                alert,
                look,
                at=observation.captured_at,
                attempt=observation.attempt,
                looks=self._looks(hold) if look is Confirmation.NO_ANSWER else 1,
                release_policy=self._release_policy,
                alerting=self._count_alerting(alert, observation.captured_at),
            )
            if step:
                steps.append(step)
        return steps

    def _looks(self, hold: Hold) -> int:
        """Return how many looks there were since an alert is held, the one that is judged now among them."""
        looks = self._archive.observations_backwards(hold.document_id)
        return 1 + sum(look.at > hold.at for look in takewhile(lambda look: look.captured_at != hold.at, looks))

    def _count_alerting(self, alert: Alert, at: datetime) -> int:
        """Return how many documents alert around the time of an attempt; counted only where it matters."""
        if not self._release_policy.mass_threshold:
            return 1
        around = self._archive.alerts(since=at - MASS_WITHIN)
        return len({one.document_id for one in around if one.decided_at <= at} | {alert.document_id})

    def _notice_of(self, notice: FreshnessNews) -> Notice:
        observation = notice.observation
        name = "unseen" if notice.kind is NoticeKind.UNSEEN else "seen"
        return Notice(
            sequence=0,
            id=f"tag:{self._authority}:{observation.document_id}/{name}/{observation.attempt}",
            kind=notice.kind,
            document_id=observation.document_id,
            at=observation.captured_at,
            note=_sentence(notice),
            attempt=observation.attempt,
            since=notice.last_seen_at,
        )


def _sentence(notice: FreshnessNews) -> str:
    since = f"last seen on {notice.last_seen_at:%d %B %Y}" if notice.last_seen_at else "never seen so far"
    if notice.kind is NoticeKind.UNSEEN:
        why = ", ".join(outcome.value for outcome in notice.outcomes)
        looks = f"{notice.attempts} looks" if notice.attempts != 1 else "one look"
        return f"The page can no longer be seen: {since}; {looks} since then found: {why}."
    part = " in part" if notice.is_in_part else ""
    return f"The page can be seen again{part}; before, it was {since}."
