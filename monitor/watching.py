"""One pass over declared documents: claim, fetch, keep, judge, set the next due time. Publishes nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime

from monitor.pipeline import Judged, Pipeline, Reading
from monitor.rules import Pack
from snapshots.archive import Archive
from snapshots.records import Capture, CaptureFailure, Outcome, Schedule
from spiders.channels import fetch
from spiders.declaration import Declaration

log = logging.getLogger(__name__)

_VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


def readings(declarations: Sequence[Declaration]) -> dict[str, Reading]:
    """Return how each declared document's pages are read."""
    return {d.document.id: Reading(select=d.select, remove=d.remove, watch_links=d.watch_links) for d in declarations}


class Watch:
    """Checks declared documents against one archive."""

    def __init__(
        self,
        archive: Archive,
        declarations: Sequence[Declaration],
        *,
        contact: str,
        authority: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        captured_at: Callable[[], datetime] | None = None,
        pack: Pack | None = None,
    ) -> None:
        """Register the declared documents. `captured_at` dates captures, for a story told in other times."""
        self._archive = archive
        self._declarations = {d.document.id: d for d in declarations}
        self._contact = contact
        self._now = now
        self._captured_at = captured_at
        self._pipeline = Pipeline(archive, authority, readings(declarations), pack)
        kept = {document.id: document for document in archive.documents()}
        for declaration in declarations:
            if kept.get(declaration.document.id) != declaration.document:
                archive.put_document(declaration.document)

    def due(self) -> list[Declaration]:
        """Return what is due now: never looked at, or its time has come, be it long ago."""
        now = self._now()
        schedules = {name: self._archive.schedule(name) for name in self._declarations}
        return [
            declaration
            for name, declaration in self._declarations.items()
            if (schedule := schedules[name]) is None or schedule.next_check_at <= now
        ]

    def check(self, declarations: Sequence[Declaration]) -> Iterator[Judged]:
        """Look at documents now and yield what each attempt led to.

        A document that another process is looking at is left out.
        """
        with ExitStack() as claims:
            mine = [d for d in declarations if claims.enter_context(self._archive.claim(d.document.id))]
            for left in {d.document.id for d in declarations} - {d.document.id for d in mine}:
                log.info("%s is being looked at by another process", left)
            for declaration in mine:  # left unjudged by a process that was killed
                yield from self._pipeline.judge_pending(declaration.document.id)
            validators = {d.document.id: self._validators(d.document.id) for d in mine}
            for result in fetch(mine, contact=self._contact, validators=validators):
                yield self._take(result)

    def _take(self, result: Capture | CaptureFailure) -> Judged:
        if self._captured_at:
            at = self._captured_at()
            exchange = replace(result.exchange, started_at=at, captured_at=at)
            result = replace(result, exchange=exchange)
        judged = self._pipeline.judge(self._archive.keep(result))
        declaration = self._declarations[result.exchange.document_id]
        due = Schedule(document_id=declaration.document.id, next_check_at=self._now() + declaration.every)
        self._archive.put_schedules([due])
        return judged

    def _validators(self, document_id: str) -> tuple[tuple[str, str], ...]:
        """Return conditional headers, only where the last look showed the page: a wall may have an ETag too."""
        for sighting in reversed(self._archive.sightings(document_id)):
            if sighting.outcome is Outcome.NOT_MODIFIED:
                continue
            if sighting.outcome is not Outcome.CAPTURED:
                return ()
            exchange = self._archive.attempt(sighting.attempt).exchange
            return tuple(
                (_VALIDATORS[name.lower()], value)
                for name, value in exchange.response_headers
                if name.lower() in _VALIDATORS
            )
        return ()
