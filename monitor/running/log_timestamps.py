"""Has the head of the log signed by an RFC 3161 authority, and checks what was signed. Decides no schedule."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.errors import SettingsError, why_unreadable
from monitor.running.stamp_requests import ask_stamper
from snapshots.archive import Archive
from snapshots.errors import BadTimestamp, PolicywatchError
from snapshots.records import Fault, Timestamp

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

log = logging.getLogger(__name__)

EVERY = timedelta(days=1)
_NAMED = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}  # RFC 3161, 3.4


def load_roots(folder: Path, name: str) -> list[Certificate]:
    """Return the certificates of the file that the settings name, none where they name none."""
    if not name:
        return []
    from snapshots.timestamps import read_certificates  # cryptography takes its time to load

    path = folder / name
    try:
        return read_certificates(path.read_bytes())
    except OSError as error:
        raise SettingsError(f"timestamp_certificates: {path} {why_unreadable(error)}") from error
    except ValueError as error:
        raise SettingsError(f"timestamp_certificates: {path} holds no certificate in PEM") from error


def sign_head(archive: Archive, authority: str, roots: Sequence[Certificate] = ()) -> Timestamp | None:
    """Have the head signed and keep the token; None where it is signed already, or the log is empty.

    Raises `BadTimestamp` where the authority can't be reached, or what it signs does not hold.
    """
    from snapshots.timestamps import request_for, timestamp_of, timestamp_problem

    newest = archive.newest_attempt()
    if newest is None or any(kept.sequence == newest.sequence for kept in archive.timestamps()):
        return None
    asked = request_for(newest.hash)
    made = timestamp_of(ask_stamper(authority, asked.as_bytes(), _NAMED), asked, newest, authority)
    if roots and (problem := timestamp_problem(made, roots)):
        raise BadTimestamp(f"{authority}: {problem}")
    archive.keep_timestamp(made)
    return made


def sign_if_due(archive: Archive, authority: str, roots: Sequence[Certificate], now: datetime | None = None) -> None:
    """Have the head signed if a day has passed; an authority that can't is logged and asked again next time."""
    kept = archive.timestamps()
    if kept and (now or datetime.now(UTC)) - kept[-1].at < EVERY:
        return
    try:
        sign_head(archive, authority, roots)
    except PolicywatchError as error:
        log.error("%s", error)


def signature_faults(archive: Archive, roots: Sequence[Certificate]) -> list[Fault]:
    """Return the tokens that the given certificates do not vouch for."""
    from snapshots.timestamps import timestamp_problem

    problems = ((kept, timestamp_problem(kept, roots)) for kept in archive.timestamps())
    return [Fault(subject=f"timestamp {kept.sequence}", problem=problem) for kept, problem in problems if problem]
