"""The commands about alerts that wait to be told: held, release."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from feeds.contract import ALERT
from feeds.record_fields import stamp
from monitor.command_line.export_group import find_alert
from monitor.command_line.options import Place, archive_option, document_option, json_option
from monitor.command_line.output import count_of, day, escape, print_alert, print_json
from monitor.notices.release import notice_of
from monitor.running.services import Services
from monitor.running.workspace import open_workspace, require_document
from snapshots.archive import Archive
from snapshots.errors import ArchiveError
from snapshots.records import Alert, Awaits, Hold, Release


@click.command(epilog="Example: policywatch held --json")
@document_option
@click.option("--dropped", is_flag=True, help="Those too that a person decided not to tell.")
@archive_option
@json_option
def held(document: str | None, dropped: bool, folder: Place, as_json: bool) -> None:
    """List the alerts that are not told yet, oldest first, each with what it waits for."""
    with open_workspace(folder) as workspace:
        of = require_document(workspace, document)
        found = [(a, h) for a, h in workspace.archive.held(of) if dropped or h.awaits is not Awaits.NOBODY]
    for alert, hold in found:
        if as_json:
            print_json(held_json(alert, hold))
            continue
        waits = "dropped" if hold.awaits is Awaits.NOBODY else f"waits for {hold.awaits.value}"
        click.echo(f"{alert.change}: {waits} since {day(hold.at)}: {escape(hold.reason)}")
        print_alert(alert)
    if not found and not as_json:
        click.echo("No alert waits to be told.")


@click.command(epilog="Example: policywatch release 12")
@click.argument("alert", metavar="[ALERT]", required=False)
@click.option("--all", "every", is_flag=True, help="All that wait for a person.")
@click.option("--drop", is_flag=True, help="Don't tell: the alert stays in the archive, and nowhere else.")
@archive_option
def release(alert: str | None, every: bool, drop: bool, folder: Place) -> None:
    """Tell a held alert now, on your word. ALERT is its id, its number or the address of its page."""
    if bool(alert) == every:
        raise click.UsageError("name one ALERT, or --all of those that wait for a person")
    with open_workspace(folder) as workspace:
        archive = workspace.archive
        waiting = {one.id: hold for one, hold in archive.held()}
        if alert:
            chosen = [find_alert(archive, alert)]
            if chosen[0].id not in waiting:
                raise ArchiveError(f"{chosen[0].id} is told already; correct or withdraw it")
        else:
            chosen = [one for one, hold in archive.held() if hold.awaits is Awaits.PERSON]
        services = Services(workspace)
        services.dispatcher.register()  # what is told now is for the targets there are now
        for one in chosen:
            _settle(archive, one, services.dispatcher.now(), drop)
        if chosen and not drop:
            services.publish()
    what = "dropped" if drop else "told"
    then = "; `run`, `check` or `deliver` sends them to the targets" if chosen and not drop else ""
    click.echo(f"{count_of(len(chosen), 'alert')} {what}{then}")


def held_json(alert: Alert, hold: Hold) -> dict[str, Any]:
    """Return a held alert as `held --json` prints it: the names of `alerts --json`, and `hold`."""
    waits = {"awaits": hold.awaits.value, "reason": hold.reason, "since": stamp(hold.at)}
    return {**ALERT.to_json(alert), "hold": waits}


def _settle(archive: Archive, alert: Alert, now: datetime, drop: bool) -> None:
    if drop:
        reason = "a person decided that it is not told"
        archive.hold(
            Hold(alert_id=alert.id, document_id=alert.document_id, at=now, awaits=Awaits.NOBODY, reason=reason)
        )
    else:
        archive.tell(notice_of(alert, at=now, how=Release.BY_PERSON))
