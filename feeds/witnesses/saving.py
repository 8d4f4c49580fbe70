"""How an archive is asked to save a page, and what its answers mean. Keeps nothing, waits for nothing.

Save Page Now 2: POST the address, be told a job; GET the job's state until it names a time. Its public description is
https://archive.org/details/spn-2-public-api-page-docs-2023-01-22.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode, urljoin

from feeds.clean import clean_line
from feeds.deliveries.guarded_http import HttpAnswer, json_object
from feeds.deliveries.secrets import Secret, redact
from feeds.errors import DeliveryError
from feeds.templating.jinja_environment import web_address
from feeds.witnesses.guarded_request import ask_archive
from feeds.witnesses.witness import Witness, WitnessKind
from snapshots.frozen_class import frozen
from snapshots.network import read_http_date, retry_after

POLL_AFTER = timedelta(seconds=10)
"""How soon the state of a job is asked for."""

_LONGEST_PATIENCE = timedelta(hours=24)
_STAMP = re.compile(r"(?<!\d)(\d{14})(?!\d)")
_URL = "%/:=&?~#+!$,;'@()*[]"  # kept as they are in an address within an address
_DETAIL = 200  # characters of what an archive says
_DAILY = "too-many-daily-captures"
_LATER = {_DAILY: timedelta(hours=6), "user-session-limit": timedelta(minutes=1)}
_JOB = re.compile(r"[\w.-]{1,100}")


@frozen
class Saving:
    """What an archive said: at work, saved, or neither, with why and when to ask again."""

    job: str = ""
    url: str = ""  # of the capture
    saved_at: datetime | None = None
    problem: str = ""
    status: int | None = None
    wait: timedelta | None = None  # before it is asked again
    is_lost: bool = False  # the job came to nothing: another has to be asked for


class Saver:
    """Asks one archive."""

    def __init__(self, witness: Witness, *, agent: str) -> None:
        self._witness = witness
        self._agent = agent

    def save(self, url: str, now: datetime) -> Saving:
        """Ask for a page to be saved."""
        if self._witness.kind is WitnessKind.ADDRESS:
            return self._save_by_address(url, now)
        form = urlencode({"url": url, "skip_first_archive": "1"}).encode("ascii")
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer, problem = self._ask("POST", self._witness.address, now, kind, form)
        if answer is None:
            return problem
        told = json_object(answer.body)
        job = str(told.get("job_id") or "")
        if _JOB.fullmatch(job) and told.get("status") != "error":
            return Saving(job=job, status=answer.status, wait=POLL_AFTER)
        return self._refused(told, answer)

    def look(self, job: str, url: str, now: datetime) -> Saving:
        """Ask what became of a job."""
        answer, problem = self._ask("GET", f"{self._witness.address.rstrip('/')}/status/{job}", now, {})
        if answer is None:
            return problem
        told = json_object(answer.body)
        match told.get("status"):
            case "pending":
                return Saving(job=job, status=answer.status, wait=POLL_AFTER)
            case "success":
                at = _time(str(told.get("timestamp", "")))
                if at is None:
                    return Saving(problem="it says not when it saved the page", status=answer.status, is_lost=True)
                shown = told.get("original_url")
                captured = self._witness.capture_url(at, shown if isinstance(shown, str) and shown else url)
                return _saved(captured, at, answer)
            case _:
                return self._refused(told, answer)

    def _save_by_address(self, url: str, now: datetime) -> Saving:
        answer, problem = self._ask("GET", self._witness.address + quote(url, safe=_URL), now, {})
        if answer is None:
            return problem
        named = answer.headers.get("content-location") or answer.headers.get("location") or ""
        at = read_http_date(answer.headers.get("memento-datetime", "")) or _time_in(named)
        if at is not None and _time_in(named):
            return _saved(urljoin(self._witness.address, named), at, answer)
        if answer.status >= 300:
            return Saving(problem=f"it answered {answer.status} and named no capture", status=answer.status)
        if not self._witness.replay:
            return Saving(problem="it names no capture; its `replay` address is not set", status=answer.status)
        # What records while it shows a page has it under the time at which it was asked for.
        return _saved(self._witness.capture_url(at or now, url), at or now, answer)

    def _ask(
        self, method: str, url: str, now: datetime, headers: Mapping[str, str], content: bytes = b""
    ) -> tuple[HttpAnswer | None, Saving]:
        """Return an answer that says something, or what kept it from us."""
        secrets = self._secrets()
        key = {"Authorization": f"LOW {':'.join(one.reveal() for one in secrets)}"} if secrets else {}
        named = {"Accept": "application/json", "User-Agent": self._agent, **headers, **key}
        try:
            answer = ask_archive(method, url, named, content=content, allow=self._witness.allow)
        except DeliveryError as error:
            return None, Saving(problem=redact(str(error), secrets))
        if answer.status == 429 or answer.status >= 500:
            asked = retry_after(answer.headers.get("retry-after", ""), now)
            wait = min(asked, _LONGEST_PATIENCE) if asked is not None else None
            return None, Saving(problem=f"it answered {answer.status}", status=answer.status, wait=wait)
        return answer, Saving()

    def _secrets(self) -> list[Secret]:
        """Return key and secret, none where none is set; raises `SecretUnfit`."""
        given = (self._witness.key, self._witness.secret)
        return [reference.read() for reference in given if reference]

    def _refused(self, told: Mapping[str, Any], answer: HttpAnswer) -> Saving:
        """Return what an answer means that names no job, or one that failed."""
        kind = str(told.get("status_ext", "")).removeprefix("error:")
        said = clean_line(str(told.get("message") or kind or f"it answered {answer.status}"))[:_DETAIL]
        wait = next((wait for name, wait in _LATER.items() if name in kind), None)
        return Saving(
            problem=redact(said, self._secrets()),
            status=answer.status,
            wait=wait,
            is_lost=told.get("status") == "error",
        )


def _saved(url: str, at: datetime, answer: HttpAnswer) -> Saving:
    if not web_address(url):
        return Saving(problem="it names a capture at no address of the web", status=answer.status, is_lost=True)
    return Saving(url=url, saved_at=at, status=answer.status)


def _time_in(address: str) -> datetime | None:
    found = _STAMP.search(address)
    return _time(found[1]) if found else None


def _time(stamp: str) -> datetime | None:
    """Return the time of 14 digits, as web archives write it."""
    try:
        return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
