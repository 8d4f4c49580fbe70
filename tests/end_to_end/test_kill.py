"""Kill -9 at any point of an import or a crawl: what was acknowledged is there, and the next start goes on."""

from __future__ import annotations

import itertools
import json
import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from snapshots.errors import ArchiveMissing
from snapshots.opening import open_archive
from tests.end_to_end.cli import PROGRAM, called
from tests.end_to_end.warcs import story, write_warc
from tests.loopback import on_loopback
from tests.monitor.pages import page, with_change
from tests.spiders.terms_archive.collection import Collection


def kill_once(arguments: list[str], after: float) -> list[dict[str, Any]]:
    """Start the program, kill it after some seconds, and return what it acknowledged."""
    process = subprocess.Popen([*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    time.sleep(after)
    process.kill()
    said, _ = process.communicate()
    whole = said[: said.rfind("\n") + 1]
    return [json.loads(line) for line in whole.splitlines()]


def killed_warcs(folder: Path, times: int, captures: int) -> None:
    write_warc(folder / "p.warc", story(captures))
    arguments = ["import", "warc", str(folder / "p.warc"), "--document", "harbour-policy"]
    killed_imports(folder, arguments, "harbour-policy", times)


def killed_collections(folder: Path, times: int, versions: int) -> None:
    collection = Collection(folder / "versions")
    for day, body in story(versions):
        collection.record(day, body, "update" if day % 4 else "technical", file="Harbour/Policy.html")
    killed_imports(folder, ["import", "ota", str(collection.path)], "harbour-policy", times)


def killed_imports(folder: Path, command: list[str], document_id: str, times: int) -> None:
    archive = folder / "a"
    arguments = [*command, "--archive", str(archive), "--json"]
    chance, acknowledged = random.Random(7), set()
    for _ in range(times):
        acknowledged |= {told["source"] for told in kill_once(arguments, chance.uniform(0.3, 1.6))}
        try:
            opened = open_archive(archive)
        except ArchiveMissing:
            assert not acknowledged
            continue
        assert opened.verify().faults == ()
        assert not acknowledged or acknowledged <= opened.sources(document_id)
        opened.close()
    called(*arguments)
    whole = folder / "whole"
    called(*arguments[:-3], "--archive", whole)
    interrupted, sound = open_archive(archive), open_archive(whole)
    assert [a.id for a in interrupted.alerts()] == [a.id for a in sound.alerts()]
    assert interrupted.changes() == sound.changes()
    assert interrupted.observations(document_id) == sound.observations(document_id)
    assert interrupted.verify().faults == sound.verify().faults == ()
    interrupted.close()
    sound.close()


def test_a_killed_import_loses_nothing_and_goes_on(tmp_path: Path) -> None:
    killed_warcs(tmp_path, times=3, captures=40)


@pytest.mark.slow
def test_two_hundred_kills_of_an_import_lose_nothing(tmp_path: Path) -> None:
    killed_warcs(tmp_path, times=200, captures=1_000)


class _Pages(BaseHTTPRequestHandler):
    """Serves a policy that says something else each time, and a little slowly."""

    asked = itertools.count()

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            self.send_error(404)
            return
        asked = next(self.asked)
        time.sleep(0.02)
        said = with_change("How we use it", 2, f"We count visits in group {asked // 40} of the berths.")
        body = page(said, nonce=f"{asked}{self.path[1:]}")
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """The tests' output is no place for it."""


@contextmanager
def many_pages(folder: Path, documents: int) -> Iterator[None]:
    """Serve the pages and declare them in a folder."""
    with on_loopback(_Pages) as server:
        declared = (
            f'[[document]]\nid = "berth-{n}"\ntitle = "Berth {n}"\nservice = "Harbour"\nkind = "privacy-policy"\n'
            f'url = "http://127.0.0.1:{server.server_port}/{n}"\n'
            for n in range(documents)
        )
        (folder / "declarations").mkdir(parents=True)
        (folder / "declarations" / "all.toml").write_text("\n".join(declared))
        (folder / "policywatch.toml").write_text('base_url = "http://127.0.0.1:9/"\n')
        yield


def killed_crawls(folder: Path, times: int, documents: int) -> int:
    """Return how many looks were acknowledged by crawls that were killed."""
    archive, chance = folder / "a", random.Random(11)
    arguments = ["check", "--json", "--archive", str(archive)]
    acknowledged: dict[int, str] = {}
    with many_pages(archive, documents):
        for _ in range(times):
            told = kill_once(arguments, chance.uniform(0.4, 5.0))
            acknowledged |= {one["attempt"]: one["body_sha256"] for one in told}
            if (archive / "archive.db").exists():
                opened = open_archive(archive)
                assert opened.verify().faults == ()
                kept = {attempt.sequence: attempt.body_sha256 for attempt in opened.attempts()}
                assert acknowledged.items() <= kept.items()
                opened.close()
        called(*arguments)
    opened = open_archive(archive)
    for document in opened.documents():
        attempts = [attempt.sequence for attempt in opened.attempts(document.id)]
        assert [observation.attempt for observation in opened.observations(document.id)] == attempts  # each judged once
    assert opened.verify().faults == ()
    opened.close()
    return len(acknowledged)


def test_a_killed_import_of_a_collection_goes_on(tmp_path: Path) -> None:
    killed_collections(tmp_path, times=2, versions=30)


@pytest.mark.slow
def test_fifty_kills_of_an_import_of_a_collection_lose_nothing(tmp_path: Path) -> None:
    killed_collections(tmp_path, times=50, versions=300)


def test_a_killed_crawl_loses_nothing_and_goes_on(tmp_path: Path) -> None:
    killed_crawls(tmp_path, times=1, documents=6)


@pytest.mark.slow
def test_two_hundred_kills_of_a_crawl_lose_nothing(tmp_path: Path) -> None:
    assert killed_crawls(tmp_path, times=200, documents=25) > 100


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
        said, wrong = process.communicate()
        assert process.returncode == 0, wrong
        assert "40 captures imported" in said
    assert "no faults" in called("verify", "--archive", tmp_path / "a").stdout
