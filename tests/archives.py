"""Real archives for tests, each in a folder of its own that goes when the archive does."""

from __future__ import annotations

import gc
import shutil
import sqlite3
import tempfile
import weakref
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from snapshots.opening import FILE, create_archive, open_archive
from snapshots.sql.sql_archive import SqlArchive

_kept_in: list[Path] = []
_open: set[Path] = set()
MOST_OPEN = 32  # archives: each has eight files open, and a process may have 1,024


def keep_in(folder: Path) -> None:
    """Make archives in a folder from now on: that of a test run, which later runs remove though this one is killed."""
    _kept_in[:] = [folder]


def new_archive() -> SqlArchive:
    """Return an empty archive; it is closed, and its folder removed, when nobody refers to it any more.

    What refers to itself in a circle goes when Python collects it, which may be hundreds of archives later, and takes
    a second or more in a process that has run a thousand tests: it is asked to only where many are still open.
    """
    if len(_open) >= MOST_OPEN:
        gc.collect()
    folder = Path(tempfile.mkdtemp(prefix="policywatch-archive-", dir=_kept_in[0] if _kept_in else None))
    (folder / FILE).write_bytes(_empty())
    archive = open_archive(folder)
    _open.add(folder)
    _share_statements(archive._database._engine)
    weakref.finalize(archive, _remove, archive._locks.close, archive._database.close, folder)
    return archive


def archive_in(folder: Path) -> SqlArchive:
    """Return an empty archive in a folder that stays: a copy of one that was made once, to be closed like any other."""
    archive = open_archive(empty_archive_in(folder))
    _share_statements(archive._database._engine)
    return archive


def empty_archive_in(folder: Path) -> Path:
    """Put an archive that holds nothing into a folder, new or not, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_bytes(_empty())
    return folder


_engines: list[Engine] = []  # the first one
_statements: dict[Any, Any] = {}


def _share_statements(engine: Engine) -> None:
    """Let all archives of a run use one set of compiled statements: half of what a short life of one takes is these.

    SQLAlchemy keeps them by dialect, of which each engine has its own.
    """
    _engines[:] = _engines or [engine]
    engine.dialect = _engines[0].dialect
    engine.update_execution_options(compiled_cache=_statements)


def tamper(archive: SqlArchive, *statements: str) -> None:
    """Change rows behind an archive's back, as a person with a database tool would."""
    with closing(sqlite3.connect(archive._database._path)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            connection.execute(statement)


@cache
def _empty() -> bytes:
    """Return the file of an archive that holds nothing: making one anew takes ten times as long as a copy."""
    with tempfile.TemporaryDirectory() as folder:
        create_archive(Path(folder)).close()
        return (Path(folder) / FILE).read_bytes()


def _remove(let_go: Callable[[], None], close: Callable[[], None], folder: Path) -> None:
    _open.discard(folder)
    let_go()
    close()
    shutil.rmtree(folder, ignore_errors=True)
