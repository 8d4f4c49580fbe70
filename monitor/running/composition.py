"""What publication is handed to work out: how texts are compared, what researchers ask. Publishes nothing.

What works it out is imported where a file has to be made of it: most builds make none of those.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, proxy

from feeds.edition.edition import Analysis
from feeds.edition.file import source_fingerprint
from monitor.research.result_cache import ResultCache
from snapshots.archive import Archive
from snapshots.records import Extraction, Hunk

if TYPE_CHECKING:
    from monitor.research.research_service import ResearchService
    from monitor.rules.pack import Pack


def analysis(read_pack: Callable[[], Pack] | None = None, rules: str = "", derived: Path | None = None) -> Analysis:
    """Return the functions of this program under the rules that `read_pack` gives, asked for where they are needed.

    `rules` names them, unless they are those that ship: these are among the program's sources. What is costly to work
    out is kept in the folder `derived`, where one is given.
    """
    kept = ResultCache(derived) if derived else None
    services: WeakKeyDictionary[Archive, ResearchService] = WeakKeyDictionary()

    def research(archive: Archive) -> ResearchService:
        from monitor.research.research_service import ResearchService
        from monitor.rules.pack_files import default_pack

        if archive not in services:  # what refers to the archive itself would keep it, and all that is remembered of it
            pack = (read_pack or default_pack)()
            services[archive] = ResearchService(proxy(archive), pack, kept, source_fingerprint("monitor"))
        return services[archive]

    return Analysis(fingerprint=f"{source_fingerprint('monitor')} {rules}", compare=_compare, research=research)


def _compare(before: Extraction, after: Extraction) -> tuple[Hunk, ...]:
    from monitor.diff import compare

    return compare(before, after).hunks
