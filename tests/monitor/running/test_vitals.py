"""Whether a watch is alive: what is overdue, what was delivered, what its jobs say, in words and in numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.running.health_routes import health_json, metrics_text
from monitor.running.pulse import FAILING, JobPulse
from monitor.running.vitals import Vitals, VitalsReader
from snapshots.archive import Archive
from snapshots.records import NoticeKind, Schedule
from spiders.declarations.declaration import Declaration
from tests.archives import new_archive
from tests.feeds.deliveries.published import Teller
from tests.snapshots.samples import NOTICE, POLICY

NOW = datetime(2025, 3, 1, 6, tzinfo=UTC)
DECLARED = tuple(Declaration(document=d, addresses=(d.url,), every=timedelta(hours=6)) for d in (POLICY, NOTICE))
LOOKS = JobPulse(name="looks", ended_at=NOW, ended_from=NOW)
YESTERDAY = NOW - timedelta(hours=31)
UNDER_WAY = JobPulse(name="looks", began_at=NOW, ended_at=YESTERDAY, ended_from=YESTERDAY)


def read(archive: Archive, *jobs: JobPulse, after: timedelta = timedelta()) -> Vitals:
    return VitalsReader(archive, DECLARED, lambda: jobs, now=lambda: NOW + after).read()


def due(archive: Archive, **in_hours: float) -> Archive:
    ids = {"policy": POLICY.id, "notice": NOTICE.id}
    archive.put_schedules(
        [
            Schedule(document_id=ids[name], next_check_at=NOW + timedelta(hours=hours))
            for name, hours in in_hours.items()
        ]
    )
    return archive


def made() -> Archive:
    return Teller(new_archive()).archive


def test_a_watch_that_keeps_its_times_is_well() -> None:
    found = health_json(read(due(made(), policy=3, notice=-0.5), LOOKS))
    assert (found["status"], found["overdue"], found["oldest_overdue"]) == ("ok", 0, None)
    assert found["last_look_at"].startswith("2025-03-01T")


def test_the_oldest_overdue_document_is_named_and_so_is_one_that_is_set_too_far_ahead() -> None:
    archive = due(made(), policy=-3, notice=-30)
    found = health_json(read(archive, UNDER_WAY))
    assert (found["status"], found["overdue"]) == ("ok", 2)  # whoever looks is at it
    assert found["oldest_overdue"] == {"document": NOTICE.id, "due_at": "2025-02-28T00:00:00Z"}
    assert [late.document_id for late in read(due(archive, policy=3, notice=9_000), LOOKS).overdue] == [NOTICE.id]


def test_a_process_that_does_not_look_tells_that_nobody_does() -> None:
    vitals = read(due(made(), policy=-3, notice=3), JobPulse(name="site"))
    assert health_json(vitals)["status"] == "failing"
    assert POLICY.id in vitals.problems[0]


def test_a_document_that_whole_rounds_of_looks_pass_over_is_a_problem() -> None:
    archive = due(made(), policy=3, notice=-30)
    assert not read(archive, UNDER_WAY).problems
    (problem,) = read(archive, LOOKS).problems
    assert NOTICE.id in problem


def test_a_round_that_ends_after_the_machine_slept_passed_nothing_over() -> None:
    archive = due(made(), policy=3, notice=-30)
    assert not read(archive, JobPulse(name="looks", ended_at=NOW, ended_from=YESTERDAY)).problems


def test_a_job_that_fails_is_a_problem_but_not_its_words() -> None:
    failing = JobPulse(name="deliveries", faults=FAILING, fault="/var/lib/secret can't be read")
    vitals = read(made(), LOOKS, failing)
    assert vitals.problems == (f"the job deliveries failed {FAILING} times in a row",)
    assert "secret" not in str(health_json(vitals))
    assert "policywatch_up 0" in metrics_text(vitals)
    assert f'policywatch_job_faults{{job="deliveries"}} {FAILING}' in metrics_text(vitals)


def test_what_was_told_as_unseen_counts_until_it_is_seen_again() -> None:
    teller = Teller(new_archive())
    reader = VitalsReader(teller.archive, DECLARED, now=lambda: NOW)
    assert reader.read().unseen == 0
    teller.tell(NoticeKind.UNSEEN)
    assert reader.read().unseen == 1
    teller.tell(NoticeKind.SEEN_AGAIN)
    assert reader.read().unseen == 0


def test_metrics_are_lines_that_prometheus_reads() -> None:
    for line in metrics_text(read(due(made(), policy=-3, notice=3), LOOKS)).splitlines():
        if not line.startswith("# "):
            name, _, value = line.rpartition(" ")
            assert name.partition("{")[0].isidentifier()
            float(value)
