"""The fetching process ends when nobody waits for it any more: the program was stopped, or is gone."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from threading import Event, Thread
from typing import NoReturn

import pytest

from spiders.crawling import fetchers
from spiders.crawling.process import stopped_by
from spiders.pages.http_channel import crawl
from tests.spiders.failures import serving
from tests.spiders.pages.test_crawl import QUICK, declared

PROGRAM = """
    import sys
    from contextlib import nullcontext
    from spiders.crawling.fetchers import fetcher_at_hand
    from spiders.pages.http_channel import crawl
    from tests.spiders.pages.test_crawl import QUICK, declared
    way, *addresses = sys.argv[1:]
    print("before")
    with fetcher_at_hand() if way == "at hand" else nullcontext():
        for address in addresses:
            for seen in crawl([declared(address)], contact="", politeness=QUICK):
                print(seen.exchange.status, len(seen.body))
"""
WAYS = ("started", "at hand")
on_linux = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the process in /proc")


def test_a_page_that_never_comes_holds_up_no_end() -> None:
    with serving() as server:
        stopped, found = Event(), []

        def fetch() -> None:
            with stopped_by(stopped):
                found.extend(crawl([declared(server.url("/slow"))], contact="", politeness=QUICK))
                found.extend(crawl([declared(server.url("/page"))], contact="", politeness=QUICK))

        thread = Thread(target=fetch)
        thread.start()
        while not server.seen["/slow"]:
            assert thread.is_alive()
            Event().wait(0.02)
        stopped.set()
        thread.join()
        assert found == []  # what nobody waited for is no failure of the page
        assert not server.seen["/page"]


@pytest.mark.parametrize("way", WAYS)
def test_each_job_is_done_by_what_was_at_hand_or_by_a_new_process(way: str) -> None:
    with serving() as server:
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(PROGRAM), way, server.url("/page"), server.url("/page")],
            capture_output=True,
            text=True,
            check=True,
        )
    assert done.stdout.split("\n")[0] == "before"  # said once: a copy says nothing of what the program had to say
    assert len(set(done.stdout.splitlines()[1:])) == 1
    assert done.stdout.count("200 ") == 2


@on_linux
def test_what_is_at_hand_is_a_copy_and_ends_unused() -> None:
    program = """
        import os, sys
        from spiders.crawling.fetchers import fetcher_at_hand
        from tests.spiders.pages.test_fetching_process import _children, _is_alive
        with fetcher_at_hand():
            (copy,) = _children(os.getpid())
            print(open(f"/proc/{copy}/cmdline").read() == open("/proc/self/cmdline").read())
        print(_is_alive(copy))
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]


def test_where_there_is_no_room_for_a_copy_a_process_is_started_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room() -> NoReturn:
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    monkeypatch.setattr(fetchers, "_can_copy", lambda: True)
    monkeypatch.setattr(fetchers, "ForkedFetcher", no_room)
    with fetchers.fetcher_at_hand():
        fetcher = fetchers.take_fetcher()
        fetcher.close()
    assert isinstance(fetcher, fetchers.SpawnedFetcher)


@on_linux
@pytest.mark.parametrize("way", WAYS)
def test_it_ends_with_the_program_however_that_ends(way: str) -> None:
    with serving() as server:
        program = subprocess.Popen([sys.executable, "-c", textwrap.dedent(PROGRAM), way, server.url("/slow")])
        try:
            while not server.seen["/slow"]:
                assert program.poll() is None
                Event().wait(0.02)
            (worker,) = _children(program.pid)
        finally:
            program.send_signal(signal.SIGKILL)
            program.wait()
        while _is_alive(worker):
            Event().wait(0.02)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += map(int, (task / "children").read_text().split())
    return found


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
