"""The commands that take back what was told wrongly: correct, withdraw."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from feeds.errors import PublicationBusy
from monitor.command_line.export_group import find_alert
from monitor.command_line.options import folder_option
from monitor.command_line.output import escape
from monitor.notices.corrections import take_back
from monitor.running.services import Services
from monitor.running.workspace import open_workspace
from snapshots.records import NoticeKind

note_option = click.option("--note", required=True, metavar="TEXT", help="What was wrong, in words for everybody.")


@click.command(epilog="Example: policywatch correct 12 --note 'The sentence is about teens in the US alone.'")
@click.argument("alert", metavar="ALERT")
@note_option
@folder_option
def correct(alert: str, note: str, folder: Path) -> None:
    """Tell what was wrong with an alert that stands otherwise.

    ALERT is its id, its number or the address of its page. The note becomes an entry of its own in every feed that
    had the alert, and stands in the alert's entry and on its page. It can't be taken back.
    """
    _tell(folder, alert, NoticeKind.CORRECTION, note)


@click.command(epilog="Example: policywatch withdraw 12 --note 'A test page was taken for the policy.'")
@click.argument("alert", metavar="ALERT")
@note_option
@folder_option
def withdraw(alert: str, note: str, folder: Path) -> None:
    """Tell that an alert should not have been told, and why.

    ALERT is its id, its number or the address of its page. The alert stays where it is, marked as withdrawn; the
    note becomes an entry of its own in every feed that had it. It can't be taken back.
    """
    _tell(folder, alert, NoticeKind.WITHDRAWAL, note)


def _tell(folder: Path, reference: str, kind: NoticeKind, note: str) -> None:
    with open_workspace(folder) as workspace:
        alert = find_alert(workspace.archive, reference)
        told = take_back(workspace.archive, alert, kind, note, at=datetime.now(UTC))
        click.echo(f"{escape(alert.id)}: {kind.value} told as {escape(told.id)}")
        try:
            done = Services(workspace).publish()
            click.echo(f"{workspace.site_folder}: {done.written} files written")
        except PublicationBusy:  # `run` or `serve` is at it, and looks for what is new itself
            click.echo("another process is publishing; it takes this up by itself")
