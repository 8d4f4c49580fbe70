"""One capture as the decider sees it. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from monitor.decide.marks import Text
from monitor.decide.variants import variant_of
from monitor.decide.wrong_pages import PageView, look_at
from monitor.extract.facts import PageFacts
from monitor.memory.variant import ADOPTED_AFTER, Variant
from monitor.rules.signs import Signs
from snapshots.records import Document, Extraction


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One capture as the decider sees it; what is asked of it is worked out once."""

    extraction: Extraction
    facts: PageFacts
    captured_at: datetime
    attempt: int
    signs: Signs  # of walls, regions and the like, from the rules that hold
    document: Document | None = None  # as declared: title, language and region are held against the page
    address: str = ""  # where the page was found in the end
    adopted_after: timedelta = ADOPTED_AFTER
    replacement: str = ""  # the variant that its marks say it is, where it may be one and nothing proves it yet

    @cached_property
    def look(self) -> PageView:
        return look_at(self.extraction, self.facts, self.address)

    @cached_property
    def variant(self) -> Variant:
        return variant_of(self.extraction, self.facts, self.signs)

    @cached_property
    def text(self) -> Text:
        return Text(extraction=self.extraction, variant=self.variant, signs=self.signs)
