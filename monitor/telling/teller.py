"""What one judged attempt leads to being told or held. Records nothing itself: it is written with the judgement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from feeds.visibility import Sight, sight_of
from monitor.decide.freshness import TELL_UNSEEN_AFTER, Freshness, Notice, freshness, next_notice
from monitor.telling.releasing import CROWD_WITHIN, Caution, SecondLook, first_step, next_step, second_look, telling_of
from snapshots.archive import Archive
from snapshots.records import Alert, Awaits, Extraction, Hold, Release, Sighting, Telling, TellingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is to be written beside a judgement."""

    tellings: tuple[Telling, ...] = ()
    holds: tuple[Hold, ...] = ()


class Teller:
    """Says of each judged attempt what is told by it; one for an archive, shared by its documents.

    `authority` goes into the tag: ids (RFC 4151) of what is no alert.
    """

    def __init__(self, archive: Archive, authority: str, caution: Caution) -> None:
        self._archive = archive
        self._authority = authority
        self._caution = caution
        self._freshness: dict[str, tuple[int, Freshness]] = {}  # with the attempt it goes up to

    def step(
        self,
        sighting: Sighting,
        *,
        alert: Alert | None = None,
        shown: Extraction | None = None,
        is_read_anew: bool = False,
        tell_unseen_after: timedelta = TELL_UNSEEN_AFTER,
    ) -> Step:
        """Return what an attempt tells: an alert judged by it, those that waited for it, and whether the page is seen.

        `shown` is the text that the attempt itself shows, None where it shows nothing of the page;
        `is_read_anew` says that the reading of the page changed with it.
        """
        told: list[Telling | Hold] = self._second_looks(sighting, shown)
        if alert:
            told.append(
                first_step(
                    alert,
                    at=sighting.captured_at,
                    attempt=sighting.attempt,
                    caution=self._caution,
                    crowd=self._crowd(alert, sighting.captured_at),
                    is_read_anew=is_read_anew,
                )
            )
        notice = self._notice(sighting, tell_unseen_after)
        return Step(
            tellings=(
                *(one for one in told if isinstance(one, Telling)),
                *((self._telling_of(notice),) if notice else ()),
            ),
            holds=tuple(one for one in told if isinstance(one, Hold)),
        )

    def at_the_end(self, document_id: str) -> tuple[Telling, ...]:
        """Return the tellings of what waits for a second look where no further capture will come."""
        last = self._archive.last_attempt(document_id)
        return tuple(
            telling_of(alert, at=last.exchange.captured_at, attempt=last.sequence, how=Release.UNCONFIRMED)
            for alert, hold in self._archive.held(document_id)
            if last and hold.awaits is Awaits.SECOND_LOOK
        )

    def _second_looks(self, sighting: Sighting, shown: Extraction | None) -> list[Telling | Hold]:
        steps: list[Telling | Hold] = []
        is_whole = sight_of(sighting.outcome) is Sight.FULL
        for alert, hold in self._archive.held(sighting.document_id):
            if hold.awaits is not Awaits.SECOND_LOOK:
                continue
            look = second_look(alert, shown, is_whole=is_whole)
            step = next_step(
                alert,
                look,
                at=sighting.captured_at,
                attempt=sighting.attempt,
                looks=self._looks(hold) if look is SecondLook.NO_ANSWER else 1,
                caution=self._caution,
                crowd=self._crowd(alert, sighting.captured_at),
            )
            if step:
                steps.append(step)
        return steps

    def _looks(self, hold: Hold) -> int:
        """Return how many looks there were since an alert is held, the one that is judged now among them."""
        return 1 + sum(s.captured_at > hold.at for s in self._archive.sightings(hold.document_id))

    def _crowd(self, alert: Alert, at: datetime) -> int:
        """Return how many documents alert around the time of an attempt; counted only where it matters."""
        if not self._caution.crowd:
            return 1
        around = self._archive.alerts(since=at - CROWD_WITHIN)
        return len({one.document_id for one in around if one.decided_at <= at} | {alert.document_id})

    def _notice(self, sighting: Sighting, tell_after: timedelta) -> Notice | None:
        attempt, state = self._freshness.get(sighting.document_id, (-1, Freshness()))
        kept = self._archive.memory(sighting.document_id).judged_attempt
        if attempt != kept:  # a new start, or another process judged meanwhile
            state = freshness(self._archive.sightings(sighting.document_id), tell_after)
        state, notice = next_notice(state, sighting, tell_after)
        self._freshness[sighting.document_id] = (sighting.attempt, state)
        return notice

    def _telling_of(self, notice: Notice) -> Telling:
        sighting = notice.sighting
        name = "unseen" if notice.kind is TellingKind.UNSEEN else "seen"
        return Telling(
            sequence=0,
            id=f"tag:{self._authority}:{sighting.document_id}/{name}/{sighting.attempt}",
            kind=notice.kind,
            document_id=sighting.document_id,
            at=sighting.captured_at,
            note=_sentence(notice),
            attempt=sighting.attempt,
            since=notice.last_seen_at,
        )


def _sentence(notice: Notice) -> str:
    since = f"last seen on {notice.last_seen_at:%d %B %Y}" if notice.last_seen_at else "never seen so far"
    if notice.kind is TellingKind.UNSEEN:
        why = ", ".join(outcome.value for outcome in notice.outcomes)
        looks = f"{notice.attempts} looks" if notice.attempts != 1 else "one look"
        return f"The page can no longer be seen: {since}; {looks} since then found: {why}."
    part = " in part" if notice.is_in_part else ""
    return f"The page can be seen again{part}; before, it was {since}."
