"""The commands that publish: build, serve."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Event, Thread

import click

from feeds.serving.site_app import run_site
from monitor.command_line.workspace import Workspace, archive_option, opened
from monitor.settings.settings_file import parse_listen
from snapshots.errors import PolicywatchError

log = logging.getLogger(__name__)

_LOOK_EVERY = 5.0  # seconds between two looks for news in the archive


@click.command(epilog="Example: policywatch build public/")
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@archive_option
def build(out: Path, folder: Path) -> None:
    """Write the site and the feeds into OUT, for any web host. Unchanged files stay untouched."""
    with opened(folder) as workspace:
        done = workspace.services.publish(out)
    click.echo(f"{out}: {done.written} files written, {done.unchanged} unchanged, {done.kept} kept of earlier builds")


@click.command(epilog="Example: policywatch serve --listen 127.0.0.1:8080")
@click.option("--listen", default="", metavar="HOST:PORT", help="Instead of the address in the settings.")
@archive_option
def serve(listen: str, folder: Path) -> None:
    """Serve the site and the feeds; what another process adds to the archive appears by itself."""
    with opened(folder) as workspace:
        host, port = parse_listen(listen) if listen else workspace.settings.listen
        workspace.services.publish()
        stopped = Event()
        follower = Thread(target=_follow, args=(workspace, stopped), daemon=True)
        follower.start()
        dispatch = workspace.services.mail_dispatch()  # who subscribes here is written to from here
        writer = Thread(target=dispatch.run, args=(stopped,), name="mail") if dispatch else None
        if writer:
            writer.start()
        click.echo(f"The site is on http://{host}:{port}/  Stop with Ctrl-C.")
        try:
            run_site(workspace.services.app(), host=host, port=port)
        finally:
            stopped.set()
            follower.join()
            if writer:
                writer.join()


def _follow(workspace: Workspace, stopped: Event) -> None:
    """Publish again whenever something was written."""
    published = workspace.archive.state()
    while not stopped.wait(_LOOK_EVERY):
        try:
            state = workspace.archive.state()
            if state != published:
                workspace.services.publish()
                published = state
        except PolicywatchError as error:  # another process publishes, or the disk is full: look again later
            log.error("%s", error)
