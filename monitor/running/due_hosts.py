"""What is due, host by host: the hosts of documents, and how a clock has each due one looked at. Fetches nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from snapshots.frozen_class import frozen
from snapshots.records import COLLECTION
from spiders.declarations.declaration import Declaration


@frozen
class DueHost:
    """A host, and its documents that are to be looked at now."""

    host: str
    declarations: tuple[Declaration, ...]


def enqueue_due(
    due: Sequence[Declaration], hosts: Mapping[str, str], enqueue: Callable[[DueHost], object]
) -> list[DueHost]:
    """Have each host looked at that has something due, each once, and return them; `hosts` is as of `hosts_of`.

    The embedded clock looks at all of them at once; that of workers makes a job of each.
    """
    together: dict[str, list[Declaration]] = {}
    for declaration in due:
        together.setdefault(hosts[declaration.document.id], []).append(declaration)
    found = [DueHost(host=host, declarations=tuple(documents)) for host, documents in together.items()]
    for one in found:
        enqueue(one)
    return found


def hosts_of(declarations: Sequence[Declaration]) -> dict[str, str]:
    """Return for each document the host that stands for all that its addresses name, by the document's id.

    Two hosts that one document names are one: who looks at it asks both.
    """
    leads: dict[str, str] = {}

    def root(host: str) -> str:
        while leads.setdefault(host, host) != host:
            host = leads[host]
        return host

    for declaration in declarations:
        first, *others = map(_host, declaration.addresses)
        for other in others:
            one, two = sorted((root(first), root(other)))
            leads[two] = one
    return {d.document.id: root(_host(d.addresses[0])) for d in declarations}


def shared_hosts(declarations: Sequence[Declaration], channel: str) -> list[str]:
    """Return the hosts that a channel asks in place of the documents' own, sorted."""
    asked: tuple[str, ...] = ()
    if channel == "memento":
        asked = tuple(url for d in declarations for url in d.archives)
    elif channel == COLLECTION:
        asked = tuple(d.collection for d in declarations)
    return sorted({_host(url) for url in asked if url})


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
