"""The command that tells how each document stands: `status`. Works nothing out itself."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from monitor.command_line import output
from monitor.command_line.options import Place, archive_option, json_option
from monitor.command_line.output import count_of, day, escape, print_json, target_lines, witness_lines
from monitor.command_line.status_fields import STATUS, StatusLine
from monitor.queue.queue_state import QueueState
from monitor.running.document_status import DocumentStatus, Unseen, statuses_of
from monitor.running.link_targets import LinkState
from monitor.running.pulse import read_pulse
from monitor.running.queue_reader import QueueReader, queue_lines
from monitor.running.workspace import archive_place, open_workspace
from snapshots.sql.postgres_address import PostgresAddress
from snapshots.visibility import Gap

_SHORTEST_GAP = timedelta(hours=24)  # told by `status` in words; all gaps are in its JSON


@click.command(epilog="Example: policywatch status --json")
@archive_option
@json_option
@click.option("--strict", is_flag=True, help="Exit 1 where something is overdue or unseen, or a job fails.")
def status(folder: Place, as_json: bool, strict: bool) -> None:
    """Tell for each document when it was last seen, and from when to when it was not."""
    with open_workspace(folder) as workspace:
        found = statuses_of(workspace.archive, workspace.declarations(), workspace.health)
        head = workspace.archive.chain_head()
        problems = list(_process_problems(workspace.folder))
        queue = _queue_state(folder)
        targets, waiting = workspace.archive.outbox.targets(), workspace.archive.outbox.waiting()
    if as_json:
        for standing in found:
            print_json(STATUS.to_json(StatusLine(standing, head)))
    else:
        _print_all(found, [*problems, *queue_lines(queue), *target_lines(targets, waiting), *witness_lines(waiting)])
    problems += queue.problems if queue else ()
    if strict and (problems or any(_is_amiss(standing) for standing in found)):
        sys.exit(1)


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


def _is_amiss(standing: DocumentStatus) -> bool:
    return standing.is_overdue or standing.is_ahead or standing.unseen is not None or standing.last_shown_at is None


def _print_all(found: Sequence[DocumentStatus], lines: Iterable[str]) -> None:
    if not found:
        click.echo("No document is declared or in the archive yet. Make declarations: policywatch init")
    for standing in found:
        _print_standing(standing)
    for line in lines:
        click.echo(escape(line))


def _print_standing(standing: DocumentStatus) -> None:
    outcome = standing.last_outcome.value if standing.last_outcome else "not looked at yet"
    click.echo(f"{standing.document.id}  ({escape(standing.document.title)})")
    if standing.not_seen_since:
        state = "NOT SEEN" if standing.unseen else "NOT SEEN IN FULL"
        since = standing.unseen.since if standing.unseen else standing.not_seen_since
        through = f", through {standing.channel}" if standing.channel else ""
        click.echo(f"  {state} since {day(since)}: {outcome}{through}")
        if standing.last_detail:
            click.echo(f"    {escape(standing.last_detail)}")
        if standing.unseen:
            click.echo(f"    last seen, in full or in part: {day(standing.last_shown_at)}; {_told(standing.unseen)}")
    click.echo(
        f"  last seen in full: {day(standing.last_seen_at)}; last look: {day(standing.last_attempt_at)}"
        f" ({outcome}{f', through {standing.channel}' if standing.channel not in ('', 'http', 'warc') else ''})"
    )
    for line in _clock_lines(standing):
        click.echo(f"  {line}")
    click.echo(
        f"  {count_of(standing.attempts, 'look')}, {count_of(standing.versions, 'version')},"
        f" {count_of(standing.changes, 'change')}, {count_of(standing.alerts, 'alert')};"
        f" next look: {_next_look(standing)}"
    )
    for line in (*_served_lines(standing), *_link_lines(standing)):
        click.echo(f"  {line}")
    if standing.health:
        click.echo(f"  {output.health_line(standing.health)}")
    if standing.robots_reason:
        click.echo(f"  robots.txt is not obeyed: {escape(standing.robots_reason)}")
    for gap in standing.gaps:
        if _is_long(gap):
            click.echo(f"  {output.gap_line(gap, since=f'from {day(gap.since)} ', outcomes=3)}")
    short = sum(not _is_long(gap) for gap in standing.gaps)
    if short:
        click.echo(f"  and {count_of(short, 'gap')} of less than a day; `status --json` has them all")


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
