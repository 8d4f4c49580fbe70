"""The commands that list what was found: alerts, changes."""

from __future__ import annotations

from datetime import datetime

import click

from feeds.contract import CHANGE, FINDING, PUBLISHED_ALERT
from feeds.published_alerts import read_published_alerts
from monitor.command_line import output
from monitor.command_line.options import Place, archive_option, document_option, json_option, since_option
from monitor.command_line.output import count_of, day, escape, print_json
from monitor.running.workspace import open_workspace, require_document
from snapshots.records import Severity

_HEADLINE = 160  # characters of a headline in the list of changes


def _severities(least: str | None) -> set[Severity]:
    rank = Severity(least).rank if least else -1
    return {severity for severity in Severity if severity.rank >= rank}


severity_option = click.option(
    "--severity", type=click.Choice([s.value for s in Severity]), help="This severity and graver ones."
)


@click.command(epilog="Example: policywatch alerts --since 2025-05-01 --severity high --json")
@document_option
@since_option
@severity_option
@archive_option
@json_option
def alerts(document: str | None, since: datetime | None, severity: str | None, folder: Place, as_json: bool) -> None:
    """List the alerts that were told, newest last. Those that wait to be told are listed by `held`."""
    wanted = _severities(severity)
    with open_workspace(folder) as workspace:
        found = read_published_alerts(workspace.archive, require_document(workspace, document), since=since)
    for told in sorted(found, key=lambda one: (one.told_at, one.notice.sequence)):
        if told.alert.severity not in wanted:
            continue
        if as_json:
            print_json(PUBLISHED_ALERT.to_json(told))
        else:
            output.print_alert(told.alert, told=told)


@click.command(epilog="Example: policywatch changes --document facebook-privacy-policy")
@document_option
@since_option
@severity_option
@archive_option
@json_option
@click.option("--worth-a-look", "looks", is_flag=True, help="Those only that would be grave and are too unsure.")
def changes(
    document: str | None, since: datetime | None, severity: str | None, folder: Place, as_json: bool, looks: bool
) -> None:
    """List all changes, the low ones too, newest last."""
    from monitor.extract.text import shorten  # what reads pages takes its time to load, and `alerts` needs none of it

    wanted = _severities(severity)
    with open_workspace(folder) as workspace:
        found = workspace.archive.changes(require_document(workspace, document), since=since)
        headlines = {alert.change: alert.headline for alert in workspace.archive.alerts()}
    for change in found:
        if change.severity not in wanted or (looks and not change.worth_a_look):
            continue
        if as_json:
            found_in = {"findings": [FINDING.to_json(finding) for finding in change.worth_a_look]} if looks else {}
            print_json({**CHANGE.to_json(change), **found_in})
        else:
            said = (
                change.worth_a_look[0].headline
                if looks
                else headlines.get(change.number, count_of(len(change.hunks), "difference"))
            )
            click.echo(
                f"{change.number:>4}  {day(change.captured_at)}  {change.severity.value:<8}  {change.document_id}"
                f"  v{change.from_version} to v{change.to_version}  {escape(shorten(said, _HEADLINE))}"
            )
