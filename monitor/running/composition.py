"""What publication is handed to work out: how texts are compared, what researchers ask. Publishes nothing."""

from __future__ import annotations

from pathlib import Path
from weakref import WeakKeyDictionary, proxy

from feeds.edition.edition import Analysis
from feeds.edition.file import source_fingerprint
from monitor.diff import compare
from monitor.research.research_service import ResearchService
from monitor.research.result_cache import ResultCache
from monitor.rules.pack import Pack
from monitor.rules.pack_files import default_pack
from snapshots.archive import Archive
from snapshots.records import Extraction, Hunk


def analysis(pack: Pack | None = None, derived: Path | None = None) -> Analysis:
    """Return the functions of this program under the rules of `pack`, those that ship with it where none is given.

    What is costly to work out is kept in the folder `derived`, where one is given.
    """
    rules = pack or default_pack()
    kept = ResultCache(derived) if derived else None
    services: WeakKeyDictionary[Archive, ResearchService] = WeakKeyDictionary()

    def research(archive: Archive) -> ResearchService:
        if archive not in services:  # what refers to the archive itself would keep it, and all that is remembered of it
            services[archive] = ResearchService(proxy(archive), rules, kept, source_fingerprint("monitor"))
        return services[archive]

    return Analysis(fingerprint=f"{source_fingerprint('monitor')} {rules.name}", compare=_compare, research=research)


def _compare(before: Extraction, after: Extraction) -> tuple[Hunk, ...]:
    return compare(before, after).hunks
