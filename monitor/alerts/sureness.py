"""How sure the reading of a passage is, apart from how grave it would be: a visible sum of hundredths.

A reading is sure where it can be filled in, who does what with which data for whom, and where what changed is one of
those. It is unsure where words changed that the rules don't know, where both sides say it in other words, or where the
passage is not there to state anything. Rates no gravity.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from monitor.alerts.comparison import PassageEffect
from monitor.alerts.contracts import Matter
from monitor.alerts.edits import spots_of
from monitor.alerts.news import LISTED, Sign
from monitor.alerts.other_matters import (
    changed_statements,
    is_on_courts,
    is_on_disputes,
    is_on_goods,
    is_on_offices,
    is_on_prices,
    names_slot,
)
from monitor.alerts.passage_meaning import Meaning
from monitor.alerts.passages import ReadPassage
from monitor.alerts.places_of_data import is_place_of_data
from monitor.alerts.roles import STATED, Role, has_company_act, role_of
from monitor.alerts.stakes import has_nothing_at_stake, is_on_contract, speaks_of_data
from monitor.reading.statements import Statement, Term, TermKind
from monitor.rules.pack import Pack
from snapshots.frozen_class import frozen
from snapshots.records import Direction, Reason

_LEAST, _MOST = 2, 98  # hundredths: no reading is certain, either way
_SETTLED = frozenset(
    [
        *("turned_round", "opt_in", "opt_out", "unasked", "right", "requirement", "required", "optional", "any_time"),
        *("deadline", "paused", "resumed", "basis", "consent", "residents", "either_is_enough", "both_are_needed"),
        "asked_late",
        "asked_first",
        "practice",
        "safeguard",
        "promise",
        "answered_later",
        "some_of_all",
        "all_of_some",
    ]
)
# What kind of slot a rule reads, by the rule or by what it begins with.
_KINDS: Mapping[str, frozenset[str]] = {
    "settled": _SETTLED,
    "figure": frozenset(["longer", "shorter", "period", "date", "age"]),
    "limit": frozenset(["exception", "only", "weak", "tentative", "qualifier", "at_most", "at_least"]),
    "thing": frozenset(["thing", "people", "other_text", "conduct", "other_recipient"]),
}
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}")  # "harbour.example": the name of a site
_MANY = 0.6  # of the words that changed
_VAGUE = frozenset(["no_act", "unknown_words"])


@frozen
class Sureness:
    """How sure a reading is, in hundredths, and the terms of that sum."""

    value: int
    reasons: tuple[Reason, ...]
    is_told: bool  # as sure as an alert has to be
    is_firm: bool  # sure enough to be told at its full gravity
    is_vague: bool = False  # words on nothing that is said to be done, most of them unknown


def sureness_of(
    passage: ReadPassage,
    meaning: Meaning | None,
    direction: Direction,
    topics: Sequence[str],
    pack: Pack,
    *,
    is_polished: bool = False,
    matter: Matter = Matter.DATA,
) -> Sureness:
    """Return how sure it is that a passage means what it was read to mean, and is about one of `topics`.

    `is_polished` says that the change mostly puts in other words what was said before, `matter` what the text is on:
    of a contract, what people buy, do and owe is seldom news of their data.
    """
    names = [*_grounds(passage, meaning), *_doubts(passage, meaning, direction)]
    if matter is not Matter.DATA and "commerce" not in names:
        names += _besides(passage, matter)
    if meaning and not topics and slot_of(meaning) == "word" and _is_label(passage, meaning):
        names.append("label")
    if meaning and is_polished and _says_it_otherwise(passage, meaning, direction, has_frame="frame" in names):
        names.append("polished")
    found = sum_of([Reason(SURE_WORDS[name], pack.sure[name]) for name in names], pack)
    return replace(found, is_vague=bool(meaning) and set(names) >= _VAGUE and not _is_of_list(passage))


def _besides(passage: ReadPassage, matter: Matter) -> list[str]:
    """Return what speaks against a passage of a contract: nothing of people's data, rights, choices or age is named.

    Where the text speaks of data throughout, data that only stands in a rule or a dispute is something too.
    """
    if matter is Matter.BOTH and speaks_of_data(passage):
        return []
    return ["commerce"] if is_on_contract(passage) else ["beside"] if has_nothing_at_stake(passage) else []


def _is_of_list(passage: ReadPassage) -> bool:
    """Whether an entry of a list changed, in a list or in a sentence: what it is an entry of is said above it."""
    is_entry = any(item.hunk.segment_kind in LISTED for item in passage.news)
    return is_entry or any(difference.term.is_listed for difference in passage.differences)


def sum_of(reasons: Sequence[Reason], pack: Pack) -> Sureness:
    """Return a sum within its bounds."""
    value = min(max(sum(reason.points or 0 for reason in reasons), _LEAST), _MOST)
    return Sureness(
        value=value, reasons=tuple(reasons), is_told=value >= pack.sure["told"], is_firm=value >= pack.sure["firm"]
    )


def _grounds(passage: ReadPassage, meaning: Meaning | None) -> list[str]:
    """Return what speaks for a reading: which slot changed, and whether the rest of the frame is there."""
    found = [slot_of(meaning) if meaning else "nothing_explained"]
    stating = _stating(passage)
    is_moved = all(item.sign in (Sign.JOINS, Sign.LEAVES) for item in passage.news)  # what is done, its list says
    if is_moved or any(has_company_act(s) and names_slot(s) for s in stating):
        found.append("frame")
    elif not any(has_company_act(s) or any(t.kind is TermKind.RIGHT for t in s.terms) for s in stating):
        found.append("no_act")
    return found


def _doubts(passage: ReadPassage, meaning: Meaning | None, direction: Direction) -> list[str]:
    found = []
    if (
        not _stating(passage)
        or _is_opening(passage)
        or any(is_on(passage) for is_on in (is_on_courts, is_on_disputes, is_on_prices, is_on_offices))
    ):
        found.append("role")
    if is_on_goods(passage):
        found.append("commerce")
    if meaning and _share_unknown(meaning) > _MANY:
        found.append("unknown_words")
    if meaning and direction is Direction.MIXED and slot_of(meaning) not in ("settled", "figure"):
        found.append("both_ways")
    if _is_background(passage):
        found.append("background")
    if _is_reworded(passage):
        found.append("other_words")
    if meaning and slot_of(meaning) == "word" and _is_other_name(passage):
        found.append("other_name")
    return found


def _is_opening(passage: ReadPassage) -> bool:
    """Whether all that changed are words of praise and what stands beside them and says nothing: "Welcome!"."""
    is_praise = any(role_of(s, passage.news) is Role.PRAISE for s in changed_statements(passage))
    return is_praise and not any(
        s.denies or has_company_act(s) or any(t.kind in STATED for t in s.terms) or names_slot(s)
        for s in _stating(passage)
    )


def _is_background(passage: ReadPassage) -> bool:
    """Whether sentences are new in which the company does nothing and that name nothing which is at stake."""
    if passage.before or any(item.hunk.segment_kind in LISTED for item in passage.news):
        return False
    return not any(
        s.denies or has_company_act(s) or names_slot(s) or any(term.kind is TermKind.PRACTICE for term in s.terms)
        for s in passage.after
    )


def slot_of(meaning: Meaning) -> str:
    """Return the surest kind of slot among the effects that pull the way the passage goes."""
    kinds = {_kind_of(effect) for effect in _pulling(meaning)}
    return next((name for name in ("settled", "figure", "act", "thing", "limit", "word") if name in kinds), "word")


def is_settled(meaning: Meaning) -> bool:
    """Whether a right, a choice, a basis, a "not" or a figure came or went: it says itself which way a passage goes."""
    return any(_kind_of(effect) in ("settled", "figure") for effect in _pulling(meaning))


def _pulling(meaning: Meaning) -> list[PassageEffect]:
    sign = {Direction.WIDENS: 1, Direction.NARROWS: -1}.get(meaning.direction, 0)
    pulling = [effect for effect in meaning.effects if (effect.pull * sign > 0 if sign else effect.pull)]
    return pulling or list(meaning.effects)


def _kind_of(effect: PassageEffect) -> str:
    stem = effect.rule.rpartition("_")[0]
    if stem == "act":
        return "act"
    return next((kind for kind, rules in _KINDS.items() if effect.rule in rules or stem in rules), "word")


def _share_unknown(meaning: Meaning) -> float:
    """Return how many of the words that came or went are none that the rules know."""
    terms = meaning.terms
    return sum(t.kind is TermKind.WORD and t.concept is None for t in terms) / len(terms) if terms else 0.0


def _is_reworded(passage: ReadPassage) -> bool:
    if not passage.before or not passage.after:
        return False
    lost, gained = ([d.term for d in passage.differences if d.is_gained is way] for way in (False, True))
    spots = spots_of(passage.before, passage.after, lost, gained)
    return sum(spot.is_replaced for spot in spots) + passage.rewritten > 1


def _is_other_name(passage: ReadPassage) -> bool:
    """Whether all that changed is words which the rules don't know, each in the place of another: a thing renamed."""
    terms = [d.term for d in passage.differences]
    if not passage.before or not passage.after or any(t.kind is not TermKind.WORD or t.concept for t in terms):
        return False
    lost, gained = ([d.term for d in passage.differences if d.is_gained is way] for way in (False, True))
    spots = spots_of(passage.before, passage.after, lost, gained)
    return bool(spots) and all(spot.is_replaced and not spot.is_list for spot in spots)


def _says_it_otherwise(passage: ReadPassage, meaning: Meaning, direction: Direction, *, has_frame: bool) -> bool:
    """Whether an edit may say in other words what was said.

    It doesn't where something is settled, where a thing that the rules know just came or went, or an entry of a list
    of what somebody does.
    """
    slot = slot_of(meaning)
    if slot in ("settled", "figure") or not passage.is_reworded:
        return False
    if slot != "word" and direction is Direction.MIXED:
        return True
    lost, gained = ([d.term for d in passage.differences if d.is_gained is way] for way in (False, True))
    pulling = [effect for effect in _pulling(meaning) if _kind_of(effect) == slot]
    decisive = {id(term) for effect in pulling for term in (*effect.terms, *effect.lost)}
    spots = spots_of(passage.before, passage.after, lost, gained)
    decided = [spot for spot in spots if any(id(term) in decisive for term in (*spot.lost, *spot.gained))]
    return not any(spot.is_list for spot in decided) and all(
        spot.is_replaced or (slot == "word" and not (spot.is_joined and has_frame)) for spot in decided
    )


def _is_label(passage: ReadPassage, meaning: Meaning) -> bool:
    """Whether an edit exchanges names or numbers alone, a title or an article, where nothing is at stake."""
    if not passage.before or not passage.after:
        return False
    if any(names_slot(statement) for statement in passage.statements):
        return False
    is_of_place = any(is_place_of_data(d.term, s) for d in passage.differences for s in passage.statements)
    hosts = {
        part for s in passage.statements for host in _HOST.findall(s.text.lower()) for part in (host, *_parts(host))
    }
    return not is_of_place and all(_is_name_or_number(term, hosts) for term in meaning.terms)


def _parts(host: str) -> list[str]:
    return host.split(".")


def _is_name_or_number(term: Term, sites: Collection[str]) -> bool:
    """Whether a word is a name, a number, or stands in the name of a site."""
    return term.is_name or any(character.isdigit() for character in term.text) or term.text in sites


def _stating(passage: ReadPassage) -> list[Statement]:
    """Return the sentences that hold what came or went and are there to state something."""
    told = frozenset(id(d.term) for d in passage.differences)
    return [s for s in changed_statements(passage) if role_of(s, passage.news, told) is Role.STATEMENT]


SURE_WORDS: Mapping[str, str] = {
    "page": "read off the page, not out of a sentence",
    "settled": "a right, a choice, a basis, a duty or a “not” changed",
    "figure": "a figure changed",
    "act": "what is done changed",
    "thing": "named data, purposes, parties or people changed",
    "limit": "a condition, an exception or a limiting word changed",
    "word": "words changed that the rules don't know",
    "nothing_explained": "no rule explains it",
    "frame": "who does what with what is stated",
    "no_act": "nothing is said to be done",
    "role": "it is not there to state anything",
    "commerce": "it is on what people buy, or before whom they meet the company, alone",
    "beside": "nothing of people's data, rights, choices or age is named",
    "unknown_words": "most words that changed are unknown to the rules",
    "both_ways": "it goes both ways",
    "background": "a new sentence in which nothing is done and nothing named",
    "other_words": "much was put in other words",
    "label": "a name or number alone, on nothing that the rules know",
    "polished": "the change mostly says the same in other words",
    "other_name": "unknown words took the place of unknown words, as where a thing is renamed",
}
