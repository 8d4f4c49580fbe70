"""A page that takes more work than any: it is an outcome, and stops no other page."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from monitor.running import change_assessor
from monitor.running import pipeline as pipeline_module
from monitor.running.pipeline import Pipeline
from monitor.running.work_limit import TooMuchWorkError, within
from snapshots.records import Outcome, Severity
from tests.monitor.pages import archive, capture, page, with_change

PERMITS = "Private messages that you send to other members are used to train AI."


def _turn(seconds: float) -> int:
    until, turns = time.thread_time() + seconds, 0
    while time.thread_time() < until:
        turns += 1
    return turns


def _given_up(seconds: float, step: Callable[[], object]) -> object:
    """End a step at once, as the limit does in the end: where it strikes is not for a test to choose."""
    raise TooMuchWorkError


def test_a_step_that_takes_too_much_work_ends() -> None:
    with pytest.raises(TooMuchWorkError):
        within(0.1, lambda: _turn(30))


def test_a_step_within_its_limit_gives_what_it_found_and_nothing_is_raised_later() -> None:
    assert within(20, lambda: "found") == "found"
    assert _turn(0.3) > 0


def test_limits_stand_inside_limits() -> None:
    def inner() -> str:
        try:
            within(0.1, lambda: _turn(30))
        except TooMuchWorkError:
            return "given up"
        return "done"

    assert within(20, inner) == "given up"


_STRUCK_TWICE = """
import sys, time
from monitor.running.work_limit import TooMuchWorkError, within

def step():
    until = time.thread_time() + 1
    while time.thread_time() < until:  # swallows what strikes it, so that it strikes again
        try:
            for _ in range(1000):
                pass
        except TooMuchWorkError:
            pass

try:
    within(0.01, step)
except TooMuchWorkError:  # struck as the step ended
    pass
sys.setprofile(lambda *_: None)
print(sum(n for n in map(abs, range(10))))
"""


def test_after_a_limit_has_struck_nothing_is_left_pending_not_even_under_a_profiler() -> None:
    done = subprocess.run([sys.executable, "-c", _STRUCK_TWICE], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.returncode) == ("45\n", 0), done.stderr


def test_a_kept_page_that_cannot_be_read_is_an_outcome_and_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = archive()
    watcher = Pipeline(kept, "harbour.example,2025")
    watcher.judge(kept.keep(capture(page(), 0)))
    monkeypatch.setattr(pipeline_module, "within", _given_up)
    stuck = watcher.judge(kept.keep(capture(page(with_change("How we use it", 1, PERMITS)), 1)))
    assert stuck.observation.outcome is Outcome.UNREADABLE
    assert "could not be read" in stuck.observation.detail
    monkeypatch.undo()
    again = Pipeline(kept, "harbour.example,2025")  # the program was started again
    assert list(again.judge_pending(stuck.observation.document_id)) == []
    following = again.judge(kept.keep(capture(page(with_change("How we use it", 1, PERMITS)), 2)))
    assert following.alert
    assert following.alert.severity is Severity.CRITICAL


def test_a_change_that_takes_too_long_to_judge_is_told_as_one_that_nobody_can_judge(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = archive()
    watcher = Pipeline(kept, "harbour.example,2025")
    watcher.judge(kept.keep(capture(page(), 0)))
    monkeypatch.setattr(change_assessor, "within", _given_up)
    judged = watcher.judge(kept.keep(capture(page(with_change("How we use it", 1, PERMITS)), 1)))
    assert judged.alert
    assert judged.alert.severity is Severity.MEDIUM
    assert judged.alert.rules == ("unread",)


def test_a_page_that_goes_on_beyond_what_is_read_is_not_seen_in_full() -> None:
    kept = archive()
    watcher = Pipeline(kept, "harbour.example,2025")
    watcher.judge(kept.keep(capture(page(), 0)))
    long = page().replace(b"</h1>", b"</h1>" + b"<p>One more line of filling.</p>" * 30_000, 1)
    judged = watcher.judge(kept.keep(capture(long, 1)))
    assert judged.observation.outcome in (Outcome.INCOMPLETE, Outcome.UNREADABLE)
