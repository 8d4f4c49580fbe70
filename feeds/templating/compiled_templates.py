"""Templates as Jinja compiled them, kept from one process to the next: compiling takes longer than filling them in.

They lie where Jinja keeps them, in a folder of the system's temporary files that nobody but its owner can read or
write; a folder that is anybody else's is not used.
"""

from __future__ import annotations

from contextlib import suppress
from pickle import UnpicklingError
from typing import Self

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from feeds.edition.file import source_fingerprint


class CompiledTemplates(FileSystemBytecodeCache):
    """Those of this version of the package: its filters and its messages are compiled into them."""

    @classmethod
    def of_this_user(cls) -> Self | None:
        """Return the templates of whoever runs this; None where there is no folder that is theirs alone."""
        try:
            return cls(pattern=f"policywatch-{source_fingerprint('feeds')[:16]}-%s")
        except (OSError, RuntimeError):
            return None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template where there is room; without, the next process compiles it again."""
        with suppress(OSError):
            super().dump_bytecode(bucket)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template that was kept; one that can't be read is compiled again."""
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, UnpicklingError, ValueError):
            bucket.reset()
