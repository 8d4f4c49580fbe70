"""What a change is about: topics of a passage, of a finding and of an alert, the gravest first. Rates no change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from monitor.alerts.grounding import topics_stated
from monitor.alerts.news import COME, WENT, Sign
from monitor.alerts.other_recipients import OTHER_RECIPIENT
from monitor.alerts.passage_meaning import Meaning
from monitor.alerts.passages import ReadPassage
from monitor.claims.asked_data import asked_data_in
from monitor.claims.places import Place
from monitor.reading.reader import Reader
from monitor.reading.statements import TermKind
from monitor.rules.pack import Pack

_MOST = 7  # topics of one passage
_CLAIMING = frozenset(
    [
        *("ai_training", "ads_personalisation", "minors", "children_teens", "legal_basis", "ai_features_data"),
        *("private_messages", "whatsapp", "right_to_object", "location", "sensitive_data", "biometric"),
    ]
)
"""Topics that claim something of a passage: a purpose, people, a legal basis, data. Only the evidence can name them."""
_PURPOSES = frozenset(["ai_training", "ads_personalisation"])
_PERIODS = frozenset(["longer", "shorter", "period_gone", "period_stated", "at_most_lost", "at_most_gained"])
_AGES, _OF_AGE = frozenset(["age_lowered", "age_raised"]), frozenset(["minors"])
_STORING = frozenset(["keep", "delete"])
_OBJECTING = frozenset(["object", "form"])
_HURDLES = frozenset(["requirement", "required", "optional", "deadline", "any_time", "residents"])
_DECIDING = frozenset(["honour", "review"])
_COURTS, _GOING = frozenset(["set_courts", "own_courts"]), frozenset(["share", "keep"])


def topics_of(
    passage: ReadPassage, meaning: Meaning | None, place: Place, reader: Reader, *, is_form: bool
) -> tuple[str, ...]:
    """Return what the words that came and went are about and what they stand for, else what the sentence is about."""
    changed = " … ".join(text for item in passage.news for text in (item.added, item.removed) if text)
    said = reader.topics_in(changed)
    named = Counter(said)
    for effect in meaning.effects if meaning else ():
        for term in (*effect.terms, *effect.lost):
            named.update(term.concept.topics if term.concept else ())
    claimed = topics_of_claims(passage, meaning)
    named.update(claimed)
    signs = {item.sign for item in passage.news}
    whole = " … ".join(item.text for item in passage.news)
    if signs <= COME or signs <= WENT:  # the purpose and the people of an entry or of a row stand above it
        named.update(stood_for(place, reader.pack))
        if place.bases and Sign.NEW_PASSAGE in signs and _PURPOSES & named.keys():
            named["legal_basis"] += 1
    if not named or Sign.REWORDED in signs:
        named.update(reader.topics_in(whole)[:3])
    stated = topics_stated(evidence_texts(passage, place), reader) | (claimed & _OF_AGE)
    kept = [t for t in named if _is_said(t, passage, said, is_form=is_form) and (t in stated or t not in _CLAIMING)]
    return tuple(sorted(kept, key=lambda name: (-reader.pack.topic(name).weight, -named[name], name)))[:_MOST]


def evidence_texts(passage: ReadPassage, place: Place) -> Iterator[str | None]:
    """Yield what an alert quotes of a passage: its news, what stands above it, the lines of its row."""
    for item in passage.news:
        yield item.hunk.before
        yield item.hunk.after
        yield from item.hunk.context
    yield from place.grounds


def topics_of_claims(passage: ReadPassage, meaning: Meaning | None) -> set[str]:
    """Return the topics of a figure or a hurdle that changed: how long, what objecting takes, who is too young."""
    names = {name for s in passage.statements for _, name in s.concepts}
    rules = {effect.rule for effect in meaning.effects} if meaning else set()
    found = {"retention"} if rules & _PERIODS and names & _STORING else set()
    if names & _OBJECTING and any(rule.rpartition("_")[0] in _HURDLES for rule in rules):
        found |= {"right_to_object", "opt_out_form"}
    if names & _DECIDING and "object" in names:
        found.add("opt_out_form")
    if rules & _AGES:
        found |= _OF_AGE
    if OTHER_RECIPIENT in rules:
        found.add("third_party_sharing")
    return found


def stood_for(place: Place, pack: Pack) -> set[str]:
    """Return the topics of the purpose and of the people of a place."""
    concepts = (pack.concepts.get(("purposes", name)) for name in place.purposes)
    found = {topic for concept in concepts if concept for topic in concept.topics}
    if "ai_training" in found and {"minors", "everyone"} & set(place.audience):
        found.add("minors")
    return found


def _is_said(topic: str, passage: ReadPassage, said: Collection[str], *, is_form: bool) -> bool:
    """Whether a topic that words point at is what the passage speaks of; `said` are those of the words that changed."""
    concepts = {c for s in passage.statements for c in s.concepts}
    kinds = {kind for kind, _ in concepts}
    names = {name for _, name in concepts}
    if topic == "opt_out_form":
        is_asked = "requirements" in kinds or any(map(asked_data_in, passage.statements))
        return is_form or bool(names & {"object", "form"} or (is_asked and "rights" in kinds))
    told = {t.concept.id for d in passage.differences if (t := d.term).concept}
    if topic == "retention":
        return bool(told & {"keep", "delete"}) or any(
            t.kind in (TermKind.DURATION, TermKind.AT_MOST, TermKind.AT_LEAST)
            for s in passage.statements
            for t in s.terms
        )
    if topic == "ai_features_data":
        return bool(told & {"ai_features", "ai_interactions", "act_for"}) or "ai_features_data" in said
    if topic == "data_transfer":
        return not told & _COURTS or bool(told & _GOING)  # where a court stands is no place that data goes to
    if topic == "user_controls":
        return bool(told & {"control", "access", "recipients", "accounts_center", "notify", "ask"})
    if topic == "product_scope":
        is_definition = any("definition" in s.flags for s in passage.statements) or bool(
            names & {"link_lists", "combine"}
        )
        return is_definition or "company_products" in told
    return True
