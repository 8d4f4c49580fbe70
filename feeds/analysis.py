"""What publication has worked out for it: functions that the product hands in. Works nothing out itself.

This package may not know how texts are compared or understood; who composes the product may. A function that
a page needs is a field here; `monitor.running.composition` fills it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from feeds.research.research_records import Research
from snapshots.archive import Archive
from snapshots.records import Extraction, Hunk


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Functions over records: the same arguments give the same answer under one `fingerprint`."""

    fingerprint: str  # moves with the code and the rules behind the functions, so that files are made again
    compare: Callable[[Extraction, Extraction], tuple[Hunk, ...]]
    research: Callable[[Archive], Research]  # the same one for one archive, which remembers what it worked out
