"""Real archives for tests, each in a folder of its own that goes when the archive does."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path

from snapshots.opening import create_archive
from snapshots.sql.sql_archive import SqlArchive


def new_archive() -> SqlArchive:
    """Return an empty archive; it is closed, and its folder removed, when nobody refers to it any more."""
    folder = Path(tempfile.mkdtemp(prefix="policywatch-archive-"))
    archive = create_archive(folder / "archive")
    weakref.finalize(archive, _remove, archive._database.close, folder)
    return archive


def _remove(close: Callable[[], None], folder: Path) -> None:
    close()
    shutil.rmtree(folder, ignore_errors=True)
