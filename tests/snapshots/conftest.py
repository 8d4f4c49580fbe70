"""The archives that the suites of this folder run on: one in a folder, and one on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from snapshots.archive import Archive
from snapshots.opening import open_archive
from snapshots.sql.postgres_address import PostgresAddress
from tests.archives import empty_archive_in
from tests.snapshots.samples import POLICY


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | PostgresAddress:
    """Return where an archive is that holds nothing yet, on each kind of database in turn."""
    if request.param == "sqlite":
        return empty_archive_in(tmp_path / "archive")
    return PostgresAddress.parse(request.getfixturevalue("postgres").new_archive())


@pytest.fixture
def archive(place: Path | PostgresAddress) -> Iterator[Archive]:
    """Return an archive that knows one document."""
    opened = open_archive(place)
    opened.put_document(POLICY)
    yield opened
    opened.close()
