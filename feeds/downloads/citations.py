"""What is cited: who said what, when it was seen, where it stands, and the hashes that prove it. Formats nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from feeds import wording
from feeds.clean import clean_line
from feeds.site import Site
from snapshots.frozen_class import frozen
from snapshots.records import Alert, Document, Segment, Version

_MAX_QUOTE = 1_000
_UNFIT_FOR_A_KEY = re.compile(r"[^a-z0-9]+")


@frozen
class Citation:
    """One work as a reference manager keeps it; all strings are one line."""

    key: str  # lower-case letters, digits and hyphens
    author: str  # an organisation
    title: str
    container: str  # where it stands: the site
    issued: datetime  # when it was told, or seen
    accessed: datetime  # the capture that it rests on
    url: str  # permanent
    note: str  # what it is, when it was seen, the hashes
    language: str = ""
    quote: str = ""


def cite_alert(alert: Alert, document: Document, after: Version | None, site: Site) -> Citation:
    """Return the citation of an alert: the site tells it, so the site is its author."""
    name = clean_line(document.title)
    note = f"Change {alert.change} of “{name}”, first seen {wording.stamp(alert.captured_at)}"
    if after:
        note += f"; page as received: sha256 {after.body_sha256}; text as read: sha256 {after.text_sha256}"
    return Citation(
        key=_key(site.title, "change", str(alert.change)),
        author=clean_line(site.title),
        title=clean_line(alert.headline) or f"A change of {name}",
        container=clean_line(site.title),
        issued=alert.decided_at,
        accessed=alert.captured_at,
        url=site.url(f"changes/{alert.change}/"),
        note=f"{note}; {clean_line(alert.id)}",
        language="en",
    )


def cite_version(version: Version, document: Document, url: str, site: Site) -> Citation:
    """Return the citation of a version, which stands at the absolute `url`: its author is who publishes the page."""
    return Citation(
        key=_key(document.id, "version", str(version.number)),
        author=clean_line(document.service),
        title=clean_line(document.title),
        container=clean_line(site.title),
        issued=version.captured_at,
        accessed=version.captured_at,
        url=url,
        note=(
            f"Version {version.number} as seen {wording.stamp(version.captured_at)} at {clean_line(document.url)};"
            f" page as received: sha256 {version.body_sha256}; text as read: sha256 {version.text_sha256}"
        ),
        language=clean_line(document.language),
    )


def cite_paragraph(segment: Segment, anchor: str, version: Citation) -> Citation:
    """Return the citation of one paragraph of a cited version, at its `anchor` there."""
    quote = clean_line(segment.text)
    return replace(
        version,
        key=f"{version.key}-{_key(anchor)}",
        url=f"{version.url}#{anchor}",
        quote=quote if len(quote) <= _MAX_QUOTE else quote[:_MAX_QUOTE].rsplit(" ", 1)[0] + " …",
    )


def _key(*parts: str) -> str:
    return "-".join(filter(None, (_UNFIT_FOR_A_KEY.sub("-", part.lower()).strip("-") for part in parts))) or "policy"
