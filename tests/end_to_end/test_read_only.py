"""An archive on a disk that can't be written to, as evidence is kept: all that reads it works."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.running.workspace import open_workspace
from snapshots.errors import ArchiveError
from tests.end_to_end.cli import called
from tests.monitor.running.test_backups import filled
from tests.snapshots.samples import capture


@pytest.fixture
def frozen(tmp_path: Path) -> Iterator[Path]:
    """Yield the folder of an archive on a mount that is read-only for everybody, root too."""
    folder, place = tmp_path / "archive", tmp_path / "frozen"
    filled(folder).close()
    place.mkdir()
    mounts = [["mount", "--bind", folder, place], ["mount", "-o", "remount,ro,bind", place]]
    if os.geteuid() or any(subprocess.run(one, check=False, capture_output=True).returncode for one in mounts):
        subprocess.run(["umount", place], check=False, capture_output=True)
        pytest.skip("only who may mount can try this")
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def test_what_reads_an_archive_works_on_read_only_media(frozen: Path, tmp_path: Path) -> None:
    assert "3 versions" in called("status", "--archive", frozen).output
    assert called("alerts", "--archive", frozen).output
    assert "no faults" in called("verify", "--archive", frozen).output
    called("show", "harbour-policy", "--archive", frozen)
    called("blame", "harbour-policy", "--archive", frozen)
    called("build", tmp_path / "out", "--archive", frozen)
    called("archive", "backup", tmp_path / "backup.tar", "--archive", frozen)
    with open_workspace(frozen) as workspace, pytest.raises(ArchiveError, match="opened to be read"):
        workspace.archive.keep(capture(b"<p>one more", day=9))
