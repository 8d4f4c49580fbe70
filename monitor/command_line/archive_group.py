"""The commands that look after an archive as a whole: backup, restore, copy, and where its bodies lie."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import TaskID

from monitor.command_line.options import ArchivePlace, Place, archive_option, folder_option, json_option
from monitor.command_line.output import count_of, print_json, progress
from monitor.running.archive_copies import copy_archive
from monitor.running.backups import back_up, restore
from monitor.running.workspace import open_workspace


class StoreAddress(click.ParamType):  # type: ignore[type-arg]
    """Where bodies are kept: a directory or a URL; "" stands for the database."""

    name = "store"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        return "" if str(value) in ("", "database") else str(value)


@click.group("archive")
def archive_group() -> None:
    """Back an archive up, restore it, move it to another database, keep its bodies elsewhere."""


@archive_group.command("backup", epilog="Example: policywatch archive backup /backups/policywatch-2026-11-29.tar")
@click.argument("out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--secrets", "with_secrets", is_flag=True, help="With the keys and passwords that the settings name.")
@click.option(
    "--without-bodies", is_flag=True, help="Leave bodies that lie in a store there: that has backups of its own."
)
@archive_option
def backup(out: Path, with_secrets: bool, without_bodies: bool, folder: Place) -> None:
    """Write the archive into one FILE, while `run` goes on: database, settings, declarations, rules.

    FILE is readable by its owner alone: it holds the mail addresses of subscribers. The site is not in it, as it is
    made of the rest. Bodies that lie in a store are, unless that is looked after by other means.
    """
    with open_workspace(folder) as workspace:
        contents = back_up(
            workspace.archive, workspace.folder, out, with_secrets=with_secrets, with_bodies=not without_bodies
        )
    secrets = "with secrets" if contents.has_secrets else "without secrets"
    click.echo(f"{out}: {count_of(contents.looks, 'look')}, {count_of(len(contents.files), 'file')}, {secrets}")
    click.echo(f"chain head: {contents.chain_head or 'none yet'}")


@archive_group.command("restore", epilog="Example: policywatch archive restore backup.tar --archive new-archive")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@folder_option
def restore_command(file: Path, folder: Path) -> None:
    """Make an archive of a backup, in a folder that holds none. Settings and declarations that are there stay."""
    done = restore(file, folder)
    click.echo(f"{folder}: {count_of(done.contents.looks, 'look')} as of {done.contents.made_at}")
    for name in done.kept:
        click.echo(f"kept as it was: {folder / name}, which differs from the one in the backup")
    if not done.contents.has_secrets:
        click.echo("The backup holds no secrets: put those that the settings name in their places.")
    click.echo(f"Next: policywatch verify --archive {folder}")


bodies_option = click.option(
    "--bodies",
    metavar="STORE",
    type=StoreAddress(),
    help="Keep the bodies of the copy in a directory or at a URL like s3://bucket/prefix; `database` for the database.",
)


@archive_group.command("bodies", epilog="Example: policywatch archive bodies s3://newsroom-evidence/policywatch")
@click.argument("store", metavar="[STORE]", required=False, type=StoreAddress())
@archive_option
@json_option
def bodies_command(store: str | None, folder: Place, as_json: bool) -> None:
    """Tell where the bodies of captures lie, or have new ones kept in STORE from now on.

    STORE is a directory (seen from the archive's folder, "bodies"), a URL like s3://bucket/prefix, which needs
    policywatch[s3], or `database`, as without one. The archive remembers it. What is kept already stays where it is;
    `policywatch archive copy FROM TO --bodies STORE` makes a copy that has all of them there.
    """
    with open_workspace(folder, make=store is not None) as workspace:
        if store is not None:
            workspace.archive.keep_bodies_in(store)
        places = workspace.archive.body_places()
    for place in places:
        name = place.address or "database"
        if as_json:
            print_json({"store": place.address or None, "bodies": place.bodies, "is_current": place.is_current})
        else:
            click.echo(f"{name}: {count_of(place.bodies, 'body', 'bodies')}{', new ones too' * place.is_current}")


@archive_group.command("copy", epilog="Example: policywatch archive copy my-archive env:POLICYWATCH_DATABASE")
@click.argument("source", metavar="FROM", type=ArchivePlace())
@click.argument("target", metavar="TO", type=ArchivePlace())
@bodies_option
@json_option
def copy_command(source: Place, target: Place, bodies: str | None, as_json: bool) -> None:
    """Copy the archive at FROM into an empty place TO: folders, or databases as postgresql://… or env:NAME.

    A copy that was interrupted goes on where it stopped; one that is whole is brought up to date. Settings and
    declarations are no part of it. Bodies go where the copy keeps its own: into its database, or the STORE it has.
    """
    with progress(Console(stderr=as_json)) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(table: str, done: int, count: int) -> None:
            if table not in tasks:
                tasks[table] = bar.add_task(table, total=count)
            bar.update(tasks[table], completed=done)

        copied = copy_archive(source, target, tell, bodies)
    if as_json:
        print_json({
            "from": str(source), "to": str(target), "rows": copied.rows, "written": copied.written,
            "chain_head": copied.chain_head, "records_head": copied.records_head,
        })  # fmt: skip
        return
    click.echo(f"{target}: {count_of(copied.rows, 'row')}, {copied.written} of them written now")
    click.echo(f"chain head: {copied.chain_head}")
    click.echo("Next: check the copy with `policywatch verify --archive TO`")
