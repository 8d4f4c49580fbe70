"""The hosts of a job's pages, and the order in which pages are asked for. Fetches nothing."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from urllib.parse import urlsplit

from spiders.jobs.job import JobPage


def pages_by_host(pages: Iterable[JobPage]) -> dict[str, list[JobPage]]:
    """Return the pages of each host that a job begins with, in the order in which they were given."""
    found: dict[str, list[JobPage]] = {}
    for page in pages:
        host = urlsplit(page.addresses[0]).hostname if page.addresses else None
        found.setdefault(host or "", []).append(page)
    return found


def in_turns(pages: Iterable[JobPage]) -> list[JobPage]:
    """Return the pages so that all hosts take turns: the first page of each, then the second of each.

    So many requests may be under way and no more. Were all pages of one host asked for first, they would fill those
    places with requests that wait for the host's gap, while other hosts are asked for nothing.
    """
    turns = zip_longest(*pages_by_host(pages).values())
    return [page for turn in turns for page in turn if page is not None]
