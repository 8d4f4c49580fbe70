"""The commands that bring in recordings of crawls, and pages that people saved by hand."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import is_zipfile

import click

from monitor.command_line.imported import (
    ImportTally,
    addresses_of,
    find_document,
    into_option,
    made_options,
    make_document,
    replay,
    require_id,
)
from monitor.command_line.options import MomentType
from monitor.command_line.output import escape
from monitor.running.capture_import import first_capture, import_warc
from monitor.running.hand_captures import HandProvenance, by_hand, capture_of_page, import_by_hand
from monitor.running.pipeline import Pipeline
from monitor.running.services import Services
from monitor.running.watch import readings
from monitor.running.workspace import Workspace, open_workspace
from snapshots.records import Capture, CaptureFailure, Document
from spiders.captures.saved_pages import SavedPage, read_saved_page
from spiders.captures.wacz_files import unpack_wacz
from spiders.errors import SavedPageError, WarcError
from spiders.http.same_page import page_key
from spiders.warc.warc_index import WarcChoice, WarcIndex, index_warcs
from spiders.warc.warc_reader import read_warcs

_OTHERS_NAMED = 5  # addresses, where none is the document's
_files = click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False)
)
_urls_option = click.option(
    "--url",
    "urls",
    metavar="URL",
    multiple=True,
    help="The address that the document has in the files, in place of those that are declared. May be repeated.",
)


@click.command(epilog="Example: policywatch import warc policy.warc.gz --document facebook-privacy-policy")
@_files
@into_option
@_urls_option
@made_options
def warc(
    files: tuple[Path, ...], document_id: str, urls: tuple[str, ...], folder: Path, as_json: bool, **made: str
) -> None:
    """Replay the captures of WARC files as if they had been made then. What was imported before is passed over.

    Of a crawl of many pages the records of the document's own addresses are taken (with http or https, with or
    without www) and those that a redirect from there led to; the others are counted, and named with --json. A
    document that is not known yet gets the address of the first page. Prints a line for each capture once it is
    safe on the disk (--json), and names every record that can't be read with its offset; then the command exits 1,
    with the sound ones imported. So it does where nothing in the files is of use.
    """
    require_id(document_id)
    _import_crawl(index_warcs(files), _names(files), document_id, urls, folder, as_json, made)


@click.command(epilog="Example: policywatch import wacz crawl.wacz --document facebook-privacy-policy")
@_files
@into_option
@_urls_option
@made_options
def wacz(
    files: tuple[Path, ...], document_id: str, urls: tuple[str, ...], folder: Path, as_json: bool, **made: str
) -> None:
    """Replay the captures of WACZ files, as Browsertrix and ArchiveWeb.page write them, as `import warc` does.

    What does not match its hash in the file is named and left out, and the command exits 1.
    """
    require_id(document_id)
    with TemporaryDirectory(prefix="policywatch-") as temporary:
        unpacked = [unpack_wacz(file, Path(temporary)) for file in files]
        problems = [problem for one in unpacked for problem in one.problems]
        for problem in problems:
            click.echo(escape(problem), err=True)
        index = index_warcs([path for one in unpacked for path in one.warcs])
        _import_crawl(index, _names(files), document_id, urls, folder, as_json, made, within=Path(temporary))
    if problems:
        sys.exit(1)


@click.command(
    epilog="Example: policywatch import page objection-form.html --document facebook-objection-form"
    ' --by "A. Reporter" --from "Vienna, logged in"'
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@into_option
@click.option("--by", required=True, help="Who captured the page; it is published with the capture.")
@click.option("--from", "place", default="", help="From where: a country, a network, logged in or not.")
@click.option("--how", default="", help="With what and in which steps; what the file says of its program without it.")
@click.option("--at", type=MomentType(), help="When, where the file does not say so itself.")
@click.option("--url", default="", help="The address it had, where the file says another than the document's or none.")
@click.option("--tell", is_flag=True, help="Send what it tells to the targets, as for a look of today.")
@made_options
def page(
    file: Path,
    document_id: str,
    by: str,
    place: str,
    how: str,
    at: datetime | None,
    url: str,
    tell: bool,
    folder: Path,
    as_json: bool,
    **made: str,
) -> None:
    """Bring in one page that a person captured by hand: SingleFile or other HTML, MHTML, a PDF print, or WACZ.

    For what programs can't see, such as a form behind a login. Wherever the capture is shown it says by whom, from
    where and how it was made.
    """
    require_id(document_id)
    provenance = HandProvenance(by=by, place=place, how=how)
    with open_workspace(folder, make=True) as workspace:
        document = find_document(workspace, document_id)
        if is_zipfile(file):
            captures, where = _recorded(file, workspace, document, document_id, url, provenance)
        else:
            saved = read_saved_page(file)
            where = _address_of(file, saved, workspace, document, url)
            captures = [_capture(file, saved, document_id, where, at, provenance)]
        if document is None:
            document = make_document(workspace, document_id, url=where, **made)
        pipeline = _pipeline(workspace)
        results = import_by_hand(workspace.archive, pipeline, captures, document)
        with nullcontext() if tell else Services(workspace).waking_nobody():
            tally = replay(results, document.id, len(captures), as_json)
    tally.tell(document.id, as_json)
    if tally.problems:
        sys.exit(1)


def _import_crawl(
    index: WarcIndex,
    names: str,
    document_id: str,
    urls: Sequence[str],
    folder: Path,
    as_json: bool,
    made: dict[str, str],
    *,
    within: Path | None = None,
) -> None:
    """Import what files hold of one document; `within` is a folder whose name means nothing to anybody."""
    if not index.entries and not index.rows:
        raise WarcError(f"{names}: nothing in it shows a page; it has {_kinds(index)}")
    with open_workspace(folder, make=True) as workspace:
        document = find_document(workspace, document_id)
        addresses = tuple(urls) or (addresses_of(workspace, document) if document else ()) or (index.first_page,)
        choice = _chosen(index, names, addresses)
        if document is None:
            first = first_capture(index, document_id, choice)
            if first is None or first.seen is None:
                raise WarcError(f"{names}: no record of {', '.join(addresses)} can be read")
            url = urls[0] if urls else first.seen.exchange.requested_url
            document = make_document(workspace, document_id, url=url, **made)
        results = import_warc(workspace.archive, _pipeline(workspace), index, document, choice, within)
        with Services(workspace).waking_nobody():
            total = index.rows or len(index.chosen(choice))
            tally: ImportTally = replay(results, document.id, total, as_json)
    tally.passed_over = index.passed_over(choice)
    tally.tell(document.id, as_json)
    if tally.problems:
        sys.exit(1)


def _chosen(index: WarcIndex, names: str, addresses: Sequence[str]) -> WarcChoice:
    """Return which records are a document's; raises `WarcError` where none is, with what would be."""
    choice = index.choose(addresses)
    if not index.rows and not index.chosen(choice):
        others = ", ".join(url for url, _ in index.passed_over(choice).most_common(_OTHERS_NAMED))
        raise WarcError(
            f"{names}: no record is of {', '.join(addresses)}; choose with --url what it has, such as {others}"
        )
    return choice


def _recorded(
    file: Path, workspace: Workspace, document: Document | None, document_id: str, url: str, provenance: HandProvenance
) -> tuple[list[Capture | CaptureFailure], str]:
    """Return the captures of a document in a recording made by hand, and its address there."""
    with TemporaryDirectory(prefix="policywatch-") as temporary:
        unpacked = unpack_wacz(file, Path(temporary))
        if unpacked.problems:
            raise WarcError(unpacked.problems[0])
        index = index_warcs(unpacked.warcs)
        addresses = (url,) if url else (addresses_of(workspace, document) if document else ()) or (index.first_page,)
        choice = _chosen(index, str(file), addresses)
        read = read_warcs(index, choice, document_id=document_id)
        now = datetime.now(UTC)
        captures = [by_hand(record.seen, file, provenance, now) for record in read if record.seen]
    if not captures:
        raise WarcError(f"{file}: no record of {', '.join(addresses)} can be read")
    return captures, addresses[0]


def _capture(
    file: Path, saved: SavedPage, document_id: str, url: str, at: datetime | None, provenance: HandProvenance
) -> Capture | CaptureFailure:
    when = at or saved.at
    now = datetime.now(UTC)
    if when is None:
        raise SavedPageError(f"{file} says not when it was captured; say so with --at")
    if when > now:
        raise SavedPageError(f"{file} is said to be captured at {when:%Y-%m-%d %H:%M} UTC, which has not come yet")
    return capture_of_page(saved, file, document_id, when, url, provenance, now)


def _address_of(file: Path, saved: SavedPage, workspace: Workspace, document: Document | None, url: str) -> str:
    """Return the address of a saved page; raises `SavedPageError` where it is another page's than the document's."""
    if url:
        return url
    own = addresses_of(workspace, document) if document else ()
    if not saved.url:
        if not own:
            raise SavedPageError(f"{file} says not which address it is from; say so with --url")
        return own[0]
    if own and page_key(saved.url) not in set(map(page_key, own)):
        raise SavedPageError(f"{file} is from {saved.url}, not from {own[0]}; if it is the document, say so with --url")
    return saved.url


def _pipeline(workspace: Workspace) -> Pipeline:
    return Pipeline(
        workspace.archive, workspace.settings.site.authority, readings(workspace.declarations()), workspace.read_pack
    )


def _names(files: Sequence[Path]) -> str:
    return ", ".join(map(str, files))


def _kinds(index: WarcIndex) -> str:
    """Return which records files hold, in words."""
    return ", ".join(f"{count} {kind}" for kind, count in sorted(index.kinds.items())) or "no sound record"
