"""What publication is handed to work out: how texts are compared, what researchers ask. Publishes nothing."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from weakref import WeakKeyDictionary

from feeds.edition.edition import Analysis
from monitor.diff import compare
from monitor.research.research_service import ResearchService
from monitor.research.result_cache import ResultCache
from monitor.rules import Pack, default_pack
from snapshots.archive import Archive
from snapshots.records import Extraction, Hunk


def analysis(pack: Pack | None = None, derived: Path | None = None) -> Analysis:
    """Return the functions of this program under the rules of `pack`, those that ship with it where none is given.

    What is costly to work out is kept in the folder `derived`, where one is given.
    """
    rules = pack or default_pack()
    kept = ResultCache(derived) if derived else None
    desks: WeakKeyDictionary[Archive, ResearchService] = WeakKeyDictionary()

    def research(archive: Archive) -> ResearchService:
        return desks.setdefault(archive, ResearchService(archive, rules, kept, _code_fingerprint()))

    return Analysis(fingerprint=f"{_code_fingerprint()} {rules.name}", compare=_compare, research=research)


def _compare(before: Extraction, after: Extraction) -> tuple[Hunk, ...]:
    return compare(before, after).hunks


@cache
def _code_fingerprint() -> str:
    digest = sha256()
    for name, source in sorted(_sources("monitor", resources.files("monitor"))):
        digest.update(f"{name}\0".encode() + sha256(source.read_bytes()).digest())
    return digest.hexdigest()


def _sources(name: str, folder: Traversable) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for child in folder.iterdir():
        path = f"{name}/{child.name}"
        if child.is_dir():
            found += _sources(path, child)
        elif child.name.endswith((".py", ".toml")):
            found.append((path, child))
    return found
