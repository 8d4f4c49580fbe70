"""Whether a watch is alive: its last look and delivery, what is overdue, what its jobs say. Answers no request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from monitor.queue.queue_state import QueueState
from monitor.running.jobs import A_ROUND, LOOKS
from monitor.running.next_looks import OVERDUE_AFTER, is_too_far
from monitor.running.pulse import JobPulse
from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.records import NoticeKind
from spiders.declarations.declaration import Declaration


@frozen
class OverdueDocument:
    """A document whose next look should have been made."""

    document_id: str
    due_at: datetime


@frozen
class Vitals:
    """How a watch stands at one moment."""

    at: datetime
    looks: int  # in the log
    last_look_at: datetime | None
    told: int  # rows of the journal
    last_delivery_at: datetime | None  # that was accepted
    deliveries_waiting: int
    targets_dead: int
    documents: int  # declared
    unseen: int  # told as no longer seen
    overdue: tuple[OverdueDocument, ...]  # the oldest first
    jobs: tuple[JobPulse, ...]
    queue: QueueState | None = None  # None where no worker ever was

    @property
    def problems(self) -> tuple[str, ...]:
        """Return what is wrong with the watch itself, one line each; that a page can't be seen is not."""
        found = [job.problem for job in self.jobs if job.problem]
        if late := next(filter(self._is_passed_over, self.overdue), None):
            found.append(f"no look at {late.document_id} since it was due {late.due_at:%Y-%m-%d %H:%M} UTC")
        found += self.queue.problems if self.queue else ()
        return tuple(found)

    def _is_passed_over(self, late: OverdueDocument) -> bool:
        """Whether nobody is about to look at a document that is overdue.

        Where this process looks, a late look is under way, unless a round that began long after it was due came to
        its end. A round that began before may end after a sleep of the machine, and passed nothing over. Where another
        process should look, nobody else would tell.
        """
        looks = next((job for job in self.jobs if job.name == LOOKS), None)
        if looks is None:
            return True
        return looks.ended_from is not None and looks.ended_from - late.due_at > A_ROUND


class VitalsReader:
    """Reads how the watch over one archive stands, as seen from one process."""

    def __init__(
        self,
        archive: Archive,
        declarations: Sequence[Declaration],
        jobs: Callable[[], tuple[JobPulse, ...]] = lambda: (),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        queue: Callable[[], QueueState | None] = lambda: None,
    ) -> None:
        """`jobs` says how the jobs of this process stand, `queue` how workers do."""
        self._archive = archive
        self._declarations = declarations
        self._jobs = jobs
        self._now = now
        self._queue = queue
        self._read = 0  # rows of the journal
        self._unseen: set[str] = set()

    def read(self) -> Vitals:
        """Return how it stands now."""
        outbox = self._archive.outbox
        last = self._archive.newest_attempt()
        return Vitals(
            at=self._now(),
            looks=last.sequence if last else 0,
            last_look_at=last.exchange.started_at if last else None,
            told=self._take_in_notices(),
            last_delivery_at=outbox.last_accepted_at(),
            deliveries_waiting=sum(outbox.waiting().values()),
            targets_dead=sum(target.dead_at is not None for target in outbox.targets()),
            documents=len(self._declarations),
            unseen=len(self._unseen),
            overdue=tuple(sorted(self._overdue(), key=lambda late: late.due_at)),
            jobs=self._jobs(),
            queue=self._queue(),
        )

    def _take_in_notices(self) -> int:
        for notice in self._archive.notices(after=self._read):
            self._read = notice.sequence
            if notice.kind is NoticeKind.UNSEEN:
                self._unseen.add(notice.document_id)
            elif notice.kind is NoticeKind.SEEN_AGAIN:
                self._unseen.discard(notice.document_id)
        return self._read

    def _overdue(self) -> list[OverdueDocument]:
        now, found, schedules = self._now(), [], self._archive.schedules()
        for declaration in self._declarations:
            schedule = schedules.get(declaration.document.id)
            if schedule is None:
                continue
            at = schedule.next_check_at
            if at < now - OVERDUE_AFTER or is_too_far(at, declaration.every, now):
                found.append(OverdueDocument(document_id=declaration.document.id, due_at=at))
        return found
