"""The records of an Open Terms Archive repository: which version or snapshot of which terms each commit brought.

Their layout is `Service/Terms type[ #document].ext`, a commit a record, told apart by its subject
(github.com/OpenTermsArchive/engine, src/archivist/recorder/repositories/git/dataMapper.js). Reads no content.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath

from snapshots.frozen_class import frozen
from snapshots.records import DocumentKind
from spiders.terms_archive.git_repository import GitChange, GitCommit

MEDIA_TYPES = {
    ".md": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
}
"""What the files of such a repository are."""

_FIRST = ("First record of", "Start tracking")
_TECHNICAL = ("Apply technical or declaration upgrade on", "Refilter")
_UPDATE = ("Record new changes of", "Update")
_COMMIT = re.compile(r"\b[0-9a-f]{5,40}\b")
_RECORDED = re.compile(r"This version was recorded after (.*)", re.DOTALL)
_ID = re.compile(r"[^a-z0-9]+")
_SEPARATOR = " #"


class TermsRecordKind(StrEnum):
    """What a commit says that its record is."""

    FIRST = "first record"
    UPDATE = "update"
    TECHNICAL = "technical upgrade"
    UNKNOWN = "unknown"  # somebody's own commit: no capture stands behind it


@frozen
class Terms:
    """One document of a service, as their collections name it."""

    service: str
    terms_type: str
    part: str = ""  # of terms that are combined from several pages, in repositories of snapshots

    def __str__(self) -> str:
        return f"{self.service} {self.terms_type}" + (f"{_SEPARATOR}{self.part}" if self.part else "")

    @property
    def document_id(self) -> str:
        """Return the id of the document that they are imported into."""
        return _ID.sub("-", str(self).lower()).strip("-")[:80].strip("-") or "terms"

    @property
    def kind(self) -> DocumentKind:
        if "privacy" in self.terms_type.lower():
            return DocumentKind.PRIVACY_POLICY
        return DocumentKind.TRACKERS if "track" in self.terms_type.lower() else DocumentKind.TERMS


@frozen
class TermsRecord:
    """One version or snapshot."""

    terms: Terms
    kind: TermsRecordKind
    commit: str
    path: str  # in that commit
    authored_at: datetime
    subject: str
    blob: str
    media_type: str
    snapshots: tuple[str, ...] = ()  # of a version: the commits of the snapshots that it was made from

    @property
    def source(self) -> str:
        """Return what a kept capture of it is found by."""
        return f"git:{self.commit}:{self.path}"


@frozen
class TermsEnd:
    """A file that was deleted: its terms are no longer tracked."""

    terms: Terms
    authored_at: datetime


@frozen
class TermsLog:
    """What the log of a repository holds, each document's records by parents."""

    records: dict[Terms, list[TermsRecord]]
    ended: dict[Terms, TermsEnd]  # those that are not there at the head
    cut: tuple[TermsRecord, ...] = ()  # where a shallow clone ends: who knows when they came
    passed: tuple[str, ...] = ()  # files that are neither a version nor a snapshot


def read_log(commits: Iterable[GitCommit]) -> TermsLog:
    """Sort a log, parents first, into the records of each document. A renamed file is the same document."""
    known = list(commits)
    final = _names_at_the_head(known)
    records: dict[Terms, list[TermsRecord]] = {}
    ended: dict[Terms, TermsEnd] = {}
    cut: list[TermsRecord] = []
    passed: dict[str, None] = {}
    for number, commit in enumerate(known):
        for change in commit.changes:
            terms = _terms_of(final.get((number, change.path), change.path))
            if terms is None:
                passed[change.path] = None
            elif change.status == "D":
                ended[terms] = TermsEnd(terms=terms, authored_at=commit.authored_at)
            elif change.status != "R":
                ended.pop(terms, None)
                record = _record(commit, change, terms)
                if commit.is_cut:
                    cut.append(record)
                else:
                    records.setdefault(terms, []).append(record)
    return TermsLog(records=records, ended=ended, cut=tuple(cut), passed=tuple(passed))


def _names_at_the_head(commits: Sequence[GitCommit]) -> dict[tuple[int, str], str]:
    """Return the last name of files that were renamed later, by the commit's place and the name in it."""
    later: dict[str, str] = {}
    found: dict[tuple[int, str], str] = {}
    for number in range(len(commits) - 1, -1, -1):
        for change in commits[number].changes:
            if change.path in later:
                found[number, change.path] = later[change.path]
        for change in commits[number].changes:
            if change.status == "A":  # what had the name before is another file
                later.pop(change.path, None)
        for change in commits[number].changes:
            if change.status == "R":
                later[change.old_path] = later.pop(change.path, change.path)
    return found


def _terms_of(path: str) -> Terms | None:
    parts = PurePosixPath(path)
    if len(parts.parts) < 2 or parts.suffix.lower() not in MEDIA_TYPES or any(p.startswith(".") for p in parts.parts):
        return None
    terms_type, _, part = parts.stem.partition(_SEPARATOR)
    return Terms(service=str(parts.parent), terms_type=terms_type, part=part)


def _record(commit: GitCommit, change: GitChange, terms: Terms) -> TermsRecord:
    media_type = MEDIA_TYPES[PurePosixPath(change.path).suffix.lower()]
    told = _RECORDED.search(commit.message) if media_type == MEDIA_TYPES[".md"] else None
    return TermsRecord(
        terms=terms,
        kind=_kind(commit.subject),
        commit=commit.name,
        path=change.path,
        authored_at=commit.authored_at,
        subject=commit.subject,
        blob=change.blob,
        media_type=media_type,
        snapshots=tuple(dict.fromkeys(_named_commits(told[1]))) if told else (),
    )


def _kind(subject: str) -> TermsRecordKind:
    for kind, starts in (
        (TermsRecordKind.FIRST, _FIRST),
        (TermsRecordKind.TECHNICAL, _TECHNICAL),
        (TermsRecordKind.UPDATE, _UPDATE),
    ):
        if subject.startswith(starts):
            return kind
    return TermsRecordKind.UNKNOWN


def _named_commits(text: str) -> Iterator[str]:
    """Yield the snapshots that a message names, each as a commit or an address that ends in one."""
    for line in text.splitlines():
        named = [found for found in _COMMIT.findall(line) if not found.isdigit() or len(found) > 9]
        yield from named[-1:]
