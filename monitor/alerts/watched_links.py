"""Watched links and forms that lead elsewhere, or nowhere: the way to object is moved or taken away without a word.

It tells of a link that leaves for a page of another kind. One form of the operator in the place of another, as two
people labelled it, is a move that the change feed has and no alert.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from monitor.alerts.headline_sentences import Subject, say, say_in_any_case
from monitor.alerts.headlines import evidence_of
from monitor.alerts.phrase_words import as_it_is
from monitor.alerts.situation import Situation
from monitor.extract.links import FORM_LINK, link_key
from monitor.extract.text import shorten
from monitor.reading.reader import Reader
from monitor.rules.pack import Pack
from snapshots.records import Direction, Finding, Hunk, HunkKind, Link, Reason

_NUMBERED = re.compile(r"/\d{6,}/?$")  # a form, an article: a page that goes by its number
_NAME = 40  # characters of a link's words in a headline
_OWN = 3  # links with other words that lead to one address: the page itself, by its anchors


def find_link_changes(situation: Situation, subject: Subject, reader: Reader) -> list[Finding]:
    """Return a finding each on the watched links that lead where they never led, on those gone, and on moved forms."""
    before, now, pack = situation.before.links, situation.now.links, reader.pack
    pairs = [h for h in situation.hunks if h.kind is HunkKind.LINK_MOVED and h.context and h.before]
    new = [h for h in pairs if h.after and link_key(h.context[-1], h.after) not in situation.seen]
    forms = [h for h in new if _is_form(h.context[-1])]
    moved = [
        h
        for h in new
        if h not in forms
        and _is_watched(h, situation.watched_links)
        and not _is_renumbered(h, before)
        and not (_is_own(h.before, before) and _is_own(h.after, now))
    ]
    told = {"watched_link": moved, "form_moved": forms, "link_gone": _gone(situation, pairs)}
    return [_finding(rule, hunks, subject, pack) for rule, hunks in told.items() if hunks]


def _gone(situation: Situation, pairs: Sequence[Hunk]) -> list[Hunk]:
    """Return the watched links that are nowhere any more, whether their words stay or not.

    Where another watched link has come, the way was moved and put in other words. Half a page has lost no link.
    """
    watched = situation.watched_links
    if situation.is_partial or not watched:
        return []
    before, now = (
        {(link.text, link.url): link for link in side.links if _matches(f"{link.text} {link.url}", watched)}
        for side in (situation.before, situation.now)
    )
    led, words = {link.url for link in situation.now.links}, {link.text for link in situation.now.links}
    gone = [link for place, link in before.items() if place not in now and link.url not in led]
    gone = [link for link in gone if link.text not in words and not _is_form(link.text)]
    if not gone or now.keys() - before.keys():
        return []
    stay = {(h.context[-1], h.before): h for h in pairs if not h.after}
    return [
        stay.get((link.text, link.url))
        or Hunk(kind=HunkKind.LINK_MOVED, before=link.url, after=None, context=(*link.context, link.text))
        for link in gone
    ]


def _is_form(words: str) -> bool:
    return words.startswith(FORM_LINK)


def _is_watched(hunk: Hunk, watched: Sequence[str]) -> bool:
    return _matches(f"{hunk.context[-1]} {hunk.before} {hunk.after}", watched)


def _matches(told: str, watched: Sequence[str]) -> bool:
    told = told.lower()
    return any(part.lower() in told for part in watched)


def _is_renumbered(hunk: Hunk, before: Sequence[Link]) -> bool:
    """Whether one numbered page took another's place on a host that the page led to anyway."""
    hosts = {urlsplit(link.url).hostname for link in before}
    is_pair = all(_NUMBERED.search(urlsplit(url or "").path) for url in (hunk.before, hunk.after))
    return is_pair and urlsplit(hunk.after or "").hostname in hosts


def _is_own(url: str | None, links: Sequence[Link]) -> bool:
    return len({link.text for link in links if link.url == url}) >= _OWN


WATCHED_WHY = {
    "watched_link": "a link that the declaration watches",
    "link_gone": "a link that the declaration watches",
    "form_moved": "what is written into a form goes elsewhere",
}


def _finding(rule_id: str, moved: Sequence[Hunk], subject: Subject, pack: Pack) -> Finding:
    rule = pack.rules[rule_id]
    direction = Direction.WIDENS if rule_id == "link_gone" else Direction.NEUTRAL
    name = shorten(moved[0].context[-1], _NAME)
    wording, slots = pack.wording, {"thing": as_it_is(f"“{name}”")}
    said = say(wording.rule[rule.id].towards(direction), subject, [slots]) or say_in_any_case(
        wording.case["link_moved"].says[0], {}, subject
    )
    return Finding(
        headline=said.english,
        phrase=said.phrase,
        severity=pack.severity(rule.points),
        direction=direction,
        topics=("user_controls",),
        rules=(rule.id,),
        severity_reasons=(Reason(WATCHED_WHY[rule_id], rule.points),),
        evidence=tuple(map(evidence_of, moved)),
    )
