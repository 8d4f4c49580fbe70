"""Watched links that lead elsewhere while the text stays: the way to object is moved without a word.

It tells of a link that leaves for a page of another kind. One form of the operator in the place of another, as two
people labelled it, is a move that the change feed has and no alert.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from urllib.parse import urlsplit

from monitor.alerts.headline_sentences import Subject, say
from monitor.alerts.headlines import evidence_of
from monitor.extract.links import link_key
from monitor.extract.text import shorten
from monitor.rules.pack import Pack
from snapshots.records import Direction, Finding, Hunk, HunkKind, Link, Reason

_NUMBERED = re.compile(r"/\d{6,}/?$")  # a form, an article: a page that goes by its number
_NAME = 40  # characters of a link's words in a headline
_OWN = 3  # links with other words that lead to one address: the page itself, by its anchors


def find_moved_links(
    hunks: Iterable[Hunk],
    watched: Sequence[str],
    seen: Collection[bytes],
    before: Sequence[Link],
    now: Sequence[Link],
    subject: Subject,
    pack: Pack,
) -> list[Finding]:
    """Return a finding, if any, on the watched links that lead where they never led before.

    `watched` are parts of the words or addresses of links; `before` and `now` are all links of both sides.
    """
    moved = [h for h in hunks if h.kind is HunkKind.LINK_MOVED and h.context and h.before and h.after]
    told = [
        hunk
        for hunk in moved
        if _is_watched(hunk, watched)
        and link_key(hunk.context[-1], hunk.after or "") not in seen
        and not _is_renumbered(hunk, before)
        and not (_is_own(hunk.before, before) and _is_own(hunk.after, now))
    ]
    return [_finding(told, subject, pack)] if told else []


def _is_watched(hunk: Hunk, watched: Sequence[str]) -> bool:
    told = f"{hunk.context[-1]} {hunk.before} {hunk.after}".lower()
    return any(part.lower() in told for part in watched)


def _is_renumbered(hunk: Hunk, before: Sequence[Link]) -> bool:
    """Whether one numbered page took another's place on a host that the page led to anyway."""
    hosts = {urlsplit(link.url).hostname for link in before}
    is_pair = all(_NUMBERED.search(urlsplit(url or "").path) for url in (hunk.before, hunk.after))
    return is_pair and urlsplit(hunk.after or "").hostname in hosts


def _is_own(url: str | None, links: Sequence[Link]) -> bool:
    return len({link.text for link in links if link.url == url}) >= _OWN


def _finding(moved: Sequence[Hunk], subject: Subject, pack: Pack) -> Finding:
    rule = pack.rules["watched_link"]
    name = shorten(moved[0].context[-1], _NAME)
    said = say(pack.wording.rule[rule.id].neutral, subject, [{"thing": f"“{name}”"}])
    return Finding(
        headline=said or f"A link in {subject.policy} leads to another address",
        severity=pack.severity(rule.points),
        direction=Direction.NEUTRAL,
        topics=("user_controls",),
        rules=(rule.id,),
        severity_reasons=(Reason("a link that the declaration watches", rule.points),),
        evidence=tuple(map(evidence_of, moved)),
    )
