"""The commands that bring captures in from elsewhere."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from monitor.command_line.import_declarations import declarations
from monitor.command_line.import_recordings import page, wacz, warc
from monitor.command_line.import_terms import ota
from monitor.command_line.imported import (
    ImportTally,
    draft_document,
    find_document,
    into_option,
    made_options,
    replay,
    require_id,
)
from monitor.command_line.options import MomentType
from monitor.errors import SettingsError
from monitor.running.memento_import import first_of_each_day, history_of, import_mementos
from monitor.running.pipeline import Pipeline
from monitor.running.services import Services
from monitor.running.watch import readings
from monitor.running.workspace import open_workspace
from snapshots.records import CaptureFailure
from spiders.memento.memento_channel import list_mementos


@click.group("import")
def import_group() -> None:
    """Bring in captures that were made elsewhere."""


@import_group.command(
    epilog="Example: policywatch import memento https://www.whatsapp.com/legal/ --document whatsapp-terms"
)
@click.argument("url", metavar="URL")
@into_option
@click.option("--since", type=MomentType(), help="Leave out what was captured before: a day or a time.")
@click.option("--until", type=MomentType(), help="Leave out what was captured after.")
@click.option("--one-a-day", is_flag=True, help="Only the first of each day (UTC): archives may have hundreds.")
@click.option(
    "--timemap",
    "archive_url",
    metavar="ADDRESS",
    help="Where the web archive tells its mementos; URL follows, or stands for {url}. The Internet Archive without it.",
)
@made_options
def memento(
    url: str,
    document_id: str,
    since: datetime | None,
    until: datetime | None,
    one_a_day: bool,
    archive_url: str | None,
    title: str,
    service: str,
    kind: str,
    folder: Path,
    as_json: bool,
) -> None:
    """Replay the history that a web archive (RFC 7089) has of an address as if it had been captured then.

    What was imported before is passed over, so that an import that was stopped goes on. An archive that asks for
    patience (429, 503) is waited for; where it does not get better, the rest is left to the next import. Prints a
    line for each capture once it is safe on the disk (--json), and names every memento that the archive doesn't
    answer for; then the command exits 1.
    """
    require_id(document_id)
    with open_workspace(folder, make=True) as workspace:
        document = find_document(workspace, document_id) or draft_document(
            document_id, url=url, title=title, service=service, kind=kind
        )
        declared = workspace.declarations()
        declaration = history_of(document, declared, url, archive_url)
        contact = workspace.settings.contact
        listed = list_mementos(declaration, contact=contact)
        if isinstance(listed, CaptureFailure):
            raise SettingsError(f"{url}: {listed.detail}")
        workspace.archive.put_document(document)
        wanted = [m for m in listed if (since is None or m.at >= since) and (until is None or m.at <= until)]
        wanted = first_of_each_day(wanted) if one_a_day else wanted
        pipeline = Pipeline(
            workspace.archive, workspace.settings.site.authority, readings(declared), workspace.read_pack
        )
        results = import_mementos(workspace.archive, pipeline, declaration, wanted, contact=contact)
        with Services(workspace).waking_nobody():
            tally = replay(results, document.id, len(wanted), as_json)
    _close(tally, document.id, len(wanted), as_json)


def _close(tally: ImportTally, document_id: str, wanted: int, as_json: bool) -> None:
    """Print what came of an import, and exit with 1 where something of it did not come."""
    left = wanted - tally.kept - tally.known - tally.problems
    rest = f", {left} left for the next import: the archive stopped answering" if left else ""
    tally.tell(document_id, as_json, rest)
    if tally.problems or left:
        sys.exit(1)


for command in (warc, wacz, page, ota, declarations):
    import_group.add_command(command)
