"""`run` where nothing holds still: pages that change at every look, a machine that stops, a clock that is set."""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx
import pytest

from snapshots.opening import open_archive
from tests.end_to_end.cli import PROGRAM, policywatch
from tests.end_to_end.test_running import set_up, wait_until
from tests.faketime import needs_faketime, shifted_by
from tests.feeds.deliveries.sinks import HookSink, hook_sink
from tests.loopback import on_loopback
from tests.monitor.pages import SECTIONS, page

_WHAT = ("private messages", "location", "contact list", "voice recordings", "health data", "payment details")
_WITH = ("advertisers", "data brokers", "insurance companies", "the makers of games", "other apps", "employers")

pytestmark = needs_faketime


class _Moving(BaseHTTPRequestHandler):
    """Serves policies that say one thing more at each look."""

    looks: dict[str, Iterator[int]]

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            self.send_error(404)
            return
        look = next(self.looks[self.path])
        body = page({**SECTIONS, "Partners": [_said(self.path, number) for number in range(look)]})
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """The tests' output is no place for it."""


def _said(path: str, number: int) -> str:
    """Return what a page says from its look of that number on; no two pages and no two looks say the same."""
    what, whom = _WHAT[number % len(_WHAT)], _WITH[number // len(_WHAT) % len(_WITH)]
    return f"We share your {what} with {whom} of group {number} at berth {path[1:]}."


@contextmanager
def moving_pages(documents: int) -> Iterator[str]:
    """Serve the pages and yield their declarations."""
    handler = type("Pages", (_Moving,), {"looks": {f"/{n}": itertools.count() for n in range(documents)}})
    with on_loopback(handler) as server:
        yield "\n".join(
            f'[[document]]\nid = "berth-{n}"\ntitle = "Berth {n}"\nservice = "Harbour {n}"\nkind = "privacy-policy"\n'
            f'url = "http://127.0.0.1:{server.server_port}/{n}"\nlanguage = "en"\nevery = "5 min"\n'
            for n in range(documents)
        )


@dataclass(slots=True)
class Health:
    """What `/healthz` said at each moment that it was asked; nothing while the process was stopped."""

    address: str
    said: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    ended: Event = field(default_factory=Event)

    def watch(self) -> None:
        while not self.ended.wait(0.5):
            try:
                answer = httpx.get(self.address, timeout=10)
            except httpx.TransportError:
                continue
            self.said.append((answer.status_code, answer.json()))


@contextmanager
def watched(address: str) -> Iterator[Health]:
    health = Health(address)
    thread = Thread(target=health.watch, daemon=True)
    thread.start()
    try:
        yield health
    finally:
        health.ended.set()
        thread.join()


def endure(folder: Path, *, documents: int, rounds: int, seconds: float) -> None:
    """Let it run while the clock is set and the process stopped, once a round, and look at what came of it."""
    chance, shift = random.Random(5), folder / "clock"
    shift.write_text("+0\n")
    with moving_pages(documents) as declared, hook_sink() as hook:
        base = set_up(folder / "a", declared)
        with (folder / "a" / "policywatch.toml").open("a") as settings:
            settings.write('second_look_after = "never"\nhold_above = 0\n[[target]]\nname = "hook"\nkind = "webhook"\n')
            settings.write(f'address = "{hook.url}"\nsecret = "file:hook.secret"\nallow = ["127.0.0.1/32"]\n')
        (folder / "a" / "hook.secret").write_text("whsec_" + "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz\n")
        (folder / "a" / "hook.secret").chmod(0o600)
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(
                [*PROGRAM, "run", "--archive", str(folder / "a")],
                env={**os.environ, **shifted_by(shift)}, stdout=log, stderr=log,
            )  # fmt: skip
            wait_until(lambda: httpx.get(f"{base}/healthz").status_code == 200)
            with watched(f"{base}/healthz") as health:
                minutes = 0
                for _ in range(rounds):
                    minutes += chance.choice((6, 11, 180, 60 * 24 * 3, -240, -60 * 24 * 400))
                    shift.write_text(f"{minutes * 60:+d}\n")
                    _rest(process, seconds / 2)
                    process.send_signal(signal.SIGSTOP)
                    time.sleep(chance.uniform(0.5, seconds / 4))
                    process.send_signal(signal.SIGCONT)
                    _rest(process, seconds / 2)
                looks = health.said[-1][1]
                wait_until(lambda: told_in(folder / "a") <= sent_to(hook))
            process.send_signal(signal.SIGINT)
            process.wait()
        assert "Traceback" not in (folder / "log").read_text()
    assert [said["problems"] for status, said in health.said if status != 200] == []
    assert len(health.said) > rounds
    assert not looks["problems"]
    assert_sound(folder / "a", least=documents)


def _rest(process: subprocess.Popen[bytes], seconds: float) -> None:
    time.sleep(seconds)
    assert process.poll() is None


def told_in(archive: Path) -> set[str]:
    """Return the alerts that the journal of an archive tells."""
    opened = open_archive(archive)
    told = {notice.alert_id for notice in opened.notices() if notice.alert_id}
    opened.close()
    return told


def sent_to(hook: HookSink) -> set[str]:
    """Return the alerts that a webhook got; all of them come in the end, or the test does not."""
    contents = [json.loads(body)["data"] for _, body in list(hook.got)]
    return {content["alert"]["id"] for content in contents if content["alert"]}


def assert_sound(archive: Path, *, least: int) -> None:
    """Hold the journal against what was judged, and the log against its hashes."""
    opened = open_archive(archive)
    alerts = {alert.id for alert in opened.alerts()}
    assert told_in(archive) == alerts
    assert len(alerts) >= least
    for document in opened.documents():
        attempts = [attempt.sequence for attempt in opened.attempts(document.id)]
        judged = [observation.attempt for observation in opened.observations(document.id)]
        assert judged == attempts[: len(judged)]
        assert len(attempts) - len(judged) <= 1  # what was being judged as it ended
    assert opened.verify().faults == ()
    opened.close()
    assert "no faults" in policywatch("verify", "--archive", archive).stdout


def test_a_run_that_is_stopped_and_whose_clock_is_set_tells_everything(tmp_path: Path) -> None:
    endure(tmp_path, documents=3, rounds=3, seconds=6)


@pytest.mark.slow
def test_ten_minutes_of_twenty_documents_that_change_at_every_look(tmp_path: Path) -> None:
    endure(tmp_path, documents=20, rounds=20, seconds=26)
