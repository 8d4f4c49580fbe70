"""The commands that vouch for the log: timestamp has it signed by others, verify checks it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from feeds.record_fields import stamp
from monitor.command_line.options import Place, archive_option, folder_option, json_option
from monitor.command_line.output import count_of, day, escape, print_json
from monitor.errors import SettingsError
from monitor.running.calendar_stamps import Stamps, complete_stamps, stamp_head, stamps_of
from monitor.running.log_timestamps import load_roots, sign_head, signature_faults
from monitor.running.workspace import open_workspace
from monitor.settings.archive_layout import FILE
from snapshots.archive import Archive
from snapshots.errors import ArchiveError
from snapshots.records import Attempt, Fault, VerifyReport

_file = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command(epilog="Example: policywatch timestamp --archive my-archive")
@click.option("--authority", default="", metavar="URL", help="Instead of the one in the settings.")
@folder_option
@json_option
def timestamp(authority: str, folder: Path, as_json: bool) -> None:
    """Have the head of the log signed by a timestamp authority (RFC 3161), and keep its token.

    Who trusts the authority can then see that the log, up to there, existed at that time. Calendars of OpenTimestamps
    are asked as well where the settings name some. `run` does both daily.
    """
    with open_workspace(folder) as workspace:
        settings = workspace.settings
        asked = authority or settings.timestamp_authority
        if not asked and not settings.calendars:
            raise SettingsError(
                f"nobody to ask: set timestamp_authority or calendars in {folder / FILE}, or give --authority"
            )
        newest = workspace.archive.newest_attempt()
        if newest is None:
            raise ArchiveError("there is nothing to sign yet: the log is empty")
        if asked:
            sign_head(workspace.archive, asked, load_roots(folder, settings.timestamp_certificates))
            (kept,) = (kept for kept in workspace.archive.timestamps() if kept.sequence == newest.sequence)
            _print_proof(as_json, "signed", newest, kept.at, authority=kept.authority)
        if settings.calendars and not authority:
            complete_stamps(workspace.archive, settings.calendars)
            stamp_head(workspace.archive, settings.calendars)
            _print_proof(as_json, "stamped", newest, datetime.now(UTC), calendars=" ".join(settings.calendars))


def _print_proof(as_json: bool, done: str, head: Attempt, at: datetime, **by: str) -> None:
    if as_json:
        print_json({"attempt": head.sequence, "head": head.hash, "at": stamp(at), **by})
    else:
        click.echo(f"{done} at {day(at)} by {' '.join(by.values())}: attempt {head.sequence}, head {head.hash}")


@click.command(epilog="Example: policywatch verify --archive my-archive")
@click.option(
    "--key", "key_file", metavar="FILE", type=_file, help="A public key: the newest signed head has to be its."
)
@click.option(
    "--head",
    "heads",
    metavar="FILE",
    type=_file,
    multiple=True,
    help="A head that was published once: the log has to lead through it.",
)
@archive_option
@json_option
def verify(key_file: Path | None, heads: tuple[Path, ...], folder: Place, as_json: bool) -> None:
    """Check every hash, the chain and every reference; exit 1 on any fault."""
    with open_workspace(folder) as workspace:
        report = workspace.archive.verify()
        roots = load_roots(workspace.folder, workspace.settings.timestamp_certificates)
        unsigned = signature_faults(workspace.archive, roots) if roots and not report.faults else []
        disowned = _publisher_faults(workspace.archive, key_file, heads)
        report = replace(report, faults=(*report.faults, *unsigned, *disowned))
        newest = None if report.faults else workspace.archive.newest_attempt()
        stamps = _stamps(workspace.archive, report.faults)
    head_at = newest.exchange.captured_at if newest else None
    if as_json:
        print_json(_verify_json(report, stamps, head_at))
    else:
        _print_report(report, stamps, f", look {newest.sequence} at {day(head_at)}" if newest else "")
    if report.faults:
        sys.exit(1)


def _publisher_faults(archive: Archive, key_file: Path | None, heads: tuple[Path, ...]) -> list[Fault]:
    """Return why the log is not the publisher's, as far as a reader's key and old heads can say."""
    if key_file is None and not heads:
        return []
    from monitor.running.head_signing import held_against, held_against_statement, read_public_key

    public = read_public_key(key_file) if key_file else ""
    faults = list(held_against(archive, public)) if public else []
    return faults + [fault for head in heads for fault in held_against_statement(archive, head, public)]


def _verify_json(report: VerifyReport, stamps: Stamps, head_at: datetime | None) -> dict[str, Any]:
    return {
        "attempts": report.attempts,
        "bodies": report.bodies,
        "versions": report.versions,
        "alerts": report.alerts,
        "timestamps": report.timestamps,
        "signed_heads": report.signed_heads,
        "stamped_heads": stamps.heads,
        "stamped_in_blocks": stamps.in_blocks,
        "records_head": report.records_head,
        "chain_head": report.chain_head,
        "chain_head_at": stamp(head_at),
        "checked_at": stamp(datetime.now(UTC)),
        "faults": [{"subject": fault.subject, "problem": fault.problem} for fault in report.faults],
    }


def _print_report(report: VerifyReport, stamps: Stamps, when: str) -> None:
    for line in _verify_lines(report.faults):
        click.echo(line, err=True)
    click.echo(
        f"{count_of(report.attempts, 'look')}, {count_of(report.bodies, 'body', 'bodies')},"
        f" {count_of(report.versions, 'version')}, {count_of(report.alerts, 'alert')}:"
        f" {count_of(len(report.faults), 'fault') if report.faults else 'no faults'}"
    )
    click.echo(f"chain head: {report.chain_head}{when}")
    click.echo(f"chain of changes, tellings and holds: {report.records_head}")
    if report.timestamps:
        click.echo(f"{count_of(report.timestamps, 'head')} signed by a timestamp authority")
    if report.signed_heads:
        click.echo(f"{count_of(report.signed_heads, 'head')} signed with the key of the publisher")
    if stamps.heads:
        click.echo(_stamps_line(stamps))


def _stamps(archive: Archive, faults: tuple[Fault, ...]) -> Stamps:
    """Return how the heads that calendars stamped stand; a log with faults says nothing of them."""
    return Stamps(heads=0, in_blocks=0, newest=None) if faults else stamps_of(archive)


def _stamps_line(stamps: Stamps) -> str:
    told = f"{count_of(stamps.heads, 'head')} stamped by calendars, {stamps.in_blocks} of them in a block of Bitcoin"
    if not stamps.newest:
        return told
    proof, block = stamps.newest
    return (
        f"{told}: attempt {proof.sequence} was there when block {block.height} was made, if that has the merkle root"
        f" {block.merkle_root} (ask a Bitcoin node or a block explorer)"
    )


def _verify_lines(faults: Any) -> Iterator[str]:
    for fault in faults:
        yield f"fault: {escape(fault.subject)}: {escape(fault.problem)}"
