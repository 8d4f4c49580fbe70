"""The command that says whose data is used for what, and since when."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import click
from rich.console import Console
from rich.markup import escape as plain
from rich.table import Table

from feeds.record_fields import stamp
from monitor.claims.document import claims_of
from monitor.claims.scope import CellHistory, CellState, ScopeRow, histories, label, scope_of
from monitor.command_line.options import Place, archive_option, json_option
from monitor.command_line.output import day, escape, print_json, say
from monitor.command_line.show_diff import version_at
from monitor.extract.text import shorten
from monitor.reading.reader import Reader
from monitor.reading.spoken_language import resolve_language
from monitor.rules.pack import Pack
from monitor.running.workspace import Workspace, open_workspace, require_document
from snapshots.records import Version

_QUOTE = 110  # characters of a quote in the table
_STATE = 20  # characters of the column with the state and its condition
_WIDTH = 140  # of the table in a file or a pipe
_STYLES = {
    CellState.ALLOWED: "red",
    CellState.CONDITIONAL: "yellow",
    CellState.SUSPENDED: "yellow",
    CellState.EXCLUDED: "green",
    CellState.NOT_MENTIONED: "dim",
}


@click.command(epilog="Example: policywatch scope facebook-privacy-policy 2025-06-01")
@click.argument("document", metavar="DOCUMENT")
@click.argument("at", metavar="[AT]", required=False)
@click.option("--purpose", metavar="P", help="This purpose only, by its id: ai_training, ads, ...")
@click.option("--history", is_flag=True, help="How each cell stood over the versions, with the days of change.")
@archive_option
@json_option
def scope(document: str, at: str | None, purpose: str | None, history: bool, folder: Place, as_json: bool) -> None:
    """Tell which data of whom a document lets be used for what, as of AT: a version like v3, a day or a time.

    "Not mentioned" is said of data that the document names elsewhere: it means that no sentence was found, not
    that the data isn't used. What is said of people's information as a whole may cover it.
    """
    with open_workspace(folder) as workspace:
        pack = workspace.pack
        require_document(workspace, document)
        _check_purpose(purpose, pack)
        if history:
            last = version_at(workspace, document, at)
            versions = [v for v in workspace.archive.versions(document) if v.number <= last.number]
            scopes = [_scope(workspace, version, pack, purpose) for version in versions]
            _tell_history(versions, histories(scopes), pack, as_json)
            return
        version = version_at(workspace, document, at)
        rows = _scope(workspace, version, pack, purpose)
    if as_json:
        for row in rows:
            print_json(row_json(version, row))
        return
    console = Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(highlight=False, width=_WIDTH)
    console.print(f"{document} v{version.number}, captured {day(version.captured_at)}\n", markup=False)
    if not rows:
        console.print("No sentence was found that says which data is used for what.")
    for name, of_purpose in groupby(rows, key=lambda row: row.cell.purpose):
        console.print(_table(label("purpose", name, pack), list(of_purpose), pack))


def _check_purpose(purpose: str | None, pack: Pack) -> None:
    # A purpose that only a label of a layout names is known by the id of that label.
    known = sorted(
        c.id for c in pack.concepts.values() if c.kind == "purposes" or (c.kind, c.within) == ("layout", "purposes")
    )
    if purpose is not None and purpose not in known:
        raise click.BadParameter(f"expected one of {', '.join(known)}, found {purpose!r}", param_hint="'--purpose'")


def _scope(workspace: Workspace, version: Version, pack: Pack, purpose: str | None) -> list[ScopeRow]:
    extraction = workspace.archive.extraction(version.document_id, version.number)
    declared = workspace.archive.document(version.document_id).language
    rows = scope_of(claims_of(extraction, Reader(pack, resolve_language(extraction, pack, declared=declared))))
    return [row for row in rows if not purpose or row.cell.purpose == purpose]


def row_json(version: Version, row: ScopeRow) -> dict[str, Any]:
    """Return a row of the scope as its JSON; the names are a contract."""
    first = row.claims[0] if row.claims else None
    return {
        "document": version.document_id,
        "version": version.number,
        "captured_at": stamp(version.captured_at),
        "purpose": row.cell.purpose,
        "audience": row.cell.audience or None,
        "data": row.cell.data,
        "state": row.standing.value,
        "condition": "; ".join(row.conditions) or None,
        "quote": first.text if first else None,
        "context": [*first.context, *_beside(first.grounds, first.context)] if first else [],
    }


def _beside(grounds: Sequence[str], context: Sequence[str]) -> list[str]:
    """Return the lines of a row that don't stand in the context."""
    return [line for line in grounds if line not in context]


def _table(title: str, rows: Sequence[ScopeRow], pack: Pack) -> Table:
    table = Table(title=plain(escape(title)), title_justify="left", title_style="bold", expand=True, pad_edge=False)
    table.add_column("whose", ratio=2, overflow="fold")
    table.add_column("which data", ratio=3, overflow="fold")
    table.add_column("state", width=_STATE, overflow="fold")
    table.add_column("in its words", ratio=7, overflow="fold")
    for audience, group in groupby(rows, key=lambda row: row.cell.audience):
        whose = label("audience", audience, pack)
        for line in _lines(list(group), pack):
            table.add_row(plain(whose), *line)
            whose = ""
        table.add_section()
    return table


def _lines(rows: Sequence[ScopeRow], pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Yield what an audience's rows say, and last in one line what is not mentioned."""
    for row in rows:
        if row.standing is CellState.NOT_MENTIONED:
            continue
        style = _STYLES[row.standing]
        state = f"[{style}]{row.standing.value}[/{style}]"
        if row.conditions:
            state += "\n" + plain(escape(shorten(row.conditions[0], 60)))
        more = f" (and {len(row.claims) - 1} more)" if len(row.claims) > 1 else ""
        quote = f"“{escape(shorten(row.claims[0].text, _QUOTE))}”{more}"
        yield plain(label("data", row.cell.data, pack)), state, plain(quote)
    silent = [label("data", row.cell.data, pack) for row in rows if row.standing is CellState.NOT_MENTIONED]
    if silent:
        yield "", "[dim]not mentioned[/dim]", f"[dim]{plain(', '.join(silent))}[/dim]"


def _tell_history(versions: Sequence[Version], found: Sequence[CellHistory], pack: Pack, as_json: bool) -> None:
    shown = None
    for history in found:
        cell = history.cell
        if as_json:
            print_json(_history_json(versions, history))
            continue
        if (cell.purpose, cell.audience) != shown:
            shown = (cell.purpose, cell.audience)
            say(f"\n{label('purpose', cell.purpose, pack)}, {label('audience', cell.audience, pack)}", "bold")
        steps = "; ".join(f"{day(versions[index].captured_at)[:10]} {_said(states)}" for index, states in history.steps)
        say(f"  {label('data', cell.data, pack)}: {steps}")


def _said(states: Sequence[CellState]) -> str:
    return " and ".join(state.value for state in states)


def _history_json(versions: Sequence[Version], history: CellHistory) -> dict[str, Any]:
    return {
        "document": versions[0].document_id,
        "purpose": history.cell.purpose,
        "audience": history.cell.audience or None,
        "data": history.cell.data,
        "states": [
            {
                "state": _said(states),
                "version": versions[index].number,
                "since": stamp(versions[index].captured_at),
            }
            for index, states in history.steps
        ],
    }
