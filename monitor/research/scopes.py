"""The scope of a document over its versions: for each cell when it came to stand as it does. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from feeds.research.research_records import ScopeCell, ScopeQuote, ScopeStep, ScopeTable
from feeds.research.version_runs import first_capture
from monitor.claims.scope import CellHistory, CellState, ScopeKey, ScopeRow, histories, label
from monitor.rules.pack import Pack
from snapshots.records import Document, Version

States = dict[ScopeKey, tuple[CellState, ...]]
"""How each cell of one version stands; those not named are not mentioned."""

MAX_QUOTES = 6  # of one cell
_SLOTS = ("purpose", "audience", "data")


def states_of(rows: Sequence[ScopeRow]) -> States:
    """Return what a version's scope says, without the words it rests on."""
    found: dict[ScopeKey, list[CellState]] = {}
    for row in rows:
        if row.standing is not CellState.NOT_MENTIONED:
            found.setdefault(row.cell, []).append(row.standing)
    return {cell: tuple(standings) for cell, standings in found.items()}


def over_versions(states: Sequence[States]) -> tuple[CellHistory, ...]:
    """Return how each cell came to stand as it does; `states` has one entry for each version."""
    return histories([_as_rows(of_version) for of_version in states])


def table(
    document: Document, versions: Sequence[Version], past: Sequence[CellHistory], rows: Sequence[ScopeRow], pack: Pack
) -> ScopeTable:
    """Return the scope as of the last of `versions`; `past` is of all of them, `rows` are the last one's.

    A cell that no version names is left out; one that only earlier ones named is told as not mentioned any more.
    """
    quotes: dict[ScopeKey, list[ScopeQuote]] = {}
    for row in rows:
        for claim in row.claims:
            quote = ScopeQuote(text=claim.text, context=claim.context, condition=claim.condition)
            if quote not in quotes.setdefault(row.cell, []):
                quotes[row.cell].append(quote)
    cells = tuple(
        ScopeCell(
            purpose=history.cell.purpose,
            audience=history.cell.audience,
            data=history.cell.data,
            steps=tuple(
                ScopeStep(seen=first_capture(versions[index]), states=tuple(state.value for state in standing))
                for index, standing in history.steps
            ),
            quotes=tuple(quotes.get(history.cell, ())[:MAX_QUOTES]),
        )
        for history in past
    )
    names = {(slot, getattr(cell, slot)) for cell in cells for slot in _SLOTS}
    return ScopeTable(
        document=document,
        version=first_capture(versions[-1]),
        first=first_capture(versions[0]),
        cells=cells,
        labels=tuple((slot, name, label(slot, name, pack)) for slot, name in sorted(names)),
    )


def _as_rows(states: States) -> list[ScopeRow]:
    return [ScopeRow(cell=cell, standing=standing) for cell, standings in states.items() for standing in standings]
