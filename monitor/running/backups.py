"""One file that holds an archive whole, and an archive out of such a file. Verifies no row: `verify` does.

A tar file: the database as one state of it, settings, declarations, rules, and with them, if asked for, the secrets.
What can be made again from these (site, derived) is not in it.
"""

from __future__ import annotations

import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path, PurePosixPath

import tomli

from feeds.deliveries.tokens import KEY_FILE
from monitor.errors import BackupError
from monitor.settings.archive_layout import DECLARATIONS, FILE
from snapshots.archive import Archive
from snapshots.atomic_files import cant_write, put_in_place
from snapshots.frozen_class import frozen
from snapshots.opening import FILE as DATABASE
from snapshots.opening import open_archive

CONTENTS = "CONTENTS.json"
"""The first member: what the others are, with their hashes."""

_CHUNK = 1 << 20
_OWNER_ALONE = 0o600
_LARGEST_LIST = 10 << 20  # bytes of the list of contents


@frozen
class BackupContents:
    """What a backup says of itself."""

    policywatch: str  # the version that made it
    made_at: str
    looks: int
    chain_head: str
    has_secrets: bool
    files: dict[str, str]  # sha256 by name


@frozen
class Restored:
    """What a restore did."""

    contents: BackupContents
    written: tuple[str, ...]
    kept: tuple[str, ...]  # stood there already, and differ


def back_up(
    archive: Archive, folder: Path, out: Path, *, with_secrets: bool = False, with_bodies: bool = True
) -> BackupContents:
    """Write a backup of an archive that may be written to meanwhile; raises `CantWrite`, what stood there stands.

    Bodies that lie in a store are in its database, unless it is made without them: then they stay in the store alone.
    """
    try:
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".policywatch-backup-") as scratch:
            copy = Path(scratch) / DATABASE
            archive.copy_to(copy, with_bodies=with_bodies)
            files = {DATABASE: copy, **dict(_beside(folder, with_secrets=with_secrets))}
            contents = _contents(Path(scratch), files, with_secrets)
            made = Path(scratch) / "backup.tar"
            _write_tar(made, contents, files)
            put_in_place(made, out)
            out.chmod(_OWNER_ALONE)  # it holds the addresses of subscribers
    except OSError as error:
        raise cant_write(out, error) from error
    return contents


def restore(backup: Path, folder: Path) -> Restored:
    """Make an archive of a backup; its database is put in place last, in one step.

    Settings and declarations that stand there stay. Raises `BackupError` where the file is no sound backup, or
    where the folder holds an archive.
    """
    database = folder / DATABASE
    if database.exists() and database.stat().st_size:
        raise BackupError(f"{folder} holds an archive; restore into another folder, or take {DATABASE} away first")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (
            tarfile.open(backup, "r:") as tar,
            tempfile.TemporaryDirectory(dir=folder, prefix=".policywatch-restore-") as scratch,
        ):
            contents = _read_contents(tar, backup)
            _unpack(tar, contents, Path(scratch), backup)
            _check_head(Path(scratch), contents, backup)
            return _settle(Path(scratch), folder, contents)
    except tarfile.TarError as error:
        raise BackupError(f"{backup} is no backup of an archive, or is damaged: {error}") from error
    except OSError as error:
        raise BackupError(f"{backup} can't be restored into {folder}: {error.strerror or error}") from error


def _beside(folder: Path, *, with_secrets: bool) -> Iterator[tuple[str, Path]]:
    """Yield what belongs to an archive beside its database, by its name in the backup."""
    settings = folder / FILE
    if settings.is_file():
        yield FILE, settings
    told = _told(settings)
    folders = [DECLARATIONS, *([str(told["rules"])] if isinstance(told.get("rules"), str) else [])]
    for name in folders:
        for path in sorted((folder / name).rglob("*")):
            if path.is_file() and _is_within(path, folder):
                yield path.relative_to(folder).as_posix(), path
    certificates = told.get("timestamp_certificates")
    names = [str(certificates)] if certificates else []
    if with_secrets:
        names += [KEY_FILE, *(text.removeprefix("file:") for text in _texts(told) if text.startswith("file:"))]
    for name in dict.fromkeys(names):
        path = folder / name
        if path.is_file() and _is_within(path, folder):
            yield path.relative_to(folder).as_posix(), path


def _told(settings: Path) -> dict[str, object]:
    try:
        return tomli.loads(settings.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # settings that can't be read are backed up as they are
        return {}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _is_within(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _contents(scratch: Path, files: dict[str, Path], with_secrets: bool) -> BackupContents:
    with closing(open_archive(scratch)) as copied:
        newest = copied.newest_attempt()
    return BackupContents(
        policywatch=version("policywatch"),
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        looks=newest.sequence if newest else 0,
        chain_head=newest.hash if newest else "",
        has_secrets=with_secrets,
        files={name: _digest(path) for name, path in files.items()},
    )


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _write_tar(made: Path, contents: BackupContents, files: dict[str, Path]) -> None:
    with tarfile.open(made, "w", format=tarfile.PAX_FORMAT) as tar:
        listed = json.dumps(asdict(contents), indent=1, sort_keys=True).encode()
        tar.addfile(_member(CONTENTS, len(listed)), io.BytesIO(listed))
        for name, path in files.items():
            with path.open("rb") as file:
                tar.addfile(_member(name, os.fstat(file.fileno()).st_size), file)


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, _OWNER_ALONE
    return member


def _read_contents(tar: tarfile.TarFile, backup: Path) -> BackupContents:
    first = tar.next()
    listed = tar.extractfile(first) if first and first.name == CONTENTS and first.size < _LARGEST_LIST else None
    try:
        contents = BackupContents(**json.loads(listed.read() if listed else b"{}"))
    except (ValueError, TypeError) as error:
        raise BackupError(f"{backup} is no backup that `policywatch archive backup` made") from error
    strange = [
        name for name in contents.files if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts
    ]
    if DATABASE not in contents.files or strange:
        raise BackupError(f"{backup} is no backup that `policywatch archive backup` made")
    return contents


def _unpack(tar: tarfile.TarFile, contents: BackupContents, scratch: Path, backup: Path) -> None:
    """Write the members that the list names, and no other, and hold each against its hash."""
    for name, expected in contents.files.items():
        try:
            source = tar.extractfile(name)
        except KeyError:
            source = None
        if source is None:
            raise BackupError(f"{backup} is damaged: it lacks {name}")
        path = scratch / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "wb", opener=lambda at, flags: os.open(at, flags, _OWNER_ALONE)) as file:
            while chunk := source.read(_CHUNK):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if _digest(path) != expected:
            raise BackupError(f"{backup} is damaged: {name} does not match its hash")


def _check_head(scratch: Path, contents: BackupContents, backup: Path) -> None:
    with closing(open_archive(scratch)) as copied:
        newest = copied.newest_attempt()
    if (newest.hash if newest else "") != contents.chain_head:
        raise BackupError(f"{backup} is damaged: its log does not end where it says")


def _settle(scratch: Path, folder: Path, contents: BackupContents) -> Restored:
    written, kept = [], []
    for name in sorted(contents.files, key=lambda name: name == DATABASE):
        path, unpacked = folder / name, scratch / name
        if name != DATABASE and path.exists():
            kept += [name] if path.read_bytes() != unpacked.read_bytes() else []
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        unpacked.replace(path)
        written.append(name)
    return Restored(contents=contents, written=tuple(written), kept=tuple(kept))
