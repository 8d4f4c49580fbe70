"""The whole error tree of the archive; its root is the root of the product."""

# ruff: noqa: N818 - the names say what is wrong; "ArchiveFullError" says it no better

from __future__ import annotations

from snapshots.frozen_class import frozen


class PolicywatchError(Exception):
    """Anything Policywatch tells a person in one line: what happened, to what, what to do."""


@frozen
class TomlFault:
    """One thing wrong with a TOML file: where it stands and what was expected there."""

    file: str
    line: int  # from 1
    key: str  # with the tables it stands in, "mail.host"
    expected: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.expected}"


class TomlError(PolicywatchError):
    """A TOML file was refused before anything ran; `faults` names everything that is wrong with it."""

    def __init__(self, faults: tuple[TomlFault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(str(fault) for fault in faults))


class ArchiveError(PolicywatchError):
    """The archive can't do what was asked; nothing was half-written."""


class ArchiveMissing(ArchiveError):
    """There is no archive at the given folder."""


class ArchiveLost(ArchiveError):
    """A folder held an archive, and its database is gone or empty: a new one in its place would forget all of it."""


class ArchiveExists(ArchiveError):
    """An archive was to be made where there is one."""


class ArchiveBusy(ArchiveError):
    """Another process holds the archive, or changed the record that was about to be written."""


class ArchiveFull(ArchiveError):
    """The disk holding the archive is full; what was acknowledged is kept."""


class ArchiveReadOnly(ArchiveError):
    """The archive was opened to be read, or is on media that can't be written to."""


class ArchiveDamaged(ArchiveError):
    """Stored bytes don't match their hash, or a reference leads nowhere."""


class StoreUnreachable(ArchiveError):
    """Bodies lie in a store that does not answer, or takes nothing; the archive is as it was."""


class UnknownDocument(ArchiveError):
    """No document of that id is in the archive."""


class AlreadyPublished(ArchiveError):
    """The journal of tellings holds that id; what was told is never told anew."""


class CantWrite(PolicywatchError):
    """A file outside of the archive could not be written; what stood there stands."""


class BadTimestamp(PolicywatchError):
    """A timestamp authority or a calendar gave no token, or one that does not hold; the archive is as it was."""


class BadSignature(PolicywatchError):
    """A key or a signature can't be read, or is not what it is taken for."""
