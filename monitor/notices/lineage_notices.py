"""What is told when an address begins to serve a further text beside those that it served before."""

from __future__ import annotations

from feeds import wording
from snapshots.records import Notice, NoticeKind, Observation


def lineage_notice(observation: Observation, authority: str) -> Notice:
    """Return the notice that an observation is the first of a further text at its address."""
    return Notice(
        sequence=0,
        id=f"tag:{authority}:{observation.document_id}/lineage/{observation.lineage}",
        kind=NoticeKind.LINEAGE,
        document_id=observation.document_id,
        at=observation.captured_at,
        note=f"The address now also serves {text_words(observation.language, observation.region)}.",
        attempt=observation.attempt,
    )


def text_words(language: str, region: str) -> str:
    """Return a text in words: "the text for the United Kingdom, in French"."""
    whose = f"the text for {wording.region(region)}" if region else "another text"
    return f"{whose}, in {wording.language(language)}" if language else whose
