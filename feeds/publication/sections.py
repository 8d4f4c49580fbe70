"""All parts of the publication, in one list: a new part is a line here. Makes no file itself."""

from __future__ import annotations

from feeds.api.api_files import api_files
from feeds.api.research_representations import research_files
from feeds.api.reuse_pages import reuse_pages
from feeds.datasets.dataset_files import dataset_files
from feeds.deliveries.payload import schema_files
from feeds.downloads.download_files import (
    citation_files,
    evidence_files,
    picture_files,
    received_files,
    screenshot_files,
)
from feeds.downloads.signed_log import signed_log_files
from feeds.edition.edition import Section
from feeds.memento.timemap_formats import time_map_files
from feeds.pages.changes import change_pages
from feeds.pages.comparisons import comparison_pages
from feeds.pages.days import day_pages
from feeds.pages.documents import document_pages
from feeds.pages.overview_pages import overview_pages, static_files
from feeds.pages.research.research_files import blame_files, form_files, phrase_files, region_files, scope_files
from feeds.pages.versions import version_pages
from feeds.publication.hosting import hosting_files
from feeds.publication.sitemap import sitemap_files
from feeds.syndication.feed_files import feed_files
from feeds.syndication.feed_style import feed_style_files

SPOKEN: tuple[Section, ...] = (
    overview_pages,
    document_pages,
    change_pages,
    version_pages,
    comparison_pages,
    day_pages,
    blame_files,
    phrase_files,
    scope_files,
    form_files,
    region_files,
    feed_files,
    feed_style_files,
    picture_files,
    reuse_pages,
)
"""What people read: made once in each language of the site."""

UNSPOKEN: tuple[Section, ...] = (
    static_files,
    citation_files,
    evidence_files,
    signed_log_files,
    received_files,
    screenshot_files,
    time_map_files,
    hosting_files,
    dataset_files,
    api_files,
    research_files,
    schema_files,
    sitemap_files,
)
"""What stands there once, whatever the language: evidence and records."""
