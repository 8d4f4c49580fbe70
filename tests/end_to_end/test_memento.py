"""The history that a real web archive has of an address, through the real command line."""

from __future__ import annotations

import itertools
import json
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from snapshots.opening import open_archive
from tests.end_to_end.cli import PROGRAM, called
from tests.end_to_end.warcs import story
from tests.loopback import on_loopback
from tests.pywb import Pywb
from tests.spiders.memento.archived import START, URL, Answer, write


@pytest.fixture(scope="module")
def timemap(pywb: Pywb, tmp_path_factory: pytest.TempPathFactory) -> str:
    answers = [Answer(at=START + timedelta(days=day), body=body) for day, body in story(23)]
    return pywb.add("story", write(tmp_path_factory.mktemp("warc") / "story.warc.gz", answers)) + "timemap/link/"


def test_a_history_is_imported_in_parts_and_once(tmp_path: Path, timemap: str) -> None:
    asked = ("import", "memento", URL, "--document", "harbour-policy", "--timemap", timemap, "--archive", tmp_path)
    done = called(*asked, "--until", "2026-03-11T00:00Z", "--json")
    first = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(first) == 10
    assert "harbour-policy: 10 captures imported, 0 known before, 0 unreadable, " in done.stderr
    done = called(*asked)
    assert "harbour-policy: 13 captures imported, 10 known before, 0 unreadable, " in done.stdout
    with closing(open_archive(tmp_path)) as archive:
        shown = [version.captured_at for version in archive.versions("harbour-policy")]
        assert archive.verify().faults == ()
    assert shown == [START + timedelta(days=day) for day in range(0, 23, 5)]


@pytest.mark.slow
def test_what_an_archive_does_not_have_is_said(tmp_path: Path, timemap: str) -> None:
    asked = ("import", "memento", f"{URL}/never", "--document", "never", "--timemap", timemap, "--archive", tmp_path)
    assert "the archive has no memento" in called(*asked, code=1).stderr


@contextmanager
def throttled(archive_url: str, refused_every: int) -> Iterator[str]:
    """Stand before an archive and refuse each n-th request, as busy (429) and as out of order (503) in turn."""
    behind = urlsplit(archive_url)
    asked = itertools.count(1)

    class Gate(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            number = next(asked)
            if number % refused_every == 0 and self.path != "/robots.txt":
                status, headers, body = 429 if number // refused_every % 2 else 503, [("Retry-After", "1")], b"later"
            else:
                back = HTTPConnection(behind.hostname or "", behind.port)
                with closing(back):
                    back.request("GET", self.path, headers=dict(self.headers))
                    answer = back.getresponse()
                    status, headers, body = answer.status, answer.getheaders(), answer.read()
            self.send_response_only(status)
            for name, value in headers:
                if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """The tests' output is no place for it."""

    with on_loopback(Gate) as server:
        yield f"http://127.0.0.1:{server.server_port}{behind.path}"


def killed_and_refused(pywb: Pywb, folder: Path, *, captures: int, kills: int) -> None:
    """Import a history through a busy archive, killed again and again, and compare it with one in a single run."""
    days = list(story(captures))
    answers = [Answer(at=START + timedelta(days=day), body=body) for day, body in days]
    archive_url = pywb.add(f"busy-{captures}", write(folder / "busy.warc.gz", answers))
    asked = ["import", "memento", URL, "--document", "harbour-policy", "--json", "--archive"]
    with throttled(archive_url, refused_every=23) as gate:
        arguments = [*asked, str(folder / "a"), "--timemap", f"{gate}timemap/link/"]
        for _ in range(kills):
            process = subprocess.Popen([*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            assert process.stdout
            told = list(itertools.islice(process.stdout, captures // (kills + 2)))
            process.kill()
            process.communicate()
            assert told, "killed in the midst of it"
        called(*arguments)
    called(*asked, folder / "whole", "--timemap", f"{archive_url}timemap/link/")
    with closing(open_archive(folder / "a")) as killed, closing(open_archive(folder / "whole")) as whole:
        assert [o.captured_at for o in killed.observations("harbour-policy")] == [
            START + timedelta(days=day) for day, _ in days
        ]
        assert killed.changes() == whole.changes()
        assert [v.text_sha256 for v in killed.versions("harbour-policy")] == [
            v.text_sha256 for v in whole.versions("harbour-policy")
        ]
        assert killed.verify().faults == ()


@pytest.mark.slow
def test_two_hundred_captures_come_whole_from_a_busy_archive_over_kills(pywb: Pywb, tmp_path: Path) -> None:
    killed_and_refused(pywb, tmp_path, captures=200, kills=4)


def test_a_history_comes_whole_from_a_busy_archive_over_a_kill(pywb: Pywb, tmp_path: Path) -> None:
    killed_and_refused(pywb, tmp_path, captures=30, kills=1)
