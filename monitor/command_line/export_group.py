"""The commands that hand out what the archive holds, for others to check and to use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console

from feeds.downloads.evidence_pack import evidence_name, evidence_pack
from feeds.downloads.git_writing import write_repository
from feeds.downloads.terms_export import terms_commits
from monitor.command_line.export_tables import TABLE_COMMANDS
from monitor.command_line.options import MomentType, Place, archive_option, document_option
from monitor.command_line.output import count_of, escape, progress
from monitor.running.workspace import open_workspace, require_document
from snapshots.archive import Archive
from snapshots.atomic_files import write_file
from snapshots.errors import ArchiveError
from snapshots.records import Alert, Attempt
from snapshots.warc.export import Selection, export_warc, selected
from snapshots.warc.wacz import export_wacz

_NUMBER = re.compile(r"(?:#|https?://\S+/changes/|changes/)?(\d{1,9})/?(?:[?#]\S*)?")


@click.group("export")
def export_group() -> None:
    """Hand out what the archive holds."""


@export_group.command(epilog="Example: policywatch export evidence 12 -o evidence.zip")
@click.argument("alert", metavar="ALERT")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@click.option("--to-head", is_flag=True, help="With every row of the log up to now, not only up to the telling.")
@archive_option
def evidence(alert: str, out: Path | None, to_head: bool, folder: Place) -> None:
    """Write one zip that proves an alert: captures, headers, hashes, diff, chain, and a README on how to check it.

    ALERT is its id, its number or the address of its page.
    """
    with open_workspace(folder) as workspace:
        found = find_alert(workspace.archive, alert)
        newest = workspace.archive.newest_attempt() if to_head else None
        content = evidence_pack(workspace.archive, found, through=newest.sequence if newest else None)
    path = out or Path(evidence_name(found))
    write_file(path, content)
    click.echo(f"{path}: evidence of {escape(found.id)}, {len(content)} bytes; README.txt in it says how to check it")


def _selecting(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that choose which captures are exported."""
    for option in (
        archive_option,
        click.option("--until", type=MomentType(), help="Only what was captured before this day or time."),
        click.option("--since", type=MomentType(), help="Only what was captured since this day or time."),
        document_option,
        click.argument("out", metavar="OUT", type=click.Path(path_type=Path, dir_okay=False)),
    ):
        command = option(command)
    return command


@export_group.command(epilog="Example: policywatch export warc policy.warc.gz --document facebook-privacy-policy")
@_selecting
def warc(out: Path, document: str | None, since: datetime | None, until: datetime | None, folder: Path) -> None:
    """Write all captures and failures as one WARC file, for pywb and any other web archive.

    The file has its name once it is whole; an export that was stopped goes on where it was. `policywatch import warc`
    reads it back with everything that was known of each capture.
    """
    _export(export_warc, out, Selection(document_id=document, since=since, until=until), folder)


@export_group.command(epilog="Example: policywatch export wacz policy.wacz --document facebook-privacy-policy")
@_selecting
def wacz(out: Path, document: str | None, since: datetime | None, until: datetime | None, folder: Path) -> None:
    """Write the same captures as one WACZ file, which ReplayWeb.page opens in any browser.

    `policywatch import wacz` reads it back with everything that was known of each capture.
    """
    _export(export_wacz, out, Selection(document_id=document, since=since, until=until), folder)


def _export(
    export: Callable[[Archive, Path, Selection], Iterator[Attempt]], out: Path, selection: Selection, folder: Path
) -> None:
    console = Console(soft_wrap=True, highlight=False)
    with open_workspace(folder) as workspace:
        require_document(workspace, selection.document_id)
        total = sum(1 for _ in selected(workspace.archive, selection))
        with progress(console) as bar:
            task = bar.add_task(out.name, total=total)
            for done, _ in enumerate(export(workspace.archive, out, selection), start=1):
                bar.advance(task)
                if done % 500 == 0 and not console.is_terminal:
                    click.echo(f"{done} of {total} looks exported")
    click.echo(f"{out}: {count_of(total, 'look')}, {out.stat().st_size} bytes")


@export_group.command(epilog="Example: policywatch export ota ./our-versions --document facebook-privacy-policy")
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, file_okay=False))
@document_option
@archive_option
def ota(out: Path, document: str | None, folder: Place) -> None:
    """Write the versions as a git repository in the layout of Open Terms Archive: OUT is made.

    One commit a text, with the time at which it was first seen; `policywatch import ota` reads it back.
    """
    console = Console(soft_wrap=True, highlight=False)
    with open_workspace(folder) as workspace:
        require_document(workspace, document)
        chosen = [one for one in workspace.archive.documents() if document in (None, one.id)]
        with progress(console) as bar:
            task = bar.add_task(out.name, total=None)
            for _ in write_repository(out, terms_commits(workspace.archive, chosen)):
                bar.advance(task)
        count = int(bar.tasks[0].completed)
    click.echo(f"{out}: {count_of(count, 'version')} of {count_of(len(chosen), 'document')}")


def find_alert(archive: Archive, reference: str) -> Alert:
    """Return the alert of an id, a number or an address; raises `ArchiveError`."""
    match = _NUMBER.fullmatch(reference.strip())
    if not match:
        return archive.alert(reference.strip())
    for alert in archive.alerts():
        if alert.change == int(match[1]):
            return alert
    raise ArchiveError(f"there is no alert {match[1]}; `policywatch alerts` lists them with their ids")


for command in TABLE_COMMANDS:
    export_group.add_command(command)
