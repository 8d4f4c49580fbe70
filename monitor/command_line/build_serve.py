"""The commands that publish: build, serve."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from feeds.serving.free_port import check_free
from monitor.command_line.options import Place, archive_option
from monitor.command_line.output import site_progress
from monitor.running.jobs import add_deliveries, add_publishing
from monitor.running.recurring import RecurringWork, SiteFollower
from monitor.running.services import Services
from monitor.running.workspace import open_workspace
from monitor.settings.settings_file import parse_listen

_LOOK_EVERY = timedelta(seconds=5)  # for what another process wrote


@click.command(epilog="Example: policywatch build public/")
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@archive_option
def build(out: Path, folder: Place) -> None:
    """Write the site and the feeds into OUT, for any web host. Unchanged files stay untouched."""
    with open_workspace(folder) as workspace:
        done = Services(workspace).publish(out)
    click.echo(f"{out}: {done.written} files written, {done.unchanged} unchanged, {done.kept} kept of earlier builds")


@click.command(epilog="Example: policywatch serve --listen 127.0.0.1:8080")
@click.option("--listen", default="", metavar="HOST:PORT", help="Instead of the address in the settings.")
@archive_option
def serve(listen: str, folder: Place) -> None:
    """Serve the site and the feeds; what another process adds to the archive appears by itself."""
    with open_workspace(folder) as workspace:
        host, port = parse_listen(listen) if listen else workspace.settings.listen
        check_free(host, port)
        services = Services(workspace, site_progress())
        services.check_site()
        follower = SiteFollower(workspace.archive, services.publish)
        work = RecurringWork()
        add_publishing(work, follower, every=_LOOK_EVERY)
        if dispatch := services.mail_dispatch():  # who subscribes here is written to from here
            add_deliveries(work, dispatch, follower.publish)
        click.echo(f"The site is on http://{host}:{port}/  Stop with Ctrl-C.")
        services.serve(work, command="serve", host=host, port=port)
