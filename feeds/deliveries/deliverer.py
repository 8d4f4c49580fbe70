"""Sends what is due: leases, sends, writes down what came of it, tries again later. Composes and decides nothing.

A target has one delivery under way at a time, so that its order holds; targets don't wait for each other. A
process that is killed leaves leases that end by themselves: what it was at is sent again, under the same id.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from threading import Event

from feeds.deliveries.message import TargetAnswer
from feeds.errors import DeliveryError
from snapshots.deliveries import LONGEST_WAIT, Delivery, DeliveryState, Outbox, Settlement
from snapshots.errors import ArchiveError

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=4)
"""Longer than any attempt takes; how long a delivery rests after the process that was at it was killed."""

WAITS = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Before each attempt, since the one before it; the schedule of Standard Webhooks 1.0.0."""

JITTER = 0.1
"""By how much of it a wait may be longer, so that targets which failed together don't come back together."""

_WORKERS = 64
_LOOK_EVERY = 1.0  # seconds between two looks for what became due while others are waited for
_ERROR = 500  # characters kept

Settle = Callable[[Delivery, TargetAnswer, datetime, float], Settlement]
"""What becomes of a delivery by an answer: now, and with a number from 0 to 1 by which waits vary."""


class Deliverer:
    """Brings what waits in one outbox to its targets."""

    def __init__(
        self,
        outbox: Outbox,
        send: Callable[[Delivery], TargetAnswer],
        *,
        is_known: Callable[[str], bool],
        now: Callable[[], datetime],
        chance: Callable[[], float],
        lease: timedelta = LEASE,
        settled: Callable[[Delivery, TargetAnswer], None] = lambda delivery, answer: None,
        settle: Settle | None = None,
    ) -> None:
        """`is_known` says of a target whether `send` knows it; `chance` gives numbers from 0 to 1.

        `settle` says what becomes of a delivery by an answer, `settlement_of` where it is not given.
        """
        self._outbox = outbox
        self._send = send
        self._is_known = is_known
        self._now = now
        self._chance = chance
        self._lease = lease
        self._settled = settled
        self._settle = settle or settlement_of

    def deliver(self, stopped: Event | None = None) -> int:
        """Send until nothing is due, or until stopped, and return how many attempts that took.

        What becomes due while a slow target is waited for is sent meanwhile.
        """
        attempts = 0
        running: dict[Future[None], str] = {}
        with ThreadPoolExecutor(_WORKERS, thread_name_prefix="deliver") as pool:
            while stopped is None or not stopped.is_set():
                for delivery in self._due(set(running.values()), _WORKERS - len(running)):
                    running[pool.submit(self._attempt, delivery)] = delivery.target
                    attempts += 1
                if not running:
                    break
                for future in wait(running, timeout=_LOOK_EVERY, return_when=FIRST_COMPLETED).done:
                    del running[future]
                    future.result()
        return attempts

    def _due(self, busy: set[str], free: int) -> list[Delivery]:
        if not free:
            return []
        now = self._now()
        return self._outbox.lease(
            now=now,
            until=now + self._lease,
            is_wanted=lambda name: name not in busy and self._is_known(name),
            limit=free,
        )

    def _attempt(self, delivery: Delivery) -> None:
        try:
            answer = self._send(delivery)
        except ArchiveError:
            raise
        except DeliveryError as error:
            answer = TargetAnswer(error=str(error))
        except Exception as error:  # noqa: BLE001 - a boundary: what is wrong with one delivery stops no other
            # The text of an unknown error may hold anything, a secret too: its kind and its place must do.
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error("sending failed: %s at %s:%s", type(error).__name__, place.filename, place.lineno)
            answer = TargetAnswer(error=f"it could not be sent: {type(error).__name__}")
        settlement = self._settle(delivery, answer, self._now(), self._chance())
        if self._outbox.settle(delivery, settlement):
            self._settled(delivery, answer)
        log.debug("delivery %s to %s: %s", delivery.number, delivery.target, answer.error or "accepted")


def settlement_of(delivery: Delivery, answer: TargetAnswer, now: datetime, chance: float) -> Settlement:
    """Return what becomes of a delivery by an answer: accepted, tried again at a time, or given up."""
    error = answer.error[:_ERROR]
    if answer.is_accepted:
        return Settlement(state=DeliveryState.ACCEPTED, at=now, status=answer.status)
    made = delivery.attempts + 1
    if answer.is_gone or made >= len(WAITS):
        dead = error if answer.is_gone else f"given up after {made} attempts: {error}"
        return Settlement(state=DeliveryState.FAILED, at=now, status=answer.status, error=error, dead=dead)
    pause = WAITS[made] * (1 + JITTER * chance)
    return Settlement(
        state=DeliveryState.WAITING,
        at=now,
        status=answer.status,
        error=error,
        next_at=now + min(max(pause, answer.retry_after or timedelta(0)), LONGEST_WAIT),
    )
