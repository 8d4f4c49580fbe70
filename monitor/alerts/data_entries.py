"""Whether an entry of a list or table is data: what is taken, or to whom it is given. Weighs nothing."""

from __future__ import annotations

from monitor.alerts.news import LISTED, News
from monitor.alerts.passages import ReadPassage, lead_acts
from monitor.alerts.personal_data import TAKING
from monitor.reading.reader import Reader

ENDS = (".", "!", ";")
"""What a sentence ends with, and an entry that is a name alone does not."""

OF_CONTRACTS = frozenset(
    [
        *("payment", "content", "private_content", "location", "device", "contact_details", "private_messages"),
        *("photos", "profile_photo", "voice"),
    ]
)
"""Data that is named in what is sold, too: "a plan with video calls for one location"."""

_ABOVE = 2  # lines above an entry that say what it is one of


def is_entry_of_data(passage: ReadPassage) -> bool:
    """Whether an entry of a list or table changed of what is taken, or to whom it is given, or that is data alone."""
    reader = passage.statements[0].reader
    listed = [item for item in passage.news if item.hunk.segment_kind in LISTED]
    if any(lead_acts(item.hunk.context, reader) & TAKING for item in listed):
        return True
    is_data = any(kind == "data" and name not in OF_CONTRACTS for s in passage.statements for kind, name in s.concepts)
    return is_data and any(_is_bare(item) and _is_under_data(item, reader) for item in listed)


def _is_bare(item: News) -> bool:
    return not item.text.rstrip().endswith(ENDS)


def _is_under_data(item: News, reader: Reader) -> bool:
    """Whether what an entry stands under names data; who is protected from attacks is listed under none."""
    words = reader.words_of(" ".join(item.hunk.context[-_ABOVE:]))
    is_kind = any(m.concept.kind == "data" for m in reader.mentions(words))
    return is_kind or any(word.text in reader.grammar.of_people for word in words)
