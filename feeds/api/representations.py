"""What each file of the API says: the records of `feeds.contract`, with addresses beside them. Reads no archive."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from feeds.addresses import anchors, change_address, document_address, version_address
from feeds.contract import (
    change_json,
    document_json,
    gap_json,
    hunk_json,
    notice_json,
    stamp,
    text_json,
    told_json,
    version_json,
)
from feeds.datasets.tables import month_of
from feeds.downloads.citation_formats import FORMATS
from feeds.downloads.download_files import citation_address, evidence_address, picture_address
from feeds.edition.survey import Survey, Watched
from feeds.published_alerts import PublishedAlert
from feeds.site import Site
from snapshots.records import Change, ChangeLine, Extraction, Hunk, Notice, Version

BASE = "api/v1"

Json = dict[str, Any]


def json_bytes(answer: Json) -> bytes:
    """Return an answer as UTF-8; halves of surrogate pairs, which broken pages bring, become question marks."""
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def document_path(document_id: str) -> str:
    return f"{BASE}/documents/{document_id}.json"


def version_path(document_id: str, number: int) -> str:
    return f"{BASE}/documents/{document_id}/versions/{number}.json"


def captures_path(document_id: str, month: str) -> str:
    return f"{BASE}/documents/{document_id}/captures/{month}.json"


def change_path(number: int) -> str:
    return f"{BASE}/changes/{number}.json"


def alert_path(number: int) -> str:
    """Return where the alert on the change of that number stands."""
    return f"{BASE}/alerts/{number}.json"


def page_path(kind: str, number: int) -> str:
    return f"{BASE}/{kind}/pages/{number}.json"


def index(site: Site) -> Json:
    """Return the door: where everything stands."""
    names = ("documents", "changes", "alerts", "tellings", "regions", "status", "openapi")
    return {
        "title": site.title,
        "home": site.url(),
        "contact": site.contact or None,
        "links": {
            **{name: site.url(f"{BASE}/{name}.json") for name in names},
            "data": site.url("data/datapackage.json"),
            "feeds": site.url("feeds/"),
        },
    }


def documents(survey: Survey, site: Site) -> Json:
    return {"documents": [_document(watched, survey, site) for watched in survey.watched]}


def document(watched: Watched, survey: Survey, site: Site) -> Json:
    """Return a document with its versions, its changes and where its captures stand."""
    months = sorted({month_of(observation.captured_at) for observation in watched.observations})
    return {
        **_document(watched, survey, site),
        "all_versions": [version(found, site) for found in watched.versions],
        "all_changes": [change(line, survey, site) for line in watched.changes],
        "captures": [{"month": month, "href": site.url(captures_path(watched.document.id, month))} for month in months],
    }


def _document(watched: Watched, survey: Survey, site: Site) -> Json:
    name = watched.document.id
    return {
        **document_json(watched.document),
        "versions": len(watched.versions),
        "changes": len(watched.changes),
        "alerts": sum(line.number in survey.alerts for line in watched.changes),
        "last_attempt_at": stamp(watched.last.captured_at if watched.last else None),
        "last_seen_at": stamp(watched.seen_at),
        "links": {
            "self": site.url(document_path(name)),
            "page": site.url(document_address(name)),
            "feed": site.url(f"feeds/documents/{name}.atom"),
        },
    }


def version(found: Version, site: Site) -> Json:
    page = version_address(found)
    own = site.url(version_path(found.document_id, found.number))
    return {**version_json(found), "links": {"self": own, "page": site.url(page), **_cite(page, site)}}


def text(found: Version, extraction: Extraction, site: Site) -> Json:
    """Return a version with all that it says; a segment's anchor is that of its place on the version's page."""
    said = text_json(found, extraction)
    names = anchors(extraction.segments)
    return {
        **said,
        "segments": [{**segment, "anchor": name} for segment, name in zip(said["segments"], names, strict=True)],
        "urls": version(found, site)["links"],
    }


def changes(lines: Sequence[ChangeLine], survey: Survey, site: Site) -> Json:
    return {"changes": [change(line, survey, site) for line in lines]}


def change(line: ChangeLine | Change, survey: Survey, site: Site) -> Json:
    """Return a change without its hunks."""
    alert = survey.alerts.get(line.number)
    links = {"self": site.url(change_path(line.number)), "page": site.url(change_address(line.number))}
    if alert:
        links["alert"] = site.url(alert_path(line.number))
    return {**change_json(line), "alert": alert.id if alert else None, "links": links}


def whole_change(found: Change, survey: Survey, site: Site) -> Json:
    return {**change(found, survey, site), "differences": [hunk_json(hunk) for hunk in found.hunks]}


def alerts(found: Sequence[PublishedAlert], site: Site) -> Json:
    return {"alerts": [alert(one, site) for one in found]}


def alert(found: PublishedAlert, site: Site) -> Json:
    """Return an alert as it was told, with all that was said of it since."""
    number = found.alert.change
    page = change_address(number)
    return {
        **told_json(found),
        "links": {
            "self": site.url(alert_path(number)),
            "page": site.url(page),
            "change": site.url(change_path(number)),
            "picture": site.url(picture_address(number)),
            "evidence": site.url(evidence_address(found.alert)),
            **_cite(page, site),
        },
    }


def notices(found: Sequence[Notice]) -> Json:
    return {"tellings": [notice_json(notice) for notice in found]}


def paged(kind: str, newest: Json, numbers: Sequence[int], site: Site) -> Json:
    """Return the newest records, newest last, with the pages that hold all of them, oldest first."""
    return {**newest, "pages": [site.url(page_path(kind, number)) for number in numbers]}


def status(survey: Survey) -> Json:
    """Return for each document how it stands, with every gap."""
    return {
        "as_of": stamp(survey.as_of),
        "attempts": survey.attempts,
        "chain_head": survey.chain_head,
        "documents": [_standing(watched) for watched in survey.watched],
    }


def _standing(watched: Watched) -> Json:
    last = watched.last
    return {
        "document": watched.document.id,
        "sight": watched.visibility.value if last else None,
        "attempts": len(watched.observations),
        "last_attempt_at": stamp(last.captured_at if last else None),
        "last_outcome": last.outcome.value if last else None,
        "last_detail": last.detail if last else None,
        "last_seen_at": stamp(watched.seen_at),
        "not_seen_since": stamp(watched.open_gap.since if watched.open_gap else None),
        "next_check_at": stamp(watched.next_check_at),
        "gaps": [gap_json(gap) for gap in watched.gaps],
    }


def comparison(before: Version, after: Version, hunks: Sequence[Hunk]) -> Json:
    return {
        "document": after.document_id,
        "from": version_json(before),
        "to": version_json(after),
        "hunks": [hunk_json(hunk) for hunk in hunks],
    }


def _cite(page: str, site: Site) -> dict[str, str]:
    return {f"cite_{name.partition('.')[0]}": site.url(citation_address(page, made)) for name, made in FORMATS.items()}
