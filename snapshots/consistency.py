"""What must hold before a judgement is written, and what a phrase is."""

from __future__ import annotations

import re

from snapshots.errors import ArchiveBusy, ArchiveError
from snapshots.records import Attempt, Judgement, Memory

_WORD = re.compile(r"[^\W_]+")


def check_judgement(judgement: Judgement, *, attempt: Attempt, memory: Memory, newest_version: int) -> None:
    """Raise unless `judgement` may follow what is recorded.

    `ArchiveBusy` if somebody else judged meanwhile, `ArchiveError` if its parts don't belong together.
    """
    document_id = judgement.document_id
    if memory.revision != judgement.expected_revision:
        raise ArchiveBusy(
            f"{document_id} was judged by another process meanwhile (revision {memory.revision},"
            f" expected {judgement.expected_revision}); read its memory again and judge once more"
        )
    for problem in _problems(judgement, attempt, memory, newest_version):
        raise ArchiveError(f"the judgement of attempt {judgement.attempt} of {document_id} {problem}")


def _problems(judgement: Judgement, attempt: Attempt, memory: Memory, newest_version: int) -> list[str]:
    observation, version, change, alert = (
        judgement.observation,
        judgement.version,
        judgement.change,
        judgement.alert,
    )
    document_id = judgement.document_id
    number = newest_version + 1 if version else newest_version
    settled = {notice.id for notice in judgement.notices} | {hold.alert_id for hold in judgement.holds}
    parts = (observation, version, change, alert)
    rules = [
        (attempt.exchange.document_id == document_id, "is about another document's attempt"),
        (all(p is None or p.document_id == document_id for p in parts), "speaks of another document"),
        (
            judgement.attempt > memory.judged_attempt,
            f"comes after attempt {memory.judged_attempt} was judged",
        ),
        (observation.attempt == judgement.attempt, f"has the sighting of attempt {observation.attempt}"),
        (observation.version is None or 1 <= observation.version <= number, "sights a version that is not there"),
        (
            (version is None) == (judgement.extraction is None),
            "has a version or its extraction, but not both",
        ),
        (version is None or version.number == number, f"should have version {number}"),
        (version is None or 1 <= version.attempt <= judgement.attempt, "has a version of a later attempt"),
        (
            change is None or 1 <= change.from_version < change.to_version <= number,
            "changes a version that is not there",
        ),
        (alert is None or change is not None, "has an alert without a change"),
        (alert is None or alert.id in settled, "has an alert that is neither told nor held"),
        (all(t.document_id == document_id for t in judgement.notices), "tells of another document"),
    ]
    return [problem for holds, problem in rules if not holds]


def words(text: str) -> list[str]:
    """Return the words of a text in lower case; all that is no letter or digit parts them."""
    return _WORD.findall(text.lower())


def holds_phrase(wanted: list[str], text: str) -> bool:
    """Return whether the words stand in `text` one after the other; no words stand nowhere."""
    found = words(text)
    starts = range(len(found) - len(wanted) + 1)
    return bool(wanted) and any(found[start : start + len(wanted)] == wanted for start in starts)
