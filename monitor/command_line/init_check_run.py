"""The commands that look at pages: init, check, run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feeds.errors import PublicationBusy
from feeds.serving.free_port import check_free
from monitor.command_line.deliver import print_attempt
from monitor.command_line.judged_output import RoundOutcome, print_judged
from monitor.command_line.options import folder_option, json_option
from monitor.command_line.output import say, site_progress
from monitor.running.services import Services
from monitor.running.watch import SECOND_LOOK_AFTER, Watch
from monitor.running.workspace import DEFAULT, Workspace, open_workspace
from monitor.settings.archive_layout import DECLARATIONS, FILE
from monitor.settings.settings_file import declarations_of, load_settings, write_settings
from spiders.crawling.fetchers import fetcher_at_hand
from spiders.jobs.declared_pages import needs_contact

if TYPE_CHECKING:
    from monitor.running.declared_files import DeclaredFiles
    from monitor.running.pipeline import Judged
    from monitor.running.recurring import RecurringWork


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
@folder_option
@json_option
def check(documents: tuple[str, ...], folder: Path, as_json: bool) -> None:
    """Look at documents once, now: fetch, decide, alert, publish, deliver. All declared ones where none is named."""
    with fetcher_at_hand(), open_workspace(folder) as workspace:
        watch = watch_of(workspace)
        services = Services(workspace)
        dispatch = None
        if services.has_targets:
            dispatch = services.dispatch(lambda *attempt: None if as_json else print_attempt(*attempt))
            dispatch.begin()
        witnessing = services.witnessing()
        if witnessing:
            witnessing.begin()
        chosen = workspace.choose(documents)
        round_outcome = RoundOutcome()
        print_judged(_noted(watch.check(chosen), round_outcome), as_json)
        if conclusion := round_outcome.conclude():
            click.echo(conclusion, err=as_json)
        watch.check_links(chosen)
        try:
            services.publish()
        except PublicationBusy:  # `run` or `serve` is at it, and looks for what is new itself
            click.echo("another process is publishing; it takes this up by itself", err=as_json)
        if dispatch:
            dispatch.deliver()
        if witnessing:
            witnessing.post()
            witnessing.send()


@click.command(epilog="Example: policywatch run --archive my-archive")
@folder_option
def run(folder: Path) -> None:
    """Look at each document on its schedule, deliver, and serve the site, until stopped with Ctrl-C."""
    with open_workspace(folder) as workspace:
        workspace.choose(())
        host, port = workspace.settings.listen
        check_free(host, port)
        services = Services(workspace, site_progress())
        services.check_site()
        work = _recurring_work(workspace, services)
        say(f"Watching {len(workspace.declarations())} documents. The site is on http://{host}:{port}/")
        if not _is_watching(workspace):
            say(f"NOTHING IS FETCHED YET: set contact in {folder / FILE}, then start again.", "bold red")
        say("Stop with Ctrl-C.")
        services.serve(work, command="run", host=host, port=port)


def _recurring_work(workspace: Workspace, services: Services) -> RecurringWork:
    """Return what keeps everything going, the pages of the site among it."""
    from monitor.running.declared_files import DeclaredFiles
    from monitor.running.jobs import add_calendars, add_deliveries, add_publishing, add_timestamps, add_witnesses
    from monitor.running.log_timestamps import load_roots
    from monitor.running.recurring import RecurringWork, SiteFollower

    watch = watch_of(workspace)
    follower = SiteFollower(workspace.archive, services.publish)
    dispatch = services.dispatch(print_attempt)
    dispatch.begin()
    work = RecurringWork()
    add_publishing(work, follower, every=timedelta(minutes=1))
    add_deliveries(work, dispatch, follower.publish)
    if _is_watching(workspace):
        _add_looks(work, watch, services.heartbeat(work.problems), DeclaredFiles(workspace.folder / DECLARATIONS))
    if witnessing := services.witnessing():
        witnessing.begin()
        add_witnesses(work, witnessing)
    if authority := workspace.settings.timestamp_authority:
        roots = load_roots(workspace.folder, workspace.settings.timestamp_certificates)
        add_timestamps(work, workspace.archive, authority, roots)
    if calendars := workspace.settings.calendars:
        add_calendars(work, workspace.archive, calendars)
    return work


def _add_looks(work: RecurringWork, watch: Watch, beat: Callable[[], object], declared: DeclaredFiles) -> None:
    from monitor.running.jobs import add_looks

    round_outcome = RoundOutcome()

    def report(judged: Judged) -> None:
        print_judged(_noted([judged], round_outcome), as_json=False)

    def after_round() -> None:
        if conclusion := round_outcome.conclude():
            say(conclusion, "bold red")
        if news := declared.news():
            say(news, "bold yellow")
        beat()

    add_looks(work, watch, report, after_round)


def _noted(judged: Iterable[Judged], round_outcome: RoundOutcome) -> Iterator[Judged]:
    for one in judged:
        round_outcome.add(one)
        yield one


def _is_watching(workspace: Workspace) -> bool:
    return bool(workspace.settings.contact.strip()) or not needs_contact(workspace.declarations())


def watch_of(workspace: Workspace) -> Watch:
    """Return what looks at the documents of an archive as its settings say."""
    settings = workspace.settings
    return Watch(
        workspace.archive,
        workspace.declarations(),
        contact=settings.contact,
        authority=settings.site.authority,
        read_pack=workspace.read_pack,
        release_policy=settings.release_policy,
        second_look_after=settings.second_look_after or SECOND_LOOK_AFTER,
        gap=settings.gap,
    )
