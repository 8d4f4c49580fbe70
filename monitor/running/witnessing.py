"""Has new versions kept by independent archives: posts what is to be saved, asks, looks again, compares.

It goes through the outbox of deliveries, a target for each witness and document, so that no page waits for another.
Only what a page shows now can be saved: a version that another has followed is given up.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from threading import Event, Lock
from urllib.parse import urlsplit

from feeds.deliveries.deliverer import JITTER, Deliverer
from feeds.deliveries.message import TargetAnswer
from feeds.witnesses.saving import Saver, Saving
from feeds.witnesses.witness import Occasion, Witness
from monitor.running.witness_texts import WitnessReading
from snapshots.archive import Archive
from snapshots.deliveries import (
    LONGEST_WAIT,
    ContentKind,
    Delivery,
    DeliveryContent,
    DeliveryState,
    Settlement,
    TargetRecord,
)
from snapshots.records import IMPORTED, NoticeKind, Version, VersionKind
from snapshots.witnesses import WITNESSED, Agreement, Witnessed, WitnessStage, WitnessStep, witnessed_by
from spiders.http.hosts import is_private

log = logging.getLogger(__name__)

GIVEN_UP_AFTER = timedelta(days=3)
"""How long a page is tried to be saved; by then it is mostly another."""

_READ_WITHIN = timedelta(hours=1)  # of the saving: archives need a while until they show what they saved
_READ_AGAIN = timedelta(minutes=1)
_FIRST_WAIT = timedelta(minutes=1)  # doubled for each further attempt
_DOUBLED = 7  # times


def settlement_of_request(delivery: Delivery, answer: TargetAnswer, now: datetime, chance: float) -> Settlement:
    """Return what becomes of a request: done, looked at again at a time, or given up. No target dies of it."""
    if answer.is_accepted:
        return Settlement(state=DeliveryState.ACCEPTED, at=now, status=answer.status)
    if answer.is_gone or now - delivery.created_at > GIVEN_UP_AFTER:
        return Settlement(state=DeliveryState.FAILED, at=now, status=answer.status, error=answer.error)
    pause = _FIRST_WAIT * 2 ** min(delivery.attempts, _DOUBLED) * (1 + JITTER * chance)
    wait = pause if answer.retry_after is None else answer.retry_after
    return Settlement(
        state=DeliveryState.WAITING,
        at=now,
        status=answer.status,
        error=answer.error,
        next_at=now + min(wait, LONGEST_WAIT),
    )


class Witnessing:
    """The witnesses of one archive."""

    def __init__(
        self,
        archive: Archive,
        witnesses: Sequence[Witness],
        read: Callable[[Witnessed], WitnessReading],
        *,
        agent: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        chance: Callable[[], float] = random.random,
    ) -> None:
        """`read` compares what a witness kept with the version; `agent` is how archives know us."""
        self._archive = archive
        self._witnesses = {witness.name: witness for witness in witnesses}
        self._savers = {witness.name: Saver(witness, agent=agent) for witness in witnesses}
        self._read = read
        self._reading = Lock()  # one page is read at a time
        self._now = now
        self._posted_at = ""  # the state of the archive up to which requests were posted
        self._deliverer = Deliverer(
            archive.outbox,
            self._send,
            is_known=self._is_known,
            now=now,
            chance=chance,
            settle=settlement_of_request,
        )

    def begin(self) -> None:
        """Make the witnesses known: what is seen from now on is theirs; what waits for one that is gone is dropped."""
        names = [
            f"{WITNESSED}{witness.name}/{document.id}"
            for witness in self._witnesses.values()
            for document in self._archive.documents()
            if not witness.documents or document.id in witness.documents
        ]
        self._archive.outbox.register(names, self._now(), kind=WITNESSED)

    def post(self) -> None:
        """Write a request for each version that is to be saved and was not asked for yet."""
        state = self._archive.state()
        if state == self._posted_at:
            return
        self.begin()
        now = self._now()
        for record in self._archive.outbox.targets():
            if not self._is_known(record.name):
                continue
            witness, document_id = self._parts(record.name)
            version = self._due_version(witness, record, document_id)
            if version is None or not self._may_be_saved(witness, version):
                continue
            content = DeliveryContent(
                event_id=f"{record.name}/{version.number}",
                kind=ContentKind.WITNESS,
                document_id=document_id,
                version=version.number,
            )
            if all(sent.content.event_id != content.event_id for sent in self._archive.outbox.deliveries(record.name)):
                end = self._archive.outbox.end(now)
                self._archive.outbox.post(record.name, begin=record.mark, end=end, contents=[content], now=now)
        self._posted_at = state

    def send(self, stopped: Event | None = None) -> int:
        """Ask, look and compare until nothing is due, or until stopped; return how many attempts that took."""
        return self._deliverer.deliver(stopped)

    def _due_version(self, witness: Witness, record: TargetRecord, document_id: str) -> Version | None:
        """Return the newest text of a document, where it is of the time since the witness was named."""
        versions = self._archive.versions(document_id)
        if not versions or versions[-1].captured_at < record.began_at or versions[-1].kind is VersionKind.TECHNICAL:
            return None
        if witness.at is Occasion.ALERTS:
            told = [n.alert_id for n in self._archive.notices(document_id) if n.kind is NoticeKind.ALERT]
            changes = (self._archive.change(self._archive.alert(alert_id).change) for alert_id in told[-1:])
            if all(change.to_version != versions[-1].number for change in changes):
                return None
        return versions[-1]

    def _may_be_saved(self, witness: Witness, version: Version) -> bool:
        """Whether a version is of the page as it is shown to all: nobody else can see what a private host shows."""
        exchange = self._archive.attempt(version.attempt).exchange
        host = urlsplit(exchange.requested_url).hostname or ""
        return exchange.channel not in IMPORTED and (bool(witness.allow) or not is_private(host))

    def _send(self, delivery: Delivery) -> TargetAnswer:
        """Take the next step of a request, and say whether more follow and when."""
        witness, document_id = self._parts(delivery.target)
        version = self._archive.version(document_id, delivery.content.version)
        steps = [
            step
            for step in self._archive.witnesses.steps(document_id)
            if (step.witness, step.version) == (witness.name, version.number)
        ]
        last = steps[-1] if steps else None
        if any(step.stage is WitnessStage.READ for step in steps):
            return TargetAnswer()
        if saved := witnessed_by(steps):
            return self._compare(saved[0], next(step.at for step in steps if step.stage is WitnessStage.SAVED))
        if version.number < self._archive.versions(document_id)[-1].number:
            return TargetAnswer(error="the page shows another version by now", is_gone=True)
        url, now = self._archive.attempt(version.attempt).exchange.requested_url, self._now()
        if last and last.stage is WitnessStage.TAKEN:
            return self._take(witness, version, self._savers[witness.name].look(last.job, url, now))
        asked = self._step(witness.name, version, WitnessStage.ASKED)
        free_at = self._archive.witnesses.ask(asked, witness.limits)
        if free_at:
            return TargetAnswer(error="its limit of requests is reached", retry_after=free_at - now)
        return self._take(witness, version, self._savers[witness.name].save(url, now))

    def _take(self, witness: Witness, version: Version, saving: Saving) -> TargetAnswer:
        """Write down what an archive said; the next step follows as soon as it may."""
        for step in self._steps_of(witness, version, saving):
            self._archive.witnesses.keep(step)
        if saving.saved_at:
            return TargetAnswer(error="saved, and still to be read", status=saving.status, retry_after=timedelta())
        error = saving.problem or "it is at work"
        return TargetAnswer(error=error, status=saving.status, retry_after=saving.wait)

    def _steps_of(self, witness: Witness, version: Version, saving: Saving) -> Iterator[WitnessStep]:
        if saving.saved_at:
            yield self._step(witness.name, version, WitnessStage.SAVED, url=saving.url, saved_at=saving.saved_at)
        elif saving.is_lost:
            yield self._step(witness.name, version, WitnessStage.FAILED, detail=saving.problem)
        elif saving.job and not self._is_taken(witness, version, saving.job):
            yield self._step(witness.name, version, WitnessStage.TAKEN, job=saving.job)

    def _is_taken(self, witness: Witness, version: Version, job: str) -> bool:
        steps = self._archive.witnesses.steps(version.document_id)
        return any((s.witness, s.version, s.job) == (witness.name, version.number, job) for s in steps)

    def _compare(self, saved: Witnessed, since: datetime) -> TargetAnswer:
        """Read what was saved and write down how it compares; an archive gets a while to have it at hand."""
        with self._reading:
            reading = self._read(saved)
        if not reading.is_final and self._now() - since < _READ_WITHIN:
            return TargetAnswer(error=f"saved, but can't be read yet: {reading.detail}", retry_after=_READ_AGAIN)
        version = self._archive.version(saved.document_id, saved.version)
        step = self._step(saved.witness, version, WitnessStage.READ, agreement=reading.agreement, detail=reading.detail)
        self._archive.witnesses.keep(step)
        if reading.agreement is Agreement.DIFFERS:
            log.warning("%s: the capture of %s differs: %s", saved.document_id, saved.witness, reading.detail)
        return TargetAnswer()

    def _step(
        self, name: str, version: Version, stage: WitnessStage, *, job: str = "", url: str = "",
        saved_at: datetime | None = None, agreement: Agreement = Agreement.NOT_READ, detail: str = "",
    ) -> WitnessStep:  # fmt: skip
        return WitnessStep(
            witness=name, document_id=version.document_id, version=version.number, stage=stage, at=self._now(),
            job=job, url=url, saved_at=saved_at, agreement=agreement, detail=detail,
        )  # fmt: skip

    def _is_known(self, target: str) -> bool:
        return target.startswith(WITNESSED) and target.split("/")[1] in self._witnesses

    def _parts(self, target: str) -> tuple[Witness, str]:
        name, _, document_id = target.removeprefix(WITNESSED).partition("/")
        return self._witnesses[name], document_id
