"""The commands that look at pages: init, check, run."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Lock, Thread

import click
from rich.console import Console

from feeds.errors import PublicationBusy
from feeds.serving.site_app import run_site
from monitor.clock import Clock
from monitor.command_line.delivering import print_attempt
from monitor.command_line.judged_output import print_judged
from monitor.command_line.workspace import DEFAULT, Workspace, archive_option, json_option, opened
from monitor.log_timestamps import sign_if_due, trusted
from monitor.settings.settings import FILE
from monitor.settings.settings_file import declarations_of, load_settings, write_settings
from monitor.watch import SECOND_LOOK_AFTER, Watch
from spiders.jobs.declared_pages import needs_contact


@click.command(epilog="Example: policywatch init my-archive")
@click.argument("folder", metavar="[DIR]", default=DEFAULT, type=click.Path(path_type=Path, file_okay=False))
def init(folder: Path) -> None:
    """Write settings and the Meta catalogue into DIR, ready to edit; files that are there stay."""
    written = write_settings(folder)
    load_settings(folder)
    count = len(declarations_of(folder))
    for path in written:
        click.echo(f"written: {path}")
    if not written:
        click.echo(f"{folder} is set up already; nothing was changed")
    click.echo(f"{count} documents are declared.")
    click.echo(f"Next: set `contact` in {folder / FILE}, then run: policywatch run --archive {folder}")


@click.command(epilog="Example: policywatch check whatsapp-privacy-policy-eea")
@click.argument("documents", nargs=-1, metavar="[DOCUMENT ...]")
@archive_option
@json_option
def check(documents: tuple[str, ...], folder: Path, as_json: bool) -> None:
    """Look at documents once, now: fetch, decide, alert, publish, deliver. All declared ones where none is named."""
    with opened(folder) as workspace:
        watch = _watch(workspace)
        console = Console(soft_wrap=True, highlight=False)
        dispatch = workspace.services.dispatch(lambda *attempt: None if as_json else print_attempt(console, *attempt))
        dispatch.begin()
        print_judged(console, watch.check(workspace.chosen(documents)), as_json)
        try:
            workspace.services.publish()
        except PublicationBusy:  # `run` or `serve` is at it, and looks for what is new itself
            click.echo("another process is publishing; it takes this up by itself", err=as_json)
        dispatch.deliver()


@click.command(epilog="Example: policywatch run --archive my-archive")
@archive_option
def run(folder: Path) -> None:
    """Look at each document on its schedule, deliver, and serve the site, until stopped with Ctrl-C."""
    with opened(folder) as workspace:
        workspace.chosen(())
        watch = _watch(workspace)
        host, port = workspace.settings.listen
        console, publishing = Console(soft_wrap=True, highlight=False), Lock()

        def republish() -> None:
            with publishing:
                workspace.services.publish()

        republish()
        dispatch = workspace.services.dispatch(lambda *attempt: print_attempt(console, *attempt))
        dispatch.begin()
        stopped = Event()
        delivering = Thread(target=dispatch.run, args=(stopped,), kwargs={"publish": republish}, name="dispatch")
        delivering.start()
        authority = workspace.settings.timestamp_authority
        roots = trusted(folder, workspace.settings.timestamp_certificates)

        def looked() -> None:
            if authority:
                sign_if_due(workspace.archive, authority, roots)
            republish()

        clock = Clock(watch, told=lambda judged: _tell(console, judged), looked=looked)
        console.print(f"Watching {len(workspace.declarations())} documents. The site is on http://{host}:{port}/")
        is_watching = bool(workspace.settings.contact.strip()) or not needs_contact(workspace.declarations())
        if is_watching:
            clock.start()
        else:
            console.print(
                f"NOTHING IS FETCHED YET: set contact in {folder / FILE}, then start again.", style="bold red"
            )
        console.print("Stop with Ctrl-C.")
        try:
            run_site(workspace.services.app(), host=host, port=port)
        finally:
            if is_watching:
                clock.stop()
            stopped.set()
            delivering.join()


def _tell(console: Console, judged: object) -> None:
    print_judged(console, [judged], as_json=False)  # type: ignore[list-item]


def _watch(workspace: Workspace) -> Watch:
    settings = workspace.settings
    return Watch(
        workspace.archive,
        workspace.declarations(),
        contact=settings.contact,
        authority=settings.site.authority,
        pack=workspace.pack,
        release_policy=settings.release_policy,
        second_look_after=settings.second_look_after or SECOND_LOOK_AFTER,
    )
