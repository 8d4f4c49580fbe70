"""What a running process says of itself in a file beside the archive, so that another can tell that it has stopped.

No record of anything: it is written over and over, and can be thrown away.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from monitor.settings.archive_layout import DERIVED
from snapshots.atomic_files import replace_file
from snapshots.codec import decode, encode
from snapshots.errors import ArchiveError
from snapshots.frozen_class import frozen

EVERY = timedelta(seconds=20)
"""How often it is written."""

SILENT_AFTER = timedelta(minutes=5)
"""How old the last one is when a process is said to have stopped; a machine under load may be late."""

FAILING = 3
"""Faults in a row with which a job is said to fail; a single one passes, as where an archive is busy."""


@frozen
class JobPulse:
    """How one job stands."""

    name: str
    began_at: datetime | None = None  # its last run
    ended_at: datetime | None = None  # its last run without a fault
    ended_from: datetime | None = None  # when that run began
    faults: int = 0  # in a row, up to now
    fault: str = ""  # the last one, "" where its last run had none
    is_hanging: bool = False  # its present run takes longer than it ever should
    is_late: bool = False  # it is due, and nothing begins it

    @property
    def problem(self) -> str:
        """Return what is wrong with it, in a line that anybody may read; "" for nothing."""
        if self.is_hanging:
            return f"the job {self.name} does not come to an end"
        if self.is_late:
            return f"the job {self.name} is due and is not begun"
        if self.faults >= FAILING:
            return f"the job {self.name} failed {self.faults} times in a row"
        return ""


@frozen
class Pulse:
    """How one process stands."""

    command: str  # "run" or "serve"
    pid: int
    at: datetime
    started_at: datetime
    jobs: tuple[JobPulse, ...]

    def problems(self, now: datetime) -> Iterator[str]:
        """Yield what is wrong with the process at a time, one line each."""
        if abs(now - self.at) > SILENT_AFTER:
            yield f"`policywatch {self.command}` gave no sign of life since {self.at:%Y-%m-%d %H:%M} UTC"
            return
        yield from (f"{job.problem}: {job.fault}" if job.fault else job.problem for job in self.jobs if job.problem)


def write_pulse(folder: Path, pulse: Pulse) -> None:
    """Write what a process says of itself over what it said before; raises `ArchiveError` where that can't be."""
    path = _path(folder, pulse.command)
    try:
        path.parent.mkdir(exist_ok=True)
        replace_file(path, encode(pulse), durably=False)
    except OSError as error:
        raise ArchiveError(f"{path} can't be written: {error.strerror or error}") from error


def end_pulse(folder: Path, command: str) -> None:
    """Take away what this process said of itself: it ends because it was told to."""
    pulse = read_pulse(folder, command)
    if pulse and pulse.pid == os.getpid():
        _path(folder, command).unlink(missing_ok=True)


def read_pulse(folder: Path, command: str) -> Pulse | None:
    """Return what a process said of itself last, None where none did, or where it can't be read."""
    try:
        return decode(Pulse, _path(folder, command).read_bytes())
    except (OSError, ArchiveError):
        return None


def _path(folder: Path, command: str) -> Path:
    return folder / DERIVED / f"pulse-{command}.json"
