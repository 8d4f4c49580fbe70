"""A file of the publication, and the key that says what its bytes depend on. Writes none."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable

from snapshots.codec import encode
from snapshots.frozen_class import frozen
from snapshots.records import Document, Observation, Version


@frozen
class File:
    """One file before it is made.

    Two files of one path and one key have the same bytes: a build renders only what has a new key. The
    settings of the site, the code of this package and of what was handed in (`Analysis`) are added by who
    builds; all else that `render` looks at has to be in the key.
    """

    path: str  # below the site, without a slash in front: "d/some-policy/index.html"
    key: str  # of `key_of`
    render: Callable[[], bytes]


def key_of(*parts: object) -> str:
    """Return the sha256 of records, texts, numbers, times and sequences of them, the same in every process."""
    return sha256(json.dumps(parts, default=_plain, sort_keys=True).encode("ascii")).hexdigest()


def _plain(part: object) -> str:
    if isinstance(part, date):
        return part.isoformat()
    return _encoded(part) if isinstance(part, _REPEATED) else encode(part).decode("ascii")


_REPEATED = (Document, Observation, Version)  # each stands in the keys of a dozen files, at every build


@lru_cache(maxsize=1 << 16)
def _encoded(record: Document | Observation | Version) -> str:
    return encode(record).decode("ascii")


@cache
def source_fingerprint(package: str) -> str:
    """Return a sha256 over the sources of a package and what they load: what another program made is made again."""
    digest = sha256()
    for name, source in sorted(_sources(package, resources.files(package))):
        digest.update(f"{name}\0".encode() + sha256(source.read_bytes()).digest())
    return digest.hexdigest()


def _sources(name: str, folder: Traversable) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for child in folder.iterdir():
        path = f"{name}/{child.name}"
        if child.is_dir():
            found += _sources(path, child)
        elif child.name.endswith((".py", ".html", ".txt", ".toml", ".po")):
            found.append((path, child))
    return found
