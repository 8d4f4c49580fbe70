"""All that headlines, summaries and reasons are made of, as messages that each language has words of its own for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.alerts.headline_facts import PARTICULAR
from monitor.alerts.headline_sentences import COMPANY, IN_TONGUE
from monitor.alerts.reason_messages import reason_messages
from monitor.alerts.summaries import SUMMARY_MESSAGES
from monitor.rules.headline_wording import HeadlineWording
from monitor.rules.pack import Pack

_OF_ACT = re.compile(r"\w+: ")
_KINDS = ("data", "purposes", "people", "parties", "products", "bases", "requirements", "practices")
_PRODUCTS = "product_scope"  # the topic whose label is told with the name of a product
_ASKED = "asked_"  # how the words begin that say what is asked of people
_SLOT = re.compile(r"\{\w+\}")
_LETTERS = re.compile(r"[^\W\d_]")

Message = tuple[str, str]
"""Where a message stands, "" for anywhere, and the message: a language may need another case in that place."""

FORMER: tuple[Message, ...] = (("", "contacts"), ("topic", "minors' data"))
"""What is told no more and alerts on record keep: it stays translated."""


def headline_messages(pack: Pack) -> tuple[Message, ...]:
    """Return every message once, sentences first; what has no letters outside its slots is said alike everywhere."""
    own = pack.wording.words
    plain = [
        *(*_sentences(pack.wording), *_texts(pack.wording), *SUMMARY_MESSAGES, IN_TONGUE, COMPANY),
        *(said for name, said in own.items() if not name.startswith(_ASKED)),
        *(*_acts(pack.wording), *_rights(pack), *_names(pack)),
    ]
    found = dict.fromkeys(("", message) for message in plain)
    found |= dict.fromkeys(("asked", said) for name, said in own.items() if name.startswith(_ASKED))
    found |= dict.fromkeys(("topic", label) for label in (*_labels(pack), own["more"]))
    found |= dict.fromkeys(("short", text) for text in _texts(pack.wording))
    found |= dict.fromkeys(("reason", said) for said in reason_messages(pack))
    found |= dict.fromkeys(FORMER)
    found |= dict.fromkeys(("whose", pack.wording.people[name].noun) for name in sorted(PARTICULAR))
    return tuple(pair for pair in found if _LETTERS.search(_SLOT.sub("", pair[1])))


def _sentences(wording: HeadlineWording) -> Iterator[str]:
    for case in wording.case.values():
        yield from case.says
    for rule in wording.rule.values():
        for said in (*rule.widens, *rule.narrows, *rule.neutral):
            own = _OF_ACT.match(said)
            yield said[own.end() :] if own else said


def _texts(wording: HeadlineWording) -> Iterator[str]:
    for text in wording.kind.values():
        for noun in (text.noun, f"rewritten {text.noun}"):
            yield from (f"{{service}}’s {noun}", f"The {noun}")


def _acts(wording: HeadlineWording) -> Iterator[str]:
    for act in wording.act.values():
        yield from (act.told(form, is_bare=False) for form in ("do", "doing"))
        if act.bare:
            yield from (act.told(form, is_bare=True) for form in ("do", "doing"))
        yield f" {act.joins} {{others}}" if act.joins else ""
        yield f" {act.across} {{over}}" if act.across else ""


def _rights(pack: Pack) -> Iterator[str]:
    for right in pack.wording.rights.values():
        yield from (right.noun, right.bare, right.do)
    yield f"{pack.wording.rights['object'].noun} to {{aims}}"


def _names(pack: Pack) -> Iterator[str]:
    """Yield what concepts are called, in whatever words of the passage."""
    for (kind, name), concept in pack.concepts.items():
        if kind in _KINDS:
            called = pack.wording.concept(kind, name)
            yield from (called.noun, *called.spoken) if called else (concept.label,)


def _labels(pack: Pack) -> Iterator[str]:
    for kind, name in pack.concepts:
        if kind == "topic":
            label = pack.topic(name).label
            yield from (label, f"{label} ({{product}})") if name == _PRODUCTS else (label,)
