"""What became of a document's claims from one version to the next, and which way it goes. Judges no severity.

Claims are compared slot by slot: a purpose, a kind of data, an audience, a party. A transition rests on a claim
whose own words, place or row changed; a claim that only moved to another place of the same meaning says nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from monitor.claims.atoms import Atom, atoms_of, covers, is_about
from monitor.claims.claim import POWERS, VALUED, Claim, Frame
from monitor.reading.statements import State, TermKind
from monitor.rules.pack import Pack
from snapshots.records import Direction, Hunk, HunkKind


class TransitionKind(StrEnum):
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
    NEWLY_EXPLICIT = "newly_explicit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One thing that became of the claims; `before` and `after` hold only the slots it is about."""

    kind: TransitionKind
    direction: Direction
    before: Claim | None
    after: Claim | None

    @property
    def claim(self) -> Claim:
        """Return the claim as it stands, or stood if it is gone."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 one side is always there
        return found


Changed = Collection[str | tuple[str, tuple[str, ...]]]


def changed_by(hunks: Iterable[Hunk]) -> frozenset[str | tuple[str, tuple[str, ...]]]:
    """Return the texts, and the texts in their places, that hunks add, take away, edit or move."""
    found: set[str | tuple[str, tuple[str, ...]]] = set()
    for hunk in hunks:
        if hunk.kind is HunkKind.LINK_MOVED or hunk.cosmetic:
            continue
        if hunk.before is not None:
            found |= {hunk.before, (hunk.before, hunk.context_before or hunk.context)}
        if hunk.after is not None:
            found |= {hunk.after, (hunk.after, hunk.context)}
    return frozenset(found)


def transitions(
    before: Sequence[Claim], after: Sequence[Claim], changed: Changed, pack: Pack
) -> tuple[Transition, ...]:
    """Return what became of all claims of a document; `changed` is what `changed_by` says of the hunks.

    The order is that of the new text, then what is gone in the order of the old one.
    """
    old, new = atoms_of(before), atoms_of(after)
    found: list[_Step] = []
    for atom in dict.fromkeys([*new, *old]):
        found.extend(_steps(atom, old.get(atom, ()), new.get(atom, ()), changed, pack))
    found = _paired(found, old, new)
    grouped = _grouped(found)
    return (*grouped, *_values(before, after, changed))


@dataclass(frozen=True, slots=True)
class _Step:
    """What became of one atom."""

    kind: TransitionKind
    direction: Direction
    atom: Atom
    before: Claim | None
    after: Claim | None


def _is_changed(claim: Claim, changed: Changed) -> bool:
    """Whether a claim's words, its place or a line it rests on is in the difference."""
    return (
        claim.place in changed
        or claim.text in changed
        or any(line in changed for line in (*claim.grounds, *claim.context))
    )


def _steps(atom: Atom, old: Sequence[Claim], new: Sequence[Claim], changed: Changed, pack: Pack) -> list[_Step]:
    told = [c for c in old if _is_changed(c, changed)], [c for c in new if _is_changed(c, changed)]
    if not told[0] and not told[1]:
        return []
    said, says = {_manner(c) for c in old}, {_manner(c) for c in new}
    gone = [c for c in old if _manner(c) not in says]
    come = [c for c in new if _manner(c) not in said]
    if not gone and not come:
        return _basis_step(atom, old, new, pack)
    # What came or went is news only if its own words did; the other side may be a claim that stayed.
    first = next((c for c in gone if c in told[0]), gone[0] if gone else old[0] if old else None)
    last = next((c for c in come if c in told[1]), come[0] if come else new[0] if new else None)
    if (first is None or first not in told[0]) and (last is None or last not in told[1]):
        return []
    if gone and come and first and last:
        return [_turned(atom, first, last)]
    if come and last:
        return [_come(atom, last, old)]
    return [_gone(atom, first, new)] if first else []


def _manner(claim: Claim) -> tuple[State, TermKind | None]:
    return claim.state, claim.choice


def _come(atom: Atom, claim: Claim, old: Sequence[Claim]) -> _Step:
    before = old[0] if old else None
    if atom.requirement:
        is_asked = claim.state is not State.EXCLUDED
        kind = TransitionKind.REQUIREMENT_ADDED if is_asked else TransitionKind.REQUIREMENT_REMOVED
        return _Step(kind, Direction.WIDENS if is_asked else Direction.NARROWS, atom, before, claim)
    if claim.state is State.SUSPENDED:
        return _Step(TransitionKind.SUSPENDED, Direction.NARROWS, atom, before, claim)
    if claim.state is State.EXCLUDED:
        return _Step(TransitionKind.EXCLUDED, _turn(claim, -1), atom, before, claim)
    if before and before.state is State.EXCLUDED:
        return _Step(TransitionKind.NO_LONGER_EXCLUDED, _turn(claim, 1), atom, before, claim)
    return _Step(TransitionKind.GAINED, _turn(claim, 1), atom, before, claim)


def _gone(atom: Atom, claim: Claim, new: Sequence[Claim]) -> _Step:
    after = new[0] if new else None
    if atom.requirement:
        is_asked = claim.state is not State.EXCLUDED
        kind = TransitionKind.REQUIREMENT_REMOVED if is_asked else TransitionKind.REQUIREMENT_ADDED
        return _Step(kind, Direction.NARROWS if is_asked else Direction.WIDENS, atom, claim, after)
    if claim.state is State.EXCLUDED:
        return _Step(TransitionKind.NO_LONGER_EXCLUDED, _turn(claim, 1), atom, claim, after)
    if claim.state is State.SUSPENDED:
        return _Step(TransitionKind.RESUMED, Direction.WIDENS, atom, claim, after)
    return _Step(TransitionKind.LOST, _turn(claim, -1), atom, claim, after)


_RANKS = {State.EXCLUDED: 0, State.SUSPENDED: 1, State.CONDITIONAL: 2, State.ALLOWED: 4}


def _turned(atom: Atom, before: Claim, after: Claim) -> _Step:
    """Return what a change of state amounts to."""
    if atom.requirement:
        is_asked = after.state is not State.EXCLUDED
        kind = TransitionKind.REQUIREMENT_ADDED if is_asked else TransitionKind.REQUIREMENT_REMOVED
        return _Step(kind, Direction.WIDENS if is_asked else Direction.NARROWS, atom, before, after)
    step = _rank(after) - _rank(before)
    direction = _turn(after, step)
    if after.state is State.EXCLUDED:
        kind = TransitionKind.EXCLUDED
    elif before.state is State.EXCLUDED:
        kind = TransitionKind.NO_LONGER_EXCLUDED
    elif after.state is State.SUSPENDED:
        kind = TransitionKind.SUSPENDED
    elif before.state is State.SUSPENDED:
        kind = TransitionKind.RESUMED
    else:
        kind = TransitionKind.LOOSENED if step > 0 else TransitionKind.TIGHTENED
    return _Step(kind, direction, atom, before, after)


def _rank(claim: Claim) -> int:
    """Return how much a state lets be done: of two conditions, one that people must refuse lets more be done."""
    return _RANKS[claim.state] + (claim.choice == "opt_out")


def _turn(claim: Claim, step: int) -> Direction:
    """Return the direction in which more or less of a claim goes."""
    if claim.frame is Frame.DISCRETION and claim.state is State.EXCLUDED:
        return Direction.NEUTRAL  # "will not be considered" is no kindness
    if not step or claim.frame in (Frame.BASIS, Frame.DEFINITION, Frame.AGE, Frame.ANNOUNCEMENT):
        return Direction.NEUTRAL
    lets_more = claim.frame in POWERS or claim.frame in (Frame.DISCRETION, Frame.FORM, Frame.PRODUCT_SCOPE)
    if claim.frame is Frame.FORM and claim.right:
        lets_more = False  # a form to object with is a way to say no
    return Direction.WIDENS if (step > 0) == lets_more else Direction.NARROWS


def _basis_step(atom: Atom, old: Sequence[Claim], new: Sequence[Claim], pack: Pack) -> list[_Step]:
    """See a claim that stays rest on another legal basis; a basis that is only no longer said is no move."""
    first, last = (next((c for c in side if c.bases), None) for side in (old, new))
    said, says = ({b for c in side for b in c.bases} for side in (old, new))
    if first is None or last is None or said & says:
        return []
    guards = [max(pack.concepts["bases", b].guard for b in side) for side in (said, says)]
    direction = Direction.NEUTRAL
    if guards[0] != guards[1]:
        direction = Direction.WIDENS if guards[1] < guards[0] else Direction.NARROWS
    return [_Step(TransitionKind.BASIS_MOVED, direction, atom, first, last)]


def _paired(found: Sequence[_Step], old: Collection[Atom], new: Collection[Atom]) -> list[_Step]:
    """Join what went and came where one covers the other: from the general to the particular, or the other way."""
    gained = [s for s in found if s.kind is TransitionKind.GAINED]
    lost = [s for s in found if s.kind is TransitionKind.LOST]
    kept: list[_Step] = [s for s in found if s.kind not in (TransitionKind.GAINED, TransitionKind.LOST)]
    stays = _by([atom for atom in old if atom in new], "kin")
    gone: dict[tuple[str, ...], list[_Step]] = {}
    for step in lost:
        gone.setdefault(step.atom.kin, []).append(step)
    used: set[int] = set()
    for step in gained:
        if any(covers(atom, step.atom) for atom in stays.get(step.atom.kin, ())):
            kept.append(replace(step, kind=TransitionKind.NEWLY_EXPLICIT, direction=Direction.NEUTRAL))
            continue
        near = gone.get(step.atom.kin, ())
        twin = next((s for s in near if covers(s.atom, step.atom) or covers(step.atom, s.atom)), None)
        if twin is None:
            kept.append(step)
            continue
        used.add(id(twin))
        kept.append(_widened(twin, step))
    kin, about = _by(new, "kin"), _by(new, "about")
    for step in lost:
        if id(step) in used:
            continue
        # The general still says it: the particular is only no longer spelled out.
        general = any(covers(atom, step.atom) for atom in kin.get(step.atom.kin, ()))
        more = any(is_about(atom, step.atom) for atom in about.get(step.atom.about, ()))
        kept.append(replace(step, direction=Direction.NEUTRAL) if general or more else step)
    return kept


def _by(atoms: Iterable[Atom], slot: str) -> dict[tuple[str, ...], list[Atom]]:
    found: dict[tuple[str, ...], list[Atom]] = {}
    for atom in atoms:
        found.setdefault(getattr(atom, slot), []).append(atom)
    return found


def _widened(before: _Step, after: _Step) -> _Step:
    """Return what becomes of a claim that another takes the place of, which covers it or is covered."""
    is_narrower = covers(before.atom, after.atom)
    claim = after.after or before.before
    assert claim is not None  # noqa: S101 what is gained stands on the new side
    return _Step(
        TransitionKind.TIGHTENED if is_narrower else TransitionKind.LOOSENED,
        _turn(claim, -1 if is_narrower else 1),
        after.atom,
        before.before,
        after.after,
    )


def _grouped(found: Sequence[_Step]) -> list[Transition]:
    """Return one transition for what became of one pair of claims, with the slots it is about."""
    groups: dict[tuple[object, ...], list[_Step]] = {}
    for step in found:
        key = (step.kind, step.direction, step.before and step.before.place, step.after and step.after.place,
               step.atom.audience, step.atom.purpose)  # fmt: skip
        groups.setdefault(key, []).append(step)
    return [_transition(group) for group in groups.values()]


def _transition(group: Sequence[_Step]) -> Transition:
    first = group[0]
    atoms = [step.atom for step in group]
    return Transition(
        kind=first.kind,
        direction=first.direction,
        before=_about(first.before, atoms),
        after=_about(first.after, atoms),
    )


def _about(claim: Claim | None, atoms: Sequence[Atom]) -> Claim | None:
    """Return a claim with only the slots that atoms are about."""
    if claim is None:
        return None

    def only(slot: tuple[str, ...], told: Iterable[str]) -> tuple[str, ...]:
        wanted = set(told)
        return tuple(name for name in slot if name in wanted) or slot

    return replace(
        claim,
        purposes=only(claim.purposes, [a.purpose for a in atoms]),
        data=only(claim.data, [a.data for a in atoms]),
        audience=only(claim.audience, [a.audience for a in atoms]),
        parties=only(claim.parties, [a.party for a in atoms]),
        requirements=only(claim.requirements, [a.requirement for a in atoms]),
    )


def _values(before: Sequence[Claim], after: Sequence[Claim], changed: Changed) -> list[Transition]:
    """Return the durations, ages and dates that changed in what stays otherwise the same."""
    found = []
    old = [c for c in before if c.frame in VALUED and _is_changed(c, changed)]
    new = [c for c in after if c.frame in VALUED and _is_changed(c, changed)]
    kept = {(*_measure(c), c.value) for c in old} & {(*_measure(c), c.value) for c in new}
    lost = [c for c in old if (*_measure(c), c.value) not in kept]
    for claim in new:
        if (*_measure(claim), claim.value) in kept:
            continue
        twin = next((c for c in lost if _measure(c) == _measure(claim)), None)
        if twin is not None:
            lost.remove(twin)
            direction = _value_direction(twin, claim)
            found.append(Transition(kind=TransitionKind.VALUE_CHANGED, direction=direction, before=twin, after=claim))
    return found


def _measure(claim: Claim) -> tuple[object, ...]:
    return claim.frame, claim.unit, claim.act, claim.data, claim.purposes


def _value_direction(before: Claim, after: Claim) -> Direction:
    """Return which way a number goes: kept longer widens, a lower age widens, a date says nothing."""
    if after.frame is Frame.ANNOUNCEMENT:
        return Direction.NEUTRAL
    step = float(after.value) - float(before.value)
    if after.frame is Frame.RETENTION:
        return Direction.WIDENS if step > 0 else Direction.NARROWS
    if after.frame is Frame.AGE:
        return Direction.NARROWS if step > 0 else Direction.WIDENS
    return Direction.NEUTRAL
