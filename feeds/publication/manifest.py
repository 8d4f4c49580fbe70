"""What the builds of a folder have written, in a file beside them. Writes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from feeds.errors import PublicationRefused

MANIFEST = ".policywatch-site.json"
"""Names every file of all builds with what it was made from."""

LOCK = ".policywatch-site.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One file as it was written."""

    key: str  # "" where an older program wrote it
    sha256: str
    size: int
    is_packed: bool = False  # by gzip; `size` is that of the packed bytes, `sha256` of the plain ones


@dataclass(frozen=True, slots=True, kw_only=True)
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
        return _read(json.loads(path.read_text()))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PublicationRefused(f"{path} is damaged; delete the folder and build again") from error


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
