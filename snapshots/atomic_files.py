"""A file that is whole or not there: written beside its place, put in place in one step."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from snapshots.errors import CantWrite


def write_file(path: Path, content: bytes) -> None:
    """Put `content` at `path` for good, in place of what stood there.

    Raises `CantWrite`; what stood there stands then.
    """
    try:
        replace_file(path, content, durably=True)
    except OSError as error:
        raise cant_write(path, error) from error


def replace_file(path: Path, content: bytes, *, durably: bool) -> None:
    """Put `content` at `path` in one step; only where it is to be durable does this wait for the disk.

    Raises `OSError`; what stood there stands then, and nothing is left beside it.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".policywatch-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        put_in_place(Path(temporary), path, durably=durably)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def put_in_place(written: Path, path: Path, *, durably: bool = True) -> None:
    """Give a written file the name `path` in one step, readable by all."""
    if durably:
        with written.open("rb+") as file:
            os.fsync(file.fileno())
    written.chmod(0o644)
    written.replace(path)


def cant_write(path: Path, error: OSError) -> CantWrite:
    """Return what is told of a file that could not be written."""
    what = "the disk is full" if error.errno == errno.ENOSPC else error.strerror or str(error)
    return CantWrite(f"{path} can't be written: {what}; what stood there stands")
