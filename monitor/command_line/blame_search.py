"""The commands that answer a researcher: blame, search."""

from __future__ import annotations

from itertools import groupby

import click

from feeds.research.research_contract import BLAME, PHRASE
from feeds.research.research_records import Blame, BlamedSegment, PhraseHistory, PhraseInDocument, PhrasePassage
from feeds.research.version_runs import Interval
from monitor.command_line.options import Place, archive_option, document_option, json_option
from monitor.command_line.output import count_of, day, print_json, say
from monitor.command_line.show_diff import version_at
from monitor.extract.text import shorten
from monitor.running.workspace import open_workspace, require_document

_QUOTE = 220  # characters of a passage in a list
_LISTED = 40  # passages that are listed


@click.command(epilog="Example: policywatch blame facebook-privacy-policy 2025-06-01")
@click.argument("document", metavar="D")
@click.argument("at", metavar="[AT]", required=False)
@archive_option
@json_option
def blame(document: str, at: str | None, folder: Place, as_json: bool) -> None:
    """Tell since when each passage of a document stands there, and what it was before.

    AT is a version like v3, a day or a time; the newest version without. A passage that was moved, or whose headings
    were renamed, keeps its date; one that was edited is new, and its earlier wordings are named.
    """
    with open_workspace(folder) as workspace:
        version = version_at(workspace, document, at)
        found = workspace.analysis.research(workspace.archive).blame(document, version.number)
    if as_json:
        for segment in BLAME.to_json(found)["segments"]:
            print_json(segment)
        return
    _tell_blame(found)


def _tell_blame(found: Blame) -> None:
    version = found.version
    say(f"{version.document_id} v{version.number}, captured {day(version.captured_at)}")
    context: tuple[str, ...] | None = None
    for since, group in groupby(found.segments, key=lambda segment: segment.since):
        held = list(group)
        lacked = f"; not there yet {day(held[0].lacked_at)}" if held[0].lacked_at else ", where the record begins"
        say(f"\nsince v{since.version}, {day(since.captured_at)}{lacked}", "bold")
        for segment in held:
            if segment.context != context:
                context = segment.context
                where = " › ".join(context) or "top of the page"
                say(f"  {where}", "dim")
            _tell_segment(segment)


def _tell_segment(segment: BlamedSegment) -> None:
    say(f"    {segment.text}")
    notes = []
    if segment.words_since.version < segment.since.version:
        seen = segment.words_since
        notes.append(f"the words stood elsewhere since v{seen.version}, {day(seen.captured_at)}")
    notes += [f"away {_span(away)}" for away in segment.absences]
    for move in segment.moves[:3]:
        heading = move.context_before[-1] if move.context_before else "the top of the page"
        notes.append(f"until v{move.at.version} under: {heading}")
    for note in notes:
        say(f"      ({note})", "dim")
    for before in segment.earlier:
        since = before.since
        say(
            f"      before: “{shorten(before.text, _QUOTE)}” since v{since.version}, {day(since.captured_at)},"
            f" for {count_of(before.stood.days, 'day')}",
            "dim",
        )


def _span(found: Interval) -> str:
    return f"{day(found.since)} to {day(found.until)}"


@click.command(epilog='Example: policywatch search "private messages" --document facebook-privacy-policy')
@click.argument("phrase", metavar="PHRASE")
@document_option
@click.option("--exact", is_flag=True, help="The same letters, marks and case; without it, the same words.")
@archive_option
@json_option
def search(phrase: str, document: str | None, exact: bool, folder: Place, as_json: bool) -> None:
    """Tell when a phrase was first and last seen, over all versions of all documents.

    It finds words that stand one after the other, whatever their case and the marks between them; it knows no
    meanings. What is counted is passages: a sentence, bullet, cell or field in one place.
    """
    with open_workspace(folder) as workspace:
        require_document(workspace, document)
        research = workspace.analysis.research(workspace.archive)
        found = research.phrase(phrase, document, is_exact=exact)
        near = () if found.first or as_json else research.near(phrase, document)
    if as_json:
        print_json(PHRASE.to_json(found))
        return
    _tell_phrase(found)
    if near:
        say(f"Did you mean what they say now: {', '.join(f'“{one}”' for one in near)}?")


def _tell_phrase(found: PhraseHistory) -> None:
    first = found.first
    if not first:
        say(f"“{found.phrase}” stands in no version of {count_of(len(found.documents), 'document')}.")
        return
    now = sum(document.now > 0 for document in found.documents)
    say(
        f"“{found.phrase}”: first seen {day(first[1].captured_at)} in {first[0].id} v{first[1].version},"
        f" last seen {day(found.last_seen_at)}; stands in {now} of {count_of(len(found.documents), 'document')} now"
    )
    for document in found.documents:
        _tell_document(document)
    say()
    for passage in found.passages[:_LISTED]:
        _tell_passage(passage)
    more = len(found.passages) - _LISTED + found.left_out
    if more > 0:
        say(f"and {count_of(more, 'more passage')}; a longer phrase, or one document, leaves fewer")
    if found.is_cut:
        say("More passages hold it than are looked at; counts and dates are of those.")


def _tell_document(found: PhraseInDocument) -> None:
    say(f"\n{found.document.id}", "bold")
    if not found.first:
        say(f"  never, in {count_of(len(found.counts), 'version')}")
        return
    unseen = f"; the page is not seen since {day(found.not_seen_since)}" if found.not_seen_since else ""
    share = f"{found.versions_with} of {count_of(len(found.counts), 'version')}"
    say(f"  in {share}, now {count_of(found.now, 'time')}{unseen}")
    for interval in found.intervals:
        say(f"  there {_span(interval)}{', still' if interval.is_open else ''}")
    steps = "; ".join(f"{day(step.at)[:10]} {step.count}" for step in found.steps)
    say(f"  times: {steps}", "dim")


def _tell_passage(found: PhrasePassage) -> None:
    state = "now" if found.is_there else f"gone since {day(found.intervals[-1].until)}" if found.intervals else ""
    where = " › ".join(found.context[-2:])
    since = f"since v{found.since.version}, {day(found.since.captured_at)}"
    say(f"{found.document_id} {since}, {state}")
    say(f"  {where}", "dim")
    say(f"  “{shorten(found.text, _QUOTE)}”")
