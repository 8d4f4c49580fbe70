"""The commands that print versions: show, diff."""

from __future__ import annotations

import click

from feeds.contract import HUNK, VERSION, VERSION_TEXT, VersionText
from feeds.edition.point_in_time import as_it_stood_on
from monitor.command_line import output
from monitor.command_line.options import Place, archive_option, json_option
from monitor.command_line.output import day, escape, print_json
from monitor.diff import compare
from monitor.running.workspace import Workspace, open_workspace, require_document
from snapshots.errors import ArchiveError
from snapshots.lineages import version_before
from snapshots.records import SegmentKind, Version


def version_at(workspace: Workspace, document: str, at: str | None, argument: str = "AT") -> Version:
    """Return the version that a number ("v3", "3") or a time names; the newest where nothing is named.

    Where it names neither, the usage error says in which `argument`.
    """
    versions = workspace.archive.versions(require_document(workspace, document))
    if not versions:
        raise ArchiveError(f"{document} was never seen; `policywatch status` says why")
    if at is None:
        return versions[-1]
    number = at.removeprefix("v")
    if number.isdecimal() and len(number) < 4:
        if not 1 <= int(number) <= len(versions):
            raise ArchiveError(f"{document} has no version {number}; it has 1 to {len(versions)}")
        return versions[int(number) - 1]
    try:
        moment = as_it_stood_on(at)
    except (ValueError, OverflowError) as error:
        raise click.BadParameter(
            f"expected a version like v3, or a day or a time like 2025-05-27 or 2025-05-27T06:00Z, found {at!r}",
            param_hint=f"'{argument}'",
        ) from error
    shown = [s.version for s in workspace.archive.observations(document) if s.version and s.captured_at <= moment]
    if not shown:
        raise ArchiveError(f"{document} was first seen {day(versions[0].captured_at)}, after {at}")
    return versions[shown[-1] - 1]


@click.command(epilog="Example: policywatch show facebook-privacy-policy 2025-05-01")
@click.argument("document", metavar="D")
@click.argument("at", metavar="[AT]", required=False)
@archive_option
@json_option
def show(document: str, at: str | None, folder: Place, as_json: bool) -> None:
    """Print a document's text as of AT: a version like v3, a time, or a day (its end); the newest without."""
    with open_workspace(folder) as workspace:
        version = version_at(workspace, document, at)
        extraction = workspace.archive.extraction(document, version.number)
    if as_json:
        print_json(VERSION_TEXT.to_json(VersionText(version, extraction)))
        return
    click.echo(f"{document} v{version.number}, captured {day(version.captured_at)}\n")
    for segment in extraction.segments:
        mark = {SegmentKind.HEADING: "\n# ", SegmentKind.BULLET: "  - "}.get(segment.kind, "")
        click.echo(f"{mark}{escape(segment.text)}")


@click.command(epilog="Example: policywatch diff facebook-privacy-policy v3 v4")
@click.argument("document", metavar="D")
@click.argument("before", metavar="[FROM]", required=False)
@click.argument("after", metavar="[TO]", required=False)
@archive_option
@json_option
def diff(document: str, before: str | None, after: str | None, folder: Place, as_json: bool) -> None:
    """Print what differs between two versions or times; where none is named, a version and that text's one before."""
    with open_workspace(folder) as workspace:
        new = version_at(workspace, document, after, "TO")
        old = version_at(workspace, document, before or _before(workspace, document, new), "FROM")
        comparison = compare(
            workspace.archive.extraction(document, old.number), workspace.archive.extraction(document, new.number)
        )
    if as_json:
        print_json(
            {
                "document": document,
                "from": VERSION.to_json(old),
                "to": VERSION.to_json(new),
                "computed": comparison.computed,
                "hunks": list(map(HUNK.to_json, comparison.hunks)),
            }
        )
        return
    click.echo(f"{document}: v{old.number} ({day(old.captured_at)}) to v{new.number} ({day(new.captured_at)})\n")
    if not comparison.hunks:
        click.echo("No difference.")
    for hunk in comparison.hunks:
        output.print_hunk(hunk)


def _before(workspace: Workspace, document: str, version: Version) -> str:
    """Return the version of the same text before one, itself where it is the first."""
    before = version_before(workspace.archive.versions(document), version.number)
    return f"v{before or version.number}"
