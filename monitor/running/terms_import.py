"""Collections of Open Terms Archive, replayed as if their versions had been captured here. Fetches nothing.

Records follow each other as their commits do. A time that runs backwards (technical upgrades carry that of an old
snapshot) becomes that of the record before, with its own kept beside it: an archive is read by its times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from monitor.running.capture_import import Skipped, too_old
from monitor.running.pipeline import Judged, Pipeline
from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.records import TERMS_ARCHIVE, Capture, CaptureFailure, Document, Exchange
from spiders.errors import RepositoryError
from spiders.http.outcomes import judge_body
from spiders.http.results import result_of
from spiders.terms_archive.git_repository import GitRepository
from spiders.terms_archive.terms_records import Terms, TermsLog, TermsRecord, TermsRecordKind

_TOOL = "open-terms-archive"


@frozen
class TermsChoice:
    """Which records of a repository are imported; nothing chosen takes all."""

    services: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    since: datetime | None = None

    def __contains__(self, terms: Terms) -> bool:
        return _is_among(terms.service, self.services) and _is_among(terms.terms_type, self.terms)

    def of(self, records: Sequence[TermsRecord]) -> list[TermsRecord]:
        """Return the records that are not older than wanted."""
        return [record for record in records if self.since is None or record.authored_at >= self.since]


@frozen
class TermsPlan:
    """What one document gets from a repository."""

    document_id: str
    terms: Terms
    records: tuple[TermsRecord, ...]
    known: int = 0  # imported before
    rewritten: int = 0  # imported before, from commits that the repository has no more
    broken: tuple[tuple[TermsRecord, str], ...] = ()  # snapshots that versions name and that are not there


@dataclass(slots=True)
class _KeptTerms:
    """What an archive has of a document, as far as an import must know."""

    sources: set[str] = field(default_factory=set)
    of_repository: set[str] = field(default_factory=set)
    bodies: set[tuple[str, str]] = field(default_factory=set)  # their own time, and the sha256

    @classmethod
    def of(cls, archive: Archive, document_id: str, repository: str) -> _KeptTerms:
        kept = cls()
        for attempt in archive.attempts(document_id):
            exchange = attempt.exchange
            kept.sources.add(exchange.source)
            named = dict(exchange.provenance)
            if exchange.channel == TERMS_ARCHIVE and named.get("repository") == repository:
                kept.of_repository.add(exchange.source)
                authored = named.get("authored") or exchange.captured_at.isoformat()
                kept.bodies.add((authored, attempt.body_sha256))
        return kept


def plan_terms(
    archive: Archive | None, log: TermsLog, choice: TermsChoice, repository: str, snapshots: GitRepository | None = None
) -> list[TermsPlan]:
    """Return what each document gets, by id; where there is no archive yet, nothing is known before."""
    names = document_ids(log.records)
    have = {document.id for document in archive.documents()} if archive else set()
    plans = []
    for terms, document_id in sorted(names.items(), key=lambda pair: pair[1]):
        records = tuple(choice.of(log.records[terms])) if terms in choice else ()
        if not records:
            continue
        kept = _KeptTerms()
        if archive and document_id in have:
            kept = _KeptTerms.of(archive, document_id, repository)
        there = {record.source for record in log.records[terms]}
        plans.append(
            TermsPlan(
                document_id=document_id,
                terms=terms,
                records=records,
                known=sum(record.source in kept.sources for record in records),
                rewritten=len(kept.of_repository - there),
                broken=tuple(_broken(records, snapshots)) if snapshots else (),
            )
        )
    return plans


def import_terms(
    archive: Archive, pipeline: Pipeline, repository: GitRepository, name: str, plan: TermsPlan, document: Document
) -> Iterator[Judged | Skipped]:
    """Keep and judge the records of one document; go on where a kill stopped it.

    What the archive has seen of the document by other ways since is not overtaken: older records are named and
    left out. Of a repository whose history was rewritten, what was imported before is known by its time and bytes.
    """
    yield from pipeline.judge_pending(document.id)
    kept = _KeptTerms.of(archive, document.id, name)
    last = archive.last_attempt(document.id)
    has_version = bool(archive.versions(document.id))
    old: list[TermsRecord] = []
    newest = last.exchange.captured_at if last else None
    is_own = bool(last and last.exchange.channel == TERMS_ARCHIVE)
    for record in plan.records:
        if record.source in kept.sources:
            yield Skipped(offset=record.source, problem="")
            continue
        try:
            body = repository.blob(record.blob)
        except RepositoryError as error:
            yield Skipped(offset=record.source, problem=str(error))
            continue
        if plan.rewritten and (record.authored_at.isoformat(), sha256(body).hexdigest()) in kept.bodies:
            yield Skipped(offset=record.source, problem="")
            continue
        if newest and record.authored_at < newest and not (is_own and not plan.rewritten):
            old.append(record)
            continue
        at = max(record.authored_at, newest) if newest else record.authored_at
        judged = pipeline.judge(archive.keep(_seen(record, body, document, name, at=at, is_followed=has_version)))
        has_version = has_version or judged.version is not None
        newest, is_own = at, True
        yield judged
    if old and newest:
        yield Skipped(offset=old[0].source, problem=too_old(old[0].authored_at, newest), count=len(old))
    pipeline.tell_waiting(document.id)


def document_ids(all_terms: Iterable[Terms]) -> dict[Terms, str]:
    """Return the id of each document; two that would have the same are numbered."""
    names: dict[Terms, str] = {}
    taken: dict[str, int] = {}
    for terms in sorted(all_terms, key=str):
        count = taken[terms.document_id] = taken.get(terms.document_id, 0) + 1
        names[terms] = terms.document_id if count == 1 else f"{terms.document_id}-{count}"
    return names


def _seen(
    record: TermsRecord, body: bytes, document: Document, repository: str, *, at: datetime, is_followed: bool
) -> Capture | CaptureFailure:
    """Return a record as what was seen; `is_followed` says that the document has a version already."""
    provenance = {
        "record": record.kind.value,
        "service": record.terms.service,
        "terms": record.terms.terms_type,
        "part": record.terms.part,
        "repository": repository,
        "commit": record.commit,
        "snapshots": " ".join(record.snapshots),
        "authored": record.authored_at.isoformat() if record.authored_at != at else "",
    }
    exchange = Exchange(
        document_id=document.id,
        requested_url=document.url,
        final_url=document.url,
        started_at=at,
        captured_at=at,
        channel=TERMS_ARCHIVE,
        tool=_TOOL,
        hops=(document.url,) if document.url else (),
        source=record.source,
        provenance=tuple((name, value) for name, value in provenance.items() if value),
        reads_anew=is_followed and record.kind is not TermsRecordKind.UPDATE,
    )
    outcome, detail = judge_body(body, record.media_type, "")
    return result_of(exchange, outcome, detail, body=body or None, media_type=record.media_type)


def _broken(records: Iterable[TermsRecord], snapshots: GitRepository) -> Iterator[tuple[TermsRecord, str]]:
    named = [(record, name) for record in records for name in record.snapshots]
    absent = snapshots.absent(name for _, name in named)
    yield from ((record, name) for record, name in named if name in absent)


def _is_among(name: str, wanted: Sequence[str]) -> bool:
    return not wanted or name.casefold() in {one.casefold() for one in wanted}
