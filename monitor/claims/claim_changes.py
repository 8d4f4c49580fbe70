"""What became of the claims of one text in another: gained, lost, turned round, and which way. Rates nothing.

Claims are compared part by part: one purpose, one kind of data, one audience, one party. What both texts say is no
change, wherever it stands. No alert rests on it: `compare --json` shows it beside the alert.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import product

from monitor.claims.claim import POWERS, VALUED, Claim, Frame
from monitor.reading.statements import State, TermKind
from monitor.rules.pack import Pack
from snapshots.frozen_class import frozen
from snapshots.records import Direction

_SLOTS = ("purposes", "data", "audience", "parties", "requirements")
_GENERAL = {"data": "information", "audience": "everyone", "parties": "third_parties"}
# What a part is about, however it is said: the slots, and apart from them the rest.
_Subject = tuple[tuple[object, ...], tuple[str, ...]]
_USES = frozenset([Frame.USE, Frame.TRAIN, Frame.READ, Frame.TARGET, Frame.CREATE])
_NEITHER_WAY = frozenset([Frame.BASIS, Frame.DEFINITION, Frame.PERIOD, Frame.ANNOUNCEMENT])
_FOR_THE_COMPANY = POWERS | {Frame.DISCRETION, Frame.FORM, Frame.PRODUCT_SCOPE, Frame.RETENTION}
# How much a state lets be done; what isn't said lets less be done than a condition, and more than a "not".
_RANKS: Mapping[State | None, float] = {
    State.EXCLUDED: 0,
    State.SUSPENDED: 1,
    None: 2,
    State.CONDITIONAL: 3,
    State.ALLOWED: 5,
}


class ClaimChangeKind(StrEnum):
    """What became of a claim."""

    GAINED = "gained"
    LOST = "lost"
    EXCLUDED = "excluded"
    NO_LONGER_EXCLUDED = "no_longer_excluded"
    LOOSENED = "loosened"
    TIGHTENED = "tightened"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    BASIS_MOVED = "basis_moved"
    REQUIREMENT_ADDED = "requirement_added"
    REQUIREMENT_REMOVED = "requirement_removed"
    VALUE_CHANGED = "value_changed"
    NEWLY_EXPLICIT = "newly_explicit"  # a general claim that stays says it already


@frozen
class ClaimChange:
    """One thing that became of the claims; `before` and `after` hold only the parts that it is about."""

    kind: ClaimChangeKind
    direction: Direction
    before: Claim | None
    after: Claim | None

    @property
    def claim(self) -> Claim:
        """Return the claim as it stands, or stood if it is gone."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 one side is always there
        return found


def claim_changes(before: Iterable[Claim], after: Iterable[Claim], pack: Pack) -> list[ClaimChange]:
    """Return what became of all claims, in the order of the new text, then of the old one for what is gone."""
    old, new = _parts(before), _parts(after)
    found: list[ClaimChange] = []
    for subject in dict.fromkeys([*new, *old]):
        change = _change(old.get(subject, ()), new.get(subject, ()), pack)
        if change and change.kind is ClaimChangeKind.GAINED and any(g in old and g in new for g in _generals(subject)):
            change = replace(change, kind=ClaimChangeKind.NEWLY_EXPLICIT, direction=Direction.NEUTRAL)
        found += [change] if change else []
    return _join(found)


def _parts(claims: Iterable[Claim]) -> dict[_Subject, list[Claim]]:
    """Return the parts of claims by what they are about."""
    found: dict[_Subject, list[Claim]] = {}
    for claim in claims:
        # What is used to train is used: which verb says so makes no other claim.
        frame = Frame.USE if claim.frame in _USES and (claim.data or claim.purposes) else claim.frame
        act = "" if frame in POWERS else claim.act
        bases = claim.bases if claim.frame is Frame.BASIS else ()
        for values in product(*(getattr(claim, slot) or ("",) for slot in _SLOTS)):
            subject = ((frame, act, claim.right, bases, claim.products), values)
            found.setdefault(subject, []).append(_narrow(claim, [(name,) if name else () for name in values]))
    return found


def _narrow(claim: Claim, slots: Sequence[tuple[str, ...]]) -> Claim:
    """Return a claim with these purposes, kinds of data, people, parties and requirements in the place of its own."""
    purposes, data, audience, parties, requirements = slots
    return replace(claim, purposes=purposes, data=data, audience=audience, parties=parties, requirements=requirements)


def _generals(subject: _Subject) -> Iterator[_Subject]:
    """Yield what holds a subject: "everyone" holds minors, "your information" photos."""
    rest, values = subject
    wider = [{name, _GENERAL.get(slot, name) if name else name} for slot, name in zip(_SLOTS, values, strict=True)]
    return ((rest, names) for names in product(*wider) if names != values)


def _change(old: Sequence[Claim], new: Sequence[Claim], pack: Pack) -> ClaimChange | None:
    """Return what became of one part; a claim that stays as it was doesn't hide one beside it that came or went."""
    said, says = ({_manner(claim) for claim in side} for side in (old, new))
    gone = [claim for claim in old if _manner(claim) not in says]
    come = [claim for claim in new if _manner(claim) not in said]
    if not gone and not come:
        return _moved_basis(old, new, pack)
    before, after = next(iter([*gone, *old]), None), next(iter([*come, *new]), None)
    claim = after or before
    assert claim is not None  # noqa: S101 one side is always there
    if claim.frame in VALUED:  # a figure that only one text gives is no other figure
        if not before or not after:
            return None
        kind, step = ClaimChangeKind.VALUE_CHANGED, _growth(before, after)
    else:
        step = _rank(after) - _rank(before)
        kind = _kind(before, after, step)
    return ClaimChange(kind=kind, direction=_direction(claim, step), before=before, after=after)


def _manner(claim: Claim) -> tuple[State, TermKind | None, str]:
    return claim.state, claim.choice, claim.value


def _rank(claim: Claim | None) -> float:
    """Return how much is let be done: of two conditions, one that people must refuse lets more be done."""
    return _RANKS[claim.state if claim else None] + bool(claim and claim.choice is TermKind.OPT_OUT)


def _growth(before: Claim, after: Claim) -> float:
    return 0 if after.frame is Frame.ANNOUNCEMENT else float(after.value) - float(before.value)


def _kind(before: Claim | None, after: Claim | None, step: float) -> ClaimChangeKind:
    if any(claim.requirements for claim in (before, after) if claim):
        return ClaimChangeKind.REQUIREMENT_ADDED if step > 0 else ClaimChangeKind.REQUIREMENT_REMOVED
    match before and before.state, after and after.state:
        case _, State.EXCLUDED:
            return ClaimChangeKind.EXCLUDED
        case State.EXCLUDED, _:
            return ClaimChangeKind.NO_LONGER_EXCLUDED
        case _, State.SUSPENDED:
            return ClaimChangeKind.SUSPENDED
        case State.SUSPENDED, _:
            return ClaimChangeKind.RESUMED
        case None, _:
            return ClaimChangeKind.GAINED
        case _, None:
            return ClaimChangeKind.LOST
        case _:
            return ClaimChangeKind.LOOSENED if step > 0 else ClaimChangeKind.TIGHTENED


def _direction(claim: Claim, step: float) -> Direction:
    """Return the direction in which more or less of a claim goes."""
    is_no_kindness = claim.frame is Frame.DISCRETION and claim.state is State.EXCLUDED  # "will not be considered"
    if not step or is_no_kindness or claim.frame in _NEITHER_WAY:
        return Direction.NEUTRAL
    is_way_out = claim.frame is Frame.FORM and bool(claim.right)  # a form to object with
    return Direction.WIDENS if (step > 0) == (claim.frame in _FOR_THE_COMPANY and not is_way_out) else Direction.NARROWS


def _moved_basis(old: Sequence[Claim], new: Sequence[Claim], pack: Pack) -> ClaimChange | None:
    """See a claim that stays rest on another legal basis; a basis that is only no longer said is no move."""
    before, after = (next((claim for claim in side if claim.bases), None) for side in (old, new))
    said, says = ({basis for claim in side for basis in claim.bases} for side in (old, new))
    if before is None or after is None or said & says:
        return None
    had, has = (max(pack.concepts["bases", basis].guard for basis in side) for side in (said, says))
    direction = Direction.NEUTRAL if had == has else Direction.WIDENS if has < had else Direction.NARROWS
    return ClaimChange(kind=ClaimChangeKind.BASIS_MOVED, direction=direction, before=before, after=after)


def _join(changes: Iterable[ClaimChange]) -> list[ClaimChange]:
    """Join what became alike of the kinds of data, parties and requirements that one place names together."""
    groups: dict[tuple[object, ...], list[ClaimChange]] = {}
    for change in changes:
        places = (change.before and change.before.place, change.after and change.after.place)
        claim = change.claim
        groups.setdefault(
            (change.kind, change.direction, places, claim.frame, claim.purposes, claim.audience), []
        ).append(change)
    return [
        replace(
            group[0],
            before=_whole([change.before for change in group if change.before]),
            after=_whole([change.after for change in group if change.after]),
        )
        for group in groups.values()
    ]


def _whole(parts: Sequence[Claim]) -> Claim | None:
    if not parts:
        return None
    names = (dict.fromkeys(name for part in parts for name in getattr(part, slot)) for slot in _SLOTS)
    return _narrow(parts[0], [tuple(of_slot) for of_slot in names])
