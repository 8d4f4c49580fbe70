"""Which links of a page lead elsewhere while their words stay, or lead nowhere any more. Judges nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitor.extract.text import fold
from snapshots.records import Extraction, Hunk, HunkKind, Link


def link_hunks(old: Extraction, new: Extraction) -> list[Hunk]:
    """Pair links by their text: one whose address changed under the same text has moved.

    One whose words stay in the text and lead nowhere has no `after`.
    """
    gone = Counter((link.text, link.url) for link in old.links)
    come = Counter((link.text, link.url) for link in new.links)
    old_only, new_only = gone - come, come - gone
    if not old_only:
        return []
    targets: dict[str, list[str]] = {}
    for text, url in sorted(old_only.elements()):
        targets.setdefault(text, []).append(url)
    hunks, told = [], set()
    for link in new.links:
        place = (link.text, link.url)
        if place not in new_only or place in told or not targets.get(link.text):
            continue
        told.add(place)
        hunks.append(_moved(link, targets[link.text].pop(0), link.url))
    return [*hunks, *_gone(old.links, new, targets)]


def _gone(links: Sequence[Link], new: Extraction, targets: dict[str, list[str]]) -> list[Hunk]:
    """Return the links whose words are text now, though nothing on the page leads where they led."""
    linked = {link.text for link in new.links} | {""}
    led_to = {link.url for link in new.links}
    left = [link for link in links if link.text not in linked and link.url in targets.get(link.text, ())]
    left = [link for link in {(link.text, link.url): link for link in left}.values() if link.url not in led_to]
    if not left:
        return []
    text = f" {' '.join(fold(segment.text) for segment in new.segments)} "
    return [_moved(link, link.url, None) for link in left if f" {fold(link.text)} " in text]


def _moved(link: Link, before: str, after: str | None) -> Hunk:
    return Hunk(kind=HunkKind.LINK_MOVED, before=before, after=after, context=(*link.context, link.text))
