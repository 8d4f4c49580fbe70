"""Workers on one archive: killed, with the server started again under them, told to end; and the refusals."""

from __future__ import annotations

import os
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from snapshots.archive import Archive
from snapshots.opening import create_archive, open_archive
from snapshots.records import Schedule
from snapshots.sql.postgres_address import PostgresAddress
from tests.end_to_end.cli import PROGRAM, called
from tests.end_to_end.test_endurance import sent_to
from tests.end_to_end.test_running import wait_until
from tests.feeds.deliveries.sinks import HookSink, hook_sink
from tests.loopback_farm import Farm, farm_of, needs_loopback_network
from tests.monitor.pages import SECTIONS, page
from tests.postgres import PostgresServer

_NAME = "POLICYWATCH_DATABASE"
_LEASE = 5

needs_queue = pytest.mark.skipif(find_spec("procrastinate") is None, reason="procrastinate is not installed")


class Pages:
    """What the farm shows: each page has a sentence of its own, and one more once it was changed."""

    def __init__(self) -> None:
        self.edition = 0

    def show(self, host: str, path: str) -> bytes:
        berth = f"{host.rpartition('.')[2]} {path[1:]}"
        news = "We share your location of edition {} with data brokers at berth {}."
        said = [news.format(edition, berth) for edition in range(self.edition)]
        return page({**SECTIONS, "Partners": [f"This is the page of berth {berth}.", *said]})


def set_up(folder: Path, farm: Farm, documents: int, hook: HookSink) -> list[str]:
    """Write settings and declarations, and return the documents' ids."""
    declared = {
        f"berth-{host}-{n}": farm.url(host, str(n)) for n in range(documents) for host in range(len(farm.hosts))
    }
    (folder / "declarations").mkdir(parents=True)
    (folder / "declarations" / "berths.toml").write_text(
        "".join(
            f'[[document]]\nid = "{name}"\ntitle = "{name}"\nservice = "{name}"\nkind = "privacy-policy"\n'
            f'url = "{url}"\nlanguage = "en"\nevery = "6 h"\n'
            for name, url in declared.items()
        )
    )
    (folder / "policywatch.toml").write_text(
        f'database = "env:{_NAME}"\ngap = "1 s"\nsecond_look_after = "never"\nhold_above = 0\n'
        f'[[target]]\nname = "hook"\nkind = "webhook"\naddress = "{hook.url}"\nsecret = "env:POLICYWATCH_HOOK"\n'
        'allow = ["127.0.0.1/32"]\n'
    )
    return list(declared)


@contextmanager
def workers(folder: Path, count: int, *options: str) -> Iterator[list[subprocess.Popen[str]]]:
    """Run workers, and end those that are left."""
    command = [*PROGRAM, "worker", "--lease", str(_LEASE), *options, "--archive", str(folder)]
    with (folder / "log").open("a") as log:
        started = [subprocess.Popen(command, stdout=log, stderr=log, text=True) for _ in range(count)]
        try:
            yield started
        finally:
            for process in started:
                if process.poll() is None:
                    process.send_signal(signal.SIGTERM)
            codes = [process.wait() for process in started]
    assert set(codes) <= {0, -signal.SIGKILL}, (folder / "log").read_text()
    assert "Traceback" not in (folder / "log").read_text(), (folder / "log").read_text()


def looks(archive: Archive, documents: list[str]) -> Counter[str]:
    """Return how often each document was looked at."""
    return Counter({name: sum(1 for _ in archive.attempts(name)) for name in documents})


def judged(archive: Archive, documents: list[str], times: int) -> bool:
    """Return whether each document was judged so often."""
    return all(len(archive.observations(name)) >= times for name in documents)


def endure(folder: Path, postgres: PostgresServer, *, hosts: int, documents: int) -> None:
    """Let workers look twice at everything, kill two of them at the second time and start the server again."""
    address, pages = PostgresAddress.parse(os.environ[_NAME]), Pages()
    create_archive(address).close()
    with farm_of(hosts, pages.show) as farm, hook_sink() as hook:
        names = set_up(folder, farm, documents, hook)
        with closing(open_archive(address)) as archive, workers(folder, 4, "--concurrency", "3") as running:
            wait_until(lambda: any(one.poll() is not None for one in running) or judged(archive, names, 1))
            assert looks(archive, names) == Counter(dict.fromkeys(names, 1))
            assert "workers: 4, which do up to 12 jobs at a time" in called("status", "--archive", folder).output
            pages.edition = 1
            asked = len(farm.pages())
            archive.put_schedules([Schedule(document_id=name, next_check_at=datetime.now(UTC)) for name in names])
            wait_until(lambda: len(farm.pages()) > asked + hosts)
            for process in running[:2]:
                process.kill()
            postgres.stop()
            postgres.start()
            wait_until(lambda: judged(archive, names, 2))
            wait_until(lambda: len(sent_to(hook)) >= len(names))
            assert looks(archive, names) == Counter(dict.fromkeys(names, 2))
            alerts = [alert.id for alert in archive.alerts()]
            assert Counter(n.alert_id for n in archive.notices() if n.alert_id) == Counter(dict.fromkeys(alerts, 1))
            assert len(alerts) == len(names)
            assert sent_to(hook) == set(alerts)
            assert archive.verify().faults == ()
        assert max(one.beside for one in farm.asked) == 0
        assert farm.shortest_gap() > 0.25  # a worker that was killed says nothing of what it had just asked for


@pytest.fixture
def place(postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> str:
    address = postgres.new_database()
    monkeypatch.setenv(_NAME, address)
    monkeypatch.setenv("POLICYWATCH_HOOK", "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz")
    return address


@needs_queue
@needs_loopback_network
def test_two_of_four_workers_are_killed_and_the_server_starts_again(
    tmp_path: Path, postgres: PostgresServer, place: str
) -> None:
    endure(tmp_path / "a", postgres, hosts=4, documents=3)


@pytest.mark.slow
@needs_queue
@needs_loopback_network
def test_workers_go_on_through_kills_and_restarts_of_a_large_round(
    tmp_path: Path, postgres: PostgresServer, place: str
) -> None:
    endure(tmp_path / "a", postgres, hosts=20, documents=10)


def test_a_worker_needs_a_server_and_says_what_to_do(tmp_path: Path) -> None:
    called("init", tmp_path)
    said = called("worker", "--archive", tmp_path, code=1).stderr
    assert "workers need PostgreSQL" in said
    assert "policywatch archive copy" in said
    assert "found 'capture,nap'" in called("worker", "--queues", "capture,nap", "--archive", tmp_path, code=2).output
