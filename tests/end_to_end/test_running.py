"""The main job as a service: it looks, tells and serves, and stops when it is asked to."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import feedparser
import httpx

from monitor.demo import declarations_toml, moments, serving
from tests.end_to_end.cli import PROGRAM, policywatch


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def set_up(folder: Path, declarations: str) -> str:
    port = free_port()
    (folder / "declarations").mkdir(parents=True)
    (folder / "declarations" / "story.toml").write_text(declarations)
    (folder / "policywatch.toml").write_text(f'listen = "127.0.0.1:{port}"\nbase_url = "http://127.0.0.1:{port}/"\n')
    return f"http://127.0.0.1:{port}"


def wait_until(holds: Callable[[], bool]) -> None:
    while True:
        try:
            if holds():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)


def stop(process: subprocess.Popen[str]) -> str:
    process.send_signal(signal.SIGINT)
    said, wrong = process.communicate()
    assert "Traceback" not in wrong, wrong
    return said


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen([*PROGRAM, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_run_looks_and_serves_and_goes_on_after_a_restart(tmp_path: Path) -> None:
    with serving() as story:
        story.show(moments()[0])
        base = set_up(tmp_path, declarations_toml(story.base_url))
        for _ in range(2):
            process = start("run", "--archive", tmp_path)
            wait_until(lambda: "3 of 3 documents seen in full" in httpx.get(f"{base}/").text)
            assert not feedparser.parse(httpx.get(f"{base}/feeds/alerts.atom").content).bozo
            stop(process)
        assert "\n  1 look," in policywatch("status", "--archive", tmp_path).stdout  # nothing was due again


def test_without_a_contact_the_site_is_served_and_nobody_is_asked(tmp_path: Path) -> None:
    base = set_up(tmp_path, declarations_toml("https://harbour.example"))
    process = start("run", "--archive", tmp_path)
    wait_until(lambda: httpx.get(f"{base}/").status_code == 200)
    assert "NOTHING IS FETCHED" in stop(process)
    assert "not looked at yet" in policywatch("status", "--archive", tmp_path).stdout


def test_serve_shows_what_another_process_adds(tmp_path: Path) -> None:
    with serving() as story:
        story.show(moments()[0])
        base = set_up(tmp_path, declarations_toml(story.base_url))
        policywatch("check", "--archive", tmp_path)
        process = start("serve", "--archive", tmp_path)
        wait_until(lambda: httpx.get(f"{base}/").status_code == 200)
        told = next(moment for moment in moments() if moment.told)
        story.show(told)
        for _ in range(2):  # what is grave is told at the second look
            policywatch("check", "--archive", tmp_path)
        wait_until(lambda: len(feedparser.parse(httpx.get(f"{base}/feeds/alerts.atom").content).entries) > 0)
        stop(process)
