"""What files can't do: answers made when they are asked for, by the renderer that makes the files.

All live routes stand in one list here. Serves no file and reads no clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from starlette.requests import Request
from starlette.responses import Response

from feeds.api import live as api
from feeds.edition import Edition, take_edition
from feeds.files import File
from feeds.site import Site
from feeds.workings import Workings
from snapshots.archive import Archive


class Live:
    """One archive being served; safe to share between threads."""

    def __init__(self, archive: Archive, site: Site, workings: Workings) -> None:
        self._archive = archive
        self._site = site
        self._workings = workings
        self._lock = Lock()
        self._taken: tuple[str, Edition] | None = None

    def edition(self) -> Edition:
        """Return the archive as it stands now; surveyed anew only after a write."""
        state = self._archive.state()
        with self._lock:
            if self._taken is None or self._taken[0] != state:
                self._taken = (state, take_edition(self._archive, self._site, self._workings))
            return self._taken[1]


Answer = File | Response | None
"""A file is answered with its key as its entity tag and its type by its name; None is "not found"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRoute:
    """One kind of address; a built file of the same address goes before it.

    `answer` runs in a thread, is handed all that the address holds as text, and has to bound what it takes
    from there.
    """

    path: str  # as Starlette writes it: "/d/{document}/compare/{pair}/"
    answer: Callable[[Edition, Request], Answer]


LIVE: tuple[LiveRoute, ...] = (
    LiveRoute(path="/api/v1/documents/{document}/at/{when}", answer=api.at),
    LiveRoute(path="/api/v1/documents/{document}/compare/{before}/{after}", answer=api.compare),
    LiveRoute(path="/api/{path:path}", answer=api.nothing),
)
"""Every live route; a new one is a line here."""
