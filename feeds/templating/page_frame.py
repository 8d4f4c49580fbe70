"""The frame of every page: title line, menu, what is seen, footer. Knows no page by its content."""

from __future__ import annotations

from typing import Any

from feeds.edition.feed_topics import Channel
from feeds.language.translation import NAMES, speaking
from feeds.site import Site
from feeds.templating.jinja_environment import environment
from snapshots.frozen_class import frozen


@frozen
class MenuLine:
    """A place that every page leads to."""

    name: str  # a page names the one it belongs to
    label: str
    path: str  # below the site


MENU = (
    MenuLine(name="alerts", label="Alerts", path=""),
    MenuLine(name="changes", label="Changes", path="changes/"),
    MenuLine(name="documents", label="Documents", path="d/"),
    MenuLine(name="scope", label="Scope", path="scope/"),
    MenuLine(name="regions", label="Regions", path="regions/"),
    MenuLine(name="phrases", label="Phrases", path="phrases/"),
    MenuLine(name="feeds", label="Feeds", path="feeds/"),
    MenuLine(name="data", label="Data", path="data/"),
    MenuLine(name="status", label="Status", path="status/"),
)
"""In the order shown; a new part of the site is a line here."""


@frozen
class Tongue:
    """A language in which the same page stands."""

    code: str
    name: str  # its own
    link: str
    address: str  # absolute


def _tongues(site: Site, path: str | None, files: str) -> tuple[Tongue, ...]:
    """Return the languages of a page, none where there is one only or where the page stands at any path."""
    if len(site.languages) < 2 or path is None:
        return ()
    return tuple(
        Tongue(
            code=code,
            name=NAMES[code],
            link=f"{files}{site.prefix(code)}{path}",
            address=site.page_url(path, code),
        )
        for code in site.languages
    )


def render_page(
    template: str,
    path: str | None,
    site: Site,
    channel: Channel,
    *,
    menu: str,
    description: str,
    is_menu_page: bool = True,
    **named: Any,
) -> bytes:
    """Render a page that stands at `path`; None is a page that is served at any path.

    `template` extends `base.html`; `channel` is the feed that readers find from the page; `named` are what the
    template is handed, `seeing` (`views.seeing_of`, or None where the page shall not move with every look) among them.
    Links in templates are `{{ root }}` and the path of a page or feed, or `{{ files }}` and the path of what stands
    there in no language, so that a site works below any address.
    """
    root = f"{site.base_path}{site.folder}" if path is None else "../" * path.count("/") or "./"
    files = site.base_path if path is None else "../" * (path.count("/") + site.folder.count("/")) or "./"
    with speaking(site.language):
        html = (
            environment()
            .get_template(template)
            .render(
                site=site,
                root=root,
                files=files,
                address=site.page_url(path or ""),
                tongues=_tongues(site, path, files),
                is_somewhere=path is not None,
                channel=channel,
                lines=MENU,
                menu=menu,
                description=description,
                is_menu_page=is_menu_page,
                **named,
            )
        )
    return html.encode()
