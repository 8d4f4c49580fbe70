"""What the builds of a folder have written, in files beside them. Renders nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from feeds.errors import PublicationRefused
from snapshots.atomic_files import replace_file
from snapshots.frozen_class import frozen

MANIFEST = ".policywatch-site.json"
"""Names every file of all builds with what it was made from; what is in `MORE` is newer."""

MORE = ".policywatch-site.jsonl"
"""What builds since then have written that named only what moved: a line each."""

LOCK = ".policywatch-site.lock"


@frozen
class Written:
    """One file as it was written."""

    key: str  # "" where an older program wrote it
    sha256: str
    size: int
    is_packed: bool = False  # by gzip; `size` is that of the packed bytes, `sha256` of the plain ones


@frozen
class Manifest:
    """All files of a folder, and the state of the archive that the last build was made from."""

    attempts: int = 0
    chain_head: str = ""
    files: Mapping[str, Written] = field(default_factory=dict)

    def content(self) -> bytes:
        """Return it as JSON, the same bytes for the same files."""
        named = {path: _entry_plain(entry) for path, entry in self.files.items()}
        plain = {"attempts": self.attempts, "chain_head": self.chain_head, "files": named}
        return json.dumps(plain, sort_keys=True, indent=0).encode()


def read_manifest(out: Path) -> Manifest:
    """Return what earlier builds wrote; a folder with files and no manifest is somebody else's.

    Raises `PublicationRefused`.
    """
    path = out / MANIFEST
    if not path.exists():
        strange = sorted(found.name for found in out.iterdir() if found.name != LOCK)
        if strange:
            raise PublicationRefused(
                f"{out} holds files that Policywatch did not write ({strange[0]}); name an empty folder"
            )
        return Manifest()
    try:
        return _added(_read(json.loads(path.read_text())), out / MORE)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PublicationRefused(f"{path} is damaged; delete the folder and build again") from error


def write_manifest(out: Path, manifest: Manifest) -> None:
    """Put the manifest in its place as a whole; raises `OSError`."""
    (out / MORE).unlink(missing_ok=True)  # a kill in between costs some files that are made again
    replace_file(out / MANIFEST, manifest.content(), durably=True)


def add_to_manifest(out: Path, manifest: Manifest) -> None:
    """Note what a build has written beside what stands in the manifest; raises `OSError`."""
    with (out / MORE).open("ab") as file:
        file.write(manifest.content().replace(b"\n", b"") + b"\n")
        file.flush()
        os.fsync(file.fileno())


def stamp_of(out: Path) -> tuple[int, ...]:
    """Return what moves when anybody writes the manifest of a folder."""
    found: list[int] = []
    for name in (MANIFEST, MORE):
        try:
            told = (out / name).stat()
            found += (told.st_ino, told.st_size, told.st_mtime_ns)
        except FileNotFoundError:
            found.append(0)
    return tuple(found)


def _added(whole: Manifest, more: Path) -> Manifest:
    """Return a manifest with what later builds added; the last line of one that was killed is no line."""
    lines = more.read_bytes().split(b"\n")[:-1] if more.exists() else []
    if not lines:
        return whole
    files = dict(whole.files)
    for line in lines:
        one = _read(json.loads(line))
        files.update(one.files)
        whole = Manifest(attempts=one.attempts, chain_head=one.chain_head, files=files)
    return whole


def _read(plain: dict[str, object]) -> Manifest:
    named = plain.get("files", plain)  # before there were keys, it named files with their sha256 alone
    if not isinstance(named, dict):
        raise ValueError("names no files")
    return Manifest(
        attempts=int(str(plain.get("attempts", 0))) if "files" in plain else 0,
        chain_head=str(plain.get("chain_head", "")),
        files={str(name): _read_entry(entry) for name, entry in named.items() if _is_below(str(name))},
    )


def _entry_plain(entry: Written) -> list[object]:
    return [entry.key, entry.sha256, entry.size, *(["gz"] if entry.is_packed else [])]


def _read_entry(entry: object) -> Written:
    if isinstance(entry, str):
        return Written(key="", sha256=entry, size=-1)
    if not isinstance(entry, list) or len(entry) not in (3, 4):
        raise ValueError("names a file without what it was made from")
    return Written(key=str(entry[0]), sha256=str(entry[1]), size=int(entry[2]), is_packed=len(entry) == 4)


def _is_below(name: str) -> bool:
    """Whether a path of the manifest stays inside the folder, whoever wrote it."""
    return not name.startswith("/") and ".." not in Path(name).parts
