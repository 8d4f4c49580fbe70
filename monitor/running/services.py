"""What publishes, serves and delivers for one archive. Prints nothing.

What only some of it needs is imported where it is needed: most commands do a part, and start sooner so.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.errors import HubUnreachable
from feeds.serving.making import Making
from feeds.site import Site
from monitor.running import pulse
from monitor.running.pulse import Pulse, end_pulse, write_pulse
from monitor.running.workspace import Workspace, archive_place
from snapshots.errors import PolicywatchError
from snapshots.sql.postgres_address import PostgresAddress
from snapshots.witnesses import WITNESSED
from spiders.errors import DeclarationError

if TYPE_CHECKING:
    from starlette.routing import Route

    from feeds.deliveries.dispatch import Dispatch
    from feeds.deliveries.dispatcher import Dispatcher
    from feeds.deliveries.message import TargetAnswer
    from feeds.publication.site_build import Published
    from monitor.running.recurring import RecurringWork
    from monitor.running.witnessing import Witnessing
    from snapshots.deliveries import Delivery

log = logging.getLogger(__name__)


class Services:
    """The site, the targets and the subscribers of one archive, while a command runs."""

    def __init__(self, workspace: Workspace, report: Callable[[int], object] = lambda made: None) -> None:
        """`report` hears how many files of the archive's own site are made, while they are made."""
        self._workspace = workspace
        self._report = report
        self._making = Making()

    def publish(self, out: Path | None = None) -> Published:
        """Bring the site in `out`, or in the archive's own folder, up to date.

        A hub is told of the own folder's feeds only: those in `out` are not yet where readers find them.
        """
        from feeds.publication.site_build import publish

        self._register()
        site = self._workspace.settings.site  # refused before anything is signed
        self._sign_head(at_once=out is not None)
        if out:
            plain = replace(site, packed=False)
            return publish(self._workspace.archive, out, plain, self._workspace.analysis)
        done = publish(
            self._workspace.archive,
            self._workspace.site_folder,
            self._live_site,
            self._workspace.analysis,
            self._has_made,
        )
        self._making.is_done = True
        if self._workspace.settings.hub:
            self._tell_hub(done)
        return done

    def _tell_hub(self, done: Published) -> None:
        from feeds.syndication.websub import changed_topics, ping

        try:
            ping(self._live_site, changed_topics(done.changed, self._live_site))
        except HubUnreachable as error:
            log.warning("%s", error)

    def _register(self) -> None:
        """Have the archive know what is declared; a faulty declaration keeps no site from being made."""
        try:
            self._workspace.register()
        except DeclarationError as error:
            log.warning("%s", error)

    def _has_made(self, count: int) -> None:
        self._making.made = count
        self._report(count)

    def check_site(self) -> None:
        """Raise `PublicationRefused` where the folder of the site is another archive's."""
        from feeds.publication.site_build import check_folder

        check_folder(self._workspace.archive, self._workspace.site_folder)

    def _sign_head(self, *, at_once: bool) -> None:
        """Sign the head of the log where the settings name a key; no fault of it keeps the site from being made."""
        setting = self._workspace.settings.signing_key
        if setting is None:
            return
        from monitor.running.head_signing import EVERY, publisher_key, sign_head

        publisher, every = self._workspace.settings.base_url, timedelta() if at_once else EVERY
        try:
            sign_head(self._workspace.archive, publisher_key(setting), publisher, every=every)
        except PolicywatchError as error:
            log.error("the head of the log is not signed: %s", error)

    def serve(self, work: RecurringWork, *, command: str, host: str, port: int) -> None:
        """Serve the archive's own site, with what files can't do, and do recurring work, until told to end.

        `command` is the name under which the process says how it stands.
        """
        from feeds.serving.live import Live
        from feeds.serving.site_app import run_site, site_app
        from monitor.running.health_routes import health_routes
        from monitor.running.queue_reader import QueueReader
        from monitor.running.vitals import VitalsReader

        live = Live(self._workspace.archive, self._live_site, self._workspace.analysis)
        place = archive_place(self._workspace.folder)
        queue = QueueReader(place if isinstance(place, PostgresAddress) else None)
        vitals = VitalsReader(self._workspace.archive, self._workspace.declarations(), work.pulses, queue=queue.read)
        routes = [*health_routes(vitals.read), *self._subscription_routes()]
        self._add_pulse(work, command)
        work.start()
        try:
            app = site_app(self._workspace.site_folder, live, routes, self._making)
            run_site(app, host=host, port=port)
        finally:
            work.stop()
            queue.close()
            end_pulse(self._workspace.folder, command)

    def _add_pulse(self, work: RecurringWork, command: str) -> None:
        started_at = datetime.now(UTC)

        def tell() -> None:
            pulse = Pulse(
                command=command, pid=os.getpid(), at=datetime.now(UTC), started_at=started_at, jobs=work.pulses()
            )
            write_pulse(self._workspace.folder, pulse)

        work.add("pulse", tell, every=pulse.EVERY)

    def heartbeat(self, problems: Callable[[], Iterable[str]]) -> Callable[[], None]:
        """Return what tells the heartbeat of the settings that a round has ended, where there is no problem."""
        address = self._workspace.settings.heartbeat

        def tell() -> None:
            if address and not any(problems()):
                from monitor.running.heartbeat import beat

                beat(address if isinstance(address, str) else address.read().reveal())

        return tell

    def _subscription_routes(self) -> list[Route]:
        if not self._workspace.settings.site.mail:
            return []
        from feeds.deliveries.subscription_pages import subscription_routes
        from feeds.deliveries.subscription_service import SubscriptionService

        service = SubscriptionService(self._workspace.archive, lambda: self.dispatcher.tokens, self.dispatcher.now)
        return subscription_routes(self._workspace.archive, self._live_site, service)

    @property
    def has_targets(self) -> bool:
        """Whether there is anybody to write to or to forget: a target, of the settings or of before, or a subscriber.

        Whoever subscribed is a target of the archive, confirmed or not.
        """
        settings = self._workspace.settings
        return bool(settings.target or settings.site.mail or self._workspace.archive.outbox.targets())

    @cached_property
    def dispatcher(self) -> Dispatcher:
        """Return the targets of this archive; raises `SettingsError` for one that nothing could reach."""
        from monitor.running.target_setup import dispatcher_of

        declared = [declaration.document for declaration in self._workspace.declarations()]
        return dispatcher_of(
            self._workspace.archive,
            self._workspace.settings,
            self._workspace.folder,
            declared=declared,
            pack=self._workspace.pack,
        )

    def dispatch(self, settled: Callable[[Delivery, TargetAnswer], None]) -> Dispatch:
        """Return what brings news to the targets; `settled` is called after each attempt."""
        from feeds.deliveries.dispatch import Dispatch

        return Dispatch(self._workspace.archive, self._workspace.settings.site, self.dispatcher, settled=settled)

    @contextmanager
    def waking_nobody(self) -> Iterator[None]:
        """Let what is told within be sent to no target: it comes from captures of long ago."""
        from feeds.deliveries.enqueuing import pass_over

        self.dispatch(lambda delivery, answer: None).post()  # what was told before is theirs
        try:
            yield
        finally:  # stopped half-way, too
            pass_over(self._workspace.archive, self.dispatcher.now())

    def witnessing(self) -> Witnessing | None:
        """Return what has archives keep what is seen; None where the settings name none."""
        settings, declarations = self._workspace.settings, self._workspace.declarations()
        gone = any(target.name.startswith(WITNESSED) for target in self._workspace.archive.outbox.targets())
        if not settings.witness and not gone:  # what waits for one that was taken out is to be dropped
            return None
        from monitor.running.page_reader import PageReader
        from monitor.running.pipeline import Pipeline
        from monitor.running.watch import readings
        from monitor.running.witness_texts import WitnessReader, memento_fetcher
        from monitor.running.witnessing import Witnessing
        from spiders.jobs.declared_pages import require_contact, user_agent

        require_contact(settings.contact, [witness.address for witness in settings.witness])
        archive, read_by = self._workspace.archive, readings(declarations)
        pipeline = Pipeline(archive, settings.site.authority, read_by, self._workspace.read_pack)
        reader = WitnessReader(
            PageReader(archive, read_by), pipeline.shows, declarations, memento_fetcher(settings.contact)
        )
        return Witnessing(archive, settings.witness, reader.read, agent=user_agent(settings.contact))

    def mail_dispatch(self) -> Dispatch | None:
        """Return what writes to readers who subscribed and to nobody else; None where nobody can."""
        if not self._workspace.settings.site.mail:
            return None
        from feeds.deliveries.dispatch import Dispatch
        from monitor.running.target_setup import dispatcher_of

        alone = replace(self._workspace.settings, target=())
        dispatcher = dispatcher_of(
            self._workspace.archive, alone, self._workspace.folder, declared=(), pack=self._workspace.pack
        )
        return Dispatch(self._workspace.archive, alone.site, dispatcher)

    @property
    def _live_site(self) -> Site:
        return replace(self._workspace.settings.site, live=True)
