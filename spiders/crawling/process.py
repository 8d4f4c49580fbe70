"""A process of its own for each run of fetching: Scrapy's event loop never meets the program's. Keeps nothing.

A run that dies is told as one failure for each page it still owed.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from tempfile import TemporaryFile

from snapshots.codec import decode, encode
from snapshots.records import CaptureFailure, Exchange, Outcome
from spiders.errors import CaptureToolError
from spiders.jobs.declared_pages import politeness_towards, require_contact, user_agent
from spiders.jobs.job import Job, JobPage, JobResult, Politeness

log = logging.getLogger(__name__)


def run_job(
    spider: str,
    pages: tuple[JobPage, ...],
    *,
    channel: str,
    asked: Sequence[str],
    contact: str,
    politeness: Politeness | None = None,
    browser: str = "",
) -> Iterator[JobResult]:
    """Fetch pages with a spider, given by the path of its class; yield the results as they come.

    Each page gets at least one, the last of them without `more`. `asked` are the addresses that decide whether a
    contact is needed and how hosts are spared.
    Raises `ContactMissing` before anything is asked, and `CaptureToolError` where the process can't start.
    """
    require_contact(contact, asked)
    if not pages:
        return
    politeness = politeness or politeness_towards(asked)
    job = Job(spider=spider, user_agent=user_agent(contact), pages=pages, politeness=politeness, browser=browser)
    yield from _run(job, channel)


def failure_unasked(page: JobPage, channel: str, outcome: Outcome, detail: str, started_at: datetime) -> CaptureFailure:
    """Return the failure of a page for which nothing was asked, as far as is known."""
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
        outcome=outcome,
        detail=detail,
    )


def _run(job: Job, channel: str) -> Iterator[JobResult]:
    owed = {page.key: page for page in job.pages}
    started_at = datetime.now(UTC)
    with TemporaryFile() as log_file:
        # -P: a folder named like one of our packages in the working directory must not be picked up.
        command = [sys.executable, "-P", "-m", "spiders.crawling.worker"]
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
        yield JobResult.of(page.key, failure_unasked(page, channel, Outcome.UNREACHABLE, detail, started_at))


def _results(process: subprocess.Popen[bytes], job: Job, owed: dict[str, JobPage]) -> Iterator[JobResult]:
    assert process.stdin and process.stdout  # noqa: S101 both are pipes
    try:
        process.stdin.write(encode(job))
        process.stdin.close()
    except BrokenPipeError:
        log.warning("the fetching process ended before it took its job")
    for line in process.stdout:
        item = decode(JobResult, line)
        if item.key in owed:
            if not item.more:
                del owed[item.key]
            yield item
    process.wait()
