"""A claim: one thing that a document says is done, may be done, is not done or is granted, with its quote.

Slots hold ids of the rule pack's concepts. What the text doesn't say is an empty slot, never a guess. Reads no text.
"""

from __future__ import annotations

from enum import StrEnum

from monitor.reading.statements import State, TermKind
from snapshots.frozen_class import frozen
from snapshots.records import SegmentKind


class Frame(StrEnum):
    """What kind of thing a claim says."""

    USE = "use"
    TRAIN = "train"
    SHARE = "share"
    COLLECT = "collect"
    KEEP = "keep"
    COMBINE = "combine"
    READ = "read"
    CREATE = "create"
    TARGET = "target"
    ACT_FOR = "act_for"
    TRANSFER = "transfer"
    DISCRETION = "discretion"  # the company weighs a request, or puts people at a disadvantage
    PROMISE = "promise"  # delete, notify, ask, honour, protect
    RIGHT = "right"
    CONTROL = "control"
    FORM = "form"  # what is asked of people
    BASIS = "basis"
    RETENTION = "retention"
    PERIOD = "period"  # a duration that is no retention
    AGE = "age"
    PRODUCT_SCOPE = "product_scope"
    DEFINITION = "definition"
    ANNOUNCEMENT = "announcement"


FRAMES = {
    "use": Frame.USE,
    "train": Frame.TRAIN,
    "improve": Frame.USE,
    "share": Frame.SHARE,
    "collect": Frame.COLLECT,
    "keep": Frame.KEEP,
    "combine": Frame.COMBINE,
    "read": Frame.READ,
    "create": Frame.CREATE,
    "target": Frame.TARGET,
    "show": Frame.USE,
    "act_for": Frame.ACT_FOR,
    "transfer_abroad": Frame.TRANSFER,
    "delete": Frame.PROMISE,
    "notify": Frame.PROMISE,
    "ask": Frame.PROMISE,
    "honour": Frame.PROMISE,
    "protect": Frame.PROMISE,
    "review": Frame.DISCRETION,
    "penalise": Frame.DISCRETION,
}
# What is done with people's data.
POWERS = frozenset(
    [Frame.USE, Frame.TRAIN, Frame.SHARE, Frame.COLLECT, Frame.KEEP, Frame.COMBINE, Frame.READ, Frame.CREATE,
     Frame.TARGET, Frame.ACT_FOR, Frame.TRANSFER]
)  # fmt: skip
VISIT_DATA = frozenset(["device"])  # what every visit to a page leaves there: cookies, the device's signals
VALUED = frozenset([Frame.RETENTION, Frame.PERIOD, Frame.AGE, Frame.ANNOUNCEMENT])


@frozen
class Claim:
    """One claim with the words that make it."""

    frame: Frame
    state: State = State.ALLOWED
    act: str = ""  # id of the act or right, "" where a lead-in or a definition makes the claim
    purposes: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()  # whose data
    products: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()  # only where the text states them of this purpose
    right: str = ""
    requirements: tuple[str, ...] = ()
    value: str = ""  # days of a retention or a period, years of an age, the ISO date of an announcement
    choice: TermKind | None = None  # `OPT_IN` where people are asked, `OPT_OUT` where they may refuse
    condition: str = ""  # the words of the condition or exception
    is_bound: bool = False  # it holds only under the condition: "if you agree", but no "even if you agree"
    text: str  # the segment, verbatim
    context: tuple[str, ...] = ()
    kind: SegmentKind = SegmentKind.SENTENCE
    grounds: tuple[str, ...] = ()  # texts outside the segment and its context that slots rest on

    @property
    def place(self) -> tuple[str, tuple[str, ...]]:
        """Return where it stands: the same text in another list is another place."""
        return self.text, self.context
