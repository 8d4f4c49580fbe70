"""The command that lays two variants of a document side by side."""

from __future__ import annotations

from collections.abc import Sequence

import click

from feeds.research.document_variants import variant_pairs
from feeds.research.research_contract import REGIONS
from feeds.research.research_records import RegionComparison, RegionPassage
from monitor.command_line.options import Place, archive_option, json_option
from monitor.command_line.output import count_of, day, print_json, say
from monitor.command_line.show_diff import version_at
from monitor.extract.text import shorten
from monitor.running.workspace import Workspace, open_workspace, require_document
from snapshots.records import Document

_QUOTE = 300
_LISTED = 30  # of each list


@click.command(epilog="Example: policywatch regions facebook-privacy-policy facebook-privacy-policy-us 2025-06-01")
@click.argument("what", metavar="SERVICE|D D2 [AT]", nargs=-1, required=True)
@archive_option
@json_option
def regions(what: tuple[str, ...], folder: Place, as_json: bool) -> None:
    """Lay two regional texts of one document side by side, as of AT: a day or a time, now without.

    Documents of one service and one kind, declared for another region or language, are variants of one another. With
    the name of a service all its variants are compared. This compares two texts of one day, not two days.
    """
    with open_workspace(folder) as workspace:
        pairs, at = _asked(workspace, what)
        research = workspace.analysis.research(workspace.archive)
        found = [
            research.regions(
                one.id,
                version_at(workspace, one.id, at).number,
                other.id,
                version_at(workspace, other.id, at).number,
            )
            for one, other in pairs
        ]
    for comparison in found:
        if as_json:
            print_json(REGIONS.to_json(comparison))
        else:
            _tell(comparison)


def _asked(workspace: Workspace, what: tuple[str, ...]) -> tuple[Sequence[tuple[Document, Document]], str | None]:
    """Return the pairs that are meant, and as of when."""
    documents = {document.id: document for document in workspace.archive.documents()}
    if what[0] in documents:
        if len(what) not in (2, 3):
            raise click.UsageError("expected two documents, and at most a day: D D2 [AT]")
        second = require_document(workspace, what[1])
        return [(documents[what[0]], documents[second])], what[2] if len(what) == 3 else None
    of_service = [d for d in documents.values() if d.service.casefold() == what[0].casefold()]
    if not of_service:
        known = ", ".join(sorted({d.service for d in documents.values() if d.service}))
        raise click.UsageError(f"expected a document or a service, found {what[0]!r}; services are: {known or 'none'}")
    if len(what) > 2:
        raise click.UsageError("expected a service, and at most a day: SERVICE [AT]")
    seen = [document for document in of_service if workspace.archive.versions(document.id)]
    pairs = variant_pairs(seen)
    if not pairs:
        click.echo(f"{what[0]} has no two documents of one kind for different regions or languages that were seen.")
    return pairs, what[1] if len(what) == 2 else None


def _name(document: Document) -> str:
    return document.region or document.language or document.id


def _tell(found: RegionComparison) -> None:
    one, other = _name(found.first), _name(found.second)
    say(
        f"{found.first.id} v{found.first_version.version} ({day(found.first_version.captured_at)}) and"
        f" {found.second.id} v{found.second_version.version} ({day(found.second_version.captured_at)})",
        "bold",
    )
    if found.questions:
        say(f"\nThey differ on {count_of(len(found.questions), 'thing')}, agree on {found.agreed}:")
    for question in found.questions:
        say(f"  {question.label}")
        for name, states in ((one, question.first), (other, question.second)):
            say(f"    {name}: {' and '.join(states) or 'not mentioned'}")
    if found.not_compared:
        say(f"\nWords are not compared: {found.not_compared}.\n")
        return
    say(f"\n{count_of(found.same, 'passage')} are the same, {len(found.pairs)} are worded otherwise:")
    for pair in found.pairs[:_LISTED]:
        say(f"  {' › '.join(pair.context) or 'top of the page'}", "dim")
        say(f"    {one}: {shorten(pair.first, _QUOTE)}")
        say(f"    {other}: {shorten(pair.second, _QUOTE)}")
    _more(len(found.pairs))
    _tell_only(one, found.only_first)
    _tell_only(other, found.only_second)
    say()


def _tell_only(name: str, passages: Sequence[RegionPassage]) -> None:
    say(f"\nOnly in {name}: {count_of(len(passages), 'passage')}")
    for passage in passages[:_LISTED]:
        where = " › ".join(passage.context) or "top of the page"
        say(f"  {where}, since {day(passage.since.captured_at)}", "dim")
        say(f"    {shorten(passage.text, _QUOTE)}")
    _more(len(passages))


def _more(number: int) -> None:
    if number > _LISTED:
        say(f"  and {number - _LISTED} more; `--json` has them")
