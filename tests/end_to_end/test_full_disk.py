"""A disk that is full in the middle of an import or a crawl: one line says so, nothing is lost, and it goes on."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from snapshots.opening import open_archive
from tests.end_to_end.cli import PROGRAM, policywatch
from tests.end_to_end.test_kill import many_pages
from tests.end_to_end.warcs import write_warc
from tests.monitor.pages import page

Resize = Callable[[str], None]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[tuple[Path, Resize]]:
    """Yield a small disk of its own, and what changes its size."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(size: str, *more: str) -> subprocess.CompletedProcess[str]:
        command = ["mount", "-t", "tmpfs", "-o", ",".join([*more, f"size={size}"]), "none", str(folder)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    mounted = mount("1200k")  # an empty archive takes a third of it, twice while it is written
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")

    def resize(size: str) -> None:
        assert mount(size, "remount").returncode == 0

    try:
        yield folder, resize
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.slow
def test_an_import_onto_a_full_disk_goes_on_once_there_is_room(disk: tuple[Path, Resize], tmp_path: Path) -> None:
    folder, resize = disk
    noise = random.Random(3)
    pages = [(day, page(extra=f"<p hidden>{noise.randbytes(9_000).hex()}</p>")) for day in range(80)]
    write_warc(tmp_path / "p.warc.gz", pages)
    arguments = ["import", "warc", str(tmp_path / "p.warc.gz"), "--document", "harbour-policy"]
    full = policywatch(*arguments, "--archive", folder / "a", code=1)
    assert "full" in full.stderr
    assert full.stderr.strip().count("\n") == 0, full.stderr
    archive = open_archive(folder / "a")
    kept = len(list(archive.attempts()))
    assert 10 < kept < 80
    assert archive.verify().faults == ()
    archive.close()
    resize("16m")
    assert f"{kept} known before" in policywatch(*arguments, "--archive", folder / "a").stdout
    policywatch(*arguments, "--archive", tmp_path / "b")
    resumed, whole = open_archive(folder / "a"), open_archive(tmp_path / "b")
    assert resumed.chain_head() == whole.chain_head()
    assert resumed.observations("harbour-policy") == whole.observations("harbour-policy")
    assert resumed.verify().faults == ()
    resumed.close()
    whole.close()


@pytest.mark.slow
def test_crawls_onto_a_full_disk_lose_nothing_that_was_told(disk: tuple[Path, Resize]) -> None:
    folder, resize = disk
    told = 0
    with many_pages(folder / "a", documents=20):
        for _ in range(12):
            command = [*PROGRAM, "check", "--json", "--archive", str(folder / "a")]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert "Traceback" not in done.stderr
            told += done.stdout.count("\n")
            if done.returncode:
                break
        assert done.returncode == 1
        assert "full" in done.stderr
        resize("32m")
        again = policywatch("check", "--json", "--archive", folder / "a")
        told += again.stdout.count("\n")
    archive = open_archive(folder / "a")
    assert len(list(archive.attempts())) >= told
    assert archive.verify().faults == ()
    archive.close()
