"""The spider over the API of Open Terms Archive collections: from the newest version back to what is known.

A version is told as the page that the collection saw then, at its time; what its API answered is in `preceding`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import Response

from snapshots.records import COLLECTION, Capture, CaptureFailure, Exchange, HopPurpose, Outcome
from spiders.crawling.visit_spider import Output, VisitSpider
from spiders.crawling.visits import VISIT, Visit, exchange_of, request_of
from spiders.errors import CollectionError
from spiders.http.decoding import BodyBrokenError, BodyTooLargeError, decode_body
from spiders.http.outcomes import content_encodings, header, judge_body, judge_status
from spiders.http.results import result_of
from spiders.jobs.job import JobPage, JobResult
from spiders.terms_archive.collection_api import (
    CollectionVersion,
    is_known,
    newest_at,
    provenance,
    read_version,
    terms_of,
    version_url,
)
from spiders.terms_archive.terms_records import MEDIA_TYPES, TermsRecordKind

_MOST = 50  # versions of one document at one look: who was away longer imports the repository
_ENVELOPE = 4  # by how much JSON may be longer than the text in it


@dataclass(slots=True)
class CollectionVisit(Visit):
    """A visit to a collection's API, which tells one version an answer."""

    found: list[tuple[CollectionVersion, Exchange]] = field(default_factory=list)  # newest first


class CollectionSpider(VisitSpider):
    """Yields of each page what its collection recorded since it was seen."""

    name = "collection"
    channel = COLLECTION

    def first_request(self, page: JobPage) -> Request:
        return self._ask(CollectionVisit(page=page, channel=self.channel), newest_at(datetime.now(UTC)))

    def judge(self, response: Response) -> CollectionVersion | CaptureFailure:
        told = exchange_of(request_of(response))
        headers = told.response_headers
        outcome, detail = judge_status(response.status, retry_after=header(headers, "retry-after"))
        if outcome is not Outcome.CAPTURED:
            return CaptureFailure(exchange=told, outcome=outcome, detail=f"the collection: {detail}")
        try:
            limit = _ENVELOPE * response.meta[VISIT].page.max_bytes
            return read_version(decode_body(response.body, content_encodings(headers), limit))
        except (BodyTooLargeError, BodyBrokenError, CollectionError) as error:
            return CaptureFailure(exchange=told, outcome=Outcome.SERVER_ERROR, detail=str(error)[:400])

    def proceed(self, request: Request, result: CollectionVersion | CaptureFailure) -> Output:
        visit: CollectionVisit = request.meta[VISIT]
        told = exchange_of(request)
        if isinstance(result, CaptureFailure):
            # What came before it is told; the rest is asked for at the next look, which begins at the newest again.
            is_the_start = result.outcome is Outcome.NOT_FOUND and bool(visit.found)
            yield from self._results(visit) if is_the_start else iter([JobResult.of(visit.page.key, result)])
        elif not self._is_news(visit, result):
            yield from self._results(visit) if visit.found else iter([_nothing_new(visit, told, result)])
        else:
            visit.found.append((result, told))
            if visit.page.shown_at is None or len(visit.found) == _MOST:
                yield from self._results(visit)
            else:
                yield self._ask(replace(visit, trail=[]), result.before)

    def _ask(self, visit: CollectionVisit, at: datetime) -> Request:
        page = visit.page
        url = version_url(page.collection, terms_of(page.terms), at)
        limit = _ENVELOPE * page.max_bytes
        return self.ask(url, visit, purpose=HopPurpose.COLLECTION, accept="application/json", max_bytes=limit)

    def _is_news(self, visit: CollectionVisit, version: CollectionVersion) -> bool:
        page = visit.page
        if visit.found and version.fetched_at >= visit.found[-1][0].fetched_at:
            return False  # an engine that answers every date alike
        is_old = page.shown_at is not None and version.fetched_at <= page.shown_at
        return not is_old and not is_known(version, terms_of(page.terms), frozenset(page.known))

    def _results(self, visit: CollectionVisit) -> Iterator[JobResult]:
        for number, (version, told) in enumerate(reversed(visit.found), 1):
            yield JobResult.of(visit.page.key, _seen(visit.page, version, told), more=number < len(visit.found))


def _seen(page: JobPage, version: CollectionVersion, told: Exchange) -> Capture | CaptureFailure:
    """Return a version as what the collection saw of the page; what its API answered is no answer of the page's."""
    terms = terms_of(page.terms)
    at = min(version.fetched_at, told.captured_at)
    was = Exchange(
        document_id=page.document_id,
        requested_url=page.addresses[0],
        final_url=page.addresses[0],
        started_at=told.started_at,
        captured_at=at,
        channel=COLLECTION,
        tool=told.tool,
        hops=told.hops,
        request_headers=told.request_headers,
        ip=told.ip,
        protocol=told.protocol,
        tls_leaf_sha256=told.tls_leaf_sha256,
        wire_sha256=told.wire_sha256,
        wire_length=told.wire_length,
        source=version.source(terms),
        preceding=told.preceding,
        provenance=provenance(version, terms, page.collection),
        reads_anew=page.shown_at is not None and version.kind is not TermsRecordKind.UPDATE,
    )
    body = version.content.encode()
    outcome, detail = judge_body(body, MEDIA_TYPES[".md"], "utf-8", page.landmark)
    return result_of(was, outcome, detail, body=body or None, media_type=MEDIA_TYPES[".md"], charset="utf-8")


def _nothing_new(visit: CollectionVisit, told: Exchange, version: CollectionVersion) -> JobResult:
    detail = f"the collection has no version newer than that of {version.fetched_at:%Y-%m-%d %H:%M} UTC"
    told = replace(told, final_url=visit.page.addresses[0])
    return JobResult.of(visit.page.key, CaptureFailure(exchange=told, outcome=Outcome.NOT_MODIFIED, detail=detail))
