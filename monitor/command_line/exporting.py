"""The commands that hand out what the archive holds, for others to check and to use."""

from __future__ import annotations

import re
from pathlib import Path

import click

from feeds.evidence import evidence_name, evidence_pack
from monitor.command_line.output import escape
from monitor.command_line.workspace import archive_option, opened
from snapshots.archive import Archive
from snapshots.errors import ArchiveError
from snapshots.files import write_file
from snapshots.records import Alert

_NUMBER = re.compile(r"(?:#|https?://\S+/changes/|changes/)?(\d{1,9})/?(?:[?#]\S*)?")


@click.group("export")
def export_group() -> None:
    """Hand out what the archive holds."""


@export_group.command(epilog="Example: policywatch export evidence 12 -o evidence.zip")
@click.argument("alert", metavar="ALERT")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@click.option("--to-head", is_flag=True, help="With every row of the log up to now, not only up to the telling.")
@archive_option
def evidence(alert: str, out: Path | None, to_head: bool, folder: Path) -> None:
    """Write one zip that proves an alert: captures, headers, hashes, diff, chain, and a README on how to check it.

    ALERT is its id, its number or the address of its page.
    """
    with opened(folder) as workspace:
        found = chosen_alert(workspace.archive, alert)
        newest = _newest(workspace.archive) if to_head else None
        content = evidence_pack(workspace.archive, found, through=newest)
    path = out or Path(evidence_name(found))
    write_file(path, content)
    click.echo(f"{path}: evidence of {escape(found.id)}, {len(content)} bytes; README.txt in it says how to check it")


def chosen_alert(archive: Archive, reference: str) -> Alert:
    """Return the alert of an id, a number or an address; raises `ArchiveError`."""
    match = _NUMBER.fullmatch(reference.strip())
    if not match:
        return archive.alert(reference.strip())
    for alert in archive.alerts():
        if alert.change == int(match[1]):
            return alert
    raise ArchiveError(f"there is no alert {match[1]}; `policywatch alerts` lists them with their ids")


def _newest(archive: Archive) -> int:
    last = [archive.last_attempt(document.id) for document in archive.documents()]
    return max(attempt.sequence for attempt in last if attempt)
