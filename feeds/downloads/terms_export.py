"""Versions in the layout of Open Terms Archive: what each commit of such a repository holds. Writes nothing.

One commit a text: the first record, then each update, return and technical upgrade, at the time at which it was first
seen so. What was imported from such a repository leaves as it came.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from heapq import merge

from feeds.downloads.markdown_text import markdown_of
from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.records import Attempt, Document, DocumentKind, VersionKind

MARKDOWN = "text/markdown"
_TYPES = {
    DocumentKind.PRIVACY_POLICY: "Privacy Policy",
    DocumentKind.TERMS: "Terms of Service",
    DocumentKind.TRACKERS: "Trackers Policy",
}
_FIRST, _UPDATE, _TECHNICAL = (
    "First record of",
    "Record new changes of",
    "Apply technical or declaration upgrade on",
)
_KINDS = {"first record": _FIRST, "update": _UPDATE, "technical upgrade": _TECHNICAL}
_UNFIT = re.compile(r'[\x00-\x1f\x7f\\/:"<>|*?]+| #')


@frozen
class TermsCommit:
    """One commit: a file's new content, and what is said of it."""

    path: str
    content: bytes
    at: datetime
    message: str


def terms_commits(archive: Archive, documents: Sequence[Document]) -> Iterator[TermsCommit]:
    """Yield the commits of documents by their times, each document's in the order of its log."""
    names = _file_names(archive, documents)
    yield from merge(*(_of_document(archive, one, *names[one.id]) for one in documents), key=lambda commit: commit.at)


def _file_names(archive: Archive, documents: Sequence[Document]) -> dict[str, tuple[str, str]]:
    """Return the service and the type of terms of each document, no two of them the same."""
    names: dict[str, tuple[str, str]] = {}
    for document in documents:
        service, terms = _imported_name(archive, document) or (
            document.service,
            _TYPES.get(document.kind, document.title),
        )
        pair = (_UNFIT.sub(" ", service).strip(" .") or "Service", _UNFIT.sub(" ", terms).strip(" .") or document.id)
        if pair in names.values():
            pair = (pair[0], f"{pair[1]} ({document.region.upper() or document.id})")
        names[document.id] = pair if pair not in names.values() else (pair[0], document.id)
    return names


def _imported_name(archive: Archive, document: Document) -> tuple[str, str] | None:
    first = next(iter(archive.attempts(document.id)), None)
    named = dict(first.exchange.provenance) if first else {}
    if "service" not in named or "terms" not in named:
        return None
    return named["service"], named["terms"]


def _of_document(archive: Archive, document: Document, service: str, terms: str) -> Iterator[TermsCommit]:
    versions = {version.number: version for version in archive.versions(document.id)}
    path, last, is_first = f"{service}/{terms}.md", b"", True
    for observation in archive.observations(document.id):
        attempt = archive.attempt(observation.attempt)
        is_theirs = attempt.media_type == MARKDOWN and "record" in dict(attempt.exchange.provenance)
        if observation.version is None and not is_theirs:
            continue
        content = _content(archive, attempt, observation.version or 0)
        if content == last:
            continue
        version = versions.get(observation.version or 0)
        is_new = bool(version and version.attempt == attempt.sequence)
        is_technical = is_new and bool(version and version.kind is VersionKind.TECHNICAL)
        yield TermsCommit(
            path=path,
            content=content,
            at=_recorded_at(attempt),
            message=_message(attempt, f"{service} {terms}", is_first=is_first, is_technical=is_technical),
        )
        last, is_first = content, False


def _content(archive: Archive, attempt: Attempt, number: int) -> bytes:
    if attempt.media_type == MARKDOWN and attempt.body_sha256:
        return archive.body(attempt.body_sha256)
    return markdown_of(archive.extraction(attempt.exchange.document_id, number).segments).encode()


def _recorded_at(attempt: Attempt) -> datetime:
    """Return when a record was made; one from such a repository may say another time than its place in the log."""
    authored = dict(attempt.exchange.provenance).get("authored")
    return datetime.fromisoformat(authored) if authored else attempt.exchange.captured_at


def _message(attempt: Attempt, name: str, *, is_first: bool, is_technical: bool) -> str:
    """Return a commit's message as their engine writes it: the kind in the subject, then what it was made from."""
    named = dict(attempt.exchange.provenance)
    kind = _FIRST if is_first else _TECHNICAL if is_technical else _UPDATE
    subject = f"{_KINDS.get(named.get('record', ''), kind)} {name}"
    snapshots = named.get("snapshots", "").split()
    if len(snapshots) > 1:
        lines = "\n".join(f"- {one}" for one in snapshots)
        made = f"assembling the following snapshots from {len(snapshots)} source documents:\n{lines}"
        return f"{subject}\n\nThis version was recorded after extracting from and {made}\n"
    what = f"snapshot {snapshots[0]}" if snapshots else f"the capture sha256:{attempt.body_sha256}"
    return f"{subject}\n\nThis version was recorded after extracting from {what}\n"
