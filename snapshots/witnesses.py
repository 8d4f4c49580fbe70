"""What independent archives were asked to keep, and what came of it: a log of steps, and what stands by them.

A step is written once. The address of a witness's capture comes from the witness; whether its text is ours is a
comparison of our own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from snapshots.frozen_class import frozen
from snapshots.records import require_utc

WITNESSED = "witness/"
"""What the targets of witnesses are called by in the outbox; no target of the settings can be."""


class WitnessStage(StrEnum):
    """How far a request has come."""

    ASKED = "asked"  # written before the request is sent, so that a service's limits hold whatever happens then
    TAKEN = "taken"  # the service works on it under the name of a job
    SAVED = "saved"  # there is a capture
    READ = "read"  # and it was compared with ours
    FAILED = "failed"  # the service said that this request came to nothing


class Agreement(StrEnum):
    """What a comparison of a witness's capture with a version came to."""

    NOT_READ = "not read yet"
    AGREES = "agrees"
    DIFFERS = "differs"
    UNREADABLE = "can't be read"  # it shows a wall, an error, another page, or nothing that could be had


@frozen
class WitnessStep:
    """One step on the way of a version to one witness."""

    witness: str  # its name in the settings
    document_id: str
    version: int
    stage: WitnessStage
    at: datetime  # aware UTC, by our clock
    job: str = ""
    url: str = ""  # of the capture, for people
    saved_at: datetime | None = None  # as the witness says it
    agreement: Agreement = Agreement.NOT_READ
    detail: str = ""  # one line

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", require_utc(self.at, "at"))


@frozen
class Witnessed:
    """A capture of a version by a witness, as it stands."""

    witness: str
    document_id: str
    version: int
    url: str
    saved_at: datetime
    agreement: Agreement = Agreement.NOT_READ
    detail: str = ""


@frozen
class WitnessLimits:
    """How often a service may be asked to save something."""

    per_minute: int
    per_day: int


class WitnessLog(Protocol):
    """The contract of the steps; every write is one transaction, durable when the call returns."""

    def ask(self, step: WitnessStep, limits: WitnessLimits) -> datetime | None:
        """Write down that a witness is asked now; or write nothing and return when it may be, by its limits."""

    def keep(self, step: WitnessStep) -> None:
        """Append a step."""

    def steps(self, document_id: str | None = None) -> list[WitnessStep]:
        """Return the steps in the order they were kept."""


def witnessed_by(steps: Iterable[WitnessStep]) -> list[Witnessed]:
    """Return the captures that there are, in the order in which they were first named."""
    found: dict[tuple[str, str, int], Witnessed] = {}
    for step in steps:
        key = (step.witness, step.document_id, step.version)
        if step.stage is WitnessStage.SAVED and step.saved_at:
            found.setdefault(
                key,
                Witnessed(
                    witness=step.witness,
                    document_id=step.document_id,
                    version=step.version,
                    url=step.url,
                    saved_at=step.saved_at,
                ),
            )
        elif step.stage is WitnessStage.READ and key in found:
            found[key] = replace(found[key], agreement=step.agreement, detail=step.detail)
    return list(found.values())


def by_version(captures: Iterable[Witnessed]) -> dict[tuple[str, int], tuple[Witnessed, ...]]:
    """Return captures by the document and the version that they are of."""
    found: dict[tuple[str, int], tuple[Witnessed, ...]] = {}
    for one in captures:
        key = (one.document_id, one.version)
        found[key] = (*found.get(key, ()), one)
    return found
