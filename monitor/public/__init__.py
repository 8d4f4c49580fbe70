"""The face of Policywatch for notebooks and other programs: `import monitor.public`, and no other module.

What is named in `__all__` stays as it is within a major version; all else in the four packages may change with
any. It fetches nothing, and writes to no archive.
"""

from feeds.published_alerts import PublishedAlert
from monitor.alerts import Assessment
from monitor.diff import Comparison
from monitor.public.archive_reader import ArchiveReader, open_archive
from monitor.public.page_texts import compare_texts, extract_page, judge_change, read_text
from snapshots.errors import ArchiveError, PolicywatchError
from snapshots.records import (
    Alert,
    Change,
    Direction,
    Document,
    Evidence,
    Extraction,
    Finding,
    Hunk,
    HunkKind,
    Link,
    Segment,
    SegmentKind,
    Severity,
    Version,
)

__all__ = [
    "Alert",
    "ArchiveError",
    "ArchiveReader",
    "Assessment",
    "Change",
    "Comparison",
    "Direction",
    "Document",
    "Evidence",
    "Extraction",
    "Finding",
    "Hunk",
    "HunkKind",
    "Link",
    "PolicywatchError",
    "PublishedAlert",
    "Segment",
    "SegmentKind",
    "Severity",
    "Version",
    "compare_texts",
    "extract_page",
    "judge_change",
    "open_archive",
    "read_text",
]
