"""One pass over declared documents: claim, fetch, keep, judge, set the next due time. Publishes nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from monitor.notices.release import ReleasePolicy
from monitor.running.due_hosts import hosts_of
from monitor.running.link_targets import due_links, look_at_targets, tell_links
from monitor.running.next_looks import is_due
from monitor.running.page_reader import Reading
from monitor.running.pipeline import Judged, Pipeline
from monitor.running.validators import validators_of
from snapshots.archive import Archive
from snapshots.records import SECOND_HAND, Attempt, Awaits, Capture, CaptureFailure, Schedule
from snapshots.visibility import Visibility, visibility_of
from spiders.channels.fetch import Turn, fetch, no_turn
from spiders.crawling.process import sparing_hosts
from spiders.declarations.declaration import ConditionalPolicy, Declaration
from spiders.jobs.declared_pages import FetchHistory, user_agent
from spiders.jobs.job import Validators
from spiders.jobs.spared_hosts import SparedHosts

if TYPE_CHECKING:
    from monitor.rules.pack import Pack

log = logging.getLogger(__name__)

SECOND_LOOK_AFTER = timedelta(minutes=5)
"""How soon a document is looked at again before an alert of high or critical is told."""


def readings(declarations: Sequence[Declaration]) -> dict[str, Reading]:
    """Return how each declared document's pages are read."""
    return {
        d.document.id: Reading(
            select=d.select,
            remove=d.remove,
            past=d.past,
            filters=d.filters,
            watch_links=d.watch_links,
            tell_unseen_after=d.tell_unseen_after,
            adopt_variant_after=d.adopt_variant_after,
        )
        for d in declarations
    }


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
        read_pack: Callable[[], Pack] | None = None,
        release_policy: ReleasePolicy = ReleasePolicy(),  # noqa: B008 a frozen value
        second_look_after: timedelta = SECOND_LOOK_AFTER,
        gap: timedelta | None = None,
    ) -> None:
        """Register the declared documents. `captured_at` dates captures, for a story told in other times.

        `gap` lies between two requests to one host, the usual one where none is given.
        """
        self._archive = archive
        self._declarations = {d.document.id: d for d in declarations}
        self._contact = contact
        self._authority = authority
        self._now = now
        self._captured_at = captured_at
        self._second_look_after = second_look_after
        self._gap = gap
        self._spared = SparedHosts()
        self._pipeline = Pipeline(archive, authority, readings(declarations), read_pack, release_policy)
        kept = {document.id: document for document in archive.documents()}
        for declaration in declarations:
            if kept.get(declaration.document.id) != declaration.document:
                archive.put_document(declaration.document)

    def due(self) -> list[Declaration]:
        """Return what is due now: never looked at, or its time has come, be it long ago.

        A time further away than looks lie apart was set by a clock that was wrong: that is due, too.
        """
        now, schedules = self._now(), self._archive.schedules()
        watched = [declaration for declaration in self._declarations.values() if not declaration.paused]
        return [one for one in watched if is_due(one, schedules.get(one.document.id), now)]

    @cached_property
    def hosts(self) -> dict[str, str]:
        """Return the host of each declared document, by its id."""
        return hosts_of(tuple(self._declarations.values()))

    def check(self, declarations: Sequence[Declaration]) -> Iterator[Judged]:
        """Look at documents now and yield what each attempt led to.

        A document that another process is looking at is left out.
        """
        with self._claim(declarations) as mine:
            for declaration in mine:  # left unjudged by a process that was killed
                yield from self.judge(declaration.document.id)
            for attempt in self._looks(mine):
                yield self._judged(self._pipeline.judge(attempt))

    def capture(self, declarations: Sequence[Declaration], turn: Turn = no_turn) -> Iterator[Attempt]:
        """Look at those of some documents that are still due, and yield what is kept; `judge` says what it means.

        A document that another process is looking at is left out, as is one that it has looked at just now.
        """
        with self._claim(declarations) as mine:
            now = self._now()  # after the claim: what another has looked at meanwhile isn't due any more
            due = [d for d in mine if is_due(d, self._archive.schedule(d.document.id), now)]
            yield from self._looks(due, turn)

    def judge(self, document_id: str) -> Iterator[Judged]:
        """Judge what was kept of a document and not judged yet, and yield what came of it.

        Raises `ArchiveBusy` where another process judged it meanwhile.
        """
        for judged in self._pipeline.judge_pending(document_id):
            yield self._judged(judged)

    def _looks(self, mine: Sequence[Declaration], turn: Turn = no_turn) -> Iterator[Attempt]:
        awaited = {alert.document_id for alert, hold in self._archive.held() if hold.awaits is Awaits.SECOND_LOOK}
        histories = {d.document.id: self._history(d, is_awaited=d.document.id in awaited) for d in mine}
        with sparing_hosts(self._gap, self._spared):
            for result in fetch(
                mine, contact=self._contact, histories=histories, shows=self._pipeline.shows, turn=turn
            ):
                yield self._keep(result)

    def check_links(self, declarations: Sequence[Declaration] | None = None) -> None:
        """Look where the watched links of documents lead, of all where none is named; at most once a day each."""
        chosen = list(self._declarations.values()) if declarations is None else declarations
        due = {link.declaration.document.id for link in due_links(self._archive, chosen, self._now())}
        with self._claim([d for d in chosen if d.document.id in due]) as mine, sparing_hosts(self._gap, self._spared):
            look_at_targets(self._archive, mine, contact=self._contact, now=self._now())
        for notice in tell_links(self._archive, self._authority, [d.document.id for d in chosen]):
            log.warning("%s: %s", notice.document_id, notice.note)

    @contextmanager
    def _claim(self, declarations: Sequence[Declaration]) -> Iterator[list[Declaration]]:
        """Claim documents, and let go of them in the end; yields those that nobody else looks at."""
        with ExitStack() as claims:
            mine = [d for d in declarations if claims.enter_context(self._archive.claim(d.document.id))]
            for left in {d.document.id for d in declarations} - {d.document.id for d in mine}:
                log.info("%s is being looked at already", left)
            yield mine

    def _keep(self, result: Capture | CaptureFailure) -> Attempt:
        if self._captured_at:
            at = self._captured_at()
            exchange = replace(result.exchange, started_at=at, captured_at=at)
            result = replace(result, exchange=exchange)
        if result.exchange.seen_through:  # what shows the page follows, and sets the time of the next look
            return self._archive.keep(result)
        declaration = self._declarations[result.exchange.document_id]
        return self._archive.keep(result, self._after(declaration.document.id, declaration.every))

    def _judged(self, judged: Judged) -> Judged:
        """Have the second look made soon that a judgement asks for."""
        name = judged.attempt.exchange.document_id
        declaration = self._declarations.get(name)
        if declaration and self._awaits_second_look(name):
            wait = min(declaration.every, self._second_look_after)
            self._archive.put_schedules([self._after(name, wait)])
        return judged

    def _after(self, document_id: str, wait: timedelta) -> Schedule:
        return Schedule(document_id=document_id, next_check_at=self._now() + wait)

    def _awaits_second_look(self, document_id: str) -> bool:
        return any(hold.awaits is Awaits.SECOND_LOOK for _, hold in self._archive.held(document_id))

    def _history(self, declaration: Declaration, *, is_awaited: bool) -> FetchHistory:
        document_id = declaration.document.id
        sources: set[str] = set()
        shown_at = None
        if SECOND_HAND.intersection(declaration.channels):
            sources = self._archive.sources(document_id)
            seen = [
                s.captured_at
                for s in self._archive.observations(document_id)
                if visibility_of(s.outcome) is not Visibility.NONE
            ]
            shown_at = max(seen, default=None)
        validators = None if is_awaited else self._validators(declaration)  # a second look asks for the whole page
        return FetchHistory(validators=validators, sources=frozenset(sources), shown_at=shown_at)

    def _validators(self, declaration: Declaration) -> Validators | None:
        """Return what the server may be asked to vouch for."""
        if declaration.conditional is ConditionalPolicy.NEVER:
            return None
        return validators_of(
            self._archive.observations_backwards(declaration.document.id),
            lambda attempt: self._archive.attempt(attempt).exchange,
            now=self._now(),
            accept_language=declaration.accept_language,
            agent=user_agent(self._contact),
        )
