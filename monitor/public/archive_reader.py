"""An archive as programs read it. Writes nothing."""

from __future__ import annotations

from datetime import datetime
from os import PathLike, fspath
from pathlib import Path
from types import TracebackType

from feeds.published_alerts import PublishedAlert, read_published_alerts
from monitor.running.workspace import archive_place
from snapshots.archive import Archive
from snapshots.opening import open_to_read
from snapshots.records import Change, Document, Extraction, Version
from snapshots.sql.postgres_address import PostgresAddress, is_postgres_address


def open_archive(folder: str | PathLike[str]) -> ArchiveReader:
    """Open the archive of a folder, the one that holds `archive.db` or whose settings name a database.

    An address like postgresql://… names a database by itself.
    Makes and changes no file, so that the folder may be one that can't be written to; `run` may write to the archive
    meanwhile, and each call sees its newest state. Raises `ArchiveError` where there is none, or where a program of
    another version made it. Every method raises that, too, where what it reads is damaged.
    """
    named = fspath(folder)
    place = PostgresAddress.parse(named) if is_postgres_address(named) else archive_place(Path(named))
    return ArchiveReader(open_to_read(place))


class ArchiveReader:
    """What an archive holds. A context manager that closes it in the end."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def documents(self) -> list[Document]:
        """Return what is watched, by id."""
        return self._archive.documents()

    def versions(self, document_id: str) -> list[Version]:
        """Return the versions of a document, oldest first; version n is at n - 1.

        Raises `ArchiveError` for a document that is not in the archive.
        """
        self._archive.document(document_id)
        return self._archive.versions(document_id)

    def version_at(self, document_id: str, at: datetime) -> Version | None:
        """Return the version that a document was at at an aware time; None before it was first seen."""
        if at.tzinfo is None:
            raise ValueError("the time has no zone; write datetime(2025, 5, 27, tzinfo=UTC)")
        versions = self.versions(document_id)
        seen = [o for o in self._archive.observations(document_id) if o.version and o.captured_at <= at]
        return versions[seen[-1].version - 1] if seen and seen[-1].version else None

    def text(self, version: Version) -> Extraction:
        """Return what a version says: its segments in the order of the page, and its links apart from them."""
        return self._archive.extraction(version.document_id, version.number)

    def page(self, version: Version) -> bytes:
        """Return the body that first showed a version, as it was received."""
        return self._archive.body(version.body_sha256)

    def changes(self, document_id: str | None = None, *, since: datetime | None = None) -> list[Change]:
        """Return the changes of a document, or of all, as they were decided; `since` (aware) bounds that time."""
        return self._archive.changes(document_id, since=since)

    def alerts(self, document_id: str | None = None, *, since: datetime | None = None) -> tuple[PublishedAlert, ...]:
        """Return the alerts that were told, in that order; `since` (aware) bounds the time of telling.

        Those that still wait for a second look or for a person are not among them.
        """
        return read_published_alerts(self._archive, document_id, since=since)

    def close(self) -> None:
        """Let go of the archive."""
        self._archive.close()

    def __enter__(self) -> ArchiveReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
