"""The commands that bring captures in from elsewhere."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click
from rich.console import Console

from monitor.command_line.output import escape, judged_json, print_json, progress
from monitor.command_line.workspace import Workspace, archive_option, json_option, opened
from monitor.errors import SettingsError
from monitor.importing import Skipped, count_records, first_capture, import_warc
from monitor.pipeline import Pipeline
from monitor.watching import readings
from snapshots.records import Document
from spiders.values import KINDS

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@click.group("import")
def import_group() -> None:
    """Bring in captures that were made elsewhere."""


@import_group.command(epilog="Example: policywatch import warc policy.warc.gz --document facebook-privacy-policy")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--document", "document_id", metavar="D", required=True, help="A declared document, or one to make.")
@click.option("--title", default="", help="Title of a document that is made.")
@click.option("--service", default="", help="Service of a document that is made.")
@click.option("--kind", type=click.Choice(KINDS), default="privacy-policy", show_default=True, help="Its kind.")
@archive_option
@json_option
def warc(file: Path, document_id: str, title: str, service: str, kind: str, folder: Path, as_json: bool) -> None:
    """Replay the captures of a WARC file as if they had been made then. What was imported before is passed over.

    Prints a line for each capture once it is safe on the disk (--json), and names every record that can't be
    read with its offset; then the command exits 1, with the sound ones imported.
    """
    if not _ID.fullmatch(document_id):
        raise SettingsError(f"--document {document_id!r}: expected lower-case words joined by hyphens")
    total = count_records(file, document_id)
    with opened(folder, make=True) as workspace:
        declarations = workspace.declarations()
        document = _document(workspace, file, document_id, title, service, kind)
        pipeline = Pipeline(
            workspace.archive, workspace.settings.site.authority, readings(declarations), workspace.pack
        )
        kept = known = alerts = problems = 0
        console = Console(soft_wrap=True, highlight=False, stderr=as_json)
        with progress(console) as bar:
            task = bar.add_task(document.id, total=total)
            for result in import_warc(workspace.archive, pipeline, file, document):
                bar.advance(task)
                if isinstance(result, Skipped):
                    known += not result.problem
                    problems += bool(result.problem)
                    if result.problem:
                        click.echo(f"{file}: offset {result.offset}: {escape(result.problem)}", err=True)
                    continue
                kept += 1
                alerts += result.alert is not None
                if as_json:
                    print_json(judged_json(result))
                elif kept % 50 == 0 and not console.is_terminal:
                    click.echo(f"{kept} of {total} captures imported")
    said = f"{document.id}: {kept} captures imported, {known} known before, {problems} unreadable, {alerts} alerts"
    click.echo(said, err=as_json)
    if problems:
        sys.exit(1)


def _document(workspace: Workspace, file: Path, document_id: str, title: str, service: str, kind: str) -> Document:
    """Return the document to import into: declared, in the archive, or made."""
    for declaration in workspace.declarations():
        if declaration.document.id == document_id:
            workspace.archive.put_document(declaration.document)
            return declaration.document
    for document in workspace.archive.documents():
        if document.id == document_id:
            return document
    first = first_capture(file, document_id)
    words = document_id.replace("-", " ")
    made = Document(
        id=document_id,
        title=title or words[0].upper() + words[1:],
        service=service or words.split()[0].capitalize(),
        kind=kind,
        url=first.seen.exchange.requested_url if first and first.seen else "",
    )
    workspace.archive.put_document(made)
    return made
