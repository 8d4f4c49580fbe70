"""What a capture is to its document, as the decider says it: one class for each answer."""

from __future__ import annotations

from monitor.memory.recollection import Recollection
from monitor.memory.variant import Variant
from snapshots.frozen_class import frozen
from snapshots.records import Extraction, Hunk, Outcome


@frozen
class FirstVersion:
    """The first capture that shows the document, or one of the texts that are served at its address in turn."""

    extraction: Extraction
    memory: Recollection


@frozen
class NewVersion:
    """A text not seen before, or a reversal: one seen before that comes back after another had stood for weeks.

    `extraction` is the effective text: with what a half page lacks carried over.
    """

    extraction: Extraction
    hunks: tuple[Hunk, ...]
    memory: Recollection
    partial: bool = False
    is_reversal: bool = False
    is_lasting_loss: bool = False  # passages that went alone from a page that is seen in part, and did not come back
    is_computed: bool = True
    is_end: bool = False  # a text that was told is taken back
    first_attempt: int = 0  # the attempt that first showed it, where that is an earlier one
    is_awaited: bool = False  # that attempt showed all of it, and whether it would stay was waited for


@frozen
class Unchanged:
    """The text of the current version again, be it in another spelling."""

    memory: Recollection
    variant: Variant


@frozen
class Returned:
    """A text that an earlier version had: a flicker; what is remembered says which."""

    memory: Recollection
    variant: Variant


@frozen
class Incomplete:
    """Half a page with nothing new in it; what is missing is held."""

    detail: str
    memory: Recollection
    variant: Variant


@frozen
class NotThePage:
    """A wall, an error page, a shell or a wrong variant; what is remembered of the document stays."""

    outcome: Outcome
    detail: str
    memory: Recollection
    variant: Variant


Decision = FirstVersion | NewVersion | Unchanged | Returned | Incomplete | NotThePage
