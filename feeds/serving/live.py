"""What files can't do: answers made when they are asked for, by the renderer that makes the files.

All live routes stand in one list here. Serves no file and reads no clock.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from functools import partial
from threading import Lock

from starlette.requests import Request

from feeds.api import api_routes as api
from feeds.edition.edition import Analysis, Edition, take_edition
from feeds.edition.file import File
from feeds.http.live_answers import Answer, LiveRoute
from feeds.language.translation import speaking
from feeds.memento import memento_routes as memento
from feeds.pages import page_routes as pages
from feeds.pages.research import research_routes as research
from feeds.publication.site_build import render_in, salt_key
from feeds.serving.cited_paragraphs import paragraph_citation
from feeds.site import Site
from snapshots.archive import Archive

LIVE: tuple[LiveRoute, ...] = (
    LiveRoute(path="/phrase", answer=research.phrase_answer, is_spoken=True),
    LiveRoute(path="/regions/{pair}/on/", answer=research.redirect_to_day, is_spoken=True),
    LiveRoute(path="/regions/{pair}/{day}/", answer=research.regions_answer, is_spoken=True),
    LiveRoute(path="/d/{document}/form/", answer=research.form_answer, is_spoken=True),
    LiveRoute(path="/d/{document}/compare/pair/", answer=pages.redirect_to_pair, is_spoken=True),
    LiveRoute(path="/d/{document}/compare/{pair}/", answer=pages.any_pair, is_spoken=True),
    LiveRoute(path="/d/{document}/on/", answer=pages.redirect_to_day, is_spoken=True),
    LiveRoute(path="/d/{document}/{day}/", answer=pages.any_day, is_spoken=True),
    LiveRoute(path="/d/{document}/v/{sha}/cite/{name}", answer=paragraph_citation),
    LiveRoute(path="/api/v1/documents/{document}/at/{when}", answer=api.at),
    LiveRoute(path="/api/v1/documents/{document}/compare/{before}/{after}", answer=api.compare),
    LiveRoute(path="/api/v1/search", answer=api.search),
    LiveRoute(path="/api/{path:path}", answer=api.nothing),
    LiveRoute(path="/timegate/{url:path}", answer=memento.timegate),
    LiveRoute(path="/timemap/{kind}/{url:path}", answer=memento.timemap),
)
"""Every live route; a new one is a line here. The first that fits an address answers."""

_MAX_KEPT = 32 << 20  # bytes of answers that are kept to be given again


class Live:
    """One archive being served; safe to share between threads."""

    def __init__(self, archive: Archive, site: Site, analysis: Analysis) -> None:
        self._archive = archive
        self._site = site
        self._analysis = analysis
        self._lock = Lock()
        self._taken: tuple[str, Edition] | None = None
        self._kept: OrderedDict[str, bytes] = OrderedDict()  # by key, the longest unasked first

    @property
    def site(self) -> Site:
        return self._site

    def edition(self) -> Edition:
        """Return the archive as it stands now; surveyed anew only after a write."""
        state = self._archive.state()
        with self._lock:
            if self._taken is None or self._taken[0] != state:
                self._taken = (state, take_edition(self._archive, self._site, self._analysis))
            return self._taken[1]

    def answer(self, route: LiveRoute, request: Request, language: str = "") -> Answer:
        """Return what a route answers in a language; the key of a file covers the program and the settings too."""
        edition = self.edition()
        if not route.is_spoken:
            answer = route.answer(edition, request)
            return salt_key(answer, edition) if isinstance(answer, File) else answer
        edition = edition.in_language(language or self._site.languages[0])
        with speaking(edition.site.language):
            answer = route.answer(edition, request)
        if not isinstance(answer, File):
            return answer
        return replace(salt_key(answer, edition), render=partial(render_in, edition.site.language, answer.render))

    def content(self, file: File) -> bytes:
        """Return the bytes of an answer, rendered once for as long as there is room."""
        with self._lock:
            if file.key in self._kept:
                self._kept.move_to_end(file.key)
                return self._kept[file.key]
        content = file.render()
        with self._lock:
            self._kept[file.key] = content
            while sum(map(len, self._kept.values())) > _MAX_KEPT and self._kept:
                self._kept.popitem(last=False)
        return content
