"""The whole error tree of capture. A page that can't be seen is no error: it is a `CaptureFailure`."""

# ruff: noqa: N818 - the names say what is wrong

from __future__ import annotations

from snapshots.errors import PolicywatchError, TomlError


class SpiderError(PolicywatchError):
    """Capture can't do what was asked."""


class DeclarationError(SpiderError, TomlError):
    """Declarations were refused before anything ran; `faults` names everything that is wrong with them."""


class CaptureToolError(SpiderError):
    """The fetching process could not run at all, or what it fetched could not be put aside for who judges it."""


class ContactMissing(SpiderError):
    """Sites would be asked by somebody they can't reach."""


class WarcError(SpiderError):
    """A WARC file can't be opened or read from the disk."""


class RepositoryError(SpiderError):
    """A git repository, or an object of it, can't be read."""


class CollectionError(SpiderError):
    """An answer of a collection's API is none that can be read."""


class SavedPageError(SpiderError):
    """A file is no page that a person saved."""
