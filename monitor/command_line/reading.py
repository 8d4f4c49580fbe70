"""The commands that read the archive: alerts, changes, history, show, diff, verify."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from feeds.contract import CHANGE, HUNK, PUBLISHED_ALERT, VERSION, VERSION_TEXT, VersionText
from feeds.published_alerts import read_published_alerts
from feeds.record_fields import stamp
from monitor.alerts.headlines import shorten
from monitor.command_line import output
from monitor.command_line.output import counted, day, escape, print_json
from monitor.command_line.workspace import (
    MomentType,
    Workspace,
    archive_option,
    document_option,
    json_option,
    known_document,
    opened,
    since_option,
)
from monitor.diff import compare
from monitor.log_timestamps import newest_attempt, signature_faults, trusted
from snapshots.errors import ArchiveError
from snapshots.records import SegmentKind, Severity, Version

_HEADLINE = 160  # characters of a headline in the list of changes


def _severities(least: str | None) -> set[Severity]:
    rank = Severity(least).rank if least else -1
    return {severity for severity in Severity if severity.rank >= rank}


def _one(workspace: Workspace, document: str | None) -> str | None:
    return known_document(workspace, document) if document is not None else None


severity_option = click.option(
    "--severity", type=click.Choice([s.value for s in Severity]), help="This severity and graver ones."
)


@click.command(epilog="Example: policywatch alerts --since 2025-05-01 --severity high --json")
@document_option
@since_option
@severity_option
@archive_option
@json_option
def alerts(document: str | None, since: datetime | None, severity: str | None, folder: Path, as_json: bool) -> None:
    """List the alerts that were told, newest last. Those that wait to be told are listed by `held`."""
    wanted = _severities(severity)
    with opened(folder) as workspace:
        found = read_published_alerts(workspace.archive, _one(workspace, document), since=since)
    console = Console(soft_wrap=True, highlight=False)
    for told in sorted(found, key=lambda one: (one.told_at, one.notice.sequence)):
        if told.alert.severity not in wanted:
            continue
        if as_json:
            print_json(PUBLISHED_ALERT.to_json(told))
        else:
            output.print_alert(console, told.alert, told=told)


@click.command(epilog="Example: policywatch changes --document facebook-privacy-policy")
@document_option
@since_option
@severity_option
@archive_option
@json_option
def changes(document: str | None, since: datetime | None, severity: str | None, folder: Path, as_json: bool) -> None:
    """List all changes, the low ones too, newest last."""
    wanted = _severities(severity)
    with opened(folder) as workspace:
        found = workspace.archive.changes(_one(workspace, document), since=since)
        headlines = {alert.change: alert.headline for alert in workspace.archive.alerts()}
    for change in found:
        if change.severity not in wanted:
            continue
        if as_json:
            print_json(CHANGE.to_json(change))
        else:
            said = headlines.get(change.number, counted(len(change.hunks), "difference"))
            click.echo(
                f"{change.number:>4}  {day(change.captured_at)}  {change.severity.value:<8}  {change.document_id}"
                f"  v{change.from_version} to v{change.to_version}  {escape(shorten(said, _HEADLINE))}"
            )


def version_at(workspace: Workspace, document: str, at: str | None, argument: str = "AT") -> Version:
    """Return the version that a number ("v3", "3") or a time names; the newest where nothing is named.

    Where it names neither, the usage error says in which `argument`.
    """
    versions = workspace.archive.versions(document)
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
        moment = MomentType().convert(at, None, None)
    except click.BadParameter as error:
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
def show(document: str, at: str | None, folder: Path, as_json: bool) -> None:
    """Print a document's text as of AT: a version like v3, a day or a time; the newest without."""
    with opened(folder) as workspace:
        version = version_at(workspace, known_document(workspace, document), at)
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
def diff(document: str, before: str | None, after: str | None, folder: Path, as_json: bool) -> None:
    """Print what differs between two versions or times; the last two versions where none is named."""
    with opened(folder) as workspace:
        known_document(workspace, document)
        new = version_at(workspace, document, after, "TO")
        old = version_at(workspace, document, before or f"v{max(1, new.number - 1)}", "FROM")
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
    console = Console(soft_wrap=True, highlight=False)
    console.print(f"{document}: v{old.number} ({day(old.captured_at)}) to v{new.number} ({day(new.captured_at)})\n")
    if not comparison.hunks:
        console.print("No difference.")
    for hunk in comparison.hunks:
        output.print_hunk(console, hunk)


@click.command(epilog="Example: policywatch verify --archive my-archive")
@archive_option
@json_option
def verify(folder: Path, as_json: bool) -> None:
    """Check every hash, the chain and every reference; exit 1 on any fault."""
    with opened(folder) as workspace:
        report = workspace.archive.verify()
        roots = trusted(folder, workspace.settings.timestamp_certificates)
        unsigned = signature_faults(workspace.archive, roots) if roots and not report.faults else []
        report = replace(report, faults=(*report.faults, *unsigned))
        newest = None if report.faults else newest_attempt(workspace.archive)
    head_at = newest.exchange.captured_at if newest else None
    if as_json:
        found: dict[str, Any] = {
            "attempts": report.attempts,
            "bodies": report.bodies,
            "versions": report.versions,
            "alerts": report.alerts,
            "timestamps": report.timestamps,
            "chain_head": report.chain_head,
            "chain_head_at": stamp(head_at),
            "checked_at": stamp(datetime.now(UTC)),
            "faults": [{"subject": fault.subject, "problem": fault.problem} for fault in report.faults],
        }
        print_json(found)
    else:
        for line in _verify_lines(report.faults):
            click.echo(line, err=True)
        click.echo(
            f"{counted(report.attempts, 'look')}, {counted(report.bodies, 'body', 'bodies')},"
            f" {counted(report.versions, 'version')}, {counted(report.alerts, 'alert')}:"
            f" {counted(len(report.faults), 'fault') if report.faults else 'no faults'}"
        )
        when = f", look {newest.sequence} at {day(head_at)}" if newest else ""
        click.echo(f"chain head: {report.chain_head}{when}")
        if report.timestamps:
            click.echo(f"{counted(report.timestamps, 'head')} signed by a timestamp authority")
    if report.faults:
        sys.exit(1)


def _verify_lines(faults: Any) -> Iterator[str]:
    for fault in faults:
        yield f"fault: {escape(fault.subject)}: {escape(fault.problem)}"
