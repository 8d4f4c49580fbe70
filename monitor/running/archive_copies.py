"""An archive copied from one place to another: folders and databases, either way. Prints nothing."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from monitor.running.workspace import archive_place, make_or_open
from snapshots.errors import ArchiveBusy, ArchiveExists, ArchiveMissing
from snapshots.opening import SqlArchive, open_archive
from snapshots.sql.copying import Copied, Told
from snapshots.sql.postgres_address import PostgresAddress


def copy_archive(
    source: Path | PostgresAddress, target: Path | PostgresAddress, told: Told, bodies: str | None = None
) -> Copied:
    """Bring the archive at `target` up to date with that at `source`; it is made where there is none.

    Bodies that are not there yet go to the store at `bodies`, or where the target keeps its own.

    Raises `ArchiveExists` where it holds what that at `source` does not, and `ArchiveBusy` where somebody else wrote
    to it meanwhile.
    """
    source, target = _home(source), _home(target)
    if source == target:
        raise ArchiveExists(f"{source} can't be copied onto itself")
    with closing(open_archive(source)) as seen, closing(_target(target)) as made:
        if bodies is not None:
            made.keep_bodies_in(bodies)
        copied = seen.copy_into(made, told)
        if made.chain_head() != copied.chain_head:
            raise ArchiveBusy(f"{target} was written to while it was copied into; stop what writes to it")
    return copied


def _home(place: Path | PostgresAddress) -> Path | PostgresAddress:
    return archive_place(place) if isinstance(place, Path) else place


def _target(place: Path | PostgresAddress) -> SqlArchive:
    try:
        return open_archive(place)
    except ArchiveMissing:
        return make_or_open(place)
