"""What a command publishes and delivers with, for the archive it works on. Prints nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from starlette.routing import Route
from starlette.types import ASGIApp

from feeds.deliveries.dispatch import Dispatch
from feeds.deliveries.dispatcher import Dispatcher
from feeds.deliveries.enqueuing import pass_over
from feeds.deliveries.message import TargetAnswer
from feeds.deliveries.subscription_pages import subscription_routes
from feeds.deliveries.subscription_service import SubscriptionService
from feeds.errors import HubUnreachable
from feeds.publication.site_build import Published, publish
from feeds.serving.live import Live
from feeds.serving.site_app import site_app
from feeds.site import Site
from feeds.syndication.websub import changed_topics, ping
from monitor.command_line.workspace import Workspace
from monitor.dispatching import dispatcher_of
from snapshots.deliveries import Delivery

log = logging.getLogger(__name__)


class Services:
    """The site, the targets and the subscribers of one archive, while a command runs."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def publish(self, out: Path | None = None) -> Published:
        """Bring the site in `out`, or in the archive's own folder, up to date.

        A hub is told of the own folder's feeds only: those in `out` are not yet where readers find them.
        """
        if out:
            return publish(self._workspace.archive, out, self._workspace.settings.site, self._workspace.analysis)
        done = publish(self._workspace.archive, self._workspace.site_folder, self._live_site, self._workspace.analysis)
        topics = changed_topics(done.changed, self._live_site) if self._workspace.settings.hub else []
        try:
            ping(self._live_site, topics)
        except HubUnreachable as error:
            log.warning("%s", error)
        return done

    def app(self) -> ASGIApp:
        """Return what serves the archive's own site, with what files can't do."""
        live = Live(self._workspace.archive, self._live_site, self._workspace.analysis)
        return site_app(self._workspace.site_folder, live, self._subscription_routes())

    def _subscription_routes(self) -> list[Route]:
        if not self._workspace.settings.site.mail:
            return []
        subscriptions = SubscriptionService(
            self._workspace.archive, lambda: self.dispatcher.tokens, self.dispatcher.now
        )
        return subscription_routes(self._workspace.archive, self._live_site, subscriptions)

    @cached_property
    def dispatcher(self) -> Dispatcher:
        """Return the targets of this archive; raises `SettingsError` for one that nothing could reach."""
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
        return Dispatch(self._workspace.archive, self._workspace.settings.site, self.dispatcher, settled=settled)

    @contextmanager
    def waking_nobody(self) -> Iterator[None]:
        """Let what is told within be sent to no target: it comes from captures of long ago."""
        self.dispatch(lambda delivery, answer: None).post()  # what was told before is theirs
        try:
            yield
        finally:  # stopped half-way, too
            pass_over(self._workspace.archive, self.dispatcher.now())

    def mail_dispatch(self) -> Dispatch | None:
        """Return what writes to readers who subscribed and to nobody else; None where nobody can."""
        if not self._workspace.settings.site.mail:
            return None
        alone = replace(self._workspace.settings, target=())
        dispatcher = dispatcher_of(
            self._workspace.archive, alone, self._workspace.folder, declared=(), pack=self._workspace.pack
        )
        return Dispatch(self._workspace.archive, alone.site, dispatcher)

    @property
    def _live_site(self) -> Site:
        return replace(self._workspace.settings.site, live=True)
