"""Where bodies lie if not in the database: a directory, or a store that fsspec reaches, such as S3. Packs nothing.

An object is written whole or not at all, never overwritten and never deleted. Its name says what is in it.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from snapshots.atomic_files import replace_file
from snapshots.errors import ArchiveDamaged, ArchiveError, ArchiveFull, StoreUnreachable
from snapshots.frozen_class import frozen

MARK = "policywatch.txt"
"""An object that says whose the others are; that it could be written shows that they can be."""

_MARKED = b"Bodies of pages that Policywatch captured: zstd, named by the sha256 of what is in them. Delete none.\n"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_RESTORE = "restore it from a backup of the store"


@frozen
class BodyPlace:
    """Where some of the bodies lie."""

    address: str  # of a store, "" for the database itself
    bodies: int
    is_current: bool  # new ones go there


class BodyStore(Protocol):
    """Objects by name."""

    @property
    def address(self) -> str:
        """Return where it is, for people."""

    def put(self, name: str, content: bytes) -> None:
        """Keep an object for good; one that is there stays, and `ArchiveDamaged` is raised if it is another."""

    def get(self, name: str) -> bytes:
        """Return an object; raises `ArchiveDamaged` where it is gone, `StoreUnreachable` where nobody can tell."""


def open_store(address: str, home: Path | None) -> BodyStore:
    """Return the store at an address: a path, seen from the folder `home`, or a URL. Asks it for nothing yet.

    Raises `ArchiveError` for an address of no store, or one with a password in it.
    """
    parts = urlsplit(address)
    if parts.scheme in ("", "file"):
        path = Path(unquote(parts.path) if parts.scheme else address).expanduser()
        if not path.is_absolute() and home is None:
            raise ArchiveError(f"{address}: an archive on a server needs the whole path of a directory, or a URL")
        return DirectoryStore(address, (home or Path()) / path)
    if parts.password or parts.query:
        raise ArchiveError(
            "the address of a store can't hold a secret: keep it where the store's own tools look for it"
        )
    return RemoteStore(address)


def mark(store: BodyStore) -> None:
    """Write what says whose a store is; raises `ArchiveError` where it can't be written."""
    store.put(MARK, _MARKED)


class DirectoryStore:
    """A directory on this machine, or one that looks like that."""

    def __init__(self, address: str, root: Path) -> None:
        self._address = address
        self._root = root

    @property
    def address(self) -> str:
        return self._address

    def put(self, name: str, content: bytes) -> None:
        path = self._path(name)
        try:
            if path.exists():
                _require_same(self, name, path.read_bytes(), content)
                return
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(path, content, durably=True)
            _settle(path.parent, self._root)
        except OSError as error:
            raise _cant_be_written(self, error) from error

    def get(self, name: str) -> bytes:
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError as error:
            if not self._root.is_dir():
                raise StoreUnreachable(f"{self._root}, where bodies lie, is not there; mount or restore it") from error
            raise _gone(self, name) from error
        except OSError as error:
            raise StoreUnreachable(f"{self._path(name)} can't be read: {error.strerror or error}") from error

    def _path(self, name: str) -> Path:
        return self._root / folder_of(name) / name


class RemoteStore:
    """A store that fsspec knows by the scheme of its address; it finds keys and endpoints where its own tools do."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        self._reached: tuple[int, Any, str] | None = None

    @property
    def address(self) -> str:
        return self._address

    def put(self, name: str, content: bytes) -> None:
        files, path = self._open(name)
        try:
            files.pipe_file(path, content, mode="create")
        except FileExistsError:
            _require_same(self, name, self.get(name), content)
        except Exception as error:  # each kind of store has errors of its own
            raise _cant_be_written(self, error) from error

    def get(self, name: str) -> bytes:
        files, path = self._open(name)
        try:
            content: bytes = files.cat_file(path)
        except FileNotFoundError as error:
            raise _gone(self, name) from error
        except Exception as error:  # each kind of store has errors of its own
            raise StoreUnreachable(f"{self._address}, where bodies lie, can't be read: {error}") from error
        return content

    def _open(self, name: str) -> tuple[Any, str]:
        """Return the store as this process reaches it, and the path of an object there."""
        if self._reached is None or self._reached[0] != os.getpid():  # its connections don't outlast a fork
            self._reached = (os.getpid(), *self._reach())
        _, files, root = self._reached
        return files, "/".join(part for part in (root, folder_of(name), name) if part)

    def _reach(self) -> tuple[Any, str]:
        try:
            from fsspec.core import url_to_fs

            reach: Callable[..., tuple[Any, str]] = url_to_fs  # it has no types of its own
            files, root = reach(self._address, use_listings_cache=False, skip_instance_cache=True)
        except ImportError as error:
            kind = urlsplit(self._address).scheme
            raise ArchiveError(
                f"{self._address}: a store of this kind needs a package that is not installed ({error});"
                f" `pip install policywatch[s3]` for S3, and what fsspec names for {kind}:// else"
            ) from error
        except ValueError as error:
            raise ArchiveError(f"{self._address}: {error}") from error
        return files, root.rstrip("/")


def folder_of(name: str) -> str:
    """Return the part of a store that an object lies in: a directory of a million files serves nobody."""
    return "" if name == MARK else name[:2]


def _require_same(store: BodyStore, name: str, there: bytes, content: bytes) -> None:
    if there != content:
        raise ArchiveDamaged(f"{name} in {store.address} is not what was kept there; {_RESTORE}, or take it away")


def _gone(store: BodyStore, name: str) -> ArchiveDamaged:
    return ArchiveDamaged(f"{name} is gone from {store.address}; {_RESTORE}")


def _cant_be_written(store: BodyStore, error: Exception) -> ArchiveError:
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return ArchiveFull(f"the disk holding {store.address} is full: what was acknowledged is kept; make room")
    return StoreUnreachable(f"{store.address}, where bodies are kept, can't be written: {error}")


def _settle(folder: Path, root: Path) -> None:
    """Let a new name, and new directories down to it, be on the disk; where a file system can't, nothing is done."""
    for one in (folder, root, root.parent):
        try:
            handle = os.open(one, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        except OSError:
            continue
        try:
            os.fsync(handle)
        except OSError:
            continue
        finally:
            os.close(handle)
