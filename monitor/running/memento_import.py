"""The history that a web archive has of an address, replayed as if it had been captured then.

Mementos are kept in the order of their times. One that the archive is too busy for is asked for again, and nothing
after it is kept before: what came later would make it too old for good.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from time import sleep

from monitor.running.capture_import import Skipped, too_old
from monitor.running.pipeline import Judged, Pipeline
from snapshots.archive import Archive
from snapshots.network import retry_after
from snapshots.records import Attempt, Capture, CaptureFailure, Document, Outcome
from spiders.declarations.declaration import Declaration
from spiders.http.outcomes import header
from spiders.http.timemaps import ArchivedCapture
from spiders.jobs.declared_pages import politeness_towards
from spiders.memento.memento_channel import fetch_mementos

_AT_ONCE = 20  # mementos that one run of the fetching process is asked for; so many a kill may cost
_ROUNDS = 4  # for which an archive that answers for nothing is waited for; then it is left alone
_TRIES = 3  # of one memento, while others are answered for
_LONGEST_WAIT = 900.0  # seconds; an archive that asks for more is asked by the next import
_BUSY = frozenset([Outcome.TOO_MANY_REQUESTS, Outcome.SERVER_ERROR, Outcome.TIMEOUT, Outcome.UNREACHABLE, Outcome.DNS])


def history_of(
    document: Document, declarations: Sequence[Declaration], url: str, archive_url: str | None = None
) -> Declaration:
    """Return how the history of an address is asked for: as the document is declared, of `url` alone."""
    declared = next((d for d in declarations if d.document.id == document.id), None)
    base = declared or Declaration(document=document, addresses=(url,), accept_language=document.language or "en")
    archives = (archive_url,) if archive_url else base.archives
    # The landmark is of today's page; what was captured is judged by its own history.
    return replace(base, addresses=(url,), locale=(), archives=archives, landmark="")


def first_of_each_day(mementos: Iterable[ArchivedCapture]) -> list[ArchivedCapture]:
    """Return the first memento of each day (UTC), so that another import takes the same ones."""
    found: dict[date, ArchivedCapture] = {}
    for memento in sorted(mementos, key=lambda one: (one.at, one.url)):
        found.setdefault(memento.at.date(), memento)
    return list(found.values())


_Answered = tuple[ArchivedCapture, Capture | CaptureFailure]


@dataclass(slots=True)
class _MementoQueue:
    """What is still to be asked for, and how patient the import still is."""

    pending: list[ArchivedCapture]
    tries: Counter[str] = field(default_factory=Counter)
    silent: int = 0  # rounds in a row in which nothing was answered

    def answered(
        self, batch: Sequence[ArchivedCapture], seen: Sequence[Capture | CaptureFailure]
    ) -> tuple[list[_Answered], CaptureFailure | None]:
        """Return the answers up to the first memento that is to be asked for again, and why that is."""
        self.silent = 0 if any(one.exchange.source for one in seen) else self.silent + 1
        done: list[_Answered] = []
        busy: CaptureFailure | None = None
        for memento, result in zip(batch, seen, strict=True):
            if _is_busy(result):
                self.tries[memento.url] += 1
                if self.silent or self.tries[memento.url] < _TRIES:
                    busy = result if isinstance(result, CaptureFailure) else None
                    break
            done.append((memento, result))
        self.pending = self.pending[len(done) :]
        return done, busy


def import_mementos(
    archive: Archive,
    pipeline: Pipeline,
    declaration: Declaration,
    mementos: Sequence[ArchivedCapture],
    *,
    contact: str,
    pause: Callable[[float], None] = sleep,
) -> Iterator[Judged | Skipped]:
    """Fetch, keep and judge mementos, oldest first; go on where a kill stopped it.

    Those kept before and those older than what the archive holds of the document are passed over. What the archive
    is too busy for is asked for again after as long as it asks, and left to the next import where it does not get
    better; so is all that comes after.
    """
    document_id = declaration.document.id
    unjudged = set()
    for judged in pipeline.judge_pending(document_id):  # kept before a kill, and told of now
        unjudged.add(judged.attempt.exchange.source)
        yield judged
    known = archive.sources(document_id)
    fresh = [memento for memento in mementos if memento.url not in known]
    if told := sum(memento.url in known - unjudged for memento in mementos):
        yield Skipped(offset="", problem="", count=told)
    wanted = yield from _without_too_old(fresh, archive.last_attempt(document_id))
    queue = _MementoQueue(pending=wanted)
    while queue.pending:
        batch = queue.pending[:_AT_ONCE]
        done, busy = queue.answered(batch, fetch_mementos(declaration, batch, contact=contact))
        yield from _judge_answers(done, known, archive, pipeline)
        wait = _wait(busy, declaration, queue.silent) if busy else 0.0
        if queue.silent >= _ROUNDS or wait > _LONGEST_WAIT:
            return
        pause(wait)


def _without_too_old(
    fresh: Sequence[ArchivedCapture], last: Attempt | None
) -> Generator[Skipped, None, list[ArchivedCapture]]:
    """Return the mementos that are not older than what the archive holds, and yield that the others are passed over."""
    newest = last.exchange.captured_at if last else None
    wanted = [memento for memento in fresh if newest is None or memento.at >= newest]
    if newest and len(wanted) < len(fresh):
        yield Skipped(offset=fresh[0].url, problem=too_old(fresh[0].at, newest), count=len(fresh) - len(wanted))
    return wanted


def _judge_answers(
    done: Iterable[_Answered], known: set[str], archive: Archive, pipeline: Pipeline
) -> Iterator[Judged | Skipped]:
    """Keep and judge what an archive answered with, in the order of capture; `known` gains what is kept."""
    for memento, result in sorted(done, key=lambda pair: pair[1].exchange.captured_at):
        exchange = result.exchange
        if not exchange.source:
            yield Skipped(offset=memento.url, problem=result.detail if isinstance(result, CaptureFailure) else "")
        elif exchange.source in known:  # the archive led to another capture, which was kept
            yield Skipped(offset=memento.url, problem="")
        else:
            known.add(exchange.source)
            then = replace(exchange, started_at=exchange.captured_at)
            yield pipeline.judge(archive.keep(replace(result, exchange=then)))


def _is_busy(result: Capture | CaptureFailure) -> bool:
    return isinstance(result, CaptureFailure) and not result.exchange.source and result.outcome in _BUSY


def _wait(busy: CaptureFailure, declaration: Declaration, rounds: int) -> float:
    """Return how many seconds an archive is left alone: as long as it asks, and longer each time it is silent."""
    asked = retry_after(header(busy.exchange.response_headers, "retry-after"), datetime.now(UTC))
    own = politeness_towards(declaration.archives).backoff_seconds * (1 << max(rounds, 1))
    return max(asked.total_seconds() if asked else 0.0, float(own))
