"""The command that tells how each document stands: `status`. Works nothing out itself."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import click

from monitor.command_line import output
from monitor.command_line.options import Place, archive_option, json_option
from monitor.command_line.output import count_of, day, escape, print_json, target_lines, witness_lines
from monitor.command_line.status_fields import STATUS, StatusLine
from monitor.queue.queue_state import QueueState
from monitor.running.document_screen import Screened, screen
from monitor.running.document_status import DocumentStatus, Unseen, statuses_of
from monitor.running.link_targets import LinkState
from monitor.running.pulse import read_pulse
from monitor.running.queue_reader import QueueReader, queue_lines
from monitor.running.workspace import Workspace, archive_place, open_workspace
from snapshots.sql.postgres_address import PostgresAddress
from snapshots.visibility import Gap, Visibility

_FEW = 100  # documents, at most, of which each is told
_FIRST = 50  # of those that need attention, where there are more
_SHORTEST_GAP = timedelta(hours=24)  # told by `status` in words; all gaps are in its JSON


@click.command(epilog="Example: policywatch status --json")
@click.argument("documents", nargs=-1, metavar="[DOCUMENT ...]")
@archive_option
@json_option
@click.option("--all", "is_all", is_flag=True, help="Tell of every document, however many there are.")
@click.option("--attention", "is_bounded", is_flag=True, help="Only documents that need attention.")
@click.option("--strict", is_flag=True, help="Exit 1 where something is overdue or unseen, or a job fails.")
def status(
    documents: tuple[str, ...], folder: Place, as_json: bool, is_all: bool, is_bounded: bool, strict: bool
) -> None:
    """Tell for each document when it was last seen, and from when to when it was not.

    Of more than a hundred documents only those that need attention are told, and how many there are of which kind;
    with --all or --json every one is.
    """
    with open_workspace(folder) as workspace:
        found = _find(workspace, documents, is_all=is_all or (as_json and not is_bounded), is_bounded=is_bounded)
        head = workspace.archive.chain_head()
        problems = list(_process_problems(workspace.folder))
        queue = _queue_state(folder)
        targets, waiting = workspace.archive.outbox.targets(), workspace.archive.outbox.waiting()
    if as_json:
        for standing in found.told:
            print_json(STATUS.to_json(StatusLine(standing, head)))
    else:
        lines = [*problems, *queue_lines(queue), *target_lines(targets, waiting), *witness_lines(waiting)]
        click.echo("\n".join([*_document_lines(found), *map(escape, lines)]))  # one write: there may be thousands
    problems += queue.problems if queue else ()
    if strict and (problems or found.is_amiss):
        sys.exit(1)


class _ToldStatus(NamedTuple):
    """The documents that are told of; with `screened`, which says how all stand, they are the gravest of many."""

    told: Sequence[DocumentStatus]
    screened: Screened | None
    is_amiss: bool


def _find(workspace: Workspace, documents: Sequence[str], *, is_all: bool, is_bounded: bool) -> _ToldStatus:
    archive, plans = workspace.archive, workspace.plans()

    def closely(names: Collection[str]) -> list[DocumentStatus]:
        return statuses_of(archive, plans, workspace.health, only=names) if names else []

    if documents:
        told = closely(tuple(dict.fromkeys(documents)))
        told = [one for one in told if one.needs_attention] if is_bounded else told
        return _ToldStatus(told, None, any(one.is_amiss for one in told))
    screened = None if is_all else screen(archive, plans, closely)
    if screened is None or (screened.documents <= _FEW and not is_bounded):
        told = statuses_of(archive, plans, workspace.health)
        return _ToldStatus(told, None, any(one.is_amiss for one in told))
    most = screened.attention if is_bounded else screened.attention[:_FIRST]
    return _ToldStatus(closely(most), screened, screened.is_amiss)


def _process_problems(folder: Path) -> Iterator[str]:
    """Yield what is wrong with the processes that work on an archive, as they said last themselves."""
    now = datetime.now(UTC)
    for command in ("run", "serve"):
        pulse = read_pulse(folder, command)
        if pulse:
            yield from (f"WATCHER: {problem}" for problem in pulse.problems(now))


def _queue_state(place: Place) -> QueueState | None:
    """Return how the workers of an archive stand, None where it has none."""
    address = archive_place(place) if isinstance(place, Path) else place
    with closing(QueueReader(address if isinstance(address, PostgresAddress) else None)) as reader:
        return reader.read()


def _document_lines(found: _ToldStatus) -> Iterator[str]:
    if found.screened:
        yield from _overview_lines(found.screened)
    elif not found.told:
        yield "No document is declared or in the archive yet. Make declarations: policywatch init"
    for standing in found.told:
        yield from _standing_lines(standing)
    if found.screened:
        left = len(found.screened.attention) - len(found.told)
        yield from [f"and {left:,} more: `policywatch status --attention` tells of them"] * bool(left)
        yield "`policywatch status --all` tells of every document, `policywatch status DOCUMENT` of one"


def _overview_lines(screened: Screened) -> Iterator[str]:
    """Yield how many documents stand how, in place of a paragraph on each."""
    counts = {
        "seen in full at the last look": screened.seen.get(Visibility.FULL, 0),
        "seen in part": screened.seen.get(Visibility.PART, 0),
        "not seen": screened.seen.get(Visibility.NONE, 0),
        "not looked at yet": screened.new,
        "paused": screened.paused,
    }
    told = ", ".join(f"{count:,} {which}" for which, count in counts.items() if count)
    yield f"{count_of(screened.documents, 'document')}: {told or 'none'}"
    yield f"{len(screened.attention):,} of them need attention"


def _standing_lines(standing: DocumentStatus) -> Iterator[str]:
    outcome = standing.last_outcome.value if standing.last_outcome else "not looked at yet"
    yield f"{standing.document.id}  ({escape(standing.document.title)})"
    if standing.not_seen_since:
        state = "NOT SEEN" if standing.unseen else "NOT SEEN IN FULL"
        since = standing.unseen.since if standing.unseen else standing.not_seen_since
        through = f", through {standing.channel}" if standing.channel else ""
        yield f"  {state} since {day(since)}: {outcome}{through}"
        if standing.last_detail:
            yield f"    {escape(standing.last_detail)}"
        if standing.unseen:
            yield f"    last seen, in full or in part: {day(standing.last_shown_at)}; {_told(standing.unseen)}"
    yield (
        f"  last seen in full: {day(standing.last_seen_at)}; last look: {day(standing.last_attempt_at)}"
        f" ({outcome}{f', through {standing.channel}' if standing.channel not in ('', 'http', 'warc') else ''})"
    )
    for line in _clock_lines(standing):
        yield f"  {line}"
    yield (
        f"  {count_of(standing.attempts, 'look')}, {count_of(standing.versions, 'version')},"
        f" {count_of(standing.changes, 'change')}, {count_of(standing.alerts, 'alert')};"
        f" next look: {_next_look(standing)}"
    )
    for line in (*_served_lines(standing), *_link_lines(standing)):
        yield f"  {line}"
    if standing.health:
        yield f"  {output.health_line(standing.health)}"
    if standing.robots_reason:
        yield f"  robots.txt is not obeyed: {escape(standing.robots_reason)}"
    for gap in standing.gaps:
        if _is_long(gap):
            yield f"  {output.gap_line(gap, since=f'from {day(gap.since)} ', outcomes=3)}"
    short = sum(not _is_long(gap) for gap in standing.gaps)
    if short:
        yield f"  and {count_of(short, 'gap')} of less than a day; `status --json` has them all"


def _next_look(standing: DocumentStatus) -> str:
    if standing.is_paused:
        return "none, it is paused (`paused = true` in its declaration)"
    is_new = standing.next_check_at is None and not standing.attempts
    return "with the next `policywatch check` or `run`" if is_new else day(standing.next_check_at)


def _clock_lines(standing: DocumentStatus) -> Iterator[str]:
    """Yield what tells of a clock that was wrong, or is."""
    if standing.misdated:
        first, last = standing.misdated[0], standing.misdated[-1]
        looks = count_of(len(standing.misdated), "look")
        yield (
            f"THE CLOCK WAS AHEAD: {looks} dated up to {day(max(s.at for s in standing.misdated))}, before later ones"
            f" (attempts {first.attempt} to {last.attempt}); they count as made before those"
        )
    if standing.is_ahead:
        yield "THE CLOCK WAS AHEAD, or is behind: the last or the next look is of a time that has not come"
    elif standing.is_overdue:
        yield f"OVERDUE: the next look was due {day(standing.next_check_at)}; is `policywatch run` running?"


def _served_lines(standing: DocumentStatus) -> Iterator[str]:
    """Yield which variant was served last and, where there are several, the texts with those not seen any more."""
    if standing.served:
        yield output.served_line(standing.served)
    if len(standing.lineages) < 2:
        return
    for lineage in standing.lineages:
        known = output.variant_words(lineage.language, lineage.region) or "no language or region named"
        when = "served last" if lineage.is_served else f"NOT SEEN SINCE {day(lineage.last_at)}"
        yield f"text {lineage.number} ({escape(known)}): v{lineage.newest}, {when}"


def _link_lines(standing: DocumentStatus) -> Iterator[str]:
    for target in standing.targets:
        if target.state in (LinkState.DEAD, LinkState.MOVED):
            led = f" ({escape(target.last.exchange.final_url)})" if target.state is LinkState.MOVED else ""
            yield (
                f"WATCHED LINK “{escape(target.text)}” {target.state.value}{led} since {day(target.since)}:"
                f" {escape(target.url)}"
            )


def _told(unseen: Unseen) -> str:
    return f"told {day(unseen.told_at)}" if unseen.told_at else "not told yet"


def _is_long(gap: Gap) -> bool:
    return gap.until is None or gap.until - gap.since >= _SHORTEST_GAP
