"""The whole error tree of capture. A page that can't be seen is no error: it is a `CaptureFailure`."""

# ruff: noqa: N818 - the names say what is wrong

from __future__ import annotations

from dataclasses import dataclass

from snapshots.errors import PolicywatchError


class SpiderError(PolicywatchError):
    """Capture can't do what was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationFault:
    """One thing wrong with a declaration: where it stands and what was expected there."""

    file: str
    line: int  # from 1
    key: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.expected}"


class DeclarationError(SpiderError):
    """Declarations were refused before anything ran; `faults` names everything that is wrong with them."""

    def __init__(self, faults: tuple[DeclarationFault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(str(fault) for fault in faults))


class CaptureToolError(SpiderError):
    """The fetching process could not run at all, so no page was asked for."""


class ContactMissing(SpiderError):
    """Sites would be asked by somebody they can't reach."""


class WarcError(SpiderError):
    """A WARC file can't be opened or read from the disk."""
