"""What monitors of machines ask a running process: `/healthz` and `/metrics`. Works nothing out itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monitor.queue.queue_state import QueueState
from monitor.running.vitals import Vitals

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
"""Prometheus's text format; five dozen lines of numbers need no library."""

_HEADERS = {"Cache-Control": "no-store"}


def health_routes(read: Callable[[], Vitals]) -> list[Route]:
    """Return the routes; neither says anything that the site does not."""

    async def healthz(request: Request) -> Response:
        vitals = await to_thread.run_sync(read)
        content = json.dumps(health_json(vitals))
        status = 503 if vitals.problems else 200
        return Response(content, status, headers=_HEADERS, media_type="application/json")

    async def metrics(request: Request) -> Response:
        content = metrics_text(await to_thread.run_sync(read))
        return Response(content, headers={**_HEADERS, "Content-Type": METRICS_TYPE})

    return [Route("/healthz", healthz), Route("/metrics", metrics)]


def health_json(vitals: Vitals) -> dict[str, Any]:
    """Return how a watch stands; the names are a contract."""
    oldest = vitals.overdue[0] if vitals.overdue else None
    return {
        "status": "failing" if vitals.problems else "ok",
        "at": _stamp(vitals.at),
        "last_look_at": _stamp(vitals.last_look_at),
        "last_delivery_at": _stamp(vitals.last_delivery_at),
        "deliveries_waiting": vitals.deliveries_waiting,
        "targets_dead": vitals.targets_dead,
        "documents": vitals.documents,
        "unseen": vitals.unseen,
        "overdue": len(vitals.overdue),
        "oldest_overdue": {"document": oldest.document_id, "due_at": _stamp(oldest.due_at)} if oldest else None,
        "jobs": [
            {
                "name": job.name,
                "ended_at": _stamp(job.ended_at),
                "faults": job.faults,
                "hangs": job.is_hanging,
                "late": job.is_late,
            }
            for job in vitals.jobs
        ],
        **_queue_json(vitals.queue),
        "problems": list(vitals.problems),
    }


def _queue_json(queue: QueueState | None) -> dict[str, Any]:
    """Return who works off the queue and what waits in it; a watch that works without one has nobody and nothing."""
    return {
        "workers": [
            {
                "queues": list(worker.queues),
                "concurrency": worker.concurrency,
                "jobs": worker.jobs,
                "renewed_at": _stamp(worker.renewed_at),
                "silent": worker.is_silent,
                "faults": worker.faults,
            }
            for worker in (queue.workers if queue else ())
        ],
        "queues": [
            {"name": one.name, "waiting": one.waiting, "doing": one.doing, "oldest_at": _stamp(one.oldest_at)}
            for one in (queue.queues if queue else ())
        ],
    }


def metrics_text(vitals: Vitals) -> str:
    """Return the same as metrics (prometheus.io/docs/instrumenting/exposition_formats)."""
    lines: list[str] = []
    for name, kind, about, values in _metrics(vitals):
        lines += [f"# HELP policywatch_{name} {about}", f"# TYPE policywatch_{name} {kind}"]
        lines += [f"policywatch_{name}{labels} {value:.17g}" for labels, value in values]
    return "\n".join(lines) + "\n"


_Metric = tuple[str, str, str, list[tuple[str, float]]]


def _metrics(vitals: Vitals) -> Iterator[_Metric]:
    yield "up", "gauge", "1 while nothing is wrong with the watch itself, 0 otherwise.", _one(not vitals.problems)
    yield "looks_total", "counter", "Looks in the log.", _one(vitals.looks)
    yield "last_look_timestamp_seconds", "gauge", "When the last look was made.", _time(vitals.last_look_at)
    yield "notices_total", "counter", "Rows of the journal of what was told.", _one(vitals.told)
    yield (
        "last_delivery_timestamp_seconds", "gauge", "When a delivery was accepted last.",
        _time(vitals.last_delivery_at),
    )  # fmt: skip
    yield "deliveries_waiting", "gauge", "Deliveries that wait.", _one(vitals.deliveries_waiting)
    yield "targets_dead", "gauge", "Targets that nothing is sent to until they are revived.", _one(vitals.targets_dead)
    yield "documents", "gauge", "Declared documents.", _one(vitals.documents)
    yield "documents_unseen", "gauge", "Documents that can no longer be seen.", _one(vitals.unseen)
    yield "documents_overdue", "gauge", "Documents whose look is late.", _one(len(vitals.overdue))
    oldest = vitals.overdue[0].due_at if vitals.overdue else None
    yield "oldest_overdue_timestamp_seconds", "gauge", "When the one that is latest was due.", _time(oldest)
    named = [(f'{{job="{job.name}"}}', job) for job in vitals.jobs]
    yield "job_faults", "gauge", "Faults of a job in a row.", [(name, job.faults) for name, job in named]
    yield "job_hangs", "gauge", "1 while a job does not come to an end.", [(n, float(j.is_hanging)) for n, j in named]
    yield "job_late", "gauge", "1 while a job is due and is not begun.", [(n, float(j.is_late)) for n, j in named]
    yield (
        "job_last_end_timestamp_seconds", "gauge", "When a job ended last without a fault.",
        [(name, job.ended_at.timestamp()) for name, job in named if job.ended_at],
    )  # fmt: skip
    if vitals.queue:
        yield from _queue_metrics(vitals.queue)


def _queue_metrics(queue: QueueState) -> Iterator[_Metric]:
    yield "workers", "gauge", "Workers that live.", _one(sum(not worker.is_silent for worker in queue.workers))
    named = [(f'{{queue="{one.name}"}}', one) for one in queue.queues]
    yield "queue_waiting", "gauge", "Jobs that wait.", [(name, one.waiting) for name, one in named]
    yield "queue_doing", "gauge", "Jobs under way.", [(name, one.doing) for name, one in named]
    yield (
        "queue_oldest_timestamp_seconds", "gauge", "Since when the job waits that waits longest.",
        [(name, one.oldest_at.timestamp()) for name, one in named if one.oldest_at],
    )  # fmt: skip


def _one(value: float) -> list[tuple[str, float]]:
    return [("", float(value))]


def _time(moment: datetime | None) -> list[tuple[str, float]]:
    return [("", moment.timestamp())] if moment else []


def _stamp(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
