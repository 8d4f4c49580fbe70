"""The commands that look after an archive as a whole: backup, restore."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.command_line.options import archive_option
from monitor.command_line.output import count_of
from monitor.running.backups import back_up, restore
from monitor.running.workspace import open_workspace


@click.group("archive")
def archive_group() -> None:
    """Back an archive up, and restore it."""


@archive_group.command("backup", epilog="Example: policywatch archive backup /backups/policywatch-2026-11-29.tar")
@click.argument("out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--secrets", "with_secrets", is_flag=True, help="With the keys and passwords that the settings name.")
@archive_option
def backup(out: Path, with_secrets: bool, folder: Path) -> None:
    """Write the archive into one FILE, while `run` goes on: database, settings, declarations, rules.

    FILE is readable by its owner alone: it holds the mail addresses of subscribers. The site is not in it, as it is
    made of the rest.
    """
    with open_workspace(folder) as workspace:
        contents = back_up(workspace.archive, folder, out, with_secrets=with_secrets)
    secrets = "with secrets" if contents.has_secrets else "without secrets"
    click.echo(f"{out}: {count_of(contents.looks, 'look')}, {count_of(len(contents.files), 'file')}, {secrets}")
    click.echo(f"chain head: {contents.chain_head or 'none yet'}")


@archive_group.command("restore", epilog="Example: policywatch archive restore backup.tar --archive new-archive")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@archive_option
def restore_command(file: Path, folder: Path) -> None:
    """Make an archive of a backup, in a folder that holds none. Settings and declarations that are there stay."""
    done = restore(file, folder)
    click.echo(f"{folder}: {count_of(done.contents.looks, 'look')} as of {done.contents.made_at}")
    for name in done.kept:
        click.echo(f"kept as it was: {folder / name}, which differs from the one in the backup")
    if not done.contents.has_secrets:
        click.echo("The backup holds no secrets: put those that the settings name in their places.")
    click.echo(f"Next: policywatch verify --archive {folder}")
