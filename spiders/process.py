"""A process of its own for each run of fetching: Scrapy's event loop never meets the program's. Keeps nothing.

A run that dies is told as one failure for each page it still owed.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from tempfile import TemporaryFile

from snapshots.codec import encode
from snapshots.records import CaptureFailure, Exchange, Outcome
from spiders.errors import CaptureToolError
from spiders.job import Job, JobResult, Page, read_result

log = logging.getLogger(__name__)


def run(job: Job, *, channel: str) -> Iterator[JobResult]:
    """Yield what a run tells, as it comes: of each page at least one result, the last of them without `more`.

    Raises `CaptureToolError` where the process can't start.
    """
    owed = {page.key: page for page in job.pages}
    started_at = datetime.now(UTC)
    with TemporaryFile() as log_file:
        # -P: a folder named like one of our packages in the working directory must not be picked up.
        command = [sys.executable, "-P", "-m", "spiders.worker"]
        try:
            process = subprocess.Popen(  # noqa: S603 our own module
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log_file
            )
        except OSError as error:
            raise CaptureToolError(f"the fetching process can't be started: {error}") from error
        with process:
            try:
                yield from _results(process, job, owed)
            finally:
                process.kill()
        log_file.seek(0)
        lines = log_file.read().decode("utf-8", "replace").strip().splitlines()
    for line in lines:
        log.debug("fetching process: %s", line)
    last = f": {lines[-1][:200]}" if lines else ""
    for page in owed.values():
        detail = f"the fetching process ended early (status {process.returncode}){last}"
        yield JobResult(key=page.key, seen=_lost(page, started_at, channel, detail))


def _results(process: subprocess.Popen[bytes], job: Job, owed: dict[str, Page]) -> Iterator[JobResult]:
    assert process.stdin and process.stdout  # noqa: S101 both are pipes
    try:
        process.stdin.write(encode(job))
        process.stdin.close()
    except BrokenPipeError:
        log.warning("the fetching process ended before it took its job")
    for line in process.stdout:
        told = read_result(line)
        if told.key in owed:
            if not told.more:
                del owed[told.key]
            yield told
    process.wait()


def _lost(page: Page, started_at: datetime, channel: str, detail: str) -> CaptureFailure:
    return CaptureFailure(
        exchange=Exchange(
            document_id=page.document_id,
            requested_url=page.addresses[0],
            final_url=page.addresses[0],
            started_at=started_at,
            captured_at=datetime.now(UTC),
            channel=channel,
            tool=f"policywatch/{version('policywatch')}",
        ),
        outcome=Outcome.UNREACHABLE,
        detail=detail,
    )
