"""The pages as files: which there are, and what each depends on. Renders none before it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from importlib import resources

from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of
from feeds.pages import rendering

_STATIC = ("site.css", "site.js", "icon.svg")


def static_files(edition: Edition) -> Iterator[File]:
    """Yield what all pages share."""
    for name in _STATIC:
        content = resources.files("feeds").joinpath("static", name).read_bytes()
        yield File(path=f"static/{name}", key=sha256(content).hexdigest(), render=partial(bytes, content))


def overview_pages(edition: Edition) -> Iterator[File]:
    """Yield the pages that tell of all documents; they move with every look."""
    survey, site, channels = edition.survey, edition.site, edition.channels
    key = key_of(survey.watched, survey.changes, list(survey.alert_digests.values()), survey.chain_head, channels)
    for path, render in (
        ("index.html", rendering.render_index),
        ("changes/index.html", rendering.render_changes),
        ("d/index.html", rendering.render_documents),
        ("feeds/index.html", rendering.render_feeds),
        ("status/index.html", rendering.render_status),
    ):
        yield File(path=path, key=key, render=partial(render, survey, site, channels))
    about = partial(rendering.render_about, site, channels)
    yield File(path="about/method/index.html", key=key_of(channels[0].title), render=about)
    yield File(path="404.html", key=key_of(), render=partial(rendering.render_not_found, site, channels))
