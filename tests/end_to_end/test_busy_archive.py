"""A web archive that asks for patience: what it was too busy for is not lost to what came later."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from tests.end_to_end.cli import called
from tests.loopback import on_loopback
from tests.monitor.pages import page

URL = "https://www.harbour.example/privacy"
START = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
Trouble = Callable[[int, int], tuple[int, str] | None]


@contextmanager
def web_archive(count: int, trouble: Trouble, *, apart: timedelta = timedelta(days=1)) -> Iterator[str]:
    """Serve mementos; `trouble` is asked with a memento's number and how often it was asked for before."""
    asked: Counter[int] = Counter()
    times = [START + number * apart for number in range(count)]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            base = f"http://127.0.0.1:{server.server_port}"
            if self.path == "/robots.txt":
                self._answer(404, b"", {})
                return
            if self.path.startswith("/tm/"):
                lines = (
                    f'<{base}/web/{at:%Y%m%d%H%M%S}/{URL}>; rel="memento"; datetime="{format_datetime(at, True)}"'
                    for at in times
                )
                self._answer(200, ",\n".join(lines).encode(), {"Content-Type": "application/link-format"})
                return
            at = datetime.strptime(self.path.split("/")[2][:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
            number = times.index(at)
            bad = trouble(number, asked[number])
            asked[number] += 1
            if bad:
                self._answer(bad[0], b"", {"Retry-After": bad[1]} if bad[1] else {})
            else:
                headers = {"Content-Type": "text/html; charset=utf-8", "Memento-Datetime": format_datetime(at, True)}
                self._answer(200, page(nonce=str(number)), headers)

        def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {**headers, "Connection": "close"}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Tests read no log."""

    with on_loopback(Handler) as server:
        yield f"http://127.0.0.1:{server.server_port}/tm/"


def bring(timemap: str, folder: Path, *more: str, code: int = 0) -> str:
    asked = ("import", "memento", URL, "--document", "harbour-policy", "--timemap", timemap, "--archive", folder)
    return called(*asked, *more, code=code).output


def days(folder: Path) -> list[int]:
    shown = called("history", "harbour-policy", "--looks", "--json", "--archive", folder).output
    times = [datetime.fromisoformat(json.loads(line)["captured_at"]) for line in shown.splitlines()]
    return [(at - START).days for at in times]


def test_what_an_archive_was_too_busy_for_is_asked_for_again(tmp_path: Path) -> None:
    def busy(number: int, before: int) -> tuple[int, str] | None:
        return (429, "1") if number % 3 == 1 and before < 4 else (503, "") if number == 5 and before < 4 else None

    with web_archive(8, busy) as timemap:
        assert "8 captures imported, 0 known before, 0 unreadable" in bring(timemap, tmp_path)
    assert days(tmp_path) == list(range(8))


def test_a_memento_that_is_never_answered_stops_no_other(tmp_path: Path) -> None:
    with web_archive(4, lambda number, before: (503, "") if number == 1 else None) as timemap:
        assert "3 captures imported, 0 known before, 1 unreadable" in bring(timemap, tmp_path, code=1)
    assert days(tmp_path) == [0, 2, 3]


def test_an_archive_that_is_down_is_left_and_the_next_import_takes_all(tmp_path: Path) -> None:
    is_down = True
    with web_archive(3, lambda number, before: (429, "7200") if number and is_down else None) as timemap:
        said = bring(timemap, tmp_path, code=1)
        assert "1 captures imported, 0 known before, 0 unreadable, 0 alerts, 2 left for the next import" in said
        is_down = False
        assert "2 captures imported, 1 known before" in bring(timemap, tmp_path)
    assert days(tmp_path) == [0, 1, 2]


def test_one_a_day_is_the_first_of_each_day(tmp_path: Path) -> None:
    with web_archive(9, lambda number, before: None, apart=timedelta(hours=8)) as timemap:
        assert "3 captures imported" in bring(timemap, tmp_path, "--one-a-day")
        assert "0 captures imported, 3 known before" in bring(timemap, tmp_path, "--one-a-day")


def test_nothing_is_made_where_the_archive_has_nothing(tmp_path: Path) -> None:
    with web_archive(0, lambda number, before: None) as timemap:
        bring(timemap, tmp_path, code=1)
    assert called("status", "--archive", tmp_path).output.find("harbour-policy") == -1
