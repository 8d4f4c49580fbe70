"""What all commands that import share: their options, the document, and telling what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

import click
from rich.console import Console

from monitor.command_line.judged_output import JUDGED
from monitor.command_line.options import archive_option, json_option
from monitor.command_line.output import count_of, escape, print_json, progress, span
from monitor.errors import SettingsError
from monitor.running.capture_import import Skipped
from monitor.running.pipeline import Judged
from monitor.running.workspace import Workspace
from snapshots.records import Document, DocumentKind
from spiders.jobs.declared_pages import page_of

_KIND = click.Choice([kind.value for kind in DocumentKind])
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
into_option = click.option(
    "--document", "document_id", metavar="D", required=True, help="A declared document, or one to make."
)


def made_options(command: Callable[..., None]) -> Callable[..., None]:
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
    tally, start = ImportTally(), monotonic()
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
                click.echo(f"{tally.kept} of {total} captures imported{_pace(tally, total, monotonic() - start)}")
    return tally


def _pace(tally: ImportTally, total: int, seconds: float) -> str:
    """Return how fast an import goes and when it may be done, in words."""
    rate = tally.kept / seconds if seconds > 0 else 0
    left = total - tally.kept - tally.known - tally.problems
    return f", {rate:.1f} a second, {span(timedelta(seconds=left / rate))} left" if rate and left > 0 else ""


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


def draft_document(document_id: str, *, url: str, title: str, service: str, kind: str) -> Document:
    """Return the document that an import would make; what was not said of it follows from its id."""
    words = document_id.replace("-", " ")
    return Document(
        id=document_id,
        title=title or words[0].upper() + words[1:],
        service=service or words.split()[0].capitalize(),
        kind=DocumentKind(kind),
        url=url,
    )


def make_document(workspace: Workspace, document_id: str, *, url: str, title: str, service: str, kind: str) -> Document:
    """Make the document to import into."""
    made = draft_document(document_id, url=url, title=title, service=service, kind=kind)
    workspace.archive.put_document(made)
    return made
