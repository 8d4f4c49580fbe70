"""Recurring work: what is late is done once, one at a time, goes on after a fault, and stops when it is asked to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from threading import Event, Semaphore
from time import monotonic, time

import pytest

from feeds.errors import PublicationBusy
from monitor.demo import declarations_toml, moments, serving
from monitor.running.jobs import add_looks
from monitor.running.pulse import FAILING
from monitor.running.recurring import RecurringWork, SiteFollower
from monitor.running.watch import Watch
from snapshots.opening import create_archive
from spiders.declarations.declarations import load_declarations
from tests.snapshots.samples import POLICY


@contextmanager
def started(work: RecurringWork) -> Iterator[None]:
    work.start()
    try:
        yield
    finally:
        work.stop()


def test_a_job_that_is_hastened_while_it_runs_is_done_once_more() -> None:
    work, done, go = RecurringWork(), Semaphore(0), Event()

    def slow() -> None:
        done.release()
        go.wait()

    work.add("slow", slow, every=timedelta(days=1))
    with started(work):
        assert done.acquire()
        for _ in range(5):
            work.hasten("slow")
        go.set()
        assert done.acquire()
    assert not done.acquire(blocking=False)


def test_a_job_is_alone_however_often_it_falls_due() -> None:
    work = RecurringWork()
    runs: list[int] = []
    under_way: list[str] = []
    enough = Event()

    def long() -> None:
        under_way.append("long")
        other.wait()
        runs.append(len(under_way))
        under_way.pop()
        enough.set()

    other = Event()
    ticks = Semaphore(0)

    def short() -> None:
        ticks.release()

    work.add("long", long, every=timedelta(milliseconds=5))
    work.add("short", short, every=timedelta(milliseconds=5))
    with started(work):
        for _ in range(20):  # a long job holds up no other
            assert ticks.acquire()
        other.set()
        assert enough.wait()
    assert set(runs) == {1}


def test_a_fault_is_told_in_a_line_and_the_job_is_done_again(caplog: pytest.LogCaptureFixture) -> None:
    work = RecurringWork(after_a_fault=timedelta(milliseconds=1))
    tried = Semaphore(0)

    def fail() -> None:
        tried.release()
        raise PublicationBusy("another process publishes")

    work.add("site", fail, every=timedelta(days=1))
    with started(work):
        assert tried.acquire()
        assert tried.acquire()
    told = [record for record in caplog.records if record.name == "monitor.running.recurring"]
    assert {record.getMessage() for record in told} == {"another process publishes"}
    assert not any(record.exc_info for record in told)


def test_the_looks_that_are_due_are_made_and_end_with_the_page_that_is_judged(tmp_path: Path) -> None:
    with serving() as story:
        story.show(moments()[0])
        (tmp_path / "d.toml").write_text(declarations_toml(story.base_url))
        archive = create_archive(tmp_path / "a")
        watch = Watch(archive, load_declarations(tmp_path / "d.toml"), contact="", authority="harbour.test,2025")
        work, first, rest, published = RecurringWork(), Event(), Event(), Event()
        work.add("site", published.set, every=timedelta(days=1))

        def stop_after_one(judged: object) -> None:
            first.set()
            work.stopped.wait()

        add_looks(work, watch, stop_after_one)
        work.start()
        assert first.wait()
        work.stop()
        assert len(watch.due()) == 2
        again = RecurringWork()
        again.add("site", lambda: None, every=timedelta(days=1))
        add_looks(again, watch, lambda judged: None if watch.due() else rest.set())
        with started(again):
            assert rest.wait()
        assert watch.due() == []
        archive.close()


def test_a_site_is_published_when_its_archive_was_written_to(tmp_path: Path) -> None:
    archive = create_archive(tmp_path)
    published: list[str] = []
    follower = SiteFollower(archive, lambda: published.append(archive.state()))
    follower.publish()
    follower.publish()
    assert len(published) == 1
    archive.put_document(POLICY)
    follower.publish()
    assert len(published) == 2
    archive.close()


@pytest.mark.parametrize("fault", [ValueError("of the program"), IndexError(), SystemExit(3), MemoryError()])
def test_no_exception_ends_a_job_in_silence(fault: BaseException, caplog: pytest.LogCaptureFixture) -> None:
    work, tried = RecurringWork(after_a_fault=timedelta(milliseconds=1)), Semaphore(0)
    fails = [True] * FAILING

    def job() -> None:
        tried.release()
        if fails and fails.pop():
            raise fault

    work.add("news", job, every=timedelta(milliseconds=1))
    with started(work):
        for _ in range(FAILING):
            assert tried.acquire()
        assert tried.acquire()
        assert tried.acquire()
        (pulse,) = work.pulses()
    assert (pulse.faults, pulse.fault, pulse.problem) == (0, "", "")
    assert pulse.ended_at
    assert len([record for record in caplog.records if record.levelname == "ERROR"]) == FAILING


def test_a_job_that_fails_or_hangs_says_so() -> None:
    work, go, tried = RecurringWork(after_a_fault=timedelta(milliseconds=1)), Event(), Semaphore(0)

    def fail() -> None:
        tried.release()
        raise PublicationBusy("another process publishes")

    work.add("site", fail, every=timedelta(days=1))
    work.add("digests", go.wait, every=timedelta(days=1), patience=timedelta(0))
    with started(work):
        for _ in range(FAILING + 1):
            assert tried.acquire()
        site, digests = work.pulses()
        go.set()
    assert site.faults >= FAILING
    assert site.fault == "another process publishes"
    assert "failed" in site.problem
    assert "does not come to an end" in digests.problem


def test_where_the_clock_was_set_back_no_job_waits_for_the_time_it_had(monkeypatch: pytest.MonkeyPatch) -> None:
    work, done = RecurringWork(), Semaphore(0)
    work.add("looks", done.release, every=timedelta(days=400))
    with started(work):
        assert done.acquire(timeout=10)
        monkeypatch.setattr("monitor.running.recurring.time", lambda: time() - timedelta(days=400).total_seconds())
        assert done.acquire(timeout=10)


@pytest.mark.parametrize("hours", [-4, 0, 4])
def test_a_round_never_began_later_than_the_clock_now_counts(hours: int, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        shift = timedelta()

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) + cls.shift

    monkeypatch.setattr("monitor.running.recurring.datetime", Clock)
    work, ended = RecurringWork(), Semaphore(0)
    work.add("looks", ended.release, every=timedelta(days=1))
    with started(work):
        assert ended.acquire()
        work.hasten("looks")
        assert ended.acquire()  # so the first round has come to its end
        Clock.shift = timedelta(hours=hours)
        (pulse,) = work.pulses()
        assert pulse.ended_from
        behind = Clock.now(UTC) - pulse.ended_from
    assert timedelta(hours=max(hours, 0)) <= behind < timedelta(hours=max(hours, 0), minutes=5)


def test_a_job_that_nothing_begins_any_more_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    work, done = RecurringWork(), Semaphore(0)
    work.add("looks", done.release, every=timedelta(days=1))
    with started(work):
        assert done.acquire(timeout=10)
        assert not work.problems()
        later = timedelta(days=1, minutes=6).total_seconds()  # and the scheduler did nothing
        monkeypatch.setattr("monitor.running.recurring.time", lambda: time() + later)
        monkeypatch.setattr("monitor.running.recurring.monotonic", lambda: monotonic() + later)
        assert work.problems() == ["the job looks is due and is not begun"]
