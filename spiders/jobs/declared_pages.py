"""From declared documents to what a job asks for, and who asks. Fetches nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.metadata import version
from urllib.parse import urlencode, urlsplit, urlunsplit

from snapshots.frozen_class import frozen
from snapshots.records import COLLECTION
from spiders.declarations.declaration import Declaration, RobotsPolicy
from spiders.errors import ContactMissing
from spiders.http.hosts import is_private, private_origins
from spiders.jobs.job import JobPage, Politeness, Validators


@frozen
class FetchHistory:
    """What an archive holds of one document, as far as fetching asks for less because of it."""

    validators: Validators | None = None  # of the page as it was captured last
    sources: frozenset[str] = frozenset()  # of what others captured and was kept
    shown_at: datetime | None = None  # the newest time at which the page was seen


FetchHistories = Mapping[str, FetchHistory]
"""By document id."""


def needs_contact(declarations: Sequence[Declaration]) -> bool:
    """Return whether anything that is asked for the declared documents is somebody else's."""
    return not _are_private(url for d in declarations for url in (*d.addresses, *_others(d)))


def require_contact(contact: str, urls: Iterable[str]) -> None:
    """Raise `ContactMissing` where somebody would be asked who can't reach whoever asks."""
    if not contact.strip() and not _are_private(urls):
        raise ContactMissing(
            "fetching needs a contact address, so that a site can reach whoever asks:"
            ' set contact = "you@your.domain" in policywatch.toml'
        )


def politeness_towards(urls: Iterable[str], gap: timedelta | None = None) -> Politeness:
    """Return how hosts are treated: those on this machine or its own network need no sparing, unless a gap is set."""
    if gap is not None:
        return Politeness(delay_seconds=gap.total_seconds())
    return Politeness(delay_seconds=0, backoff_seconds=0.5) if _are_private(urls) else Politeness()


def _are_private(urls: Iterable[str]) -> bool:
    return all(is_private(urlsplit(url).hostname or "") for url in urls)


@lru_cache(maxsize=16)  # the version stands in a file, which would be read again for each document that is due
def user_agent(contact: str) -> str:
    """Return the User-Agent: who asks, and how to reach them."""
    about = " ".join(contact.split()).encode("ascii", "ignore").decode()
    name = f"policywatch/{version('policywatch')}"
    return f"{name} (+{about})" if about else name


def page_of(declaration: Declaration, histories: FetchHistories | None = None) -> JobPage:
    """Return what the fetching process is told of a declared document."""
    known = (histories or {}).get(declaration.document.id, FetchHistory())
    addresses = tuple(_with_locale(url, declaration.locale) for url in declaration.addresses)
    return JobPage(
        key=declaration.document.id,
        document_id=declaration.document.id,
        addresses=addresses,
        accept_language=declaration.accept_language,
        landmark=declaration.landmark,
        obeys_robots=declaration.robots is not RobotsPolicy.IGNORE,
        max_bytes=declaration.max_bytes,
        timeout_seconds=declaration.timeout_seconds,
        private_origins=tuple(
            sorted(private_origins(filter(None, (*addresses, *declaration.archives, declaration.collection))))
        ),
        validators=known.validators,
        archives=declaration.archives,
        known=tuple(sorted(known.sources)),
        shown_at=known.shown_at,
        collection=declaration.collection,
        terms=declaration.terms,
        proxy=declaration.proxy,
    )


def _others(declaration: Declaration) -> tuple[str, ...]:
    """Return whom the channels ask instead of the site."""
    archives = declaration.archives if "memento" in declaration.channels else ()
    return (*archives, declaration.collection) if COLLECTION in declaration.channels else archives


def _with_locale(url: str, locale: tuple[tuple[str, str], ...]) -> str:
    """Return an address that asks for a variant of the page by its parameters."""
    if not locale:
        return url
    parts = urlsplit(url)
    query = "&".join(filter(None, [parts.query, urlencode(locale)]))
    return urlunsplit(parts._replace(query=query))
