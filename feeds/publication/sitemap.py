"""What search engines are told: which pages there are (sitemaps.org), and what they need not ask for (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from lxml import etree

from feeds import wording
from feeds.addresses import change_address, copies, document_address
from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of
from feeds.edition.survey import Watched
from feeds.site import Site

_XHTML = "http://www.w3.org/1999/xhtml"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
LIMIT = 1_000
"""Addresses of one sitemap; the protocol has 50,000, and a smaller one is made anew more cheaply."""

_OVERVIEWS = ("", "changes/", "d/", "feeds/", "status/", "data/", "api/")
_UNASKED = ("/d/*/compare/", "/timegate/", "/timemap/", "/api/v1/documents/*/compare/", "/phrase")
"""Answers that are worked out one by one, in any number."""

Place = tuple[str, datetime | None]
"""An address below the site, and when its page last said something new."""


def sitemap_files(edition: Edition) -> Iterator[File]:
    """Yield the sitemaps, their index, and robots.txt."""
    names = []
    for name, places, document_id in _maps(edition):
        names.append(name)
        if document_id is None or edition.is_named(document_id):
            yield File(path=name, key=key_of(places), render=partial(_sitemap, places, edition.site))
    yield File(path="sitemap.xml", key=key_of(names), render=partial(_index, names, edition.site))
    yield File(path="robots.txt", key=key_of(), render=partial(_robots, edition.site))


def _maps(edition: Edition) -> Iterator[tuple[str, list[Place], str | None]]:
    """Yield each map by its name, and the document that it is of where it is of one."""
    survey = edition.survey
    overviews: list[Place] = [(address, None) for address in _OVERVIEWS]
    overviews += [
        (document_address(watched.document.id), watched.last.captured_at if watched.last else None)
        for watched in survey.watched
    ]
    yield from _cut_into_maps("pages", overviews)
    changes = sorted(survey.changes, key=lambda line: line.number)
    yield from _cut_into_maps("changes", [(change_address(line.number), line.decided_at) for line in changes])
    for watched in survey.watched:
        versions = watched.remembered("copies", partial(_copies, watched))
        yield from _cut_into_maps(f"versions-{watched.document.id}", versions, watched.document.id)


def _copies(watched: Watched) -> list[Place]:
    return [(copy.address, copy.newest.captured_at) for copy in copies(watched.versions)]


def _cut_into_maps(
    name: str, places: Sequence[Place], document_id: str | None = None
) -> Iterator[tuple[str, list[Place], str | None]]:
    for start in range(0, len(places), LIMIT):
        yield f"sitemaps/{name}-{start // LIMIT + 1}.xml", list(places[start : start + LIMIT]), document_id


def _sitemap(places: Sequence[Place], site: Site) -> bytes:
    several = len(site.languages) > 1
    names: dict[str | None, str] = {None: _NAMESPACE, "x": _XHTML} if several else {None: _NAMESPACE}
    root = etree.Element(f"{{{_NAMESPACE}}}urlset", nsmap=names)
    for address, changed_at in places:
        for language in site.languages if several else ("",):
            url = etree.SubElement(root, f"{{{_NAMESPACE}}}url")
            etree.SubElement(url, f"{{{_NAMESPACE}}}loc").text = (
                site.page_url(address, language) if several else site.url(address)
            )
            if changed_at:
                etree.SubElement(url, f"{{{_NAMESPACE}}}lastmod").text = wording.stamp(changed_at)
            for other in site.languages if several else ():
                link = {"rel": "alternate", "hreflang": other, "href": site.page_url(address, other)}
                etree.SubElement(url, f"{{{_XHTML}}}link", link)
    return _serialize(root)


def _index(names: Sequence[str], site: Site) -> bytes:
    root = etree.Element(f"{{{_NAMESPACE}}}sitemapindex", nsmap={None: _NAMESPACE})
    for name in names:
        sitemap = etree.SubElement(root, f"{{{_NAMESPACE}}}sitemap")
        etree.SubElement(sitemap, f"{{{_NAMESPACE}}}loc").text = site.url(name)
    return _serialize(root)


def _robots(site: Site) -> bytes:
    base = site.base_path.rstrip("/")
    lines = ["User-agent: *", *(f"Disallow: {base}{path}" for path in _UNASKED), "Allow: /", ""]
    return "\n".join([*lines, f"Sitemap: {site.url('sitemap.xml')}", ""]).encode()


def _serialize(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))
