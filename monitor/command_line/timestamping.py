"""The command that has the log signed."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.command_line.output import day, print_json
from monitor.command_line.workspace import archive_option, json_option, opened
from monitor.errors import SettingsError
from monitor.log_timestamps import newest_attempt, sign_head, trusted
from monitor.settings.settings import FILE
from snapshots.errors import ArchiveError


@click.command(epilog="Example: policywatch timestamp --archive my-archive")
@click.option("--authority", default="", metavar="URL", help="Instead of the one in the settings.")
@archive_option
@json_option
def timestamp(authority: str, folder: Path, as_json: bool) -> None:
    """Have the head of the log signed by a timestamp authority (RFC 3161), and keep its token.

    Who trusts the authority can then see that the log, up to there, existed at that time. `run` does it daily
    where timestamp_authority is set.
    """
    with opened(folder) as workspace:
        settings = workspace.settings
        asked = authority or settings.timestamp_authority
        if not asked:
            raise SettingsError(f"no authority to ask: set timestamp_authority in {folder / FILE}, or give --authority")
        newest = newest_attempt(workspace.archive)
        if newest is None:
            raise ArchiveError("there is nothing to sign yet: the log is empty")
        sign_head(workspace.archive, asked, trusted(folder, settings.timestamp_certificates))
        (kept,) = (kept for kept in workspace.archive.timestamps() if kept.sequence == newest.sequence)
    if as_json:
        print_json({
            "attempt": kept.sequence, "head": kept.head, "at": kept.at.isoformat().replace("+00:00", "Z"),
            "authority": kept.authority,
        })  # fmt: skip
    else:
        click.echo(f"signed at {day(kept.at)} by {kept.authority}: attempt {kept.sequence}, head {kept.head}")
