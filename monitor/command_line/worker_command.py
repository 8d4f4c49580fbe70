"""The command that takes jobs from the queue of an archive on PostgreSQL: `worker`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from feeds.errors import PublicationBusy
from monitor.command_line.deliver import print_attempt
from monitor.command_line.init_check_run import watch_of
from monitor.command_line.judged_output import print_judged
from monitor.command_line.options import folder_option
from monitor.command_line.output import count_of, say
from monitor.errors import SettingsError
from monitor.queue.queue_state import DELIVER, QUEUES
from monitor.running.log_timestamps import load_roots, sign_if_due
from monitor.running.recurring import SiteFollower
from monitor.running.services import Services
from monitor.running.workspace import Workspace, archive_place, open_workspace
from monitor.settings.archive_layout import FILE
from snapshots.sql.postgres_address import PostgresAddress
from spiders.jobs.declared_pages import needs_contact

if TYPE_CHECKING:
    from monitor.queue.work_queue import WorkQueue
    from monitor.workers.host_jobs import HostJobs


class _QueueNames(click.ParamType):  # type: ignore[type-arg]
    """Names of queues, parted by commas."""

    name = "queues"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, ...]:
        named = tuple(name.strip() for name in str(value).split(","))
        if not set(named) <= set(QUEUES):
            self.fail(f"expected some of {','.join(QUEUES)}, found {value!r}", param, ctx)
        return tuple(name for name in QUEUES if name in named)


@click.command(epilog="Example: policywatch worker --queues capture,judge --concurrency 8")
@click.option(
    "--queues",
    type=_QueueNames(),
    default=",".join(QUEUES),
    show_default=True,
    metavar="NAMES",
    help="Take jobs from these only.",
)
@click.option(
    "--concurrency",
    type=click.IntRange(1, 64),
    default=4,
    show_default=True,
    metavar="N",
    help="How many jobs are done at a time.",
)
@click.option(
    "--lease",
    type=click.IntRange(5, 3600),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="After so long without a sign of life its jobs are taken up by others.",
)
@folder_option
def worker(queues: tuple[str, ...], concurrency: int, lease: int, folder: Path) -> None:
    """Take jobs from the queue that all workers of an archive on PostgreSQL share, until stopped.

    It is started in place of `run`, on as many machines as there are.
    """
    address = _address(folder)
    with open_workspace(folder) as workspace:
        declared = workspace.choose(())
        if not workspace.settings.contact.strip() and needs_contact(declared):
            raise SettingsError(f"nothing can be fetched yet: set contact in {folder / FILE}")
        from monitor.queue.work_queue import WorkQueue
        from monitor.workers.queue_worker import Worker

        queue, hurried = WorkQueue(address, is_to_be_made=True), Event()
        try:
            jobs = _jobs(workspace, queue, queues, hurried)
            done = Worker(
                queue, jobs, queues=queues, concurrency=concurrency, lease=timedelta(seconds=lease), hurried=hurried
            )
            say(f"Working on {', '.join(queues)}, {count_of(concurrency, 'job')} at a time. Stop with Ctrl-C.")
            done.work()
        finally:
            queue.close()


def _address(folder: Path) -> PostgresAddress:
    """Return where the archive is; raises `SettingsError` where no worker can share it."""
    place = archive_place(folder)
    if not isinstance(place, PostgresAddress):
        raise SettingsError(
            f"workers need PostgreSQL, and the archive in {folder} is a file: move it with `policywatch archive copy`"
            f" and set `database` in {folder / FILE}; on one machine `policywatch run` does all that workers do"
        )
    if not find_spec("procrastinate"):
        raise SettingsError("workers need procrastinate: pip install 'policywatch[workers]'")
    return place


def _jobs(workspace: Workspace, queue: WorkQueue, queues: tuple[str, ...], stopped: Event) -> HostJobs:
    from monitor.workers.host_jobs import HostJobs

    services = Services(workspace)
    follower = SiteFollower(workspace.archive, services.publish)

    def publish() -> None:
        with suppress(PublicationBusy):  # `serve` or another worker is at it, and looks for what is new itself
            follower.publish()

    return HostJobs(
        workspace.archive,
        watch_of(workspace),
        workspace.declarations(),
        queue,
        gap=workspace.settings.gap,
        stopped=stopped,
        report=lambda judged: print_judged([judged], as_json=False),
        site=publish,
        send=_sender(workspace, services, stopped) if DELIVER in queues else lambda post: None,
        beat=services.heartbeat(lambda: queue.state().problems),
    )


def _sender(workspace: Workspace, services: Services, stopped: Event) -> Callable[[bool], None]:
    """Return what sends: to the targets, to the archives that are witnesses, to the authority that signs the log."""
    dispatch, witnessing = services.dispatch(print_attempt), services.witnessing()
    dispatch.begin()
    if witnessing:
        witnessing.begin()
    authority = workspace.settings.timestamp_authority
    roots = load_roots(workspace.folder, workspace.settings.timestamp_certificates) if authority else []

    def send(post: bool) -> None:
        if post:
            dispatch.post()
        dispatch.send(stopped)
        if witnessing:
            witnessing.post()
            witnessing.send(stopped)
        if authority:
            sign_if_due(workspace.archive, authority, roots)

    return send
