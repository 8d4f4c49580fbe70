"""WACZ files (1.1.1): the WARC files in them, held against the hashes that stand beside them. Reads no record."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

from snapshots.frozen_class import frozen
from spiders.errors import WarcError

_ARCHIVE = "archive"
_PACKAGE = "datapackage.json"
_SUFFIXES = (".warc", ".warc.gz")
_STEP = 1 << 20
_MOST_JSON = 10_000_000


@frozen
class WaczFile:
    """What of a WACZ file was unpacked."""

    warcs: tuple[Path, ...]
    software: str = ""
    problems: tuple[str, ...] = ()  # of members that are not what the file says of them, which were left out


def unpack_wacz(path: Path, folder: Path) -> WaczFile:
    """Unpack the WARC files of a WACZ file into a folder; raises `WarcError` for what is none."""
    try:
        with ZipFile(path) as packed:
            package = _package(packed, path)
            hashes = dict(_hashes(package))
            warcs, problems = [], []
            for name in sorted(packed.namelist()):
                parts = PurePosixPath(name)
                if parts.parent != PurePosixPath(_ARCHIVE) or not name.lower().endswith(_SUFFIXES):
                    continue
                target = folder / path.name / _ARCHIVE / parts.name
                if problem := _unpack(packed, name, target, hashes.get(name, "")):
                    problems.append(f"{path}: {name}: {problem}")
                else:
                    warcs.append(target)
    except OSError as error:
        raise WarcError(f"{path} can't be read: {error.strerror or error}") from error
    except BadZipFile as error:
        raise WarcError(f"{path} is no WACZ file: {error}") from error
    if not warcs and not problems:
        raise WarcError(f"{path} is no WACZ file: it has no WARC file in {_ARCHIVE}/")
    software = str(package.get("software", ""))[:80] if package else ""
    return WaczFile(warcs=tuple(warcs), software=software, problems=tuple(problems))


def _package(packed: ZipFile, path: Path) -> dict[str, Any]:
    """Return what the file says of itself, nothing where it lacks that: recorders of old left it out."""
    if _PACKAGE not in packed.namelist():
        return {}
    if packed.getinfo(_PACKAGE).file_size > _MOST_JSON:
        raise WarcError(f"{path}: its {_PACKAGE} is larger than {_MOST_JSON} bytes")
    try:
        package = json.loads(packed.read(_PACKAGE))
    except (ValueError, RecursionError) as error:
        raise WarcError(f"{path}: its {_PACKAGE} is no JSON") from error
    return package if isinstance(package, dict) else {}


def _hashes(package: dict[str, Any]) -> Iterator[tuple[str, str]]:
    resources = package.get("resources")
    for resource in resources if isinstance(resources, list) else ():
        if isinstance(resource, dict) and isinstance(resource.get("path"), str):
            yield resource["path"], str(resource.get("hash", ""))


def _unpack(packed: ZipFile, name: str, target: Path, stated: str) -> str:
    """Write a member to the disk; return what is wrong with it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    algorithm, _, value = stated.partition(":")
    made = hashlib.new(algorithm) if algorithm in ("sha256", "md5") and value else None
    try:
        with packed.open(name) as source, target.open("wb") as file:
            if made is None:
                shutil.copyfileobj(source, file, _STEP)
            else:
                while part := source.read(_STEP):
                    made.update(part)
                    file.write(part)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        return f"it is damaged ({error})"
    return "" if made is None or made.hexdigest() == value.lower() else f"it does not match its hash in {_PACKAGE}"
