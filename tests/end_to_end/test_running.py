"""The main job as a service: it looks, tells and serves, and stops when it is asked to."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import feedparser
import httpx

from monitor.demo import declarations_toml, moments, serving
from monitor.running.pulse import read_pulse, write_pulse
from tests.end_to_end.cli import PROGRAM, called
from tests.spiders.failures import serving as serving_failures


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
        assert "\n  1 look," in called("status", "--archive", tmp_path).stdout  # nothing was due again


def test_a_monitor_of_machines_is_told_how_the_watch_stands(tmp_path: Path) -> None:
    with serving() as story, serving_failures() as switch:
        story.show(moments()[0])
        base = set_up(tmp_path, declarations_toml(story.base_url))
        with (tmp_path / "policywatch.toml").open("a") as settings:
            settings.write(f'heartbeat = "{switch.url("/page")}"\n')
        process = start("run", "--archive", tmp_path)
        wait_until(lambda: httpx.get(f"{base}/healthz").json()["last_look_at"] is not None)
        wait_until(lambda: bool(switch.seen["/page"]))
        health = httpx.get(f"{base}/healthz")
        assert health.status_code == 200
        assert (health.json()["status"], health.json()["oldest_overdue"]) == ("ok", None)
        assert {job["name"] for job in health.json()["jobs"]} >= {"looks", "links", "site", "news", "deliveries"}
        metrics = httpx.get(f"{base}/metrics").text
        assert "policywatch_up 1\n" in metrics
        assert "policywatch_looks_total 3\n" in metrics
        assert "WATCHER" not in called("status", "--archive", tmp_path, "--strict").stdout
        process.kill()
        process.communicate()
    late = read_pulse(tmp_path, "run")
    assert late
    write_pulse(tmp_path, replace(late, at=late.at - timedelta(hours=2)))
    said = called("status", "--archive", tmp_path, "--strict", code=1).stdout
    assert "WATCHER: `policywatch run` gave no sign of life since" in said
    called("status", "--archive", tmp_path)


def test_a_page_that_never_comes_holds_up_no_end(tmp_path: Path) -> None:
    with serving_failures() as server:
        declared = '[[document]]\nid = "slow"\ntitle = "Slow"\nservice = "Harbour"\nkind = "terms"\n'
        set_up(tmp_path, declared + f'url = "{server.url("/slow")}"\nlanguage = "en"\ntimeout_seconds = 600\n')
        process = start("run", "--archive", tmp_path)
        wait_until(lambda: bool(server.seen["/slow"]))
        process.terminate()
        process.communicate(timeout=60)
    assert "not looked at yet" in called("status", "--archive", tmp_path).stdout


def test_without_a_contact_the_site_is_served_and_nobody_is_asked(tmp_path: Path) -> None:
    base = set_up(tmp_path, declarations_toml("https://harbour.example"))
    process = start("run", "--archive", tmp_path)
    wait_until(lambda: httpx.get(f"{base}/").status_code == 200)
    assert "NOTHING IS FETCHED" in stop(process)
    assert "not looked at yet" in called("status", "--archive", tmp_path).stdout


def test_serve_shows_what_another_process_adds(tmp_path: Path) -> None:
    with serving() as story:
        story.show(moments()[0])
        base = set_up(tmp_path, declarations_toml(story.base_url))
        called("check", "--archive", tmp_path)
        process = start("serve", "--archive", tmp_path)
        wait_until(lambda: httpx.get(f"{base}/").status_code == 200)
        told = next(moment for moment in moments() if moment.told)
        story.show(told)
        for _ in range(2):  # what is grave is told at the second look
            called("check", "--archive", tmp_path)
        wait_until(lambda: len(feedparser.parse(httpx.get(f"{base}/feeds/alerts.atom").content).entries) > 0)
        stop(process)


def test_serve_answers_at_once_and_says_how_far_the_pages_are(tmp_path: Path) -> None:
    """A port that stays shut for minutes can't be told from a program that is broken."""
    with serving() as story:
        story.show(moments()[0])
        base = set_up(tmp_path, declarations_toml(story.base_url))
        called("check", "--archive", tmp_path)
        shutil.rmtree(tmp_path / "site")
        process = start("serve", "--archive", tmp_path)
        statuses: list[int] = []
        wait_until(lambda: statuses.append(httpx.get(f"{base}/d/").status_code) or statuses[-1] == 200)
        stop(process)
    assert set(statuses) <= {200, 503}, "never “there is nothing at this address”"
