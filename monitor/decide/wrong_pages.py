"""What a page that is not the document looks like: a login, a consent dialog, a check for machines, an error, a shell.

Each kind gathers points from what the page is made of, from words and from what was seen on such pages before. Says
nothing of whether the page is the document; see `plausible` for that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from monitor.decide.prose import Prose, is_option, prose_of, weight
from monitor.extract.facts import PageFacts
from monitor.extract.text import fold, key
from monitor.rules.signs import Signs
from snapshots.frozen_class import frozen
from snapshots.records import Extraction, Outcome, SegmentKind

_STATUS = re.compile(r"(?<![\w.,/-])[45]\d\d(?![\w.,/-]|\s*(?:BC|AD)\b)")
_MOST = 200_000  # characters in which words are looked for
_HEAD = 6  # headings that count as the head of a page
_SHORT = 1_500  # weight of prose up to which words alone tell what a page is
_LONG_HEADING = 90  # characters; more is no heading, and a number in it a number like others
_ADDRESS_CONSENT = re.compile(
    r"(?:^|[/.?&_-])(?:consent|cookie[-_]?(?:consent|wall|check)s?|privacy[/_-]checks?)(?:$|[/.?&=_-])"
)
_SEEN_SHARE = 0.5  # of the prose that stood on pages of one kind before
_ORDER = (Outcome.BOT_CHALLENGE, Outcome.LOGIN_WALL, Outcome.CONSENT_WALL, Outcome.ERROR_PAGE)


@frozen
class PageView:
    """A page as it is looked at: its text, the signs beside it, and what it says in which place."""

    extraction: Extraction
    facts: PageFacts
    address: str
    head: str  # title, headings, and the first line where it is as short as one
    text: str  # all of it, dialogs too
    prose: Prose


@frozen
class Suspicion:
    """The kind of wrong page that a page looks most like, how strongly, and why."""

    outcome: Outcome
    points: int
    reasons: tuple[str, ...]


def look_at(extraction: Extraction, facts: PageFacts, address: str = "") -> PageView:
    """Gather what the kinds are recognised by."""
    linked = {fold(link.text) for link in extraction.links}
    shown = [s for s in extraction.segments if not is_option(s) and fold(s.text) not in linked]
    headings = [segment.text for segment in shown if segment.kind is SegmentKind.HEADING][:_HEAD]
    lines = [segment.text for segment in shown[:1]]
    named = [line for line in dict.fromkeys([extraction.title, *headings, *lines]) if line]
    return PageView(
        extraction=extraction,
        facts=facts,
        address=address,
        head="\n".join(line for line in named if len(line) < _LONG_HEADING),
        text="\n".join([*(segment.text for segment in shown[:400]), facts.dialog_text])[:_MOST],
        prose=prose_of(extraction),
    )


def suspicion(look: PageView, signs: Signs, strange: Mapping[str, str]) -> Suspicion | None:
    """Return what a page looks like that is no document, None where nothing speaks for any.

    `strange` holds the passages that stood on such pages before, with the outcome each was given.
    """
    found = [
        Suspicion(outcome=outcome, points=sum(points for points, _ in told), reasons=tuple(why for _, why in told))
        for outcome, told in (
            (Outcome.BOT_CHALLENGE, _challenge(look, signs)),
            (Outcome.LOGIN_WALL, _login(look, signs)),
            (Outcome.CONSENT_WALL, _consent(look, signs)),
            (Outcome.ERROR_PAGE, _error(look, signs)),
        )
    ]
    before = _seen_before(look.prose, strange)
    if before:
        found = [
            Suspicion(
                outcome=s.outcome, points=s.points + 3, reasons=("its words stood on such a page before", *s.reasons)
            )
            if s.outcome is before
            else s
            for s in found
        ]
    best = max(found, key=lambda s: (s.points, -_ORDER.index(s.outcome)))
    return best if best.points else None


_Told = list[tuple[int, str]]


def _is_short(look: PageView) -> bool:
    return look.prose.weight < _SHORT


def _challenge(look: PageView, signs: Signs) -> _Told:
    told: _Told = []
    if look.facts.challenge and _is_short(look):
        told.append((3, f'a check for machines ("{look.facts.challenge}" in the markup)'))
    if _is_short(look) and signs.has("challenge", look.text):
        told.append((3, "it asks whether the visitor is a person"))
    if told and look.facts.is_refreshing:
        told.append((1, "it loads itself again"))
    return told


def _login(look: PageView, signs: Signs) -> _Told:
    told: _Told = []
    if look.facts.has_password_field:
        told.append((3, "it asks for a password"))
    elif look.facts.asks_who:
        told.append((2, "it asks who the visitor is"))
    is_asking = look.facts.questions > 0
    if signs.has("login", look.head) and (_is_short(look) or is_asking):
        told.append((2 if is_asking or look.facts.buttons else 1, "its head speaks of logging in"))
    elif _is_short(look) and is_asking and signs.has("login", look.text):
        told.append((1, "it speaks of logging in"))
    return told


def _consent(look: PageView, signs: Signs) -> _Told:
    facts, told = look.facts, _Told()
    rest = max(0, look.prose.weight - facts.consent_length)
    in_dialog = weight(facts.dialog_text)
    if in_dialog > look.prose.weight and facts.dialog_buttons and not facts.has_password_field:
        told.append((2 if facts.dialog_buttons > 1 else 1, "a dialog with buttons holds most of its text"))
    if facts.consent_mark and facts.consent_length >= rest:
        told.append((3, f'a consent dialog ("{facts.consent_mark}" in the markup) holds most of its text'))
    elif facts.consent_mark and not facts.consent_length and _is_short(look):
        told.append((2, "it posts a consent"))
    if _ADDRESS_CONSENT.search(look.address.lower()) or _ADDRESS_CONSENT.search(facts.address.lower()):
        told.append((2, "its address is one for consents"))
    if told or (_is_short(look) and facts.buttons > 1 and not facts.questions):
        if signs.has("consent", look.text):
            told.append((2, "it speaks of cookies or of accepting"))
        if facts.buttons > 1 and not facts.questions:
            told.append((1, "it offers a choice of buttons"))
    return told


def _error(look: PageView, signs: Signs) -> _Told:
    told: _Told = []
    if _is_short(look) and _STATUS.search(look.head):
        told.append((3, "its head names the number of an error"))
    if _is_short(look) and signs.has("error", look.head):
        told.append((3, f"an error page with status 200: {_quoted(look)}"))
    elif _is_short(look) and signs.has("error", look.text):
        told.append((2, f"it speaks of an error: {_quoted(look)}"))
    if told and look.facts.is_unlisted:
        told.append((1, "it asks not to be listed"))
    return told


def _quoted(look: PageView) -> str:
    lines = [segment.text for segment in look.extraction.segments if not is_option(segment)]
    return repr(" ".join(lines)[:80])


def _seen_before(prose: Prose, strange: Mapping[str, str]) -> Outcome | None:
    kinds: Counter[str] = Counter()
    for text in prose.texts:
        if outcome := strange.get(key(text).hex()):
            kinds[outcome] += weight(text)
    for outcome, seen in kinds.most_common(1):
        if seen >= _SEEN_SHARE * prose.weight and outcome in {kind.value for kind in _ORDER}:
            return Outcome(outcome)
    return None
