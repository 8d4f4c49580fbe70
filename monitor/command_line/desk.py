"""The command that serves the desk, at which persons decide what the program leaves to them."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path

import click

from feeds.serving.free_port import check_free
from monitor.command_line.options import folder_option
from monitor.errors import SettingsError
from monitor.running.workspace import open_workspace
from monitor.settings.settings_file import parse_listen


@click.command(epilog="Example: policywatch desk --listen 127.0.0.1:8090")
@click.option(
    "--listen",
    envvar="POLICYWATCH_DESK_LISTEN",
    default="127.0.0.1:8090",
    show_default=True,
    metavar="HOST:PORT",
    help="Where; POLICYWATCH_DESK_LISTEN sets it too.",
)
@folder_option
def desk(listen: str, folder: Path) -> None:
    """Serve the desk: held alerts, corrections, documents and targets, in a browser, until stopped."""
    from feeds.serving.site_app import run_site
    from monitor.desk.desk_app import desk_app
    from monitor.desk.desk_work import DeskWork

    with open_workspace(folder) as workspace:
        host, port = parse_listen(listen)
        secret = workspace.settings.desk_password
        password = secret.read().reveal() if secret else ""
        if not password and not _is_loopback(host):
            raise SettingsError(
                f"a desk at {host} is open to others: set desk_password, or listen at 127.0.0.1, which needs none"
            )
        check_free(host, port)
        click.echo(f"The desk is on http://{listen}/  Stop with Ctrl-C.")
        run_site(desk_app(DeskWork(workspace), password=password), host=host, port=port)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
