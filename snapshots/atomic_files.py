"""A file that is whole or not there: written beside its place, made durable, put in place in one step."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from snapshots.errors import CantWrite


def write_file(path: Path, content: bytes) -> None:
    """Put `content` at `path`, in place of what stood there.

    Raises `CantWrite`; what stood there stands then.
    """
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        put_in_place(Path(temporary), path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise cant_write(path, error) from error


def put_in_place(written: Path, path: Path) -> None:
    """Make a written file durable and give it the name `path` in one step."""
    with written.open("rb+") as file:
        os.fsync(file.fileno())
    written.chmod(0o644)
    written.replace(path)


def cant_write(path: Path, error: OSError) -> CantWrite:
    """Return what is told of a file that could not be written."""
    what = "the disk is full" if error.errno == errno.ENOSPC else error.strerror or str(error)
    return CantWrite(f"{path} can't be written: {what}; what stood there stands")
