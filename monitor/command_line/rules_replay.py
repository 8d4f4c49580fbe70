"""The commands that judge recorded changes once more: gaps, replay. They write nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from feeds.record_fields import stamp
from monitor.alerts import Assessment
from monitor.command_line.options import Place, archive_option, document_option, json_option, pack_option, since_option
from monitor.command_line.output import STYLES, day, print_json, progress, say
from monitor.rule_lab.recorded_changes import RecordedChange, recorded_changes
from monitor.rule_lab.replay import (
    Reassessment,
    ReplayOutcome,
    UnexplainedPassage,
    find_unexplained,
    reassess,
)
from monitor.rules.pack import Pack
from monitor.running.workspace import Workspace, choose_pack, open_workspace, require_document
from snapshots.records import Alert


@click.command(epilog="Example: policywatch rules gaps --document facebook-privacy-policy --since 2026-01-01")
@document_option
@since_option
@pack_option
@archive_option
@json_option
def gaps(document: str | None, since: datetime | None, pack_folder: Path | None, folder: Place, as_json: bool) -> None:
    """List the changed passages that no rule explains, newest last: what the rules should learn next."""
    pack = choose_pack(folder, pack_folder)
    found: list[UnexplainedPassage] = []
    with open_workspace(folder) as workspace:
        for recorded in _recorded(workspace, document, pack, Console(stderr=as_json)):
            if since is None or recorded.change.decided_at >= since:
                found.extend(find_unexplained(recorded, pack))
    found.sort(key=lambda gap: (gap.recorded.change.decided_at, gap.recorded.change.number))
    for gap in found:
        if as_json:
            print_json(_gap_json(gap))
        else:
            _print_gap(gap)
    told = sum(gap.is_told for gap in found)
    click.echo(f"{len(found)} passages that no rule of {pack.name} explains, {told} of them told", err=as_json)


@click.command(epilog="Example: policywatch rules replay --pack my-rules")
@document_option
@pack_option
@archive_option
@json_option
def replay(document: str | None, pack_folder: Path | None, folder: Place, as_json: bool) -> None:
    """Judge every recorded change under the present rules and show which alerts would differ; nothing is written."""
    pack = choose_pack(folder, pack_folder)
    with open_workspace(folder) as workspace:
        again = [reassess(recorded, pack) for recorded in _recorded(workspace, document, pack, Console(stderr=as_json))]
    again.sort(key=lambda one: (one.recorded.change.decided_at, one.recorded.change.number))
    for one in again:
        if one.what is not ReplayOutcome.SAME and as_json:
            print_json(_replay_json(one, pack.name))
        elif one.what is not ReplayOutcome.SAME:
            _print_replay(one)
    counts = Counter(one.what for one in again)
    said = ", ".join(f"{counts[what]} {what}" for what in ReplayOutcome)
    click.echo(f"{len(again)} changes judged under {pack.name}: {said}", err=as_json)


def _recorded(workspace: Workspace, document: str | None, pack: Pack, console: Console) -> Iterator[RecordedChange]:
    """Yield recorded changes with a progress bar on a terminal."""
    archive = workspace.archive
    ids = [require_document(workspace, document)] if document is not None else [d.id for d in archive.documents()]
    watched = {d.document.id: d.watch_links for d in workspace.declarations()}
    with progress(console) as bar:
        for document_id in ids:
            task = bar.add_task(document_id, total=len(archive.changes(document_id)))
            for recorded in recorded_changes(archive, archive.document(document_id), pack, watched):
                yield recorded
                bar.advance(task)


def _print_gap(gap: UnexplainedPassage) -> None:
    change, news = gap.recorded.change, gap.passage.news
    state = "told" if gap.is_told else "not told"
    signs = " and ".join(dict.fromkeys(item.sign.value.replace("_", " ") for item in news))
    say(f"{day(change.captured_at)}  {change.document_id}  change {change.number}  {signs}, {state}", "bold")
    say(f"  in: {' › '.join(news[0].hunk.context) or 'top of the page'}", "dim")
    for item in news:
        if item.hunk.before is not None:
            say(f"  - {item.hunk.before}", "red")
        if item.hunk.after is not None:
            say(f"  + {item.hunk.after}", "green")


def _gap_json(gap: UnexplainedPassage) -> dict[str, Any]:
    change, hunks = gap.recorded.change, [item.hunk for item in gap.passage.news]
    return {
        "document": change.document_id,
        "change": change.number,
        "captured_at": stamp(change.captured_at),
        "decided_at": stamp(change.decided_at),
        "signs": [item.sign.value for item in gap.passage.news],
        "context": list(hunks[0].context),
        "before_text": " ".join(hunk.before for hunk in hunks if hunk.before) or None,
        "after_text": " ".join(hunk.after for hunk in hunks if hunk.after) or None,
        "topics": list(gap.topics),
        "rules": list(gap.rules),
        "told": gap.is_told,
        "alert": gap.recorded.alert.id if gap.recorded.alert else None,
    }


def _print_replay(one: Reassessment) -> None:
    change, alert, found = one.recorded.change, one.recorded.alert, one.assessment
    what = one.what if one.what is not ReplayOutcome.CHANGED else f"other {', '.join(one.differing)}"
    say(f"{day(change.captured_at)}  {change.document_id}  change {change.number}: {what}", "bold")
    if alert:
        by = f"  [{alert.pack}]" if alert.pack else ""
        said = f"  - {alert.severity.value}, {alert.direction.value}: {alert.headline}{by}"
        say(said, STYLES[alert.severity])
    if found.severity.is_alerting:
        say(f"  + {found.severity.value}, {found.direction.value}: {found.headline}", STYLES[found.severity])


def _replay_json(one: Reassessment, pack: str) -> dict[str, Any]:
    change, alert, found = one.recorded.change, one.recorded.alert, one.assessment
    return {
        "document": change.document_id,
        "change": change.number,
        "captured_at": stamp(change.captured_at),
        "decided_at": stamp(change.decided_at),
        "what": one.what,
        "differing": list(one.differing),
        "stored": {**_verdict_json(alert), "id": alert.id, "pack": alert.pack or None} if alert else None,
        "now": {**_verdict_json(found), "pack": pack} if found.severity.is_alerting else None,
    }


def _verdict_json(told: Alert | Assessment) -> dict[str, Any]:
    return {
        "severity": told.severity.value,
        "direction": told.direction.value,
        "topics": list(told.topics),
        "headline": told.headline,
        "rules": list(dict.fromkeys(rule for finding in told.findings for rule in finding.rules)),
    }
