"""All parts of the publication, in one list: a new part is a line here. Makes no file itself."""

from __future__ import annotations

from feeds.api.files import api_files
from feeds.api.research import research_files
from feeds.datasets.files import dataset_files
from feeds.deliveries.files import schema_files
from feeds.downloads import citation_files, evidence_files, received_files, screenshot_files
from feeds.memento.files import time_map_files
from feeds.pages.changes import change_pages
from feeds.pages.comparisons import comparison_pages
from feeds.pages.days import day_pages
from feeds.pages.documents import document_pages
from feeds.pages.files import overview_pages, static_files
from feeds.pages.research.files import blame_files, form_files, phrase_files, region_files, scope_files
from feeds.pages.reuse import reuse_pages
from feeds.pages.versions import version_pages
from feeds.pictures.files import picture_files
from feeds.publication.edition import Section
from feeds.serving.hosting import hosting_files
from feeds.sitemap import sitemap_files
from feeds.syndication.files import feed_files

SECTIONS: tuple[Section, ...] = (
    static_files,
    overview_pages,
    document_pages,
    change_pages,
    version_pages,
    comparison_pages,
    day_pages,
    citation_files,
    evidence_files,
    picture_files,
    received_files,
    screenshot_files,
    time_map_files,
    blame_files,
    phrase_files,
    scope_files,
    form_files,
    region_files,
    feed_files,
    hosting_files,
    dataset_files,
    api_files,
    research_files,
    schema_files,
    reuse_pages,
    sitemap_files,
)
