"""The research pages as files: which there are, and what each depends on. Renders none before it is asked.

A page moves with the versions of its document and with returns to them, not with every look: what it says of "now"
is said without a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from feeds.edition.edition import Edition
from feeds.edition.feed_topics import Channel
from feeds.edition.file import File, key_of
from feeds.edition.survey import Watched
from feeds.pages.list_pages import ListPage, list_pages
from feeds.pages.research.blame_pages import render_blame
from feeds.pages.research.form_pages import render_form
from feeds.pages.research.phrase_pages import render_phrase, render_phrases
from feeds.pages.research.region_pages import render_region_pair, render_regions
from feeds.pages.research.research_addresses import (
    PHRASE,
    PHRASES,
    REGIONS,
    SCOPE,
    blame_address,
    form_address,
    phrase_address,
    regions_address,
    scope_address,
)
from feeds.pages.research.scope_pages import RECENT_DAYS, ScopeEvent, moments_of, render_scope, render_scopes
from feeds.research.research_records import FormHistory, PhraseHistory, ScopeTable
from feeds.research.version_runs import version_runs
from feeds.site import Site

FORM_KIND = "opt-out-form"
"""The kind of documents whose form over time is a file; that of another is made when it is asked for."""


def past_key(watched: Watched) -> str:
    """Return what moves with a document's versions and with each return to one."""
    return watched.remembered("past", partial(_past_key, watched))


def _past_key(watched: Watched) -> str:
    shown = [(run.version, run.since) for run in version_runs(watched.observations)]
    return key_of(watched.texts_key, shown)


def blame_files(edition: Edition) -> Iterator[File]:
    """Yield for each document the page that says since when its passages stand."""
    for watched in edition.named:
        if not watched.versions:
            continue
        document_id = watched.document.id
        channel = edition.channel_of(document_id)
        yield File(
            path=f"{blame_address(document_id)}index.html",
            key=key_of(past_key(watched), channel.title),
            render=partial(_blame, edition, watched, channel),
        )


def _blame(edition: Edition, watched: Watched, channel: Channel) -> bytes:
    newest = watched.versions[-1]
    found = edition.research.blame(watched.document.id, newest.number)
    return render_blame(found, watched.versions, edition.site, channel)


def phrase_files(edition: Edition) -> Iterator[File]:
    """Yield the pages of the phrases that the settings name, and the page to search from."""
    survey, site, channel = edition.survey, edition.site, edition.channels[0]
    titles = [(w.document.id, w.document.title, bool(w.versions)) for w in survey.watched]
    key = key_of(titles, channel.title)
    yield File(path=f"{PHRASES}index.html", key=key, render=partial(render_phrases, survey, site, channel))
    if not site.live:  # where it is, the search itself answers there
        render = partial(render_phrases, survey, site, channel, path=f"{PHRASE}/")
        yield File(path=f"{PHRASE}/index.html", key=key, render=render)
    for phrase in {phrase_address(phrase): phrase for phrase in site.phrases}.values():
        yield File(
            path=f"{phrase_address(phrase)}index.html",
            key=key_of(phrase, [_shown_key(watched) for watched in survey.watched], key),
            render=partial(_phrase, edition, phrase),
        )


def _shown_key(watched: Watched) -> str:
    """Return what moves with a document's versions, returns and gaps."""
    gaps = [(gap.since, gap.until) for gap in watched.gaps]
    return watched.remembered("shown", lambda: key_of(past_key(watched), gaps))


def _phrase(edition: Edition, phrase: str) -> bytes:
    found = edition.research.phrase(phrase)
    near = near_of(edition, found)
    return render_phrase(found, phrase_address(phrase), edition.survey, edition.site, edition.channels[0], near=near)


def near_of(edition: Edition, found: PhraseHistory, document_id: str = "") -> tuple[str, ...]:
    """Return what documents say in place of a phrase that none of them ever held."""
    return () if found.first else edition.research.near(found.phrase, document_id or None)


def scope_files(edition: Edition) -> Iterator[File]:
    """Yield the scope table of each document, and the page that leads to them."""
    seen = [watched for watched in edition.survey.watched if watched.versions]
    for watched in (one for one in edition.named if one.versions):
        channel = edition.channel_of(watched.document.id)
        recent = _recent(watched)
        yield File(
            path=f"{scope_address(watched.document.id)}index.html",
            key=key_of(watched.texts_key, recent, channel.title),
            render=partial(_scope, edition, watched, recent, channel),
        )
    site, channel = edition.site, edition.channels[0]
    for page in list_pages(seen, SCOPE):
        told = (seen, edition.survey.alert_digests) if page.is_first else (page.rows, {})
        yield File(
            path=f"{page.address}index.html",
            key=key_of([watched.texts_key for watched in told[0]], list(told[1].values()), page.last, channel.title),
            render=partial(_scopes, edition, page, told[0] if page.is_first else (), site, channel),
        )


def _recent(watched: Watched) -> list[int]:
    """Return the versions that are news enough, at the last look, to be told in bold."""
    since = watched.as_of - timedelta(days=RECENT_DAYS)
    return [version.number for version in watched.versions if version.captured_at >= since]


def _scope(edition: Edition, watched: Watched, recent: list[int], channel: Channel) -> bytes:
    table = edition.research.scope(watched.document.id, len(watched.versions))
    return render_scope(table, watched, recent, edition.site, channel)


def _scopes(edition: Edition, page: ListPage[Watched], every: Sequence[Watched], site: Site, channel: Channel) -> bytes:
    """Return a page of all scopes; the first tells of the moments of `every` document."""
    tables = [_scope_without_quotes(edition, watched) for watched in page.rows]
    moments = [
        watched.remembered(
            ("moments", site.language, edition.analysis.fingerprint), partial(_moments, edition, watched)
        )
        for watched in every
        if len(watched.versions) > 1
    ]
    return render_scopes(page, tables, moments, edition.survey, site, channel)


def _moments(edition: Edition, watched: Watched) -> list[ScopeEvent]:
    return moments_of(_scope_without_quotes(edition, watched), watched)


def _scope_without_quotes(edition: Edition, watched: Watched) -> ScopeTable:
    return edition.research.scope(watched.document.id, len(watched.versions), with_quotes=False)


def form_files(edition: Edition) -> Iterator[File]:
    """Yield the form over time of each document that is one."""
    for watched in edition.named:
        if watched.document.kind == FORM_KIND:
            yield form_file(edition, watched)


def form_file(edition: Edition, watched: Watched) -> File:
    """Return the page of a form over time."""
    channel = edition.channel_of(watched.document.id)
    return File(
        path=f"{form_address(watched.document.id)}index.html",
        key=key_of(watched.texts_key, channel.title),
        render=partial(_form, edition, watched, channel),
    )


def _form(edition: Edition, watched: Watched, channel: Channel) -> bytes:
    document = watched.document
    unseen = FormHistory(document=document, states=(), rows=())
    found = edition.research.form(document.id) if watched.versions else unseen
    return render_form(found, watched, edition.site, channel)


def region_files(edition: Edition) -> Iterator[File]:
    """Yield the newest versions of each two variants side by side, and the list of them."""
    pairs = edition.variants
    channel = edition.channels[0]
    yield File(
        path=f"{REGIONS}index.html",
        key=key_of(pairs, channel.title),
        render=partial(render_regions, pairs, edition.site, channel),
    )
    for one, other in pairs:
        sides = (edition.survey.of(one.id), edition.survey.of(other.id))
        yield File(
            path=f"{regions_address(one.id, other.id)}index.html",
            key=key_of([(side.document, side.versions) for side in sides], channel.title),
            render=partial(region_page, edition, sides, (len(sides[0].versions), len(sides[1].versions))),
        )


def region_page(
    edition: Edition, sides: tuple[Watched, Watched], numbers: tuple[int, int], on: date | None = None
) -> bytes:
    """Render two variants side by side in the versions named."""
    one, other = sides
    found = edition.research.regions(one.document.id, numbers[0], other.document.id, numbers[1])
    return render_region_pair(found, sides, edition.site, edition.channels[0], on)
