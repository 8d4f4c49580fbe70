"""An entry of a feed, and what all kinds of entries share. Words none of them."""

from __future__ import annotations

from datetime import datetime, timedelta

import nh3

from feeds.clean import clean_line
from feeds.language.translation import _
from feeds.site import Site
from feeds.syndication.journal import EntryRevision
from feeds.templating.jinja_environment import web_address
from snapshots.frozen_class import frozen

_APART = timedelta(minutes=2)
_TAGS = {"p", "strong", "blockquote", "ins", "del", "a", "ul", "li"}
_ATTRIBUTES = {"a": {"href"}, "blockquote": {"lang"}, "p": {"lang"}}


@frozen
class Category:
    term: str
    scheme: str  # URI of the vocabulary
    label: str


@frozen
class EntryLink:
    """A link beside the permanent one."""

    rel: str
    href: str  # absolute
    title: str
    type: str = ""


@frozen
class Entry:
    """One entry of a feed; the same in every feed and format."""

    id: str
    title: str
    link: str  # permanent and absolute
    published: datetime
    updated: datetime
    summary: str  # plain text that stands alone
    html: str
    categories: tuple[Category, ...]
    links: tuple[EntryLink, ...] = ()

    @property
    def is_updated(self) -> bool:
        """Return whether it says something else than when it was told; seconds keep entries apart, and no more."""
        return self.updated - self.published > _APART

    @property
    def size(self) -> int:
        """Return about how many bytes the entry takes in a feed."""
        marked_up = len(self.html.encode()) + 3 * (self.html.count("<") + self.html.count(">"))
        return marked_up + len(self.summary.encode()) + 125 * (len(self.categories) + len(self.links)) + 520


def source_link(revision: EntryRevision) -> tuple[EntryLink, ...]:
    """Return the link to the watched page, none where its address is none that a link may lead to."""
    source = web_address(revision.document.url)
    return (EntryLink(rel="via", href=source, title=_("The watched page")),) if source else ()


def document_category(revision: EntryRevision, site: Site) -> Category:
    """Return the category of the document that an entry is about."""
    document = revision.document
    return Category(term=document.id, scheme=site.tag("document"), label=clean_line(document.title))


def whole_second(at: datetime) -> datetime:
    """Return a time without its fraction: feeds count in seconds."""
    return at.replace(microsecond=0)


def safe_html(html: str) -> str:
    """Return our own escaped HTML after an allow-list: a slip in a template must not reach a reader."""
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https"}, link_rel=None).strip()
