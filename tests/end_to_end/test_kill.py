"""Kill -9 at any point of an import: what was acknowledged is there, and the next start goes on."""

from __future__ import annotations

import json
import random
import subprocess
import time
from pathlib import Path

import pytest

from snapshots import open_archive
from snapshots.errors import ArchiveMissing
from tests.end_to_end.cli import PROGRAM, policywatch
from tests.end_to_end.warcs import story, write_warc


def kill_once(arguments: list[str], after: float) -> list[str]:
    """Start an import, kill it after some seconds, and return the sources it acknowledged."""
    process = subprocess.Popen([*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    time.sleep(after)
    process.kill()
    said, _ = process.communicate()
    whole = said[: said.rfind("\n") + 1]
    return [json.loads(line)["source"] for line in whole.splitlines()]


def killed_imports(folder: Path, times: int) -> None:
    write_warc(folder / "p.warc", story(200))
    archive = folder / "a"
    arguments = [
        "import",
        "warc",
        str(folder / "p.warc"),
        "--document",
        "harbour-policy",
        "--archive",
        str(archive),
        "--json",
    ]
    chance, acknowledged = random.Random(7), set()
    for _ in range(times):
        acknowledged |= set(kill_once(arguments, chance.uniform(0.3, 1.6)))
        try:
            opened = open_archive(archive)
        except ArchiveMissing:
            assert not acknowledged
            continue
        assert opened.verify().faults == ()
        assert not acknowledged or acknowledged <= opened.sources("harbour-policy")
        opened.close()
    policywatch(*arguments)
    whole = folder / "whole"
    policywatch(*arguments[:-3], "--archive", whole)
    interrupted, sound = open_archive(archive), open_archive(whole)
    assert [a.id for a in interrupted.alerts()] == [a.id for a in sound.alerts()]
    assert interrupted.changes() == sound.changes()
    assert interrupted.sightings("harbour-policy") == sound.sightings("harbour-policy")
    assert interrupted.verify().faults == sound.verify().faults == ()
    interrupted.close()
    sound.close()


def test_a_killed_import_loses_nothing_and_goes_on(tmp_path: Path) -> None:
    killed_imports(tmp_path, times=4)


@pytest.mark.slow
def test_fifty_kills_lose_nothing(tmp_path: Path) -> None:
    killed_imports(tmp_path, times=50)


def test_two_imports_at_once_lose_nothing(tmp_path: Path) -> None:
    running = []
    for name in ("one", "two"):
        write_warc(tmp_path / f"{name}.warc", story(40))
        arguments = [
            "import",
            "warc",
            f"{tmp_path}/{name}.warc",
            "--document",
            f"{name}-policy",
            "--archive",
            f"{tmp_path}/a",
        ]
        running.append(
            subprocess.Popen([*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        )
    for process in running:
        said, wrong = process.communicate(timeout=120)
        assert process.returncode == 0, wrong
        assert "40 captures imported" in said
    assert "no faults" in policywatch("verify", "--archive", tmp_path / "a").stdout
