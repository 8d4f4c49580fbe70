"""The scope of a document: whose data of which kind is used for what, and in which state the text puts it.

A cell that the text doesn't fill is "not mentioned", which is no "not used". Says nothing of change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from monitor.claims.claim import POWERS, Claim
from monitor.reading.statements import State
from monitor.rules.pack import Pack
from snapshots.frozen_class import frozen
from snapshots.records import SegmentKind

_NAMES = {"": "not stated", "everyone": "everyone, minors too", "non_users": "people without an account"}
_KINDS = {"purpose": "purposes", "audience": "people", "data": "data"}


class CellState(StrEnum):
    """How a cell stands."""

    ALLOWED = "allowed"
    CONDITIONAL = "conditional"
    SUSPENDED = "suspended"
    EXCLUDED = "excluded"
    NOT_MENTIONED = "not mentioned"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ScopeKey:
    """One purpose, one audience and one kind of data, by their ids in the rule pack; "" where none is stated."""

    purpose: str
    audience: str
    data: str


@frozen
class ScopeRow:
    """What a document says of a cell; where it says two things, there are two rows."""

    cell: ScopeKey
    standing: CellState
    conditions: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()  # in the order of the text; the first is the one to quote


def scope_of(claims: Iterable[Claim]) -> tuple[ScopeRow, ...]:
    """Return the scope of a document: for each purpose and audience all kinds of data that the document names.

    Ordered by purpose, audience, kind of data and standing, whatever the order of the text.
    """
    told: dict[ScopeKey, dict[CellState, list[Claim]]] = {}
    for claim in claims:
        if claim.frame not in POWERS or not claim.purposes or not claim.data:
            continue
        if claim.kind is SegmentKind.FIELD:  # it asks, and says nothing of what is done
            continue
        for purpose in claim.purposes:
            for audience in claim.audience or ("",):
                for data in claim.data:
                    cell = ScopeKey(purpose=purpose, audience=audience, data=data)
                    told.setdefault(cell, {}).setdefault(_standing(claim), []).append(claim)
    groups = {(cell.purpose, cell.audience) for cell in told}
    kinds = {cell.data for cell in told}
    rows = [_row(cell, standing, found) for cell, states in told.items() for standing, found in states.items()]
    for purpose, audience in groups:
        for data in kinds:
            cell = ScopeKey(purpose=purpose, audience=audience, data=data)
            if cell not in told:
                rows.append(ScopeRow(cell=cell, standing=CellState.NOT_MENTIONED))
    order = list(CellState)
    return tuple(sorted(rows, key=lambda row: (row.cell, order.index(row.standing))))


def _standing(claim: Claim) -> CellState:
    if claim.state is State.EXCLUDED and claim.is_bound:
        return CellState.CONDITIONAL  # "we stop if you object": until then it is used
    return CellState(claim.state.value)


def _row(cell: ScopeKey, standing: CellState, claims: Sequence[Claim]) -> ScopeRow:
    # An entry that states a legal basis, and one that names the fewest kinds of data, says most of this one.
    ordered = sorted(claims, key=lambda claim: (not claim.bases, len(claim.data), len(claim.purposes)))
    limited = [claim.condition for claim in ordered if claim.condition and standing is not CellState.ALLOWED]
    conditions = dict.fromkeys(limited)
    return ScopeRow(cell=cell, standing=standing, conditions=tuple(conditions), claims=tuple(ordered))


def label(slot: str, name: str, pack: Pack) -> str:
    """Return a cell's purpose, audience or data in words."""
    if slot == "audience" and name in _NAMES:
        return _NAMES[name]
    concept = pack.concepts.get((_KINDS[slot], name)) or pack.concepts.get(("layout", name))
    return (concept.label if concept else "") or name or _NAMES[""]


def labels(pack: Pack) -> tuple[str, ...]:
    """Return all words that `label` can give."""
    kinds = {*_KINDS.values(), "layout"}
    named = {concept.label for (kind, _), concept in pack.concepts.items() if kind in kinds and concept.label}
    return tuple(sorted(named | {*_NAMES.values()}))


@frozen
class CellHistory:
    """How a cell stood over the versions of a document: each standing with the index of the version it began at."""

    cell: ScopeKey
    steps: tuple[tuple[int, tuple[CellState, ...]], ...]


def histories(scopes: Sequence[Sequence[ScopeRow]]) -> tuple[CellHistory, ...]:
    """Return how each cell stood from scope to scope, in the order of `scope_of`; only its changes are steps.

    A version in which nothing names the purpose, the audience or the data at all counts as not mentioned.
    """
    found: dict[ScopeKey, list[tuple[int, tuple[CellState, ...]]]] = {}
    cells = {row.cell for rows in scopes for row in rows if row.standing is not CellState.NOT_MENTIONED}
    for index, rows in enumerate(scopes):
        now: dict[ScopeKey, list[CellState]] = {}
        for row in rows:
            now.setdefault(row.cell, []).append(row.standing)
        for cell in cells:
            standing = tuple(now.get(cell, [CellState.NOT_MENTIONED]))
            steps = found.setdefault(cell, [])
            if not steps or steps[-1][1] != standing:
                steps.append((index, standing))
    return tuple(CellHistory(cell=cell, steps=tuple(found[cell])) for cell in sorted(found))
