"""The archive that a command works on, with its settings and declarations. Prints nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import click
from starlette.routing import Route
from starlette.types import ASGIApp

from feeds.deliveries.dispatch import Dispatch
from feeds.deliveries.enqueuing import pass_over
from feeds.deliveries.message import Answer
from feeds.deliveries.office import Office
from feeds.deliveries.subscribing import SubscriptionDesk
from feeds.deliveries.subscription_pages import subscription_routes
from feeds.errors import HubUnreachable
from feeds.live import Live
from feeds.publication import Published, publish
from feeds.serving import site_app
from feeds.site import Site
from feeds.websub import changed_topics, ping
from feeds.workings import Workings
from monitor.delivering import office_of
from monitor.errors import SettingsError
from monitor.rules import Pack, default_pack, load_pack
from monitor.settings import DECLARATIONS, FILE, SITE, Settings, declared, load_settings
from monitor.workings import workings
from snapshots import Archive, create_archive, open_archive
from snapshots.deliveries import Delivery
from snapshots.errors import ArchiveExists, ArchiveMissing
from snapshots.sql import FILE as ARCHIVE_FILE
from spiders.declaration import Declaration

log = logging.getLogger(__name__)

DEFAULT = "policywatch-archive"
DERIVED = "derived"
"""Below the archive's folder: what can be thrown away and is worked out again."""

archive_option = click.option(
    "--archive",
    "folder",
    envvar="POLICYWATCH_ARCHIVE",
    default=DEFAULT,
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the archive; POLICYWATCH_ARCHIVE sets it too.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


class Moment(click.ParamType):  # type: ignore[type-arg]
    """A day or a time; without a zone it is UTC."""

    name = "time"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            self.fail(f"expected a day or a time like 2025-05-27 or 2025-05-27T06:00Z, found {value!r}", param, ctx)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


document_option = click.option("--document", metavar="D", help="Of this document only.")
pack_option = click.option(
    "--pack",
    "pack_folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Rules in this folder, in place of those that hold.",
)
since_option = click.option("--since", type=Moment(), help="Only what was told since this day or time.")


class Workspace:
    """One archive's folder while a command runs."""

    def __init__(self, folder: Path, archive: Archive) -> None:
        self.folder = folder
        self.archive = archive
        self.settings: Settings = load_settings(folder)

    @cached_property
    def pack(self) -> Pack:
        """Return the rules that hold in this archive; raises `RulePackError`."""
        return chosen_pack(self.folder)

    @cached_property
    def workings(self) -> Workings:
        """Return what publication and the commands have worked out for them under the rules of this archive."""
        return workings(self.pack, self.folder / DERIVED)

    @property
    def site_folder(self) -> Path:
        return self.folder / SITE

    def publish(self, out: Path | None = None) -> Published:
        """Bring the site in `out`, or in the archive's own folder, up to date.

        A hub is told of the own folder's feeds only: those in `out` are not yet where readers find them.
        """
        if out:
            return publish(self.archive, out, self.settings.site, self.workings)
        done = publish(self.archive, self.site_folder, self._live_site, self.workings)
        topics = changed_topics(done.changed, self._live_site) if self.settings.hub else []
        try:
            ping(self._live_site, topics)
        except HubUnreachable as error:
            log.warning("%s", error)
        return done

    def app(self) -> ASGIApp:
        """Return what serves the archive's own site, with what files can't do."""
        live = Live(self.archive, self._live_site, self.workings)
        return site_app(self.site_folder, live, self._subscription_routes())

    def _subscription_routes(self) -> list[Route]:
        if not self.settings.site.mail:
            return []
        desk = SubscriptionDesk(self.archive, lambda: self.office.tokens, self.office.now)
        return subscription_routes(self.archive, self._live_site, desk)

    @cached_property
    def office(self) -> Office:
        """Return the targets of this archive; raises `SettingsError` for one that nothing could reach."""
        declared = [declaration.document for declaration in self.declarations()]
        return office_of(self.archive, self.settings, self.folder, declared=declared, pack=self.pack)

    def dispatch(self, settled: Callable[[Delivery, Answer], None]) -> Dispatch:
        """Return what brings news to the targets; `settled` is called after each attempt."""
        return Dispatch(self.archive, self.settings.site, self.office, settled=settled)

    @contextmanager
    def waking_nobody(self) -> Iterator[None]:
        """Let what is told within be sent to no target: it comes from captures of long ago."""
        self.dispatch(lambda delivery, answer: None).post()  # what was told before is theirs
        try:
            yield
        finally:  # stopped half-way, too
            pass_over(self.archive, self.office.now())

    def mail_dispatch(self) -> Dispatch | None:
        """Return what writes to readers who subscribed and to nobody else; None where nobody can."""
        if not self.settings.site.mail:
            return None
        alone = replace(self.settings, target=())
        office = office_of(self.archive, alone, self.folder, declared=(), pack=self.pack)
        return Dispatch(self.archive, alone.site, office)

    @property
    def _live_site(self) -> Site:
        return replace(self.settings.site, live=True)

    def declarations(self) -> tuple[Declaration, ...]:
        """Return what is declared; raises `DeclarationError` with every fault."""
        return declared(self.folder)

    def chosen(self, ids: tuple[str, ...]) -> list[Declaration]:
        """Return the declarations of the named documents, all where none is named."""
        every = self.declarations()
        if not every:
            where = self.folder / DECLARATIONS
            raise SettingsError(f"nothing is declared in {where}; make declarations with `policywatch init`")
        by_id = {d.document.id: d for d in every}
        for name in ids:
            if name not in by_id:
                raise SettingsError(f"no document {name!r} is declared; declared are: {', '.join(sorted(by_id))}")
        return [by_id[name] for name in ids] if ids else list(every)


def chosen_pack(archive: Path, folder: Path | None = None) -> Pack:
    """Return the pack of a folder, else the one that an archive's settings name, else the one that ships."""
    if folder:
        return load_pack(folder)
    named = load_settings(archive).rules
    return load_pack(archive / named) if named else default_pack()


@contextmanager
def opened(folder: Path, *, make: bool = False) -> Iterator[Workspace]:
    """Open the archive of a folder; `make` it where settings or the command ask for one."""
    is_set_up = (folder / FILE).exists() or (folder / DECLARATIONS).is_dir()
    is_there = (folder / ARCHIVE_FILE).exists()
    archive = _made_or_opened(folder) if not is_there and (make or is_set_up) else open_archive(folder)
    try:
        yield Workspace(folder, archive)
    finally:
        archive.close()


def _made_or_opened(folder: Path) -> Archive:
    try:
        return create_archive(folder)
    except ArchiveExists:  # another process was quicker
        return open_archive(folder)


def known_document(workspace: Workspace, document_id: str) -> str:
    """Return the id if the archive has the document; raises `UnknownDocument` naming those it has."""
    ids = [document.id for document in workspace.archive.documents()]
    if document_id not in ids:
        known = ", ".join(ids) or "none yet"
        raise ArchiveMissing(f"no document {document_id!r} in {workspace.folder}; it has: {known}")
    return document_id
