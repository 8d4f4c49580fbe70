"""The commands that bring captures in from elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from monitor.command_line.import_terms import ota
from monitor.command_line.imported import (
    addresses_of,
    find_document,
    into_option,
    made_options,
    make_document,
    replay,
    require_id,
)
from monitor.command_line.options import MomentType
from monitor.errors import SettingsError
from monitor.running.capture_import import (
    first_capture,
    history_of,
    import_mementos,
    import_warc,
)
from monitor.running.pipeline import Pipeline
from monitor.running.services import Services
from monitor.running.watch import readings
from monitor.running.workspace import open_workspace
from snapshots.records import CaptureFailure
from spiders.errors import WarcError
from spiders.memento.memento_channel import list_mementos
from spiders.warc.warc_index import WarcChoice, WarcIndex, index_warcs

_OTHERS_NAMED = 5  # addresses, where none is the document's


@click.group("import")
def import_group() -> None:
    """Bring in captures that were made elsewhere."""


@import_group.command(epilog="Example: policywatch import warc policy.warc.gz --document facebook-privacy-policy")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@into_option
@click.option(
    "--url",
    "urls",
    metavar="URL",
    multiple=True,
    help="The address that the document has in the files, in place of those that are declared. May be repeated.",
)
@made_options
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


@import_group.command(
    epilog="Example: policywatch import memento https://www.whatsapp.com/legal/ --document whatsapp-terms"
)
@click.argument("url", metavar="URL")
@into_option
@click.option("--since", type=MomentType(), help="Leave out what was captured before: a day or a time.")
@click.option("--until", type=MomentType(), help="Leave out what was captured after.")
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


import_group.add_command(ota)
