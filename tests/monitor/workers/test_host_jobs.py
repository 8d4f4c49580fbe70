"""The jobs of a worker on a real archive and a real server, with a queue that only notes what is put into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from monitor.demo import declarations_toml, moments, serving
from monitor.running.watch import Watch
from monitor.workers.host_jobs import HostJobs
from snapshots.archive import Archive
from snapshots.errors import ArchiveBusy
from snapshots.records import Schedule
from spiders.declarations.declarations import load_declarations
from tests.archives import new_archive


@dataclass(slots=True)
class NotedQueue:
    """Does nothing of what it is given."""

    jobs: list[tuple[str, str, dict[str, object]]] = field(default_factory=list)
    waits: list[timedelta | None] = field(default_factory=list)
    taken_up: int = 0
    has_publisher: bool = True

    def put(
        self, queue: str, *, lock: str, priority: int = 0, after: timedelta | None = None, **arguments: str | int | bool
    ) -> None:
        self.jobs.append((queue, lock, dict(arguments)))
        self.waits.append(after)

    def locks(self) -> set[str]:
        return {lock for _, lock, _ in self.jobs}

    def is_waiting(self, queue: str) -> bool:
        return any(name == queue for name, _, _ in self.jobs)

    def take_up(self) -> int:
        self.taken_up += 1
        return 0

    def is_published(self) -> bool:
        return self.has_publisher

    def named(self, queue: str) -> list[dict[str, object]]:
        return [arguments for name, _, arguments in self.jobs if name == queue]


@dataclass(slots=True)
class Bench:
    """Jobs over the demo's three documents, which lie on one host."""

    jobs: HostJobs
    queue: NotedQueue
    archive: Archive
    watch: Watch
    show: Callable[[object], None]
    stopped: Event

    def due_again(self) -> None:
        self.archive.put_schedules(
            [Schedule(document_id=d.id, next_check_at=datetime.now(UTC)) for d in self.archive.documents()]
        )


@contextmanager
def bench(folder: Path, **parts: Callable[..., object]) -> Iterator[Bench]:
    with serving() as story:
        story.show(moments()[0])
        (folder / "d.toml").write_text(declarations_toml(story.base_url))
        declarations, archive = load_declarations(folder / "d.toml"), new_archive()
        watch = Watch(archive, declarations, contact="", authority="harbour.test,2025")
        queue, stopped = NotedQueue(), Event()
        jobs = HostJobs(archive, watch, declarations, queue, gap=None, stopped=stopped, **parts)
        yield Bench(jobs, queue, archive, watch, story.show, stopped)


def test_a_tick_has_each_host_looked_at_once(tmp_path: Path) -> None:
    beats: list[bool] = []
    with bench(tmp_path, beat=lambda: beats.append(True)) as made:
        made.jobs.tick(60)
        made.jobs.tick(70)
    assert made.queue.named("capture") == [{"host": "127.0.0.1"}]
    assert made.queue.named("deliver") == [{"post": False}]
    assert len(made.queue.named("publish")) == 1
    assert (made.queue.taken_up, beats) == (2, [True])


def test_what_was_told_is_sent_where_nobody_publishes(tmp_path: Path) -> None:
    with bench(tmp_path) as made:
        made.queue.has_publisher = False
        made.jobs.tick(10)
    assert made.queue.named("deliver") == [{"post": True}]
    assert made.queue.named("publish") == []


def test_a_look_is_kept_by_one_job_and_judged_by_another(tmp_path: Path) -> None:
    with bench(tmp_path) as made:
        made.jobs.capture("127.0.0.1")
        documents = [d.id for d in made.archive.documents()]
        assert sorted(str(job["document"]) for job in made.queue.named("judge")) == documents
        assert all(not made.archive.observations(name) for name in documents)
        made.jobs.capture("127.0.0.1")  # nothing is due: what waits to be judged is put into the queue once more
        assert len(list(made.archive.attempts())) == 3
        for name in documents:
            made.jobs.judge(name)
            made.jobs.judge(name)
        assert [len(made.archive.observations(name)) for name in documents] == [1, 1, 1]
        made.queue.jobs.clear()
        made.jobs.capture("127.0.0.1")
    assert made.queue.named("judge") == []


def test_a_host_that_another_job_is_at_is_left_alone(tmp_path: Path) -> None:
    with bench(tmp_path) as made, made.archive.claim("host 127.0.0.1") as is_ours:
        assert is_ours
        made.jobs.capture("127.0.0.1")
    assert made.queue.jobs == []


def test_a_look_that_is_stopped_leaves_the_rest_due(tmp_path: Path) -> None:
    with bench(tmp_path) as made:
        made.stopped.set()
        made.jobs.capture("127.0.0.1")
        assert len(made.watch.due()) == 3


def test_a_judgement_that_tells_has_the_site_published_at_once(tmp_path: Path) -> None:
    with bench(tmp_path) as made:
        told = next(moment for moment in moments() if moment.told)
        for _ in range(3):  # what is grave is told at the second look
            made.jobs.capture("127.0.0.1")
            for document in made.archive.documents():
                made.jobs.judge(document.id)
            made.show(told)
            made.due_again()
        assert made.archive.notices()
    assert made.queue.named("publish")


def test_a_second_look_that_a_judgement_asks_for_is_due_soon(tmp_path: Path) -> None:
    with bench(tmp_path) as made:
        made.jobs.capture("127.0.0.1")
        for document in made.archive.documents():
            made.jobs.judge(document.id)
        made.show(next(moment for moment in moments() if moment.told))
        made.due_again()
        made.jobs.capture("127.0.0.1")
        for document in made.archive.documents():
            made.jobs.judge(document.id)
        held = {alert.document_id for alert, _ in made.archive.held()}
        schedules = made.archive.schedules()
        soon = {name for name, one in schedules.items() if one.next_check_at < datetime.now(UTC) + timedelta(minutes=6)}
    assert held
    assert soon == held


def test_a_judgement_that_fails_is_tried_again_ever_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(document_id: str) -> Iterator[object]:
        raise ArchiveBusy("another process judged it")

    with bench(tmp_path) as made:
        monkeypatch.setattr(made.watch, "judge", busy)
        for tries in (0, 3, 50):
            with pytest.raises(ArchiveBusy):
                made.jobs.judge("demo-privacy-policy", tries)
    assert made.queue.waits == [timedelta(seconds=10), timedelta(seconds=80), timedelta(hours=1)]
    assert [job["tries"] for job in made.queue.named("judge")] == [1, 4, 51]


def test_what_was_told_is_sent_though_the_site_can_not_be_published(tmp_path: Path) -> None:
    def fail() -> None:
        raise ArchiveBusy("no room")

    with bench(tmp_path, site=fail) as made, pytest.raises(ArchiveBusy):
        made.jobs.publish()
    assert made.queue.named("deliver") == [{"post": True}]
