"""The command that judges an archive again after its rules changed: rejudge."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from feeds.errors import PublicationBusy
from feeds.record_fields import stamp
from monitor.command_line.options import Place, archive_option, json_option
from monitor.command_line.output import STYLES, count_of, day, print_json, progress, say
from monitor.rejudging.rejudged_change import RejudgedChange
from monitor.rejudging.rejudging_record import RejudgingEntry, RejudgingStep, lay_out, rejudging_of
from monitor.rejudging.rejudging_work import RejudgingTask, rejudge_all
from monitor.rule_lab.replay import ReplayOutcome
from monitor.running.workspace import Workspace, archive_place, open_workspace, require_document
from snapshots.records import Alert, Rejudgement

_DONE = {
    RejudgingStep.TOLD: "to be told",
    RejudgingStep.CORRECTED: "to be corrected",
    RejudgingStep.NOTED: "to be noted beside the alert, nothing is told",
    RejudgingStep.HELD: "not told yet: stays as it waits",
    RejudgingStep.WITHDRAWN: "withdrawn: stays as it is",
}


@click.command(epilog="Example: policywatch rejudge facebook-privacy-policy")
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
@click.option("--apply", "is_applied", is_flag=True, help="Record it, all or nothing, and publish.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), metavar="N", help="Processes that judge.  [default: one a processor]"
)
@archive_option
@json_option
def rejudge(documents: tuple[str, ...], is_applied: bool, jobs: int | None, folder: Place, as_json: bool) -> None:
    """Judge all recorded changes again under the rules that hold now, and lay out what would be told otherwise.

    Nothing is written without --apply. With it, what was told stays told: a change that had no alert gets one, and
    an alert that would be graver, milder or none is corrected by an entry of its own. Of changes decided more than
    seven days ago nothing is sent to anybody; they stand in the feeds and on the site.
    """
    with open_workspace(folder) as workspace:
        task, expected, pack = _task(workspace, folder, documents)
    entries_of = _rejudged(task, jobs or os.cpu_count() or 1, Console(stderr=True))
    with open_workspace(folder) as workspace:
        entries = lay_out(workspace.archive, entries_of)
        for entry in entries:
            if as_json:
                print_json(_entry_json(entry))
            else:
                _print_entry(entry)
        if is_applied and entries:
            at = datetime.now(UTC)
            workspace.archive.rejudge(rejudging_of(workspace.archive, entries, expected=expected, pack=pack, at=at))
        _print_summary(entries, len(task.lines), pack, is_applied=is_applied, as_json=as_json)
        if is_applied and entries and isinstance(folder, Path):
            _publish(workspace, as_json=as_json)


def _task(workspace: Workspace, folder: Place, documents: tuple[str, ...]) -> tuple[RejudgingTask, int, str]:
    """Return what is to be done, with the number of the newest rejudgement and the name of the rules."""
    for name in documents:
        require_document(workspace, name)
    archive = workspace.archive
    lines = [line for line in archive.change_lines() if not documents or line.document_id in documents]
    task = RejudgingTask(
        folder=folder,
        place=archive_place(folder) if isinstance(folder, Path) else folder,
        authority=workspace.settings.site.authority,
        watched_links={d.document.id: d.watch_links for d in workspace.declarations()},
        lines=tuple(sorted(lines, key=lambda line: (line.document_id, line.to_version))),
    )
    newest = max((one.number for one in archive.rejudgements()), default=0)
    return task, newest, workspace.pack.name


def _rejudged(task: RejudgingTask, jobs: int, console: Console) -> list[RejudgedChange]:
    """Return the changes of which something else becomes, with a progress bar on a terminal."""
    found: list[RejudgedChange] = []
    steps = rejudge_all(task, jobs)
    first = next(steps, None)  # before the bar has a thread of its own: processes are made by then
    found += [first] if first else []
    with progress(console) as bar:
        row = bar.add_task("changes judged again", total=len(task.lines), completed=min(1, len(task.lines)))
        for one in steps:
            found += [one] if one else []
            bar.advance(row)
    return found


def _publish(workspace: Workspace, *, as_json: bool) -> None:
    from monitor.running.services import Services  # takes its time to load, and nothing is published without --apply

    try:
        done = Services(workspace).publish()
        click.echo(f"{workspace.site_folder}: {count_of(done.written, 'file')} written", err=as_json)
    except PublicationBusy:  # `run` or `serve` is at it, and looks for what is new itself
        click.echo("another process is publishing; it takes this up by itself", err=as_json)


def _print_entry(entry: RejudgingEntry) -> None:
    one, found = entry.rejudged, entry.rejudged.found
    what = {ReplayOutcome.NEW: "told now", ReplayOutcome.GONE: "no longer told"}.get(one.what)
    said = what or f"other {', '.join(one.differing)}"
    say(f"{day(one.captured_at)}  {one.document_id}  change {one.change}: {said}", "bold")
    say(f"  {_DONE[entry.step]}", "dim")
    if one.standing and one.standing.severity.is_alerting:
        standing = one.standing
        line = f"  - {standing.severity.value}, {standing.direction.value}: {standing.headline}  [{standing.pack}]"
        say(line, STYLES[standing.severity])
    if found.severity.is_alerting:
        say(f"  + {found.severity.value}, {found.direction.value}: {found.headline}", STYLES[found.severity])


def _entry_json(entry: RejudgingEntry) -> dict[str, Any]:
    one, found = entry.rejudged, entry.rejudged.found
    return {
        "document": one.document_id,
        "change": one.change,
        "captured_at": stamp(one.captured_at),
        "decided_at": stamp(one.decided_at),
        "what": one.what,
        "differing": list(one.differing),
        "step": entry.step,
        "alert": one.alert.id if one.alert else one.draft.id if one.draft else None,
        "standing": _standing_json(one.standing),
        "now": {
            "severity": found.severity.value,
            "direction": found.direction.value,
            "topics": list(found.topics),
            "headline": found.headline,
        },
    }


def _standing_json(standing: Alert | Rejudgement | None) -> dict[str, Any] | None:
    if standing is None:
        return None
    return {
        "severity": standing.severity.value,
        "direction": standing.direction.value,
        "topics": list(standing.topics),
        "headline": standing.headline,
        "pack": standing.pack or None,
    }


def _print_summary(entries: list[RejudgingEntry], judged: int, pack: str, *, is_applied: bool, as_json: bool) -> None:
    outcomes = Counter(entry.rejudged.what for entry in entries)
    differing = Counter(name for entry in entries for name in entry.rejudged.differing if name != "alert")
    steps: Counter[str] = Counter(entry.step.value for entry in entries)
    counts: Mapping[str, int] = {
        "judged": judged,
        "newly_told": outcomes[ReplayOutcome.NEW],
        "no_longer_told": outcomes[ReplayOutcome.GONE],
        **{f"other_{name}": differing[name] for name in ("severity", "direction", "topics", "headline")},
        **{step.value: steps[step.value] for step in RejudgingStep},
    }
    if as_json:
        print_json({"pack": pack, "applied": is_applied, **counts})
        return
    click.echo(
        f"{count_of(judged, 'change')} judged again under {pack}: {counts['newly_told']} newly told,"
        f" {counts['no_longer_told']} no longer; other severity {differing['severity']}, direction"
        f" {differing['direction']}, topics {differing['topics']}, headline {differing['headline']}"
    )
    if is_applied:
        click.echo(f"recorded: {steps['told']} told, {steps['corrected']} corrected, {steps['noted']} noted")
    elif entries:
        click.echo("nothing is written; `policywatch rejudge --apply` records it")
