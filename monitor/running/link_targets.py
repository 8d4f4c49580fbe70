"""What becomes of the pages that watched links lead to, alive, moved, dead, and what is told of it.

One look may meet a passing fault: a state holds once two looks in a row agree on it, a day apart.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.records import LinkCheck, Notice, NoticeKind, Outcome
from spiders.declarations.declaration import Declaration
from spiders.http.hosts import is_private, owner
from spiders.links.link_checks import WatchedLink, check_links

log = logging.getLogger(__name__)

EVERY = timedelta(hours=24)
"""How often a target is looked at, at most."""

_EARLY = timedelta(minutes=30)  # a look that comes so little too early is made: schedules jitter
_AGREEING = 2


class LinkState(StrEnum):
    """What a look says of a link's target."""

    ALIVE = "answers"
    MOVED = "leads elsewhere"
    DEAD = "leads to nothing"
    UNKNOWN = "can't be told"


@frozen
class LinkTarget:
    """How the target of one watched link stands."""

    text: str
    url: str
    state: LinkState  # that two looks in a row agreed on last; UNKNOWN until any did
    since: datetime | None  # the first look of those that agree on it
    last: LinkCheck


@frozen
class LinkChange:
    """A target that came to stand otherwise than it did: what may be told."""

    document_id: str
    before: LinkState
    now: LinkTarget

    @property
    def name(self) -> str:
        """Return what tells this change from any other of the document: the link, and the look that settled it."""
        link = sha256(self.now.url.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        return f"link/{link}/{self.now.last.exchange.captured_at:%Y%m%dT%H%M%SZ}"

    @property
    def sentence(self) -> str:
        """Say it in one line, for people."""
        led = f"The watched link “{self.now.text}” ({self.now.url})"
        status = f"status {self.now.last.exchange.status}"
        return {
            LinkState.DEAD: f"{led} leads to nothing any more: {status}",
            LinkState.MOVED: f"{led} leads elsewhere now: {self.now.last.exchange.final_url}",
            LinkState.ALIVE: f"{led} answers again",
            LinkState.UNKNOWN: f"{led} can't be told of",
        }[self.now.state]


def state_of(look: LinkCheck) -> LinkState:
    """Return what one look says by itself."""
    if look.outcome in (Outcome.NOT_FOUND, Outcome.GONE):
        return LinkState.DEAD
    if look.outcome not in (Outcome.CAPTURED, Outcome.NOT_TEXT):
        return LinkState.UNKNOWN
    if not _is_elsewhere(look.url, look.exchange.final_url):
        return LinkState.ALIVE
    # A door that sends one back afterwards (…/login?next=…) hides the page; it does not move it.
    wanted = urlsplit(look.url).path.rstrip("/")
    return LinkState.UNKNOWN if wanted and wanted in unquote(_after_path(look.exchange.final_url)) else LinkState.MOVED


def targets(looks: Iterable[LinkCheck]) -> list[LinkTarget]:
    """Return how each watched target of a document stands, by the looks in their order."""
    return list({now.url: now for _, now in _follow(looks)}.values())


def changes_of(looks: Iterable[LinkCheck]) -> list[LinkChange]:
    """Return every change of a document's targets, in order: dead or moved, and what became of it.

    That a target answers when it is first looked at is no change, nor that it can't be told any more.
    """
    return [
        LinkChange(document_id=now.last.document_id, before=before, now=now)
        for before, now in _follow(looks)
        if now.state not in (before, LinkState.UNKNOWN) and (before, now.state) != (LinkState.UNKNOWN, LinkState.ALIVE)
    ]


def _follow(looks: Iterable[LinkCheck]) -> Iterator[tuple[LinkState, LinkTarget]]:
    """Yield after each look the state that its target had before, and how it stands now."""
    found: dict[str, LinkTarget] = {}
    runs: dict[str, tuple[LinkState, int, datetime]] = {}
    for look in looks:
        state, at = state_of(look), look.exchange.captured_at
        last, length, since = runs.get(look.url, (state, 0, at))
        length, since = (length + 1, since) if state is last else (1, at)
        runs[look.url] = (state, length, since)
        before = found.get(look.url) or LinkTarget(text="", url="", state=LinkState.UNKNOWN, since=None, last=look)
        is_settled = length >= _AGREEING and state not in (before.state, LinkState.UNKNOWN)
        now = replace(before, text=look.text, url=look.url, last=look)
        found[look.url] = replace(now, state=state, since=since) if is_settled else now
        yield before.state, found[look.url]


def due_links(archive: Archive, declarations: Sequence[Declaration], now: datetime) -> list[WatchedLink]:
    """Return the watched links of the current versions that were not looked at for a day, each address once."""
    due: dict[tuple[str, str], WatchedLink] = {}
    for declaration in declarations:
        looked = {look.url: look.exchange.started_at for look in archive.link_checks(declaration.document.id)}
        for link in _watched_links(archive, declaration):
            if link.url not in looked or not timedelta() <= now - looked[link.url] < EVERY - _EARLY:
                due.setdefault((declaration.document.id, link.url), link)
    return list(due.values())


def look_at_targets(archive: Archive, declarations: Sequence[Declaration], *, contact: str, now: datetime) -> None:
    """Look where the watched links that are due lead, and keep each look; `changes_of` says what came of them.

    Without a contact, only hosts on this machine and its own network are asked.
    """
    due = due_links(archive, declarations, now)
    mine = [link for link in due if contact.strip() or is_private(urlsplit(link.url).hostname or "")]
    if len(mine) < len(due):
        log.debug("without a contact no target of a link is looked at", extra={"left_out": len(due) - len(mine)})
    for look in check_links(mine, contact=contact):
        archive.keep_link_check(look)


def tell_links(archive: Archive, authority: str, documents: Sequence[str]) -> tuple[Notice, ...]:
    """Tell every change of the watched links of documents that isn't told yet, and return what was told.

    It goes by the looks that are kept, so that a process killed between a look and its telling loses nothing.
    """
    told = {notice.id for notice in archive.notices()}
    rows = [
        Notice(
            sequence=0,
            id=name,
            kind=NoticeKind.LINK,
            document_id=document_id,
            at=change.now.last.exchange.captured_at,
            note=change.sentence,
        )
        for document_id in documents
        for change in changes_of(archive.link_checks(document_id))
        if (name := f"tag:{authority}:{document_id}/{change.name}") not in told
    ]
    return archive.tell(*rows) if rows else ()


def _watched_links(archive: Archive, declaration: Declaration) -> Iterator[WatchedLink]:
    versions = archive.versions(declaration.document.id) if declaration.watch_links else []
    if not versions:
        return
    own = {_without_fragment(url) for url in declaration.addresses}
    for link in archive.extraction(declaration.document.id, versions[-1].number).links:
        said = f"{link.text} {link.url}".lower()
        is_watched = any(part.lower() in said for part in declaration.watch_links)
        if is_watched and link.url.startswith(("http://", "https://")) and _without_fragment(link.url) not in own:
            yield WatchedLink(declaration=declaration, text=link.text, url=link.url)


def _is_elsewhere(url: str, final: str) -> bool:
    """Whether an address is another page's: with scheme, www, a language before the path and query left aside."""
    if owner(url) != owner(final):
        return True
    before, after = (urlsplit(one).path.rstrip("/").lower() for one in (url, final))
    return not after.endswith(before) if before else bool(after.strip("/").count("/"))


def _after_path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.query}#{parts.fragment}"


def _without_fragment(url: str) -> str:
    return url.partition("#")[0].rstrip("/")
