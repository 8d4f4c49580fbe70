"""What the API answers: the fields of `feeds.contract` with counts and addresses beside them. Reads no archive."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar

from feeds import contract
from feeds.addresses import anchors, change_address, document_address, version_address
from feeds.annotations import ANNOTATION, NotedAlert
from feeds.api import api_addresses as addresses
from feeds.contract import ObservedAttempt, VersionText
from feeds.datasets.table_parts import observed_by_month
from feeds.downloads.citation_formats import FORMATS, Format
from feeds.downloads.download_files import citation_address, evidence_address, picture_address
from feeds.edition.edition import Edition
from feeds.edition.stories import StoryPlace
from feeds.edition.survey import Survey, Watched
from feeds.own_words import own_headlines
from feeds.published_alerts import PublishedAlert
from feeds.record_fields import (
    ID,
    NUMBER,
    SHA256,
    TEXT,
    TIME,
    URL,
    FieldType,
    RecordFields,
    enum,
    field,
    field_if_any,
    filled,
    inline,
    listed,
    nested,
    optional,
    record,
    text,
)
from feeds.site import Site
from snapshots.records import Change, ChangeLine, Document, Hunk, Notice, Outcome, Segment, Version
from snapshots.visibility import Visibility

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
T_contra = TypeVar("T_contra", contravariant=True)
Other = TypeVar("Other")


class InEdition(NamedTuple, Generic[T_co]):
    """A record with the edition that its addresses and counts are taken from."""

    record: T_co
    edition: Edition

    def of(self, other: Other) -> InEdition[Other]:
        """Return another record in the same edition."""
        return InEdition(other, self.edition)

    def url(self, path: str) -> str:
        return self.edition.site.url(path)


class Newest(NamedTuple, Generic[T_co]):
    """The newest records, newest last, with the pages that hold all of them, oldest first."""

    records: Sequence[T_co]
    pages: Sequence[str]


class Lists(NamedTuple, Generic[T_contra]):
    """The answers that list all records of a kind, in pages, and the newest of them."""

    name: str
    page: RecordFields[Sequence[T_contra]]
    newest: RecordFields[Newest[T_contra]]


class AnchoredSegment(NamedTuple):
    segment: Segment
    anchor: str


class ComparedVersions(NamedTuple):
    before: Version
    after: Version
    hunks: Sequence[Hunk]


def answer_bytes(answer: Mapping[str, Any]) -> bytes:
    """Return an answer as UTF-8; halves of surrogate pairs, which broken pages bring, become question marks."""
    return answer_text(answer).encode("utf-8", "replace") + b"\n"


def answer_text(answer: Mapping[str, Any]) -> str:
    """Return an answer, or a part of one, as JSON."""
    return json.dumps(answer, ensure_ascii=False)


def with_rows(answer: Mapping[str, Any], rows: Sequence[str]) -> bytes:
    """Return an answer that ends in a list, as bytes, with these rows of JSON in that list, empty before."""
    return f"{answer_text(answer)[:-2]}{', '.join(rows)}]}}\n".encode("utf-8", "replace")


def _links(**paths: Callable[[T], str]) -> FieldType[InEdition[T]]:
    """Return the type of an object that says where things of a record stand."""

    def address(path: Callable[[T], str], found: InEdition[T]) -> str:
        return found.url(path(found.record))

    return nested(inline(*(field(name, URL, "", partial(address, path)) for name, path in paths.items())))


def _citations(page: Callable[[T], str]) -> dict[str, Callable[[T], str]]:
    def path(made: Format, found: T) -> str:
        return citation_address(page(found), made)

    return {f"cite_{name.partition('.')[0]}": partial(path, made) for name, made in FORMATS.items()}


def _several(name: str, kind: RecordFields[T], component: str) -> RecordFields[Sequence[T]]:
    """Return the fields of an answer that is a list."""
    return record(component, field(name, listed(nested(kind)), "", lambda found: found))


def _lists(name: str, kind: RecordFields[T], component: str) -> Lists[T]:
    newest: RecordFields[Newest[T]] = record(
        f"Newest{component}",
        field(name, listed(nested(kind)), "The newest, newest last.", lambda newest: newest.records),
        field("pages", listed(URL), "Where all of them stand, oldest first."),
    )
    return Lists(name, _several(name, kind, component), newest)


def _index_address(path: str, site: Site) -> str:
    return site.url(path)


_LISTS = ("documents", "changes", "alerts", "tellings", "regions", "status", "openapi")
_INDEXED = {name: addresses.list_path(name) for name in _LISTS} | {"data": "data/datapackage.json", "feeds": "feeds/"}
INDEX: RecordFields[Site] = record(
    "Index",
    field("title", TEXT, ""),
    field("home", URL, "", lambda site: site.url()),
    field("contact", filled(TEXT), ""),
    field(
        "links",
        nested(inline(*(field(name, URL, "", partial(_index_address, path)) for name, path in _INDEXED.items()))),
        "",
        lambda site: site,
    ),
)

VERSION_LINKS: FieldType[InEdition[Version]] = _links(
    self=lambda version: addresses.version_path(version.document_id, version.number),
    page=version_address,
    **_citations(version_address),
)
VERSION: RecordFields[InEdition[Version]] = record(
    "Version",
    *contract.VERSION.within(InEdition[Version], lambda found: found.record),
    field("links", VERSION_LINKS, "", lambda found: found),
)

SEGMENT: RecordFields[AnchoredSegment] = record(
    "Segment",
    *contract.PASSAGE.within(AnchoredSegment, lambda found: found.segment),
    field("anchor", TEXT, "Its place on the version's page, behind a #."),
)
VERSION_TEXT: RecordFields[InEdition[VersionText]] = record(
    "Text",
    *contract.VERSION_TEXT.within(InEdition[VersionText], lambda found: found.record),
    field("segments", listed(nested(SEGMENT)), "In the order of the page.", lambda found: _anchored(found.record)),
    field("urls", VERSION_LINKS, "", lambda found: found.of(found.record.version)),
)


def _anchored(found: VersionText) -> Sequence[AnchoredSegment]:
    segments = found.extraction.segments
    return list(map(AnchoredSegment, segments, anchors(segments)))


AnyChange = Change | ChangeLine
_CHANGE_LINKS: RecordFields[InEdition[AnyChange]] = inline(
    field("self", URL, "", lambda found: found.url(addresses.change_path(found.record.number))),
    field("page", URL, "", lambda found: found.url(change_address(found.record.number))),
    field_if_any(
        "alert",
        URL,
        "",
        lambda found: found.url(addresses.alert_path(found.record.number)) if _alert_id(found) else None,
    ),
)
CHANGE: RecordFields[InEdition[AnyChange]] = record(
    "Change",
    *contract.CHANGE.within(InEdition[AnyChange], lambda found: found.record),
    field("alert", optional(TEXT), "Id of the alert that tells it.", lambda found: _alert_id(found)),
    field("links", nested(_CHANGE_LINKS), "", lambda found: found),
)
WHOLE_CHANGE: RecordFields[InEdition[Change]] = record(
    "WholeChange",
    *CHANGE.fields,
    field("differences", listed(nested(contract.HUNK)), "", lambda found: found.record.hunks),
)


def _alert_id(found: InEdition[AnyChange]) -> str | None:
    alert = found.edition.survey.alerts.get(found.record.number)
    return alert.id if alert else None


def _alert_page(told: PublishedAlert) -> str:
    return change_address(told.alert.change)


_ALERT_LINKS: FieldType[InEdition[PublishedAlert]] = _links(
    self=lambda told: addresses.alert_path(told.alert.change),
    page=_alert_page,
    change=lambda told: addresses.change_path(told.alert.change),
    picture=lambda told: picture_address(told.alert.change),
    evidence=lambda told: evidence_address(told.alert),
    **_citations(_alert_page),
)


def _own_of_place(found: InEdition[StoryPlace]) -> Sequence[str]:
    return own_headlines(found.record.own, found.record.title)


def _own_of_alert(found: InEdition[PublishedAlert]) -> Sequence[str]:
    survey, alert = found.edition.survey, found.record.alert
    again, watched = survey.stories.get(alert.id), survey.find(alert.document_id)
    return own_headlines(again.own, watched.document.title) if again and watched else ()


STORY_PLACE: RecordFields[InEdition[StoryPlace]] = record(
    "StoryPlace",
    field("document", ID, "Id of the document.", lambda found: found.record.document_id),
    field("captured_at", TIME, "The capture that first showed it there.", lambda found: found.record.captured_at),
    field("change", NUMBER, "The change there.", lambda found: found.record.change),
    field("page", URL, "", lambda found: found.url(change_address(found.record.change))),
    field("own_headlines", listed(TEXT), "What was told of it alone.", _own_of_place),
)
ALERT: RecordFields[InEdition[PublishedAlert]] = record(
    "Alert",
    *contract.PUBLISHED_ALERT.within(InEdition[PublishedAlert], lambda found: found.record),
    field(
        "told_first_by",
        optional(TEXT),
        "Id of the alert that told the same of another document before, {none} where this was the first.",
        lambda found: first.id if (first := found.edition.survey.first_of(found.record.alert)) else None,
    ),
    field(
        "own_headlines",
        listed(TEXT),
        "What it tells beside that, the gravest first.",
        _own_of_alert,
    ),
    field(
        "also_in",
        listed(nested(STORY_PLACE)),
        "Further documents in which the same change came.",
        lambda found: [found.of(place) for place in found.edition.survey.places.get(found.record.alert.id, ())],
    ),
    field(
        "annotations",
        listed(nested(ANNOTATION)),
        "Its `notes` as W3C Web Annotations.",
        lambda found: [NotedAlert(note, found.record.alert, found.edition.site) for note in found.record.notes],
    ),
    field("links", _ALERT_LINKS, "", lambda found: found),
)

_MONTH: RecordFields[InEdition[tuple[str, str]]] = inline(
    field("month", text(pattern=r"^\d{4}-\d{2}$"), "", lambda found: found.record[1]),
    field("href", URL, "", lambda found: found.url(addresses.captures_path(*found.record))),
)
_DOCUMENT_LINKS: FieldType[InEdition[Document]] = _links(
    self=lambda document: addresses.document_path(document.id),
    page=lambda document: document_address(document.id),
    feed=lambda document: f"feeds/documents/{document.id}.atom",
)
DOCUMENT: RecordFields[InEdition[Watched]] = record(
    "Document",
    *contract.DOCUMENT.within(InEdition[Watched], lambda found: found.record.document),
    field("versions", NUMBER, "How many.", lambda found: len(found.record.versions)),
    field("changes", NUMBER, "How many.", lambda found: len(found.record.changes)),
    field("alerts", NUMBER, "How many.", lambda found: _count_alerts(found)),
    field("last_attempt_at", optional(TIME), "", lambda found: _last_attempt_at(found.record)),
    field("last_seen_at", optional(TIME), "When it was last seen in full.", lambda found: found.record.seen_at),
    field("links", _DOCUMENT_LINKS, "", lambda found: found.of(found.record.document)),
)
WHOLE_DOCUMENT: RecordFields[InEdition[Watched]] = record(
    "WholeDocument",
    *DOCUMENT.fields,
    field("all_versions", listed(nested(VERSION)), "", lambda found: list(map(found.of, found.record.versions))),
    field("all_changes", listed(nested(CHANGE)), "", lambda found: list(map(found.of, found.record.changes))),
    field("captures", listed(nested(_MONTH)), "Every attempt, by month.", lambda found: _months(found)),
)


def _count_alerts(found: InEdition[Watched]) -> int:
    return sum(line.number in found.edition.survey.alerts for line in found.record.changes)


def _last_attempt_at(watched: Watched) -> datetime | None:
    return watched.last.captured_at if watched.last else None


def _months(found: InEdition[Watched]) -> Sequence[InEdition[tuple[str, str]]]:
    months = observed_by_month(found.record.observations)
    return [found.of((found.record.document.id, month)) for month, _ in months]


DOCUMENT_STATUS: RecordFields[Watched] = inline(
    field("document", ID, "The document's id.", lambda watched: watched.document.id),
    field("sight", optional(enum(Visibility)), "", lambda watched: watched.visibility if watched.last else None),
    field("attempts", NUMBER, "", lambda watched: len(watched.observations)),
    field("last_attempt_at", optional(TIME), "", _last_attempt_at),
    field("last_outcome", optional(enum(Outcome)), "", lambda watched: watched.last.outcome if watched.last else None),
    field("last_detail", optional(TEXT), "", lambda watched: watched.last.detail if watched.last else None),
    field("last_seen_at", optional(TIME), "When it was last seen in full.", lambda watched: watched.seen_at),
    field("not_seen_since", optional(TIME), "", lambda watched: watched.open_gap.since if watched.open_gap else None),
    field("next_check_at", optional(TIME), ""),
    field("gaps", listed(nested(contract.GAP)), "Oldest first."),
    field("lineages", listed(nested(contract.LINEAGE)), "The texts served at the address, in order."),
)
STATUS_OF_ALL: RecordFields[Survey] = inline(
    field("as_of", TIME, "The last attempt."),
    field("attempts", NUMBER, "Rows of the log."),
    field("chain_head", SHA256, ""),
)
STATUS: RecordFields[Survey] = record(
    "Status",
    *STATUS_OF_ALL.fields,
    field("documents", listed(nested(DOCUMENT_STATUS)), "", lambda survey: survey.watched),
)

COMPARISON: RecordFields[ComparedVersions] = record(
    "Comparison",
    field("document", ID, "The document's id.", lambda compared: compared.after.document_id),
    field("from", nested(contract.VERSION), "", lambda compared: compared.before),
    field("to", nested(contract.VERSION), "", lambda compared: compared.after),
    field("hunks", listed(nested(contract.HUNK)), ""),
)

_REGION_PAIR: RecordFields[InEdition[tuple[Document, Document]]] = inline(
    field("first", ID, "The document's id.", lambda found: found.record[0].id),
    field("second", ID, "That of its variant.", lambda found: found.record[1].id),
    field("href", URL, "", lambda found: found.url(addresses.region_pair_path(*(one.id for one in found.record)))),
)

DOCUMENTS = _several("documents", DOCUMENT, "Documents")
CAPTURES: RecordFields[Sequence[ObservedAttempt]] = _several("captures", contract.CAPTURE, "Captures")
CHANGES = _lists("changes", CHANGE, "Changes")
ALERTS = _lists("alerts", ALERT, "Alerts")
NOTICES: Lists[Notice] = _lists("tellings", contract.NOTICE, "Tellings")
REGION_PAIRS = _several("pairs", _REGION_PAIR, "RegionPairs")
