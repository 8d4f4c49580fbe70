"""One feed before it has a format, and the addresses it has in each. Renders nothing."""

from __future__ import annotations

from datetime import datetime

from feeds.clean import clean_line, without_angles
from feeds.edition.survey import EPOCH
from feeds.site import Site
from feeds.syndication.entry import Entry
from snapshots.frozen_class import frozen


@frozen
class Feed:
    """A current feed, or an archive document of one (RFC 5005, section 4)."""

    path: str  # of the feed, below the site and without a suffix
    title: str
    about: str
    entries: tuple[Entry, ...]  # newest first
    part: str = ""  # name of the archive document, "" for the current feed
    previous: str = ""  # names of the archive documents before and after it
    following: str = ""

    @property
    def updated(self) -> datetime:
        return max((entry.updated for entry in self.entries), default=EPOCH)

    @property
    def own_path(self) -> str:
        """Return where the document stands, without a suffix."""
        return part_path(self.path, self.part) if self.part else self.path

    @property
    def page_path(self) -> str:
        """Return where the page of the feed stands."""
        return f"{self.path}/"

    def heading(self, site: Site) -> str:
        """Return the title as shown in a list of many sites' feeds."""
        part = f" ({self.part})" if self.part else ""
        return without_angles(clean_line(f"{site.title}: {self.title}{part}"))

    def feed_id(self, site: Site) -> str:
        """Return the id, the same in all formats; an archive document has the one of its feed."""
        return site.feed_id(self.path.removeprefix("feeds/"))

    def links(self, site: Site, suffix: str, media_type: str) -> tuple[dict[str, str], ...]:
        """Return the links of the document in one format, but for the plain alternate."""
        links = [{"rel": "self", "href": site.page_url(f"{self.own_path}.{suffix}"), "type": media_type}]
        if site.hub and not self.part:
            links.append({"rel": "hub", "href": site.hub})
        if self.part:
            links.append({"rel": "current", "href": site.page_url(f"{self.path}.{suffix}"), "type": media_type})
        for rel, name in (("prev-archive", self.previous), ("next-archive", self.following)):
            if name:
                links.append(
                    {"rel": rel, "href": site.page_url(f"{part_path(self.path, name)}.{suffix}"), "type": media_type}
                )
        return tuple(links)


def part_path(path: str, name: str) -> str:
    """Return where an archive document of a feed stands, without a suffix."""
    return f"{path}/{name}"
