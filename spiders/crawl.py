"""Fetching over plain HTTP, in a process of its own: Scrapy's event loop never meets the program's.

Keeps nothing. A crawl that dies is told as one failure for each page it still owed.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from tempfile import TemporaryFile
from urllib.parse import urlsplit

from snapshots.codec import encode
from snapshots.records import Capture, CaptureFailure, Exchange, Outcome
from spiders.declaration import Declaration
from spiders.errors import CaptureToolError, ContactMissing
from spiders.hosts import is_private, private_origins
from spiders.job import Job, Page, Politeness, read_result

log = logging.getLogger(__name__)

Validators = Mapping[str, tuple[tuple[str, str], ...]]
"""Conditional request headers by document id."""


_AT_HOME = Politeness(delay_seconds=0, backoff_seconds=0.5)
"""Hosts on this machine or its own network need no sparing."""


def crawl(
    declarations: Sequence[Declaration],
    *,
    contact: str,
    validators: Validators | None = None,
    politeness: Politeness | None = None,
) -> Iterator[Capture | CaptureFailure]:
    """Fetch each declared document; yield exactly one result for each, as they come.

    Where a document has several addresses, the result is the first that shows a page, or else the failure
    of the first. `contact` goes into the User-Agent: a mail or web address at which people answer.
    Raises `ContactMissing` before anything is asked, and `CaptureToolError` where the process can't start.
    """
    pages = tuple(
        _page(declaration, (validators or {}).get(declaration.document.id, ())) for declaration in declarations
    )
    if not contact.strip() and needs_contact(declarations):
        raise ContactMissing(
            "fetching needs a contact address, so that a site can reach whoever asks:"
            ' set contact = "you@your.domain" in policywatch.toml'
        )
    if not pages:
        return
    chosen = politeness or (Politeness() if needs_contact(declarations) else _AT_HOME)
    job = Job(channel="http", user_agent=_user_agent(contact), pages=pages, politeness=chosen)
    yield from _run(job)


def needs_contact(declarations: Sequence[Declaration]) -> bool:
    """Return whether any of the declared addresses is somebody else's."""
    return not all(is_private(urlsplit(url).hostname or "") for d in declarations for url in d.addresses)


def _page(declaration: Declaration, validators: tuple[tuple[str, str], ...]) -> Page:
    return Page(
        document_id=declaration.document.id,
        addresses=declaration.addresses,
        accept_language=declaration.accept_language,
        landmark=declaration.landmark,
        obeys_robots=declaration.robots != "ignore",
        max_bytes=declaration.max_bytes,
        timeout_seconds=declaration.timeout_seconds,
        private_origins=tuple(sorted(private_origins(declaration.addresses))),
        validators=validators,
    )


def _user_agent(contact: str) -> str:
    about = " ".join(contact.split()).encode("ascii", "ignore").decode()
    name = f"policywatch/{version('policywatch')}"
    return f"{name} (+{about})" if about else name


def _run(job: Job) -> Iterator[Capture | CaptureFailure]:
    owed = {page.document_id: page for page in job.pages}
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
        yield _lost(page, started_at, f"the fetching process ended early (status {process.returncode}){last}")


def _results(process: subprocess.Popen[bytes], job: Job, owed: dict[str, Page]) -> Iterator[Capture | CaptureFailure]:
    assert process.stdin and process.stdout  # noqa: S101 both are pipes
    try:
        process.stdin.write(encode(job))
        process.stdin.close()
    except BrokenPipeError:
        log.warning("the fetching process ended before it took its job")
    for line in process.stdout:
        result = read_result(line)
        if owed.pop(result.exchange.document_id, None):
            yield result
    process.wait()


def _lost(page: Page, started_at: datetime, detail: str) -> CaptureFailure:
    return CaptureFailure(
        exchange=Exchange(
            document_id=page.document_id,
            requested_url=page.addresses[0],
            final_url=page.addresses[0],
            started_at=started_at,
            captured_at=datetime.now(UTC),
            channel="http",
            tool=f"policywatch/{version('policywatch')}",
        ),
        outcome=Outcome.UNREACHABLE,
        detail=detail,
    )
