"""The commands for what experts say of alerts: note, notes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from feeds.contract import NOTICE
from feeds.errors import PublicationBusy
from feeds.published_alerts import standing_notes
from monitor.command_line.export_group import find_alert
from monitor.command_line.options import Place, archive_option, folder_option, json_option
from monitor.command_line.output import escape, print_json, say
from monitor.notices.expert_notes import sign_note, take_note_back
from monitor.running.services import Services
from monitor.running.workspace import open_workspace
from snapshots.archive import Archive
from snapshots.records import Notice


@click.command(epilog="Example: policywatch note 12 'It needs consent under Article 9.' --by 'Ada Muster, lawyer'")
@click.argument("alert", metavar="ALERT")
@click.argument("text", metavar="TEXT")
@click.option("--by", "signed_by", required=True, metavar="NAME", help="Who says so, for everybody to read.")
@click.option("--quote", default="", metavar="WORDS", help="The words of its evidence that the note is about.")
@click.option("--language", metavar="TAG", help="Of the note, like pt-BR; the site's first language without.")
@click.option("--takes-back", type=click.IntRange(1), metavar="NUMBER", help="The note that TEXT takes back, and why.")
@folder_option
def note(
    alert: str, text: str, signed_by: str, quote: str, language: str | None, takes_back: int | None, folder: Path
) -> None:
    """Put a signed note beside an alert that was told.

    ALERT is its id, its number or the address of its page. The note stands on the alert's page, in its entry and in the
    API, and changes nothing of the alert. Nobody is written to but targets whose `kinds` name notes.
    """
    if takes_back and (quote or language):
        raise click.UsageError("--takes-back goes with neither --quote nor --language")
    with open_workspace(folder) as workspace:
        found, at = find_alert(workspace.archive, alert), datetime.now(UTC)
        if takes_back:
            told = take_note_back(workspace.archive, found, takes_back, text, signed_by=signed_by, at=at)
        else:
            spoken = language or workspace.settings.languages[0]
            told = sign_note(workspace.archive, found, text, signed_by=signed_by, at=at, quote=quote, language=spoken)
        click.echo(f"{escape(found.id)}: {told.kind.value} told as {escape(told.id)}, number {told.sequence}")
        try:
            done = Services(workspace).publish()
            click.echo(f"{workspace.site_folder}: {done.written} files written")
        except PublicationBusy:  # `run` or `serve` is at it, and looks for what is new itself
            click.echo("another process is publishing; it takes this up by itself")


@click.command(epilog="Example: policywatch notes 12 --json")
@click.argument("alert", metavar="[ALERT]", required=False)
@json_option
@archive_option
def notes(alert: str | None, as_json: bool, folder: Place) -> None:
    """List the notes that stand beside alerts, or beside one, oldest first."""
    with open_workspace(folder) as workspace:
        for found in _standing(workspace.archive, alert):
            if as_json:
                print_json(NOTICE.to_json(found))
            else:
                change = workspace.archive.alert(found.alert_id).change
                say(f"note {found.sequence}, alert {change}, {found.at:%Y-%m-%d}, {found.signed_by}: {found.note}")


def _standing(archive: Archive, reference: str | None) -> Iterator[Notice]:
    about = find_alert(archive, reference) if reference else None
    for found in standing_notes(archive.notices(about.document_id if about else None)):
        if about is None or found.alert_id == about.id:
            yield found
