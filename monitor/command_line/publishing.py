"""The commands that publish: build, serve."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import click
import uvicorn

from feeds.publication import publish
from feeds.serving import site_app
from monitor.command_line.workspace import Workspace, archive_option, opened
from snapshots.errors import PolicywatchError

log = logging.getLogger(__name__)

_LOOK_EVERY = 5.0  # seconds between two looks for news in the archive


@click.command(epilog="Example: policywatch build public/")
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@archive_option
def build(out: Path, folder: Path) -> None:
    """Write the site and the feeds into OUT, for any web host. Unchanged files stay untouched."""
    with opened(folder) as workspace:
        done = publish(workspace.archive, out, workspace.settings.site)
    click.echo(f"{out}: {done.written} files written, {done.unchanged} unchanged, {done.removed} removed")


@click.command(epilog="Example: policywatch serve --listen 127.0.0.1:8080")
@click.option("--listen", default="", metavar="HOST:PORT", help="Instead of the address in the settings.")
@archive_option
def serve(listen: str, folder: Path) -> None:
    """Serve the site and the feeds; what another process adds to the archive appears by itself."""
    with opened(folder) as workspace:
        settings = replace(workspace.settings, listen=listen) if listen else workspace.settings
        host, port = settings.address
        publish(workspace.archive, workspace.site_folder, settings.site)
        stopped = Event()
        follower = Thread(target=_follow, args=(workspace, stopped), daemon=True)
        follower.start()
        click.echo(f"The site is on http://{host}:{port}/  Stop with Ctrl-C.")
        try:
            uvicorn.run(site_app(workspace.site_folder), host=host, port=port, log_level="warning")
        finally:
            stopped.set()
            follower.join()


def _follow(workspace: Workspace, stopped: Event) -> None:
    """Publish again whenever the log has grown."""
    published = workspace.archive.chain_head()
    while not stopped.wait(_LOOK_EVERY):
        try:
            head = workspace.archive.chain_head()
            if head != published:
                publish(workspace.archive, workspace.site_folder, workspace.settings.site)
                published = head
        except PolicywatchError as error:  # another process publishes, or the disk is full: look again later
            log.error("%s", error)
