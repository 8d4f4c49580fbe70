"""The commands about deliveries: deliver, deliveries, test-target."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feeds.errors import DeliveryError
from feeds.record_fields import stamp
from monitor.command_line.options import Place, archive_option, folder_option, json_option
from monitor.command_line.output import count_of, day, escape, print_json, say, target_lines
from monitor.running.services import Services
from monitor.running.workspace import Workspace, open_workspace
from snapshots.deliveries import ContentKind, Delivery, DeliveryState

if TYPE_CHECKING:
    from feeds.deliveries.message import TargetAnswer


@click.command(epilog="Example: policywatch deliver --dry-run")
@click.option("--dry-run", is_flag=True, help="Say what would be sent, and send nothing.")
@folder_option
def deliver(dry_run: bool, folder: Path) -> None:
    """Send now what waits to be sent: one pass. `check` and `run` do it by themselves."""
    with open_workspace(folder) as workspace:
        dispatch = Services(workspace).dispatch(print_attempt)
        if dry_run:
            waiting = workspace.archive.outbox.deliveries(state=DeliveryState.WAITING)
            lines = [(one.target, one.content.event_id) for one in waiting]
            lines += [(step.target, content.event_id) for step in dispatch.plan() for content in step.contents]
            for target, event_id in lines:
                click.echo(f"{target}: would get {escape(event_id)}")
            click.echo(f"{count_of(len(lines), 'delivery', 'deliveries')} would be sent; nothing was sent")
            return
        for name in dispatch.begin():
            click.echo(f"{name}: new, and gets what is told from now on")
        attempts = dispatch.deliver()
        left = sum(workspace.archive.outbox.waiting().values())
    click.echo(f"{count_of(attempts, 'attempt')}; {count_of(left, 'delivery', 'deliveries')} still to be sent")


def print_attempt(delivery: Delivery, answer: TargetAnswer) -> None:
    """Print what came of an attempt."""
    said = "accepted" if answer.is_accepted else f"NOT DELIVERED: {answer.error}"
    say(f"{delivery.target}: {delivery.content.event_id}: {said}")


@click.group("deliveries", invoke_without_command=True, epilog="Example: policywatch deliveries --state waiting --json")
@click.option("--target", metavar="NAME", help="Of this target only.")
@click.option("--state", type=click.Choice([state.value for state in DeliveryState]), help="In this state only.")
@archive_option
@json_option
@click.pass_context
def deliveries_group(
    context: click.Context, target: str | None, state: str | None, folder: Place, as_json: bool
) -> None:
    """List deliveries, oldest first, with what their targets answered."""
    context.obj = folder
    if context.invoked_subcommand:
        return
    with open_workspace(folder) as workspace:
        outbox = workspace.archive.outbox
        found = outbox.deliveries(target, DeliveryState(state) if state else None)
        records = outbox.targets()
        kinds = _kinds(workspace, found)
    for delivery in found:
        if as_json:
            print_json(delivery_json(delivery, kinds))
        else:
            click.echo(_line(delivery, kinds))
    if not as_json:
        for line in target_lines(record for record in records if target in (None, record.name)):
            click.echo(line)


@deliveries_group.command(epilog="Example: policywatch deliveries revive newsroom")
@click.argument("name", metavar="NAME")
@click.option("--skip", is_flag=True, help="Leave out what was given up, and go on with what came after.")
@click.option("--archive", "folder", type=click.Path(path_type=Path, file_okay=False), help="Folder of the archive.")
@click.pass_context
def revive(context: click.Context, name: str, skip: bool, folder: Path | None) -> None:
    """Send to a dead target again, from what was given up on."""
    with open_workspace(folder or context.obj) as workspace:
        outbox = workspace.archive.outbox
        if name not in {record.name for record in outbox.targets()}:
            raise DeliveryError(f"no target {name!r} is known; `policywatch deliveries` lists them")
        left = outbox.revive(name, Services(workspace).dispatcher.now(), skip=skip)
    wait = f"{count_of(left, 'delivery', 'deliveries')} {'waits' if left == 1 else 'wait'} for it"
    click.echo(f"{name}: revived, {wait}; `run`, `check` or `deliver` sends them")


@click.command("test-target", epilog="Example: policywatch test-target newsroom")
@click.argument("name", metavar="NAME")
@folder_option
def test_target(name: str, folder: Path) -> None:
    """Send a test message to a target now, and show what it answered."""
    with open_workspace(folder) as workspace:
        answer = Services(workspace).dispatcher.test(name)
    status = f" ({answer.status})" if answer.status else ""
    if answer.is_accepted:
        click.echo(f"{name}: accepted{status}")
        return
    click.echo(f"{name}: {escape(answer.error)}", err=True)
    sys.exit(1)


def delivery_json(delivery: Delivery, kinds: Mapping[int, str]) -> dict[str, Any]:
    """Return one delivery as `deliveries --json` prints it."""
    return {
        "delivery": delivery.number,
        "target": delivery.target,
        "event": delivery.content.event_id,
        "kind": kinds[delivery.number],
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "created_at": stamp(delivery.created_at),
        "next_at": stamp(delivery.next_at) if delivery.state is DeliveryState.WAITING else None,
        "last_at": stamp(delivery.last_at),
        "last_status": delivery.last_status,
        "last_error": delivery.last_error or None,
    }


def _kinds(workspace: Workspace, found: Iterable[Delivery]) -> dict[int, str]:
    """Return what each delivery brings, in the words of the journal where it stands there."""
    told = {notice.sequence: notice.kind.value for notice in workspace.archive.notices()}
    return {
        one.number: told[one.content.notice] if one.content.kind is ContentKind.NOTICE else one.content.kind.value
        for one in found
    }


def _line(delivery: Delivery, kinds: Mapping[int, str]) -> str:
    said = f"{delivery.number:>5}  {day(delivery.created_at)}  {delivery.state.value:<9} {delivery.target}"
    said += f"  {kinds[delivery.number]}  {escape(delivery.content.event_id)}"
    if delivery.last_error:
        said += f"\n       attempt {delivery.attempts}, {day(delivery.last_at)}: {escape(delivery.last_error)}"
    if delivery.state is DeliveryState.WAITING and delivery.attempts:
        said += f"; again {day(delivery.next_at)}"
    return said
