"""The commands that bring captures in from elsewhere."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console

from monitor.command_line.judged_output import JUDGED
from monitor.command_line.options import MomentType, archive_option, json_option
from monitor.command_line.output import count_of, escape, print_json, progress
from monitor.errors import SettingsError
from monitor.running.capture_import import (
    Skipped,
    first_capture,
    history_of,
    import_mementos,
    import_warc,
)
from monitor.running.pipeline import Judged, Pipeline
from monitor.running.services import Services
from monitor.running.watch import readings
from monitor.running.workspace import Workspace, open_workspace
from snapshots.records import CaptureFailure, Document, DocumentKind
from spiders.errors import WarcError
from spiders.jobs.declared_pages import page_of
from spiders.memento.memento_channel import list_mementos
from spiders.warc.warc_index import WarcChoice, WarcIndex, index_warcs

_KIND = click.Choice([kind.value for kind in DocumentKind])
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_OTHERS_NAMED = 5  # addresses, where none is the document's
_into_option = click.option(
    "--document", "document_id", metavar="D", required=True, help="A declared document, or one to make."
)


def _made_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a document that is made, and where and how the import tells."""
    for option in (
        json_option,
        archive_option,
        click.option("--kind", type=_KIND, default="privacy-policy", show_default=True, help="Its kind."),
        click.option("--service", default="", help="Service of a document that is made."),
        click.option("--title", default="", help="Title of a document that is made."),
    ):
        command = option(command)
    return command


@click.group("import")
def import_group() -> None:
    """Bring in captures that were made elsewhere."""


@import_group.command(epilog="Example: policywatch import warc policy.warc.gz --document facebook-privacy-policy")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@_into_option
@click.option(
    "--url",
    "urls",
    metavar="URL",
    multiple=True,
    help="The address that the document has in the files, in place of those that are declared. May be repeated.",
)
@_made_options
def warc(
    files: tuple[Path, ...],
    document_id: str,
    urls: tuple[str, ...],
    title: str,
    service: str,
    kind: str,
    folder: Path,
    as_json: bool,
) -> None:
    """Replay the captures of WARC files as if they had been made then. What was imported before is passed over.

    Of a crawl of many pages the records of the document's own addresses are taken (with http or https, with or
    without www) and those that a redirect from there led to; the others are counted, and named with --json. A
    document that is not known yet gets the address of the first page. Prints a line for each capture once it is
    safe on the disk (--json), and names every record that can't be read with its offset; then the command exits 1,
    with the sound ones imported. So it does where nothing in the files is of use.
    """
    require_id(document_id)
    index = index_warcs(files)
    if not index.entries and not index.rows:
        raise WarcError(f"{_names(files)}: nothing in it shows a page; it has {_kinds(index)}")
    with open_workspace(folder, make=True) as workspace:
        document = find_document(workspace, document_id)
        addresses = urls or (addresses_of(workspace, document) if document else ()) or (index.first_page,)
        choice = index.choose(addresses)
        if not index.rows and not index.chosen(choice):
            raise WarcError(f"{_names(files)}: {_none_of(index, choice, addresses)}")
        if document is None:
            first = first_capture(index, document_id, choice)
            if first is None or first.seen is None:
                raise WarcError(f"{_names(files)}: no record of {', '.join(addresses)} can be read")
            url = urls[0] if urls else first.seen.exchange.requested_url
            document = make_document(workspace, document_id, title, service, kind, url)
        pipeline = Pipeline(
            workspace.archive, workspace.settings.site.authority, readings(workspace.declarations()), workspace.pack
        )
        results = import_warc(workspace.archive, pipeline, index, document, choice)
        with Services(workspace).waking_nobody():
            total = index.rows or len(index.chosen(choice))
            tally = replay(results, document.id, total, as_json)
    tally.passed_over = index.passed_over(choice)
    tally.tell(document.id, as_json)
    if tally.problems:
        sys.exit(1)


def _names(files: Sequence[Path]) -> str:
    return ", ".join(map(str, files))


def _kinds(index: WarcIndex) -> str:
    """Return which records files hold, in words."""
    return ", ".join(f"{count} {kind}" for kind, count in sorted(index.kinds.items())) or "no sound record"


def _none_of(index: WarcIndex, choice: WarcChoice, addresses: Sequence[str]) -> str:
    """Say that nothing is the document's, and what would be."""
    others = [url for url, _ in index.passed_over(choice).most_common(_OTHERS_NAMED)]
    return f"no record is of {', '.join(addresses)}; choose with --url what it has, such as {', '.join(others)}"


@dataclass(slots=True)
class ImportTally:
    """What became of what an import went through."""

    kept: int = 0
    known: int = 0
    problems: int = 0
    alerts: int = 0
    passed_over: Mapping[str, int] = field(default_factory=dict)  # records of other addresses

    @property
    def said(self) -> str:
        """Return the tally in words."""
        known, problems = f"{self.known} known before", f"{self.problems} unreadable"
        others = sum(self.passed_over.values())
        passed = f"; {count_of(others, 'record')} of other addresses passed over" if others else ""
        return f"{self.kept} captures imported, {known}, {problems}, {self.alerts} alerts{passed}"

    def tell(self, document_id: str, as_json: bool, rest: str = "") -> None:
        """Print the tally; as JSON, after the captures, what was passed over by address."""
        if as_json and self.passed_over:
            passed = [{"url": url, "records": count} for url, count in sorted(self.passed_over.items())]
            print_json({"document": document_id, "passed_over": passed})
        click.echo(f"{document_id}: {self.said}{rest}", err=as_json)


def replay(results: Iterable[Judged | Skipped], name: str, total: int, as_json: bool) -> ImportTally:
    """Print what each capture led to as it comes, with a progress bar on a terminal."""
    tally = ImportTally()
    console = Console(soft_wrap=True, highlight=False, stderr=as_json)
    with progress(console) as bar:
        task = bar.add_task(name, total=total)
        for result in results:
            if isinstance(result, Skipped):
                bar.advance(task, result.count)
                tally.known += 0 if result.problem else result.count
                tally.problems += result.count if result.problem else 0
                if result.problem:
                    more = f" (and {result.count - 1} more like it)" if result.count > 1 else ""
                    click.echo(f"{result.offset}: {escape(result.problem)}{more}", err=True)
                continue
            bar.advance(task)
            tally.kept += 1
            tally.alerts += result.alert is not None
            if as_json:
                print_json(JUDGED.to_json(result))
            elif tally.kept % 50 == 0 and not console.is_terminal:
                click.echo(f"{tally.kept} of {total} captures imported")
    return tally


@import_group.command(
    epilog="Example: policywatch import memento https://www.whatsapp.com/legal/ --document whatsapp-terms"
)
@click.argument("url", metavar="URL")
@_into_option
@click.option("--since", type=MomentType(), help="Leave out what was captured before: a day or a time.")
@click.option("--until", type=MomentType(), help="Leave out what was captured after.")
@click.option(
    "--timemap",
    "archive_url",
    metavar="ADDRESS",
    help="Where the web archive tells its mementos; URL follows, or stands for {url}. The Internet Archive without it.",
)
@_made_options
def memento(
    url: str,
    document_id: str,
    since: datetime | None,
    until: datetime | None,
    archive_url: str | None,
    title: str,
    service: str,
    kind: str,
    folder: Path,
    as_json: bool,
) -> None:
    """Replay the history that a web archive (RFC 7089) has of an address as if it had been captured then.

    What was imported before is passed over, so that an import that was stopped goes on. Prints a line for each
    capture once it is safe on the disk (--json), and names every memento that the archive doesn't answer for;
    then the command exits 1.
    """
    require_id(document_id)
    with open_workspace(folder, make=True) as workspace:
        document = find_document(workspace, document_id) or make_document(
            workspace, document_id, title, service, kind, url
        )
        declarations = workspace.declarations()
        declaration = history_of(document, declarations, url, archive_url)
        contact = workspace.settings.contact
        listed = list_mementos(declaration, contact=contact)
        if isinstance(listed, CaptureFailure):
            raise SettingsError(f"{url}: {listed.detail}")
        wanted = [m for m in listed if (since is None or m.at >= since) and (until is None or m.at <= until)]
        pipeline = Pipeline(
            workspace.archive, workspace.settings.site.authority, readings(declarations), workspace.pack
        )
        results = import_mementos(workspace.archive, pipeline, declaration, wanted, contact=contact)
        with Services(workspace).waking_nobody():
            tally = replay(results, document.id, len(wanted), as_json)
    left = len(wanted) - tally.kept - tally.known - tally.problems
    rest = f", {left} left for the next import: the archive stopped answering" if left else ""
    tally.tell(document.id, as_json, rest)
    if tally.problems or left:
        sys.exit(1)


def require_id(document_id: str) -> None:
    """Raise `SettingsError` for what can be no document's id."""
    if not _ID.fullmatch(document_id):
        raise SettingsError(f"--document {document_id!r}: expected lower-case words joined by hyphens")


def addresses_of(workspace: Workspace, document: Document) -> tuple[str, ...]:
    """Return the addresses under which a document is looked for: those declared, as they are asked for too."""
    for declaration in workspace.declarations():
        if declaration.document.id == document.id:
            asked = page_of(declaration).addresses
            return tuple(dict.fromkeys((*declaration.addresses, *asked)))
    return (document.url,) if document.url else ()


def find_document(workspace: Workspace, document_id: str) -> Document | None:
    """Return the document of an id if it is declared or in the archive."""
    for declaration in workspace.declarations():
        if declaration.document.id == document_id:
            workspace.archive.put_document(declaration.document)
            return declaration.document
    for document in workspace.archive.documents():
        if document.id == document_id:
            return document
    return None


def make_document(workspace: Workspace, document_id: str, title: str, service: str, kind: str, url: str) -> Document:
    """Make the document to import into."""
    words = document_id.replace("-", " ")
    made = Document(
        id=document_id,
        title=title or words[0].upper() + words[1:],
        service=service or words.split()[0].capitalize(),
        kind=DocumentKind(kind),
        url=url,
    )
    workspace.archive.put_document(made)
    return made
